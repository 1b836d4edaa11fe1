"""Each check sees what it is there to see."""

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import IntegrityError

from shop.catalogue import stock
from shop.catalogue.models import Variant
from shop.kernel.access import MARKET
from shop.kernel.database import transaction
from shop.orders import checks as order_checks
from shop.orders.models import Order, OrderLine, Purchase
from shop.orders.states import OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import ledger
from shop.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Payment, PaymentStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order

CHECKS = order_checks.CHECKS | payment_checks.CHECKS


@pytest.fixture
def orders(session) -> dict[OrderStatus, Order]:
    """One order in every state a way leads to."""
    statuses = ("placed", "accepted", "packed", "shipped", "delivered", "received", "cancelled", "returned_to_sender")
    with transaction():
        group = given_a_group()
        product = given_a_product(group, stock_pieces=100)
        return {OrderStatus(status): given_an_order(group, product, status=OrderStatus(status)) for status in statuses}


def failing() -> set[str]:
    return {name for name, check in CHECKS.items() if check()}


def test_a_well_kept_market_has_no_problems(session, orders):
    assert failing() == set()


def break_available(session, orders):
    session.execute(update(Variant).values(available=Variant.available + 1))


def break_held(session, orders):
    stock.release(orders["placed"].lines[0].variant_id, 1, orders["placed"].id, MARKET)


def sell_twice(session, orders):
    stock.sell_held(orders["shipped"].lines[0].variant_id, 1, orders["shipped"].id, MARKET)


def hold_for_nobody(session, orders):
    stock.hold(orders["placed"].lines[0].variant_id, 1, 4711, MARKET)


def lose_a_line(session, orders):
    session.execute(delete(OrderLine).where(OrderLine.order_id == orders["cancelled"].id))


def misprint_the_purchase(session, orders):
    session.execute(update(Purchase).where(Purchase.id == orders["placed"].purchase_id).values(total_satang=1))


def forget_the_time(session, orders):
    session.execute(update(Order).where(Order.id == orders["packed"].id).values(packed_at=None))


def stop_the_clock(session, orders):
    session.execute(update(Order).where(Order.id == orders["placed"].id).values(acts_at=None))


def unbalance(session, orders):
    account = LedgerAccount.GROUP_CASH
    session.add(LedgerTransaction(key="x", kind="x", entries=[LedgerEntry(account=account, amount_satang=1)]))


def earn_without_delivery(session, orders):
    ledger.post_cash_income(orders["placed"])


def forget_the_income(session, orders):
    session.execute(
        update(Order).where(Order.id == orders["accepted"].id).values(status="delivered", delivered_at=text("placed_at"))
    )


def pay_what_was_called_off(session, orders):
    session.execute(update(Payment).where(Payment.order_id == orders["cancelled"].id).values(status=PaymentStatus.PAID))


def lose_a_payment(session, orders):
    session.execute(delete(Payment).where(Payment.order_id == orders["placed"].id))


@pytest.mark.parametrize(
    "breaks, seen_by",
    [
        (break_available, {"stock"}),
        (break_held, {"order-stock"}),
        (sell_twice, {"order-stock"}),
        (hold_for_nobody, {"order-movements"}),
        (lose_a_line, {"order-amounts", "order-movements"}),
        (misprint_the_purchase, {"order-amounts"}),
        (forget_the_time, {"order-times"}),
        (stop_the_clock, {"order-times"}),
        (unbalance, {"ledger"}),
        (earn_without_delivery, {"income"}),
        (forget_the_income, {"income", "payments", "order-stock", "order-times"}),
        (pay_what_was_called_off, {"payments"}),
        (lose_a_payment, {"payments"}),
    ],
)
def test_what_went_wrong_is_seen(session, orders, breaks, seen_by):
    breaks(session, orders)
    session.flush()

    assert failing() == seen_by
    session.rollback()


def test_the_ledger_refuses_what_does_not_balance_and_what_it_already_holds(session, orders):
    with pytest.raises(IntegrityError), transaction():
        ledger.post_cash_income(orders["delivered"])
    with pytest.raises(ledger.Unbalanced):
        ledger.post("x", "x", [ledger.Entry(LedgerAccount.GROUP_CASH, 1)])
