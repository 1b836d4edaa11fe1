"""Whatever happens to orders in whatever order, stock, ledger and payments stay true; a step taken twice counts once."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shop.catalogue import stock
from shop.catalogue.models import Product, Variant
from shop.jobs.handlers.orders import turn_order_clocks
from shop.jobs.handlers.returns import turn_return_clocks
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.orders import checks as order_checks
from shop.orders import service as orders
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns import checks as return_checks
from shop.orders.returns import service as returns
from shop.orders.returns.models import Return
from shop.orders.returns.queries import pieces_left
from shop.orders.returns.states import ENDED as RETURN_ENDED
from shop.orders.returns.states import SETTLING, ReturnAction, ReturnReason
from shop.orders.service import StepNotAllowed
from shop.orders.states import CALLING_OFF, ENDED, OrderAction, OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import service as payments
from shop.payments.calling_off import call_off
from shop.payments.models import Refund
from shop.payments.queries import refunds_owed
from shop.payments.refunds import NothingToRefund, settle_by_hand
from shop.payments.returns import settle_return
from shop.payments.service import IN_HAND
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER
from tests.factories.returns import given_an_order_by

CHECKS = order_checks.CHECKS | return_checks.CHECKS | payment_checks.CHECKS
METHODS = (PaymentMethod.COD, PaymentMethod.PICKUP, PaymentMethod.STRIPE)
ACTORS = {"group": Role.GROUP_STAFF, "buyer": Role.BUYER, "market": Role.MARKET}


class Trade(RuleBasedStateMachine):
    """Two products, orders of both, and everybody pressing buttons, often twice."""

    market = None

    def __init__(self) -> None:
        super().__init__()
        self.market.clean()
        self.context = self.market.app.app_context()
        self.context.push()
        self.travel = time_machine.travel("2026-03-02T03:00:00Z", tick=False)
        self.clock = self.travel.start()
        with transaction():
            group = given_a_group()
            self.group_id = group.id
            self.product_ids = [given_a_product(group, stock_pieces=9).id, given_a_product(group, stock_pieces=9).id]

    @rule(quantity=st.integers(1, 3), both=st.booleans(), method=st.sampled_from(METHODS), arrived=st.booleans())
    def place(self, quantity, both, method, arrived):
        """`arrived`: and at the buyer's already, so that returns come up often."""
        status = OrderStatus.DELIVERED if arrived and method is not PaymentMethod.PICKUP else OrderStatus.PLACED
        products = [db.session.get(Product, product_id) for product_id in self.product_ids[: 2 if both else 1]]
        try:
            with transaction():
                given_an_order_by(method, *products, status=status, quantity=quantity, fee_basis_points=300)
        except stock.OutOfStock:
            assert min(product.available for product in products) < quantity

    def some_order(self, pick) -> Order:
        return self.orders()[pick % len(self.orders())]

    def orders(self) -> list[Order]:
        return list(db.session.scalars(db.select(Order).order_by(Order.id)))

    @precondition(lambda self: self.orders())
    @rule(pick=st.integers(0, 20), who=st.sampled_from(sorted(ACTORS)), wanted=st.integers(0, 5), twice=st.booleans())
    def take_a_step_that_is_offered(self, pick, who, wanted, twice):
        order = self.some_order(pick)
        actor = GUEST_BUYER if who == "buyer" else Actor(None, frozenset({ACTORS[who]}), self.group_id)
        offered = orders.actions_for(order, actor)
        if not offered:
            return
        action = offered[wanted % len(offered)]
        details = {OrderAction.SHIP: {"carrier": "own"}, OrderAction.CANCEL: {"reason": "ของหมด"}}.get(action, {})
        was = order.status
        with transaction():
            payments.advance_order(order, action, actor, **details)
        assert order.status != was
        if twice:
            with pytest.raises(StepNotAllowed), transaction():
                payments.advance_order(order, action, actor, **details)

    @precondition(lambda self: self.orders())
    @rule(pick=st.integers(0, 20), action=st.sampled_from(OrderAction), role=st.sampled_from(Role))
    def take_any_step(self, pick, action, role):
        order = self.some_order(pick)
        details = {OrderAction.SHIP: {"carrier": "own"}, OrderAction.CANCEL: {"reason": "ของหมด"}}.get(action, {})
        was, had_ended = order.status, order.status in ENDED
        try:
            with transaction():
                payments.advance_order(order, action, Actor(None, frozenset({role}), self.group_id), **details)
        except StepNotAllowed:
            assert order.status == was
        else:
            assert not had_ended

    @precondition(lambda self: self.orders())
    @rule(pick=st.integers(0, 20), numbers=st.lists(st.integers(0, 3), min_size=2, max_size=2), shipping=st.booleans())
    def call_off_pieces(self, pick, numbers, shipping):
        order = self.some_order(pick)
        pieces = {line.id: number for line, number in zip(order.lines, numbers, strict=False)}
        before = (order.status, order.kept_satang, [line.sent_quantity for line in order.lines])
        group = Actor(None, frozenset({Role.GROUP_STAFF}), self.group_id)
        try:
            with transaction():
                call_off(order, pieces, group, reason="แตก", with_shipping=shipping)
        except (StepNotAllowed, BadValue):
            assert (order.status, order.kept_satang, [line.sent_quantity for line in order.lines]) == before
        else:
            assert order.kept_satang < before[1] or order.payment_method in IN_HAND
            assert before[0] in CALLING_OFF

    @precondition(lambda self: self.orders())
    @rule(
        pick=st.integers(0, 20),
        numbers=st.lists(st.integers(0, 3), min_size=2, max_size=2),
        reason=st.sampled_from(ReturnReason),
    )
    def ask_to_return(self, pick, numbers, reason):
        order = self.some_order(pick)
        pieces = {line.id: number for line, number in zip(order.lines, numbers, strict=False)}
        may_ask, left = returns.may_ask(order, GUEST_BUYER), pieces_left(order)
        try:
            with transaction():
                returns.open_return(order, pieces, reason, "แตก", GUEST_BUYER)
        except StepNotAllowed:
            assert not may_ask
        except BadValue:
            assert may_ask
        else:
            assert may_ask
            assert all(0 <= number <= left[line_id] for line_id, number in pieces.items())

    @precondition(lambda self: self.asked())
    @rule(
        pick=st.integers(0, 20),
        action=st.sampled_from(ReturnAction),
        role=st.sampled_from([*ACTORS.values(), Role.COMMERCE_OFFICIAL]),
        number=st.integers(0, 3),
        shipping=st.booleans(),
    )
    def take_any_step_of_a_return(self, pick, action, role, number, shipping):
        asked = self.asked()[pick % len(self.asked())]
        actor = Actor(None, frozenset({role}), self.group_id)
        was, had_ended = asked.status, asked.status in RETURN_ENDED
        numbers = {line.id: min(number, line.quantity) for line in asked.lines}
        try:
            with transaction():
                if action in SETTLING:
                    again = numbers if action is ReturnAction.REFUND else None
                    settle_return(asked, action, actor, pieces=numbers, resold=again, with_shipping=shipping, words="ดูแล้ว")
                else:
                    returns.advance(asked, action, actor, words="ดูแล้ว")
        except (StepNotAllowed, BadValue, NothingToRefund):
            db.session.expire_all()
            assert asked.status == was
        else:
            assert not had_ended

    def asked(self) -> list[Return]:
        return list(db.session.scalars(db.select(Return).order_by(Return.id)))

    @precondition(lambda self: self.owed())
    @rule(pick=st.integers(0, 20))
    def give_cash_back(self, pick):
        group, owed = Actor(None, frozenset({Role.GROUP_STAFF}), self.group_id), self.owed()
        with transaction():
            settle_by_hand(owed[pick % len(owed)], "โอนแล้ว", group)

    def owed(self) -> list[Refund]:
        return [refund for refund, _order in refunds_owed()]

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.clock.shift(timedelta(days=days))
        for turn in (turn_return_clocks, turn_order_clocks) * 2:
            turn()

    @rule(pieces=st.integers(1, 3), which=st.integers(0, 1))
    def make_more(self, pieces, which):
        variant_id = db.session.scalar(db.select(Variant.id).where(Variant.product_id == self.product_ids[which]))
        with transaction():
            stock.receive(variant_id, pieces, MARKET)

    @invariant()
    def everything_is_true(self):
        assert {name: check() for name, check in CHECKS.items()} == {name: [] for name in CHECKS}
        db.session.rollback()

    def teardown(self):
        self.travel.stop()
        self.context.pop()


def test_stock_ledger_and_orders_stay_true(market):
    class Here(Trade):
        pass

    Here.market = market
    run_state_machine_as_test(Here, settings=settings(max_examples=12, stateful_step_count=25, deadline=None, print_blob=True))


@pytest.mark.long
def test_they_stay_true_for_long(market):
    class Here(Trade):
        pass

    Here.market = market
    run_state_machine_as_test(Here, settings=settings(max_examples=300, stateful_step_count=60, deadline=None, print_blob=True))
