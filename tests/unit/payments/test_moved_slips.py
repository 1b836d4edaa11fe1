"""A slip at the wrong order moves to the one it pays, once; how often a buyer may object."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.jobs.handlers.orders import turn_order_clocks
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.promptpay import Slip as Code
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.payments import checks
from shop.payments.slips import checks as slip_checks
from shop.payments.slips import moving, service
from shop.payments.slips.models import Slip, SlipStatus
from tests.factories.orders import GUEST_BUYER, given_a_purchase, group_actor
from tests.factories.slips import S, a_stored_slip, given_a_promptpay_order, given_a_slip

CODE = Code("004", "2023070112345678901")
ALL = order_checks.CHECKS | checks.CHECKS | slip_checks.CHECKS


@pytest.fixture(autouse=True)
def everything_is_true(session):
    yield
    session.rollback()
    assert {name: found for name, check in ALL.items() if (found := check())} == {}


def do(work, *args, **more):
    with transaction():
        return work(*args, **more)


def two_orders() -> tuple[Order, Order]:
    """Of one purchase and two groups."""
    with transaction():
        purchase = given_a_purchase(phone="+66891111111")
        return given_a_promptpay_order(purchase=purchase), given_a_promptpay_order(purchase=purchase)


def test_a_waiting_slip_moves_and_its_old_order_waits_for_money_again(session, time_machine):
    time_machine.move_to(now(), tick=False)
    wrong, right = two_orders()
    slip = do(given_a_slip, wrong, CODE)
    time_machine.shift(timedelta(minutes=40))
    with pytest.raises(service.SlipUsed) as used:
        do(given_a_slip, right, CODE)
    assert used.value.slip.id == slip.id

    do(moving.move, slip, right, GUEST_BUYER)

    assert (right.status, wrong.status, slip.order_id) == (S.AWAITING_CONFIRMATION, S.AWAITING_PAYMENT, right.id)
    assert (wrong.acts_at, slip.acts_at) == (now() + timedelta(minutes=30), now() + service.REMIND_AFTER)
    turn_order_clocks()
    assert wrong.status is S.AWAITING_PAYMENT
    kinds = select(Notice.kind).where(Notice.subject_id == right.code)
    assert NoticeKind.SLIP_TO_CONFIRM in db.session.scalars(kinds).all()
    with pytest.raises(service.SlipUsed):
        do(given_a_slip, wrong, CODE)  # once in the market still
    do(service.confirm, right, group_actor(right.group_id))
    time_machine.shift(timedelta(minutes=31))
    turn_order_clocks()
    assert (right.status, wrong.status) == (S.PLACED, S.EXPIRED)


def test_it_moves_once_and_never_when_confirmed_or_a_strangers(session):
    wrong, right = two_orders()
    slip = do(given_a_slip, wrong, CODE)
    stranger = Actor(4711, frozenset({Role.BUYER}))
    with pytest.raises(StepNotAllowed):
        do(moving.move, slip, right, stranger)
    do(moving.move, slip, right, GUEST_BUYER)
    for back in (wrong, right):
        with pytest.raises(StepNotAllowed):
            do(moving.move, slip, back, GUEST_BUYER)
    do(service.confirm, right, group_actor(right.group_id))
    other = do(given_a_slip, wrong)
    with pytest.raises(StepNotAllowed):
        do(moving.move, other, right, GUEST_BUYER)  # that one is paid
    assert other.order_id == wrong.id
    moved = select(func.count(AuditEntry.id)).where(AuditEntry.action == "slip:move")
    assert db.session.scalar(moved) == 1


def test_a_denied_slip_frees_its_transfer_for_the_order_it_paid(session):
    wrong, right = two_orders()
    slip = do(given_a_slip, wrong, CODE)
    do(service.deny, wrong, group_actor(wrong.group_id))

    do(moving.move, slip, right, GUEST_BUYER)

    assert (slip.status, slip.decided_by, slip.at_office_at) == (SlipStatus.WAITING, None, None)  # the group's to look at
    assert (wrong.status, right.status) == (S.CANCELLED, S.AWAITING_CONFIRMATION)
    do(given_a_slip, wrong)  # its own, late: no objection
    assert db.session.scalar(select(func.sum(Slip.objections))) == 0


def test_the_next_slip_takes_over_the_clock(session):
    wrong, right = two_orders()
    first, second = do(given_a_slip, wrong), do(given_a_slip, wrong)
    due = first.acts_at

    do(moving.move, first, right, GUEST_BUYER)

    assert (wrong.status, second.acts_at) == (S.AWAITING_CONFIRMATION, due)


def test_the_very_same_picture_at_both_orders_stays_where_it_is(session):
    wrong, right = two_orders()
    stored = a_stored_slip()
    slip = do(service.send, wrong, stored, GUEST_BUYER)
    do(service.send, right, type(stored)("other-key", (), stored.digest, None), GUEST_BUYER)
    with pytest.raises(service.SlipUsed):
        do(moving.move, slip, right, GUEST_BUYER)
    session.rollback()
    assert (slip.order_id, wrong.status) == (wrong.id, S.AWAITING_CONFIRMATION)


@pytest.mark.parametrize("has_code", [True, False])
def test_a_buyer_objects_twice_and_then_the_answer_stands(session, has_code):
    with transaction():
        order = given_a_promptpay_order()
    group, code = group_actor(order.group_id), CODE if has_code else None
    do(given_a_slip, order, code)
    do(service.deny, order, group)
    for left in (1, 0):
        do(given_a_slip, order, code)
        do(given_a_slip, order)  # a better picture of it is no further objection
        assert service.objections_left(order.id) == left
        do(service.deny, order, group)

    assert not service.may_send(order)
    with pytest.raises(StepNotAllowed):
        do(given_a_slip, order, code)
    written = select(AuditEntry.action).where(AuditEntry.subject_id == order.code, AuditEntry.action == "slip:object")
    assert len(db.session.scalars(written).all()) == service.MOST_OBJECTIONS
    told = select(Notice).where(Notice.subject_id == order.code, Notice.kind == NoticeKind.SLIP_DENIED).order_by(Notice.id)
    assert [bool(notice.params.get("is_final")) for notice in db.session.scalars(told)] == [False, False, True]
