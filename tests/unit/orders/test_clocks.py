"""Time acts where people do not: reminded, cancelled, taken as delivered and as received; each once."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Variant
from shop.groups.models import RestPeriod
from shop.jobs.handlers.orders import turn_order_clocks
from shop.kernel.clock import now
from shop.kernel.database import transaction
from shop.notices.models import Notice
from shop.orders import clocks
from shop.orders.models import Order
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import service as payments
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, given_an_order, group_actor

S, A = OrderStatus, OrderAction
MONDAY = "2026-03-02T03:00:00Z"  # 10:00 in Thailand
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def given(status: OrderStatus = S.PLACED, **group_columns) -> Order:
    group = given_a_group(**group_columns)
    return given_an_order(group, given_a_product(group), status=status, quantity=3)


def kinds_told(session) -> list[str]:
    return list(session.scalars(select(Notice.kind).order_by(Notice.id)))


def pass_time(clock, delta: timedelta) -> None:
    clock.shift(delta)
    turn_order_clocks()


def test_an_order_nobody_accepts_is_reminded_once_and_then_cancelled(session, clock):
    with transaction():
        order = given()
    pass_time(clock, 48 * HOUR - timedelta(minutes=1))
    assert kinds_told(session) == []

    pass_time(clock, timedelta(minutes=1))
    pass_time(clock, timedelta(minutes=1))
    turn_order_clocks()
    assert kinds_told(session) == ["order_reminder"]
    assert order.status is S.PLACED

    pass_time(clock, 48 * HOUR - timedelta(minutes=2))
    assert order.status is S.PLACED
    pass_time(clock, timedelta(minutes=1))
    turn_order_clocks()
    assert (order.status, order.cancel_reason, order.acts_at) == (S.CANCELLED, clocks.NOT_ACCEPTED, None)
    assert session.scalar(select(Variant.available)) == 10
    assert kinds_told(session) == ["order_reminder", "order_cancelled", "order_cancelled"]
    assert session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.actor_role == "market")) == 2


def test_the_clock_stands_still_on_days_of_rest(session, clock):
    with transaction():
        order = given(weekly_rest_days=[2])  # Tuesdays
    pass_time(clock, 48 * HOUR)
    assert kinds_told(session) == []
    pass_time(clock, 24 * HOUR)
    assert kinds_told(session) == ["order_reminder"]
    pass_time(clock, 48 * HOUR)
    assert order.status is S.CANCELLED


def test_rest_entered_after_the_order_still_counts(session, clock):
    with transaction():
        order = given()
        session.add(RestPeriod(group_id=order.group_id, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 6)))
    pass_time(clock, 48 * HOUR)
    assert kinds_told(session) == []
    assert order.acts_at == now() + 4 * DAY
    pass_time(clock, 4 * DAY)
    assert kinds_told(session) == ["order_reminder"]


def test_an_accepted_order_has_no_clock(session, clock):
    with transaction():
        order = given(S.ACCEPTED)
    pass_time(clock, 30 * DAY)
    assert (order.status, order.acts_at) == (S.ACCEPTED, None)


def test_a_parcel_counts_as_delivered_and_then_as_received(session, clock):
    with transaction():
        order = given(S.SHIPPED)
    pass_time(clock, 10 * DAY - HOUR)
    assert order.status is S.SHIPPED
    pass_time(clock, HOUR)
    assert order.status is S.DELIVERED
    pass_time(clock, 7 * DAY - HOUR)
    assert order.status is S.DELIVERED
    pass_time(clock, HOUR)
    assert (order.status, order.acts_at) == (S.RECEIVED, None)
    assert kinds_told(session)[-2:] == ["order_delivered", "order_received"]


def test_after_a_long_stop_each_order_takes_one_step_a_turn(session, clock):
    with transaction():
        orders = [given(), given(S.SHIPPED), given(S.DELIVERED)]
    pass_time(clock, 100 * DAY)
    assert [order.status for order in orders] == [S.CANCELLED, S.DELIVERED, S.RECEIVED]


def test_one_order_in_trouble_does_not_hold_up_the_next(session, clock, monkeypatch, caplog):
    with transaction():
        broken, well = given(), given()
    broken_id = broken.id
    act = payments.let_time_act

    def act_or_break(order_id):
        if order_id == broken_id:
            raise ArithmeticError
        return act(order_id)

    monkeypatch.setattr(payments, "let_time_act", act_or_break)
    pass_time(clock, 96 * HOUR)
    assert (broken.status, well.status) == (S.PLACED, S.CANCELLED)
    assert "ArithmeticError" in caplog.text


def test_a_turn_ends_where_people_were_faster(session, clock):
    """Between the list of what is due and its turn the group accepted."""
    with transaction():
        order = given()
    clock.shift(96 * HOUR)
    due = clocks.due_order_ids(10)
    with transaction():
        payments.advance_order(order, A.ACCEPT, group_actor(order.group_id))

    with transaction():
        assert [payments.let_time_act(order_id) for order_id in due] == [None]
    assert (order.status, order.acts_at) == (S.ACCEPTED, None)


def test_the_buyer_ends_the_clock(session, clock):
    with transaction():
        order = given(S.SHIPPED)
        payments.advance_order(order, A.CONFIRM_RECEIPT, GUEST_BUYER)
    pass_time(clock, 30 * DAY)
    assert kinds_told(session)[-1] == "order_received"
    assert order.received_at == order.delivered_at
