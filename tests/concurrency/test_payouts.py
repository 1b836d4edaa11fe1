"""Officials who press at the same moment: no order is paid twice, nothing is lost, and the batch ends."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from shop.groups.models import Group
from shop.kernel.access import MARKET, Actor
from shop.kernel.database import db, transaction
from shop.orders.models import Order
from shop.payments import checks as payment_checks
from shop.payments import ledger, refunds
from shop.payments.models import LedgerAccount, RefundCause
from shop.payouts import adjustments, checks, service
from shop.payouts.models import Adjustment, Payout, PayoutBatch, PayoutItem
from shop.payouts.states import BatchStatus, PayoutStatus
from tests.concurrency.together import at_once
from tests.factories.payouts import given_a_batch, given_a_due_order, given_a_payable_group, given_two_officials

GROUPS = 4
AMOUNT = 50_000


def given(app, status: BatchStatus | None = None) -> tuple[list[int], list[Actor]]:
    """Ids of groups with an order due each, and two officials; a batch of all of them if asked."""
    with app.app_context(), transaction():
        groups = [given_a_payable_group() for _ in range(GROUPS)]
        for group in groups:
            given_a_due_order(group, AMOUNT)
        officials = list(given_two_officials())
        if status:
            given_a_batch(*officials, status)
        return [group.id for group in groups], officials


def batch() -> PayoutBatch:
    return db.session.scalars(select(PayoutBatch)).one()


def assert_all_is_true(app) -> None:
    with app.app_context():
        every = payment_checks.CHECKS | checks.CHECKS
        assert {name: check() for name, check in every.items()} == {name: [] for name in every}


def close(group_ids: list[int], actor: Actor) -> Callable[[], None]:
    return lambda: service.close_batch(service.start_batch(actor), group_ids, AMOUNT * len(group_ids), actor)


@pytest.mark.parametrize("_again", range(3))
def test_two_who_close_at_once_make_no_order_twice(app, _again):
    groups, officials = given(app)

    done = at_once(app, [close(groups, official) for official in officials * 3])

    assert sum(done) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(PayoutItem.id))) == GROUPS
        assert db.session.scalar(select(func.count(Payout.id))) == GROUPS
    assert_all_is_true(app)


def test_of_many_marks_one_pays(app):
    _groups, officials = given(app, BatchStatus.EXPORTED)

    def all_paid(actor: Actor) -> Callable[[], object]:
        return lambda: service.mark_all_paid(batch(), actor, "T1")

    def one_paid(actor: Actor) -> Callable[[], object]:
        return lambda: service.mark_paid(batch().rows[0], actor, "T2")

    at_once(app, [mark(official) for official in officials for mark in (all_paid, one_paid)] * 2)

    with app.app_context():
        assert ledger.balance(LedgerAccount.BANK) == -AMOUNT * GROUPS
        assert batch().status is BatchStatus.SETTLED
    assert_all_is_true(app)


@pytest.mark.parametrize("_again", range(3))
def test_the_last_rows_marked_at_once_end_the_batch(app, _again):
    _groups, officials = given(app, BatchStatus.EXPORTED)

    def mark(number: int) -> Callable[[], object]:
        if number % 2:
            return lambda: service.mark_failed(batch().rows[number], "เลขบัญชีปิดแล้ว", officials[0])
        return lambda: service.mark_paid(batch().rows[number], officials[1])

    assert at_once(app, [mark(number) for number in range(GROUPS)]) == [True] * GROUPS

    with app.app_context():
        assert batch().status is BatchStatus.SETTLED
        assert ledger.balance(LedgerAccount.BANK) == -AMOUNT * GROUPS // 2
    assert_all_is_true(app)


def test_paid_or_failed_and_never_both(app):
    _groups, officials = given(app, BatchStatus.EXPORTED)
    works = [
        lambda: service.mark_paid(batch().rows[0], officials[0]),
        lambda: service.mark_failed(batch().rows[0], "เลขบัญชีปิดแล้ว", officials[1]),
    ]

    assert sum(at_once(app, works * 2)) == 1

    with app.app_context():
        is_paid = batch().rows[0].status is PayoutStatus.PAID
        assert ledger.balance(LedgerAccount.BANK) == (-AMOUNT if is_paid else 0)
    assert_all_is_true(app)


@pytest.mark.parametrize("_again", range(3))
def test_what_is_refunded_while_a_batch_is_closed_is_not_paid_by_mistake(app, _again):
    """Either the refund came first and the official is told, or the rows were fixed first and it is set off later."""
    groups, officials = given(app)
    with app.app_context(), transaction():
        adjustment_id = adjustments.propose_adjustment(db.session.get(Group, groups[1]), -700, "คิดผิด", officials[0]).id
        order_id = db.session.scalar(select(Order.id).where(Order.group_id == groups[0]))

    def refund() -> None:
        refunds.request_refund(db.session.get(Order, order_id), 500, RefundCause.RETURNED, MARKET)

    def adjust() -> None:
        adjustments.approve_adjustment(db.session.get(Adjustment, adjustment_id), officials[1])

    done = at_once(app, [close(groups, officials[0]), refund, adjust])

    assert done[1:] == [True, True]
    assert_all_is_true(app)
    with app.app_context():
        fixed = sum(row.amount_satang for row in batch().rows) if done[0] else 0
        assert fixed == (AMOUNT * GROUPS if done[0] else 0)
        assert -ledger.balance(LedgerAccount.GROUP_PAYABLE) == AMOUNT * GROUPS - 1200


def test_approved_once_and_cancelled_once_in_whatever_order(app):
    """It may be cancelled after it was approved, while no file is made; never approved after it was cancelled."""
    _groups, officials = given(app, BatchStatus.CLOSED)
    works = [
        lambda: service.approve_batch(batch(), officials[1]),
        lambda: service.cancel_batch(batch(), officials[0]),
        lambda: service.approve_batch(batch(), officials[0]),
    ]

    done = at_once(app, works * 2)

    with app.app_context():
        is_approved, is_cancelled = batch().approved_at is not None, batch().status is BatchStatus.CANCELLED
        assert batch().status in (BatchStatus.APPROVED, BatchStatus.CANCELLED)
    assert sum(done) == is_approved + is_cancelled
    assert_all_is_true(app)
