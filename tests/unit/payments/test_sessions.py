"""A payment of a whole purchase: settled once, whatever Stripe says, in whatever order, and however late."""

import pytest
from sqlalchemy.orm import Session

from shop.catalogue import stock
from shop.catalogue.models import Variant
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from shop.orders import checks as order_checks
from shop.orders.service import StepNotAllowed, actions_for
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import ledger, refunds, sessions
from shop.payments.gateway import SESSION_LIVES
from shop.payments.models import LedgerAccount, Payment, PaymentStatus, Refund, RefundCause, RefundStatus
from shop.payments.provider import RefundReport, RefundState, SessionState
from shop.payments.service import advance_order
from shop.payments.sessions import PaymentClosed
from tests.factories.catalogue import given_a_product
from tests.factories.collected import given_a_collected_order, given_a_collected_purchase, report_on
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, group_actor, take

CHECKS = order_checks.CHECKS | payment_checks.CHECKS
A = LedgerAccount


def all_is_true() -> bool:
    problems = {name: found for name, check in CHECKS.items() if (found := check())}
    assert problems == {}
    return True


@pytest.fixture
def payment(session: Session) -> Payment:
    """Two groups' orders of one purchase, five pieces of each product to begin with."""
    with transaction():
        products = [given_a_product(given_a_group(), stock_pieces=5, price_satang=price) for price in (12_000, 9_900)]
        return given_a_collected_purchase(*products, quantity=2)


def settle(payment: Payment, state: SessionState = SessionState.PAID, **changes: object) -> None:
    with transaction():
        sessions.settle(payment, report_on(payment, state, **changes))


def statuses(payment: Payment) -> list[OrderStatus]:
    return [order.status for order in sessions.orders_of(payment)]


def left() -> list[int]:
    return list(db.session.scalars(db.select(Variant.available).order_by(Variant.id)))


def told() -> list[str]:
    return list(db.session.scalars(db.select(Notice.kind).order_by(Notice.id)))


def test_money_that_came_in_time_places_every_order_once(payment):
    settle(payment)
    settle(payment)

    assert (payment.status, statuses(payment)) == (PaymentStatus.PAID, [OrderStatus.PLACED] * 2)
    assert payment.received_satang == payment.amount_satang
    assert sorted(told()) == ["order_received_by_group", "order_received_by_group", "payment_received"]
    assert ledger.balance(A.BUYER_FUNDS) == -payment.amount_satang
    assert ledger.balance(A.STRIPE_CLEARING) == payment.amount_satang - payment.fee_satang
    assert all_is_true()


def test_the_fee_is_booked_once_it_is_known(payment):
    settle(payment, fee_satang=None)
    assert (payment.fee_satang, ledger.balance(A.STRIPE_FEES)) == (None, 0)

    settle(payment, fee_satang=700)
    settle(payment, fee_satang=700)

    assert (payment.fee_satang, ledger.balance(A.STRIPE_FEES)) == (700, 700)
    assert all_is_true()


def test_the_buyers_address_is_taken_from_the_payment_page_where_she_gave_none(payment):
    with transaction():
        payment.purchase.email = None

    settle(payment)

    assert payment.purchase.email == "payer@buyers.example"


@pytest.mark.parametrize(
    "state, status", [(SessionState.EXPIRED, PaymentStatus.EXPIRED), (SessionState.FAILED, PaymentStatus.FAILED)]
)
def test_what_nobody_paid_gives_its_goods_back_once(payment, state, status):
    assert left() == [3, 3]

    settle(payment, state)
    settle(payment, state)

    assert (payment.status, statuses(payment), left()) == (status, [OrderStatus.EXPIRED] * 2, [5, 5])
    assert told() == ["payment_expired"]
    assert all_is_true()


def test_a_payment_that_the_bank_still_confirms_keeps_its_goods(payment):
    settle(payment, SessionState.CONFIRMING)

    assert payment.confirming_at
    assert (payment.status, left()) == (PaymentStatus.PENDING, [3, 3])
    settle(payment)
    assert payment.status is PaymentStatus.PAID


def test_late_money_takes_what_is_still_there_and_sends_the_rest_back(payment):
    settle(payment, SessionState.EXPIRED)
    first, second = sessions.orders_of(payment)
    with transaction():  # meanwhile four of the second's five pieces went to somebody else
        stock.count_again(second.lines[0].variant_id, 1, 5, MARKET)

    settle(payment)
    settle(payment)

    assert payment.late_at
    assert statuses(payment) == [OrderStatus.PLACED, OrderStatus.EXPIRED]
    refund = db.session.scalars(db.select(Refund)).one()
    assert (refund.order_id, refund.amount_satang, refund.cause) == (second.id, second.total_satang, RefundCause.LATE)
    assert first.ended_at is None
    assert "payment_came_late" in told()
    assert all_is_true()


def test_money_for_a_purchase_that_was_called_off_goes_back_whole(payment):
    with transaction():
        sessions.begin_to_call_off(payment, GUEST_BUYER)
        sessions.call_off(payment)
    assert statuses(payment) == [OrderStatus.CANCELLED] * 2

    settle(payment)

    assert sum(refund.amount_satang for refund in payment.refunds) == payment.amount_satang
    assert left() == [5, 5]
    assert all_is_true()


