"""Pieces called off before sending: the rest goes on, the money and the stock of exactly these come back."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Variant
from shop.kernel.access import Actor, Role
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.notices.models import Notice
from shop.orders import checks as order_checks
from shop.orders.models import Order, OrderLine, PaymentMethod
from shop.orders.service import StepNotAllowed
from shop.orders.states import CALLING_OFF, OrderAction, OrderStatus
from shop.payments import checks
from shop.payments.calling_off import call_off
from shop.payments.models import Refund, RefundCause
from shop.payments.refunds import payment_of
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, group_actor, take
from tests.factories.returns import given_an_order_by

CHECKS = order_checks.CHECKS | checks.CHECKS


def given(status: OrderStatus = OrderStatus.ACCEPTED, payment_method: PaymentMethod = PaymentMethod.COD) -> Order:
    group = given_a_group()
    products = [
        given_a_product(group, stock_pieces=10, price_satang=6500),
        given_a_product(group, stock_pieces=10, price_satang=9000),
    ]
    return given_an_order_by(payment_method, *products, status=status, quantity=3)


def take_off(order: Order, quantity: int = 1, *, actor: Actor | None = None, **details) -> None:
    pieces = {order.lines[0].id: quantity}
    call_off(order, pieces, actor or group_actor(order.group_id), **({"reason": "ขวดแตก"} | details))


def available(session, order: Order) -> int:
    return session.scalar(select(Variant.available).where(Variant.id == order.lines[0].variant_id))


def all_is_true() -> bool:
    return {name: check() for name, check in CHECKS.items()} == {name: [] for name in CHECKS}


def test_cash_that_was_not_paid_yet_is_no_longer_asked(session):
    with transaction():
        order = given()
    with transaction():
        take_off(order, 2)

    assert (order.called_off_satang, order.refunded_satang) == (13000, 0)
    assert order.due_satang == order.total_satang - 13000 == payment_of(order).amount_satang
    assert (order.lines[0].sent_quantity, order.lines[1].sent_quantity) == (1, 3)
    assert (order.status, available(session, order)) == (OrderStatus.ACCEPTED, 9)
    assert all_is_true()


@pytest.mark.parametrize("status", sorted(CALLING_OFF))
def test_what_stripe_collected_goes_back(session, status):
    with transaction():
        order = given(status, payment_method=PaymentMethod.STRIPE)
    with transaction():
        take_off(order)

    refund = session.scalars(select(Refund)).one()
    assert (refund.amount_satang, refund.cause, refund.order_id) == (6500, RefundCause.CALLED_OFF, order.id)
    assert (order.called_off_satang, order.refunded_satang, order.status) == (0, 6500, status)
    assert all_is_true()


@pytest.mark.parametrize("method", [PaymentMethod.COD, PaymentMethod.STRIPE])
def test_delivery_comes_back_where_the_group_says_so_and_only_once(session, method):
    with transaction():
        order = given(payment_method=method)
    with transaction():
        take_off(order, with_shipping=True)
    assert order.kept_satang == 2 * 6500 + 3 * 9000
    with transaction():
        take_off(order, with_shipping=True)

    assert (order.kept_satang, order.shipping_kept_satang) == (6500 + 3 * 9000, 0)
    assert all_is_true()


@pytest.mark.parametrize("method", [PaymentMethod.COD, PaymentMethod.STRIPE])
def test_the_rest_is_sent_and_earned(session, method):
    with transaction():
        order = given(OrderStatus.PACKED, payment_method=method)
    with transaction():
        take_off(order)
    for action in (OrderAction.SHIP, OrderAction.DELIVER):
        with transaction():
            take(order, action)

    assert order.status is OrderStatus.DELIVERED
    assert all_is_true()


@pytest.mark.parametrize("method", [PaymentMethod.COD, PaymentMethod.STRIPE])
@pytest.mark.parametrize("end", [OrderAction.CANCEL, OrderAction.RETURN_TO_SENDER])
def test_the_rest_may_still_be_cancelled_or_come_back(session, method, end):
    with transaction():
        order = given(OrderStatus.ACCEPTED, payment_method=method)
    with transaction():
        take_off(order, with_shipping=True)
    for action in [OrderAction.CANCEL] if end is OrderAction.CANCEL else [OrderAction.SHIP, end]:
        with transaction():
            take(order, action)

    assert available(session, order) == 10
    assert order.kept_satang == 0 or method is PaymentMethod.COD
    assert all_is_true()


def test_all_pieces_are_an_ordinary_cancel(session):
    with transaction():
        order = given(payment_method=PaymentMethod.STRIPE)
    with transaction():
        call_off(order, {line.id: 3 for line in order.lines}, group_actor(order.group_id), reason="ของหมด")

    assert (order.status, order.kept_satang, order.cancel_reason) == (OrderStatus.CANCELLED, 0, "ของหมด")
    assert [line.cancelled_quantity for line in order.lines] == [0, 0]
    assert all_is_true()


def test_buyer_and_group_are_told_which_pieces_and_why(session):
    with transaction():
        order = given()
        before = set(session.scalars(select(Notice.id)))
    with transaction():
        take_off(order)

    told = session.scalars(select(Notice).where(Notice.id.not_in(before))).all()
    assert {notice.kind for notice in told} == {"order_pieces_called_off"}
    assert {bool(notice.params.get("for_group")) for notice in told} == {True, False}
    assert told[0].params["pieces"].endswith("× 1")
    assert told[0].params["reason"] == "ขวดแตก"


@pytest.mark.parametrize(
    ("refused", "status", "details"),
    [
        (StepNotAllowed, OrderStatus.SHIPPED, {}),
        (StepNotAllowed, OrderStatus.DELIVERED, {}),
        (StepNotAllowed, OrderStatus.CANCELLED, {}),
        (StepNotAllowed, OrderStatus.ACCEPTED, {"actor": GUEST_BUYER}),
        (StepNotAllowed, OrderStatus.ACCEPTED, {"actor": Actor(None, frozenset({Role.GROUP_OWNER}), 999_999)}),
        (BadValue, OrderStatus.ACCEPTED, {"quantity": 4}),
        (BadValue, OrderStatus.ACCEPTED, {"quantity": -1}),
        (BadValue, OrderStatus.ACCEPTED, {"quantity": 0}),
        (BadValue, OrderStatus.ACCEPTED, {"reason": "  "}),
    ],
)
def test_what_is_refused_changes_nothing(session, refused, status, details):
    with transaction():
        order = given(status)
    before = (order.called_off_satang, available(session, order), session.scalar(select(func.count(AuditEntry.id))))
    with pytest.raises(refused), transaction():
        take_off(order, **details)

    assert (order.called_off_satang, available(session, order), session.scalar(select(func.count(AuditEntry.id)))) == before
    assert order.lines[0].cancelled_quantity == 0


@pytest.mark.parametrize("method", [PaymentMethod.COD, PaymentMethod.STRIPE])
def test_what_was_read_before_somebody_else_acted_counts_for_nothing(session, method):
    """Whoever sends it, or calls more off, has seen an order that is no longer so: the rows are asked again."""
    with transaction():
        order = given(OrderStatus.PACKED, method)
    with transaction():
        seen = [(line, line.cancelled_quantity) for line in order.lines]
        gone = OrderLine.__table__.update().where(OrderLine.id == order.lines[0].id).values(cancelled_quantity=2)
        session.execute(gone)
        assert seen[0][0].cancelled_quantity == 0
        with pytest.raises(BadValue):
            take_off(order, 2)
        assert order.lines[0].cancelled_quantity == 2


def test_of_an_order_that_was_sent_meanwhile_nothing_is_called_off(session):
    with transaction():
        order = given(OrderStatus.PACKED)
    with transaction():
        assert order.status is OrderStatus.PACKED
        session.execute(Order.__table__.update().where(Order.id == order.id).values(status=OrderStatus.SHIPPED))
        assert order.status is OrderStatus.PACKED  # as it was read
        with pytest.raises(StepNotAllowed):
            take_off(order)
    assert (order.lines[0].cancelled_quantity, order.called_off_satang) == (0, 0)
