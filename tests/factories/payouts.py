"""Payouts for tests: a group with a bank account that can be paid, orders whose money is due, batches as far as a test wants."""

from datetime import timedelta

from shop.groups.models import Group, IncomeDetails
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders.models import Order
from shop.payouts import queries, service
from shop.payouts.models import PayoutBatch
from shop.payouts.states import BatchStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.payments import given_a_paid_order
from tests.factories.people import given_an_official

LONG_AGO = timedelta(days=30)


def given_income_details(group: Group, changed_days_ago: float = 400, **columns: object) -> IncomeDetails:
    """A bank account that has been known long enough to be used."""
    bank = {"bank_code": "004", "bank_account": "0123456789", "bank_account_name": "สมใจ ใจดี"}
    details = IncomeDetails(group_id=group.id, changed_at=now() - timedelta(days=changed_days_ago), **(bank | columns))
    db.session.add(details)
    db.session.flush()
    return details


def given_a_payable_group(name: str = "กลุ่มแม่บ้านบางขะแยง", **columns: object) -> Group:
    group = given_a_group(name, **columns)
    given_income_details(group)
    return group


def given_a_due_order(group: Group, price_satang: int = 50_000, **columns: object) -> Order:
    """Received a month ago, with nothing against its being paid out; it earned its price, shipping included."""
    product = given_a_product(group, price_satang=price_satang)
    return given_a_paid_order(group, product, when=now() - LONG_AGO, shipping_satang=0, **columns)


def given_two_officials() -> tuple[Actor, Actor]:
    return an_official(), an_official()


def an_official(role: Role = Role.COMMERCE_OFFICIAL) -> Actor:
    return Actor(given_an_official(role).id, frozenset({Role.BUYER, role}))


def given_a_batch(first: Actor, second: Actor, status: BatchStatus = BatchStatus.EXPORTED) -> PayoutBatch:
    """Of everything that is due, brought to its status by these two."""
    status = BatchStatus(status)
    batch = service.start_batch(first)
    if status is BatchStatus.DRAFT:
        return batch
    payable = [due for due in queries.groups_due() if due.hold is None]
    service.close_batch(batch, [due.group.id for due in payable], sum(due.satang for due in payable), first)
    if status in (BatchStatus.APPROVED, BatchStatus.EXPORTED, BatchStatus.SETTLED):
        service.approve_batch(batch, second)
    if status in (BatchStatus.EXPORTED, BatchStatus.SETTLED):
        service.export_batch(batch, first)
    if status is BatchStatus.SETTLED:
        service.mark_all_paid(batch, first)
    return batch