@pytest.mark.parametrize("before", [None, SessionState.EXPIRED])
def test_another_amount_places_nothing_and_waits_for_the_office(payment, before):
    if before:
        settle(payment, before)

    settle(payment, received_satang=100)
    settle(payment)

    assert (payment.status, payment.received_satang) == (PaymentStatus.MISMATCH, 100)
    assert (statuses(payment), left()) == ([OrderStatus.EXPIRED] * 2, [5, 5])
    assert ledger.balance(A.UNALLOCATED) == -100
    assert all_is_true()

    with transaction():
        refund = refunds.refund_unallocated(payment, MARKET)
    with pytest.raises(refunds.NothingToRefund), transaction():
        refunds.refund_unallocated(payment, MARKET)
    report(refund, RefundState.SUCCEEDED)
    assert ledger.balance(A.UNALLOCATED) == 0
    assert all_is_true()


def report(refund: Refund, state: RefundState, provider_id: str = "re_1", failure: str = "") -> None:
    with transaction():
        refunds.record_report(refund, RefundReport(provider_id, state, failure, refund.key, refund.amount_satang))


def test_one_groups_part_is_refunded_out_of_its_own_money(payment):
    settle(payment)
    first, second = sessions.orders_of(payment)
    with transaction():
        advance_order(first, OrderAction.CANCEL, GUEST_BUYER)
    (refund,) = payment.refunds

    assert refund.amount_satang == first.total_satang == first.refunded_satang
    assert (ledger.balance(A.BUYER_FUNDS, group_id=first.group_id), second.refunded_satang) == (0, 0)
    assert ledger.balance(A.BUYER_FUNDS, group_id=second.group_id) == -second.total_satang
    assert all_is_true()

    report(refund, RefundState.PENDING)
    report(refund, RefundState.SUCCEEDED)
    report(refund, RefundState.SUCCEEDED)
    report(refund, RefundState.PENDING)

    assert refund.status is RefundStatus.SUCCEEDED
    assert ledger.balance(A.REFUNDS) == 0
    assert told().count("refund_sent") == 1
    assert all_is_true()


def test_a_refund_that_fails_is_owed_until_somebody_sends_it(payment):
    settle(payment)
    order = sessions.orders_of(payment)[0]
    with transaction():
        advance_order(order, OrderAction.CANCEL, GUEST_BUYER)
    (refund,) = payment.refunds
    report(refund, RefundState.SUCCEEDED)

    report(refund, RefundState.FAILED, failure="expired_or_canceled_card")
    assert ledger.balance(A.REFUNDS) == -refund.amount_satang
    assert all_is_true()

    with transaction():
        refunds.try_again(refund, MARKET)
    report(refund, RefundState.FAILED, "re_2", "declined")
    with transaction():
        refunds.settle_by_hand(refund, "โอน 25 พ.ย. เลขที่ 0042", MARKET)

    assert refund.status is RefundStatus.SETTLED
    assert (ledger.balance(A.REFUNDS), ledger.balance(A.BANK)) == (0, -refund.amount_satang)
    assert all_is_true()


def test_no_more_goes_back_than_came(payment):
    settle(payment)
    order = sessions.orders_of(payment)[0]
    with transaction():
        refunds.request_refund(order, order.total_satang - 1, RefundCause.RETURNED, MARKET)

    with pytest.raises(refunds.NothingToRefund), transaction():
        refunds.request_refund(order, 2, RefundCause.RETURNED, MARKET)

    assert order.kept_satang == 1
    assert all_is_true()


@pytest.mark.parametrize("share", [0, 333, 10_000])
def test_goods_that_arrive_are_earned_less_the_markets_share(session, share):
    with transaction():
        product = given_a_product(given_a_group(), stock_pieces=5, price_satang=9_999)
        order = given_a_collected_order(product, fee_basis_points=share)
    with transaction():
        take(order, OrderAction.ACCEPT)
        take(order, OrderAction.SHIP)
        take(order, OrderAction.DELIVER)

    fee = order.total_satang * share // 10_000
    assert ledger.balance(A.MARKET_FEE) == -fee
    assert ledger.balance(A.GROUP_PAYABLE, order_id=order.id) == fee - order.total_satang
    assert all_is_true()

    with transaction():
        refunds.request_refund(order, 5_000, RefundCause.RETURNED, MARKET)
        refunds.request_refund(order, order.kept_satang, RefundCause.RETURNED, MARKET)
    assert (ledger.balance(A.MARKET_FEE), ledger.balance(A.GROUP_PAYABLE)) == (0, 0)
    assert all_is_true()


def test_a_parcel_that_was_refused_pays_its_way_and_gives_the_goods_back(session):
    with transaction():
        order = given_a_collected_order(given_a_product(given_a_group()), OrderStatus.RETURNED_TO_SENDER)

    assert order.refunded_satang == order.items_satang
    assert ledger.balance(A.GROUP_PAYABLE, order_id=order.id) == -order.shipping_satang
    assert all_is_true()


def test_neither_buyer_nor_group_calls_off_one_order_of_a_payment_that_waits(payment):
    order = sessions.orders_of(payment)[0]
    for actor in (GUEST_BUYER, group_actor(order.group_id)):
        assert actions_for(order, actor) == []
        with pytest.raises(StepNotAllowed), transaction():
            advance_order(order, OrderAction.CANCEL, actor)
    assert statuses(payment) == [OrderStatus.AWAITING_PAYMENT] * 2


def test_two_tabs_ask_for_one_session(payment):
    with transaction():
        sessions.begin(payment, SESSION_LIVES)
    key, until = payment.session_key, payment.hold_until
    with transaction():
        sessions.begin(payment, SESSION_LIVES)

    assert (payment.session_key, payment.hold_until) == (key, until)
    assert until - payment.expires_at == sessions.HOLD_OUTLIVES
    assert sum(line.amount_satang * line.quantity for line in sessions.lines_of(payment)) == payment.amount_satang

    settle(payment)
    with pytest.raises(PaymentClosed), transaction():
        sessions.begin(payment, SESSION_LIVES)
