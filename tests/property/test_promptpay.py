"""Whatever buyers send, groups say and time does to PromptPay orders, power cuts included: stock and books add up each time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from shop.catalogue.models import Product
from shop.jobs.handlers.orders import turn_order_clocks
from shop.jobs.handlers.slips import turn_slip_clocks
from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.promptpay import Slip as Code
from shop.kernel.refusals import Refusal
from shop.orders import checks as order_checks
from shop.orders import service as orders
from shop.orders.models import Order
from shop.orders.states import OrderAction
from shop.payments import calling_off, refunds
from shop.payments import checks as payment_checks
from shop.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from shop.payments.service import advance_order
from shop.payments.slips import checks as slip_checks
from shop.payments.slips import limits, moving, service
from shop.payments.slips.models import Slip, SlipStatus
from shop.payouts import queries as payable
from tests.databases import Market
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, given_a_purchase, group_actor
from tests.factories.payouts import an_official
from tests.factories.slips import a_stored_slip, given_a_promptpay_order, given_promptpay
from tests.property.test_money import CUT, power_fails

CHECKS = order_checks.CHECKS | payment_checks.CHECKS | slip_checks.CHECKS
PICK = st.integers(0, 30)
PHONES = [f"+6689000000{number}" for number in range(3)]
SAYINGS = {"confirm": service.confirm, "deny": service.deny, "take": service.take_again, "owe": service.owe_back}


class Transfers(RuleBasedStateMachine):
    """One group, two products, three phones."""

    market: Market

    def __init__(self) -> None:
        super().__init__()
        self.market.clean()
        self.context = self.market.app.app_context()
        self.context.push()
        self.travel = time_machine.travel(now(), tick=False)
        self.clock = self.travel.start()
        with transaction():
            group = given_promptpay(given_a_group())
            self.product_ids = [given_a_product(group, stock_pieces=6).id for _ in range(2)]
            self.group, self.official = group_actor(group.id), an_official(Role.COMMERCE_OFFICIAL)

    def order(self, pick: int) -> Order | None:
        found = list(db.session.scalars(db.select(Order).order_by(Order.id.desc())))
        return found[pick % len(found)] if found else None

    @staticmethod
    def doing(work: Callable[[], object], cut: int | None = None) -> None:
        """In a transaction of its own; refusals and power cuts are part of life."""
        db.session.rollback()
        with power_fails(cut):
            try:
                with transaction():
                    work()
            except Refusal:
                db.session.rollback()

    @rule(phone=st.sampled_from(PHONES), quantity=st.integers(1, 3), both=st.booleans())
    def place(self, phone, quantity, both):
        products = [db.session.get(Product, product_id) for product_id in self.product_ids[: 2 if both else 1]]
        if min(product.available for product in products) >= quantity:
            group = products[0].group
            self.doing(
                lambda: given_a_promptpay_order(group, *products, quantity=quantity, purchase=given_a_purchase(phone=phone))
            )

    @rule(pick=PICK, transfer=st.one_of(st.none(), st.integers(1, 6)), cut=CUT)
    def send_a_slip(self, pick, transfer, cut):
        """Some transfers are shown again, for the same order or for others."""
        if order := self.order(pick):
            order_id, code = order.id, transfer and Code("004", f"20230701000{transfer}")
            self.doing(lambda: service.send(db.session.get(Order, order_id), a_stored_slip(code), GUEST_BUYER), cut)

    @rule(pick=PICK, to=PICK, cut=CUT)
    def move_a_slip(self, pick, to, cut):
        """To another order of whoever, for the desk has asked whose both are; refused where it may not."""
        slips = list(db.session.scalars(db.select(Slip.id).order_by(Slip.id.desc())))
        order = self.order(to)
        if slips and order:
            slip_id, order_id = slips[pick % len(slips)], order.id

            def move() -> None:
                moving.move(db.session.get(Slip, slip_id), db.session.get(Order, order_id), GUEST_BUYER)

            self.doing(move, cut)

    @rule(pick=PICK, saying=st.sampled_from(sorted(SAYINGS)), by_office=st.booleans(), cut=CUT)
    def say_whether_it_came(self, pick, saying, by_office, cut):
        if order := self.order(pick):
            order_id, actor = order.id, self.official if by_office else self.group
            self.doing(lambda: SAYINGS[saying](db.session.get(Order, order_id), actor), cut)

    @rule(minutes=st.sampled_from([1, 16, 31, 60 * 13, 60 * 49, 60 * 24 * 6]))
    def time_passes(self, minutes):
        self.clock.shift(timedelta(minutes=minutes))
        db.session.rollback()
        turn_order_clocks()
        turn_slip_clocks()

    @rule(pick=PICK, as_buyer=st.booleans(), wanted=st.integers(0, 3), cut=CUT)
    def take_a_step(self, pick, as_buyer, wanted, cut):
        order, actor = self.order(pick), GUEST_BUYER if as_buyer else self.group
        offered = [action for action in orders.actions_for(order, actor) if action != OrderAction.SHOW_PAYMENT] if order else []
        if not offered:
            return
        action, order_id = offered[wanted % len(offered)], order.id
        details = {OrderAction.SHIP: {"carrier": "own"}, OrderAction.CANCEL: {"reason": "ของหมด"}}.get(action, {})
        self.doing(lambda: advance_order(db.session.get(Order, order_id), action, actor, **details), cut)

    @rule(pick=PICK, pieces=st.integers(1, 2), cut=CUT)
    def call_pieces_off(self, pick, pieces, cut):
        if order := self.order(pick):
            order_id, off = order.id, {order.lines[0].id: pieces}
            self.doing(lambda: calling_off.call_off(db.session.get(Order, order_id), off, self.group, reason="แตก"), cut)

    @rule(pick=PICK, cut=CUT)
    def give_back(self, pick, cut):
        owed = list(db.session.scalars(db.select(Refund.id).where(Refund.status == RefundStatus.OWED).order_by(Refund.id)))
        if owed:
            refund_id = owed[pick % len(owed)]
            self.doing(lambda: refunds.settle_by_hand(db.session.get(Refund, refund_id), "โอน 0042", self.group), cut)

    @invariant()
    def everything_is_true(self):
        db.session.rollback()
        assert {name: found for name, check in CHECKS.items() if (found := check())} == {}
        for phone in PHONES:
            waiting = db.select(db.func.count(db.func.distinct(Slip.order_id))).join(Slip.order).join(Order.purchase)
            waiting = waiting.where(Slip.status == SlipStatus.WAITING, db.text("purchases.phone = :phone"))
            assert db.session.scalar(waiting, {"phone": phone}) <= limits.MOST_UNCONFIRMED
        assert not payable.groups_due()  # nobody is paid out what she holds already
        db.session.rollback()

    def teardown(self):
        try:
            self.in_the_end_nobody_waits_to_pay()
        finally:
            self.travel.stop()
            self.context.pop()

    def in_the_end_nobody_waits_to_pay(self):
        self.time_passes(60)
        self.everything_is_true()
        pending = db.select(Payment.id).where(Payment.status == PaymentStatus.PENDING)
        shown = pending.where(db.exists().where(Slip.order_id == Payment.order_id, Slip.status == SlipStatus.WAITING))
        assert list(db.session.scalars(pending)) == list(db.session.scalars(shown))


def run(market: Market, examples: int, steps: int, always_the_same: bool) -> None:
    class Here(Transfers):
        pass

    Here.market = market
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        print_blob=True,
        derandomize=always_the_same,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Here, settings=how)


def test_stock_and_books_add_up_whatever_becomes_of_transfers(market):
    run(market, examples=8, steps=25, always_the_same=True)


@pytest.mark.long
def test_it_stays_so_for_long(market):
    run(market, examples=150, steps=60, always_the_same=False)
