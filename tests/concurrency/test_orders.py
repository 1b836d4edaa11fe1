"""One step is taken once, however many press at the same moment, and of two that exclude each other one happens."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product, Variant
from shop.jobs.handlers.orders import turn_order_clocks
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.notices.models import Notice
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.orders.returns import checks as return_checks
from shop.orders.returns import service as returns
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnAction
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import service as payments
from shop.payments import sessions
from shop.payments.calling_off import call_off
from shop.payments.models import Payment, Refund
from shop.payments.returns import settle_return
from tests.client import PageClient
from tests.concurrency.together import all_at_once
from tests.factories.catalogue import given_a_product
from tests.factories.collected import given_a_collected_purchase
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, given_an_order, group_actor
from tests.factories.people import given_an_account

A, S = OrderAction, OrderStatus


def step(order_id: int, action: OrderAction, actor, **details) -> Callable[[], bool]:
    def take() -> bool:
        order = db.session.get(Order, order_id)
        try:
            with transaction():
                payments.advance_order(order, action, actor, **details)
        except StepNotAllowed:
            return False
        return True

    return take


def given(app, status: OrderStatus, products: int = 1) -> tuple[int, int]:
    with app.app_context(), transaction():
        group = given_a_group()
        order = given_an_order(group, *[given_a_product(group) for _ in range(products)], status=status, quantity=2)
        return order.id, group.id


def assert_all_is_true(app) -> None:
    with app.app_context():
        checks = order_checks.CHECKS | payment_checks.CHECKS
        assert {name: check() for name, check in checks.items()} == {name: [] for name in checks}


def test_of_twelve_acceptances_one_counts(app):
    order_id, group_id = given(app, S.PLACED)

    taken = all_at_once(app, [step(order_id, A.ACCEPT, group_actor(group_id))] * 12)

    assert sorted(taken) == [False] * 11 + [True]
    with app.app_context():
        assert db.session.scalar(select(func.count(AuditEntry.id))) == 1
        assert db.session.scalar(select(func.count(Notice.id))) == 1


def test_of_twelve_clicks_on_the_button_one_counts_and_none_fails(app):
    with app.app_context(), transaction():
        owner = given_an_account()
        group = given_a_group(owner=owner)
        code = given_an_order(group, given_a_product(group)).code
        owner_id = owner.id

    def click() -> int:
        client = PageClient(app, app.response_class).sign_in(owner_id)
        return client.post(f"/sell/orders/{code}/accept").status_code

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: click(), range(12)))

    assert sorted(answers) == [303] + [409] * 11
    with app.app_context():
        assert db.session.scalar(select(func.count(AuditEntry.id))) == 1


@pytest.mark.parametrize("_again", range(3))
def test_called_off_or_shipped_but_never_both(app, _again):
    order_id, group_id = given(app, S.ACCEPTED)
    works = [
        step(order_id, A.CANCEL, GUEST_BUYER),
        step(order_id, A.SHIP, group_actor(group_id), carrier="own"),
        step(order_id, A.CANCEL, group_actor(group_id), reason="ของหมด"),
        step(order_id, A.PACK, group_actor(group_id)),
    ]

    taken = all_at_once(app, works)

    assert 1 <= sum(taken) <= 2  # packing may come before either, and then only the group may call it off
    with app.app_context():
        status = db.session.scalar(select(Order.status))
        left = db.session.scalar(select(Variant.available))
    assert (status, left) in {(S.CANCELLED, 10), (S.SHIPPED, 8), (S.PACKED, 8)}
    assert_all_is_true(app)


def test_received_by_two_hands_and_a_clock_is_earned_once(app):
    order_id, group_id = given(app, S.SHIPPED)
    works = [step(order_id, A.DELIVER, group_actor(group_id))] * 4 + [step(order_id, A.CONFIRM_RECEIPT, GUEST_BUYER)] * 4

    taken = all_at_once(app, works)

    assert 1 <= sum(taken) <= 2
    assert_all_is_true(app)


def test_orders_that_cross_never_deadlock(app):
    """Half of them name the products the other way round; all are called off at once."""
    with app.app_context(), transaction():
        group = given_a_group()
        products = [given_a_product(group, stock_pieces=100) for _ in range(3)]
        orders = [given_an_order(group, *(products if turn % 2 else reversed(products))) for turn in range(12)]
        order_ids = [order.id for order in orders]

    taken = all_at_once(app, [step(order_id, A.CANCEL, GUEST_BUYER) for order_id in order_ids])

    assert taken == [True] * 12
    assert_all_is_true(app)


def test_several_schedulers_remind_once(app):
    order_id, _ = given(app, S.PLACED)
    with app.app_context():
        due_at = db.session.scalar(select(Order.acts_at).where(Order.id == order_id))

    with time_machine.travel(due_at, tick=False):
        all_at_once(app, [turn_order_clocks] * 4)

    with app.app_context():
        assert list(db.session.scalars(select(Notice.kind))) == ["order_reminder"]


def settle(return_id: int, group_id: int) -> Callable[[], bool]:
    def take() -> bool:
        asked = db.session.get(Return, return_id)
        try:
            with transaction():
                settle_return(asked, ReturnAction.REFUND, group_actor(group_id))
        except StepNotAllowed:
            return False
        return True

    return take


def ask_back(order_id: int) -> Callable[[], bool]:
    def take() -> bool:
        order = db.session.get(Order, order_id)
        pieces = {line.id: 1 for line in order.lines}
        try:
            with transaction():
                returns.open_return(order, pieces, "damaged", "แตก", GUEST_BUYER)
        except StepNotAllowed:
            return False
        return True

    return take


def call_one_off(order_id: int, group_id: int) -> Callable[[], bool]:
    def take() -> bool:
        order = db.session.get(Order, order_id)
        pieces = {order.lines[0].id: 1}
        try:
            with transaction():
                call_off(order, pieces, group_actor(group_id), reason="แตก")
        except (StepNotAllowed, BadValue):
            return False
        return True

    return take


def test_money_goes_back_once_however_many_confirm_and_one_return_is_open_however_many_ask(app):
    order_id, group_id = given(app, S.RECEIVED)

    assert sorted(all_at_once(app, [ask_back(order_id)] * 8)) == [False] * 7 + [True]
    with app.app_context():
        return_id = db.session.scalar(select(Return.id))
    assert sorted(all_at_once(app, [settle(return_id, group_id)] * 8)) == [False] * 7 + [True]

    with app.app_context():
        assert db.session.scalar(select(func.count(Refund.id))) == 1
        assert return_checks.returned_pieces_are_counted() == []
    assert_all_is_true(app)


def test_pieces_are_called_off_as_often_as_there_are_some_while_others_send_it(app):
    order_id, group_id = given(app, S.PACKED, products=2)

    group = group_actor(group_id)
    taken = all_at_once(app, [call_one_off(order_id, group_id)] * 4 + [step(order_id, A.SHIP, group, carrier="own")])

    with app.app_context():
        order = db.session.get(Order, order_id)
        assert order.lines[0].cancelled_quantity == sum(taken[:4]) <= 2
        assert order.status is S.SHIPPED
    assert_all_is_true(app)


@pytest.mark.parametrize("market", ["postgresql"], indirect=True)
def test_a_purchase_that_ends_never_waits_in_a_ring_with_a_checkout(market):
    """Its orders hold goods in the order of its groups, a checkout by the goods' own: both at once, many times."""
    with market.app.app_context(), transaction():
        low, high = (given_a_product(given_a_group(), stock_pieces=1000) for _ in range(2))
        ids = low.id, high.id
        payments_to_end = [given_a_collected_purchase(high, low).id for _ in range(20)]

    def end(payment_id: int) -> Callable[[], bool]:
        def work() -> bool:
            with transaction():
                sessions.expire_unbegun(db.session.get(Payment, payment_id))
            return True

        return work

    def buy() -> bool:
        with transaction():
            given_a_collected_purchase(*(db.session.get(Product, product_id) for product_id in ids))
        return True

    for payment_id in payments_to_end:
        assert all_at_once(market.app, [end(payment_id), buy]) == [True, True]
