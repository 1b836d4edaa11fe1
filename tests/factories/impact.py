"""What the market earned, for tests: sales in months that are over, and the figures counted of them."""

from datetime import UTC, date, datetime

from shop.fairs.models import Fair
from shop.groups.models import Group, ProtectedCounts
from shop.impact.models import MonthFigure
from shop.jobs.handlers.impact import count_and_publish
from shop.kernel.clock import at, now
from shop.kernel.database import db
from shop.orders.models import Order
from shop.orders.states import OrderStatus
from shop.payments.queries import months_of_income
from tests.factories.catalogue import given_a_product
from tests.factories.orders import WAYS, given_a_purchase, given_an_order, take


def given_a_sale(
    group: Group, month: date, baht: int = 100, phone: str = "", booth: Fair | None = None, found_at: Fair | None = None
) -> Order:
    """A cash order of `baht` without delivery, earned on the tenth of that month; `found_at`: by that fair's page."""
    moment = datetime(month.year, month.month, 10, 3, tzinfo=UTC)
    with at(moment):
        product = given_a_product(group, price_satang=baht * 100)
        purchase = given_a_purchase(total_satang=baht * 100, placed_at=moment, **({"phone": phone} if phone else {}))
        columns = {"booth_fair_id": booth.id if booth else None, "shipping_satang": 0, "placed_at": moment}
        order = given_an_order(group, product, purchase=purchase, **columns)
        if fair := booth or found_at:
            order.lines[0].fair_id = fair.id
        db.session.flush()
        for action in WAYS[OrderStatus.DELIVERED]:
            take(order, action)
    return order


def given_protected_counts(group: Group, older_people: int, people_with_disabilities: int) -> None:
    counts = {"older_people": older_people, "people_with_disabilities": people_with_disabilities}
    db.session.add(ProtectedCounts(group_id=group.id, counts=counts, consent_at=now()))
    db.session.flush()


def count_everything() -> None:
    """As the command does, outside any transaction."""
    count_and_publish(months_of_income())


def figures() -> list[tuple]:
    """(month, group id, channel, fair id, orders, pieces, satang) of every row, in order."""
    rows = db.session.scalars(db.select(MonthFigure)).all()
    found = [(r.month, r.group_id, str(r.channel), r.fair_id, r.orders, r.pieces, r.satang) for r in rows]
    return sorted(found, key=str)
