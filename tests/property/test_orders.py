"""Whatever happens to orders in whatever order, stock, ledger and payments stay true; a step taken twice counts once."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shop.catalogue import stock
from shop.catalogue.models import Product, Variant
from shop.groups.models import Group
from shop.jobs.handlers.orders import turn_order_clocks
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.database import db, transaction
from shop.orders import checks as order_checks
from shop.orders import service as orders
from shop.orders.models import Order, PaymentMethod
from shop.orders.service import StepNotAllowed
from shop.orders.states import ENDED, OrderAction
from shop.payments import checks as payment_checks
from shop.payments import service as payments
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, given_an_order

CHECKS = order_checks.CHECKS | payment_checks.CHECKS
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

    @rule(quantity=st.integers(1, 3), both=st.booleans(), collected=st.booleans())
    def place(self, quantity, both, collected):
        method = PaymentMethod.PICKUP if collected else PaymentMethod.COD
        products = [db.session.get(Product, product_id) for product_id in self.product_ids[: 2 if both else 1]]
        try:
            with transaction():
                given_an_order(db.session.get(Group, self.group_id), *products, quantity=quantity, payment_method=method)
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

    @rule(days=st.integers(1, 9))
    def days_pass(self, days):
        self.clock.shift(timedelta(days=days))
        turn_order_clocks()
        turn_order_clocks()

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
