"""Sales at booths as its group sees them: where it may sell, what it may sell, and what came of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from shop.catalogue.models import Product, Variant
from shop.fairs.models import Booth, Fair
from shop.kernel.clock import BANGKOK, today
from shop.kernel.database import db
from shop.orders.models import Order, OrderLine, PaymentMethod
from shop.payments.booth.models import BoothSale
from shop.payments.booth.service import AROUND

NEAR = timedelta(days=60)  # a sheet of a fair may be typed in so much later, and is printed as long before
MOST_SHOWN = 200


class Place(NamedTuple):
    """A group's booth at a fair. `is_open`: one may sell there today."""

    fair: Fair
    booth: Booth
    is_open: bool


@dataclass
class Day:
    """Satang and pieces of one fair's day, voided sales apart."""

    cash: int = 0
    promptpay: int = 0
    pieces: int = 0
    sales: int = 0

    @property
    def total(self) -> int:
        return self.cash + self.promptpay


def places_of(group_id: int) -> list[Place]:
    """Booths of this group at fairs of these weeks: those that are on first, then what comes or was, by their days."""
    asked = select(Booth).join(Booth.fair).where(Booth.group_id == group_id)
    asked = asked.where(Fair.ends_on >= today() - NEAR, Fair.starts_on <= today() + NEAR)
    booths = db.session.scalars(asked.options(contains_eager(Booth.fair)).order_by(Fair.starts_on, Fair.id))
    places = [Place(booth.fair, booth, is_on(booth.fair)) for booth in booths]
    return sorted(places, key=lambda place: not place.is_open)


def booths_open(group_id: int) -> ScalarSelect[int]:
    """At how many booths the group may sell today: part of a question."""
    asked = select(func.count(Booth.id)).join(Fair, Fair.id == Booth.fair_id).where(Booth.group_id == group_id)
    return asked.where(Fair.starts_on <= today() + AROUND, Fair.ends_on >= today() - AROUND).scalar_subquery()


def is_on(fair: Fair) -> bool:
    """Whether one sells there today: on its days, on the eve, and on the morning after."""
    return fair.starts_on - AROUND <= today() <= fair.ends_on + AROUND


def goods_of(group_id: int) -> list[Product]:
    """What a group has on sale, with its variants and covers, by name: a thumb finds each where it was."""
    asked = select(Product).where(Product.group_id == group_id, Product.is_listed)
    asked = asked.options(selectinload(Product.variants), joinedload(Product.cover_photo))
    return list(db.session.scalars(asked.order_by(Product.title, Product.id)))


def on_table(products: Iterable[Product]) -> list[tuple[Product, Variant]]:
    """Each thing that can be pressed."""
    return [(product, variant) for product in products for variant in product.variants if variant.retired_at is None]


def left_of(group_id: int) -> dict[int, int]:
    """Variant id to pieces of all that a group has on sale."""
    asked = select(Variant.id, Variant.available).join(Variant.product)
    asked = asked.where(Product.group_id == group_id, Product.is_listed, Variant.retired_at.is_(None))
    return dict(db.session.execute(asked).all())


def day_of(fair_id: int, group_id: int, day: date) -> Day:
    """The sums of one Thai day."""
    asked = select(Order.payment_method, func.count(), func.sum(Order.total_satang), func.sum(_pieces()))
    asked = asked.join(BoothSale, BoothSale.order_id == Order.id).where(*_of_day(fair_id, group_id, day))
    found = Day()
    for method, count, satang, pieces in db.session.execute(asked.group_by(Order.payment_method)):
        if method is PaymentMethod.CASH:
            found.cash += int(satang)
        else:
            found.promptpay += int(satang)
        found.sales += count
        found.pieces += int(pieces)
    return found


def sales_of_day(fair_id: int, group_id: int, day: date) -> list[BoothSale]:
    """What was sold on a Thai day and what was voided of it, the last first."""
    asked = select(BoothSale).join(BoothSale.order).where(*_of_day(fair_id, group_id, day, with_voided=True))
    asked = asked.options(contains_eager(BoothSale.order).selectinload(Order.lines))
    return list(db.session.scalars(asked.order_by(Order.placed_at.desc(), BoothSale.id.desc()).limit(MOST_SHOWN)))


def days_of(fair_id: int, group_id: int) -> list[date]:
    """The Thai days on which something was sold, the first first."""
    asked = select(Order.placed_at).join(BoothSale, BoothSale.order_id == Order.id)
    asked = asked.where(BoothSale.fair_id == fair_id, BoothSale.group_id == group_id)
    return sorted({at.astimezone(BANGKOK).date() for at in db.session.scalars(asked)})


def sale_of_order(order_id: int) -> BoothSale | None:
    """With its fair."""
    return db.session.scalar(select(BoothSale).where(BoothSale.order_id == order_id).options(joinedload(BoothSale.fair)))


def earned_at_booths(fair_id: int) -> dict[int, int]:
    """Group id to satang that was sold at its booth of a fair and not voided."""
    asked = select(BoothSale.group_id, func.sum(Order.total_satang)).join(Order, Order.id == BoothSale.order_id)
    asked = asked.where(BoothSale.fair_id == fair_id, BoothSale.voided_at.is_(None)).group_by(BoothSale.group_id)
    return {group_id: int(satang) for group_id, satang in db.session.execute(asked)}


def _pieces():
    return select(func.sum(OrderLine.quantity)).where(OrderLine.order_id == Order.id).correlate(Order).scalar_subquery()


def _of_day(fair_id: int, group_id: int, day: date, *, with_voided: bool = False) -> list:
    begins = datetime.combine(day, time(), BANGKOK).astimezone(UTC)
    which = [BoothSale.fair_id == fair_id, BoothSale.group_id == group_id]
    which += [Order.placed_at >= begins, Order.placed_at < begins + timedelta(days=1)]
    return which if with_voided else [*which, BoothSale.voided_at.is_(None)]
