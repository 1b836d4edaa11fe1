"""Every step of a return: who may take it, what it leaves behind, and that it is taken once; what time does."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from shop.audit.models import AuditEntry
from shop.catalogue.models import Variant
from shop.jobs.handlers.orders import turn_order_clocks
from shop.jobs.handlers.returns import turn_return_clocks
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.kernel.storage import storage
from shop.notices.models import Notice
from shop.orders import checks as order_checks
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns import checks, photos, queries, service
from shop.orders.returns.models import Return
from shop.orders.returns.states import ENDED, SETTLING, TRANSITIONS, ReturnAction, ReturnReason, ReturnStatus
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderAction, OrderStatus
from shop.payments.models import Refund
from shop.payments.returns import settle_return
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import as_recorded
from tests.factories.orders import take as take_order
from tests.factories.people import given_an_account
from tests.factories.returns import buyer_of, given_a_return, given_a_return_photo, given_an_order_by, take

A, S, R = ReturnAction, ReturnStatus, ReturnReason
NEEDS_NOTHING = {A.SEND_BACK, A.ACCEPT, A.WITHDRAW, A.ESCALATE, A.LAPSE, *SETTLING}


def given(status: ReturnStatus = S.REQUESTED, **details) -> Return:
    group = given_a_group()
    return given_a_return(group, given_a_product(group, stock_pieces=10), status=status, **details)


def an_order(status: OrderStatus = OrderStatus.RECEIVED, method: PaymentMethod = PaymentMethod.COD, **columns) -> Order:
    return given_an_order_by(method, given_a_product(given_a_group(), stock_pieces=10), status=status, quantity=2, **columns)


def do(asked: Return, action: ReturnAction, actor: Actor) -> None:
    words = "ดูแล้ว"
    if action in SETTLING:
        settle_return(asked, action, actor, words=words)
    else:
        service.advance(asked, action, actor, words=words)


def counts(session) -> tuple[int, ...]:
    return tuple(session.scalar(select(func.count(table.id))) for table in (AuditEntry, Notice, Refund))


@pytest.mark.parametrize("status", list(S))
def test_a_step_is_taken_by_those_the_table_names_and_by_nobody_else(session, status):
    with transaction():
        untouched = given(status)
    before = counts(session)
    allowed = []
    for action in A:
        for role in Role:
            step = TRANSITIONS.get((status, action))
            if step and role in step.by:
                allowed.append((action, role, step.to))
                continue
            with pytest.raises(StepNotAllowed), transaction():
                do(untouched, action, Actor(None, frozenset({role}), untouched.group_id))
    assert (untouched.status, counts(session)) == (status, before)

    for action, role, to in allowed:
        with transaction():
            asked = given(status)
        with transaction():
            do(asked, action, Actor(None, frozenset({role}), asked.group_id))
        written = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "return").order_by(AuditEntry.id)).all()[-1]
        assert (asked.status, written.action, written.actor_role) == (to, action, as_recorded(role))
        assert written.changes["status"] == [status, to]
        assert (asked.ended_at is not None) == (to in ENDED)
        with pytest.raises(StepNotAllowed), transaction():
            do(asked, action, Actor(None, frozenset({role}), asked.group_id))
    assert checks.returned_pieces_are_counted() == checks.returns_have_their_times() == []


def test_another_group_and_a_buyer_who_is_an_official_may_do_nothing(session):
    with transaction():
        account = given_an_account()
        asked = given(S.DISPUTED, account=account)
        other = given_a_group()
    stranger = Actor(None, frozenset({Role.GROUP_OWNER}), other.id)
    party = Actor(account.id, frozenset({Role.BUYER, Role.COMMERCE_OFFICIAL}))
    someone = Actor(given_an_account().id, frozenset({Role.BUYER}))
    assert [service.actions_for(asked, who) for who in (stranger, party, someone)] == [[], [], []]
    assert A.GRANT in service.actions_for(asked, Actor(7, frozenset({Role.COMMERCE_OFFICIAL, Role.BUYER})))


def test_a_step_decided_on_what_was_true_a_moment_ago_is_refused(session):
    with transaction():
        asked = given()
        product = asked.lines[0].line.product_id
    with transaction():
        session.refresh(asked)
        session.execute(
            update(Return).where(Return.id == asked.id).values(status=S.WITHDRAWN).execution_options(synchronize_session=False)
        )
        with pytest.raises(StepNotAllowed):
            take(asked, A.REFUND)
    assert (asked.status, session.scalar(select(func.count(Refund.id)))) == (S.WITHDRAWN, 0)
    assert asked.lines[0].line.returned_quantity == 0
    assert product


@pytest.mark.parametrize(
    ("status", "days", "is_open"),
    [
        (OrderStatus.DELIVERED, 0, True),
        (OrderStatus.RECEIVED, 6.9, True),
        (OrderStatus.RECEIVED, 7.1, False),
        (OrderStatus.SHIPPED, 8, False),
        (OrderStatus.PLACED, 1, False),
        (OrderStatus.CANCELLED, 1, False),
        (OrderStatus.RETURNED_TO_SENDER, 1, False),
    ],
)
def test_a_buyer_may_ask_for_seven_days_after_receipt(session, status, days, is_open):
    with transaction():
        order = an_order(status)
    with time_machine.travel(now() + timedelta(days=days), tick=False):
        assert service.may_ask(order, buyer_of(order)) == is_open


def test_a_parcel_paid_for_that_does_not_come_may_be_missed_after_three_days(session):
    with transaction():
        order = an_order(OrderStatus.SHIPPED, PaymentMethod.STRIPE)
    assert service.reasons_for(order) == []
    with time_machine.travel(now() + timedelta(days=3, minutes=1), tick=False):
        assert service.reasons_for(order) == [R.NOT_ARRIVED]
        with transaction():
            asked = given_a_return(None, order=order, reason=R.NOT_ARRIVED)
    with time_machine.travel(now() + timedelta(days=12), tick=False):
        turn_order_clocks()
        session.refresh(order)
        assert order.status is OrderStatus.SHIPPED
        with transaction():
            take_order(order, OrderAction.RETURN_TO_SENDER)
    assert (asked.status, order.kept_satang) == (S.LAPSED, order.shipping_satang)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"pieces": {}}, "pieces", "none"),
        ({"quantity": 3}, "pieces", "out_of_range"),
        ({"quantity": -1}, "pieces", "out_of_range"),
        ({"pieces": {999_999: 1}}, "pieces", "out_of_range"),
        ({"reason": "because"}, "reason", "unknown"),
        ({"reason": "changed_mind"}, "reason", "only_if_faulty"),
        ({"words": " "}, "words", "empty"),
        ({"words": "ก" * 1001}, "words", "too_long"),
    ],
)
def test_what_cannot_be_asked_is_refused(session, change, field, reason):
    with transaction():
        order = an_order()
        order.lines[0].is_returnable = False
    pieces = change.get("pieces", {order.lines[0].id: change.get("quantity", 1)})
    before = counts(session)
    with pytest.raises(BadValue) as refused, transaction():
        service.open_return(order, pieces, change.get("reason", "damaged"), change.get("words", "แตก"), buyer_of(order))
    assert (refused.value.field, refused.value.reason, counts(session)) == (field, reason, before)
    assert queries.returns_of_order(order.id) == []


def test_there_is_one_open_return_of_an_order_and_what_the_office_declined_is_not_asked_again(session):
    with transaction():
        order = an_order()
        line = order.lines[0]
        asked = given_a_return(None, order=order, pieces={line.id: 1})
    assert queries.has_open_return(order.id)
    with pytest.raises(StepNotAllowed), transaction():
        given_a_return(None, order=order, pieces={line.id: 1})
    for action in (A.REFUSE, A.DISPUTE, A.DECLINE):
        with transaction():
            take(asked, action)
    assert not queries.has_open_return(order.id)
    assert queries.pieces_left(order) == {line.id: 1}


def test_another_who_asks_for_somebody_elses_order_is_refused(session):
    with transaction():
        order = an_order(account=given_an_account())
        stranger = Actor(given_an_account().id, frozenset({Role.BUYER}))
    with pytest.raises(StepNotAllowed), transaction():
        service.open_return(order, {order.lines[0].id: 1}, "damaged", "แตก", stranger)
    assert queries.returns_of_order(order.id) == []


@pytest.mark.parametrize(
    ("status", "days", "to"),
    [
        (S.REQUESTED, 3, S.DISPUTED),
        (S.ACCEPTED, 14, S.LAPSED),
        (S.SENT_BACK, 7, S.DISPUTED),
        (S.REFUSED, 7, S.LAPSED),
        (S.DISPUTED, 90, S.DISPUTED),
    ],
)
def test_time_acts_where_people_do_not(session, status, days, to):
    with transaction():
        asked = given(status)
    began = now()
    with time_machine.travel(began + timedelta(days=days, minutes=-5), tick=False):
        turn_return_clocks()
        session.refresh(asked)
        assert asked.status == status
    with time_machine.travel(began + timedelta(days=days, minutes=5), tick=False):
        turn_return_clocks()
        turn_return_clocks()
        session.refresh(asked)
        assert asked.status == to


def test_an_open_return_holds_up_the_clock_of_its_order(session):
    with transaction():
        order = an_order(OrderStatus.DELIVERED)
        asked = given_a_return(None, order=order)
    with time_machine.travel(now() + timedelta(days=7, minutes=5), tick=False):
        turn_order_clocks()
        session.refresh(order)
        assert (order.status, order.acts_at > now()) == (OrderStatus.DELIVERED, True)
        with transaction():
            take(asked, A.WITHDRAW)
        turn_order_clocks()
        session.refresh(order)
        assert order.status is OrderStatus.RECEIVED


def test_each_step_is_told_to_the_other_side(session):
    def told() -> list[tuple[str, bool]]:
        new = session.scalars(select(Notice).where(Notice.id.not_in(seen)).order_by(Notice.id)).all()
        seen.update(notice.id for notice in new)
        return [(notice.kind, bool(notice.params.get("for_group"))) for notice in new]

    seen: set[int] = set()
    with transaction():
        order = an_order()
    told()
    with transaction():
        asked = given_a_return(None, order=order)
    assert told() == [("return_requested", True)]
    with transaction():
        take(asked, A.REFUSE, words="ของดีอยู่")
    assert told() == [("return_refused", False)]
    with transaction():
        take(asked, A.DISPUTE)
    assert told() == [("return_disputed", True)]
    with transaction():
        take(asked, A.DECLINE)
    assert told() == [("return_declined", False), ("return_declined", True)]


def count_one_more(session, asked: Return) -> None:
    asked.order.lines[0].returned_quantity -= 1


def forget_the_refund(session, asked: Return) -> None:
    asked.status, asked.refund_satang = S.DECLINED, 0


def lose_a_time(session, asked: Return) -> None:
    asked.ended_at = None


def set_a_clock_that_has_run_out(session, asked: Return) -> None:
    asked.acts_at = now()


@pytest.mark.parametrize(
    ("damage", "seen_by"),
    [
        (count_one_more, {"returns"}),
        (forget_the_refund, {"returns"}),
        (lose_a_time, {"return-times"}),
        (set_a_clock_that_has_run_out, {"return-times"}),
    ],
)
def test_what_went_wrong_is_seen(session, damage, seen_by):
    with transaction():
        asked = given(S.REFUNDED)
    assert {name for name, check in checks.CHECKS.items() if check()} == set()
    damage(session, asked)
    session.flush()
    assert {name for name, check in checks.CHECKS.items() if check()} == seen_by
    session.rollback()


def test_a_photo_without_its_file_is_seen(session):
    with transaction():
        photo = given_a_return_photo(given())
    assert checks.photos_have_their_files() == []
    storage.delete(photos.return_photos.file_key(photo.key, 320))
    assert checks.photos_have_their_files() == [f"{photos.return_photos.file_key(photo.key, 320)} is missing"]


def test_what_never_arrived_is_not_put_on_sale_and_then_comes_back_once(session):
    with transaction():
        order = an_order(OrderStatus.SHIPPED, PaymentMethod.STRIPE)
    with time_machine.travel(now() + service.MISSED_AFTER + timedelta(hours=1)):
        with transaction():
            asked = given_a_return(None, order=order, reason=R.NOT_ARRIVED)
        with transaction():
            owner = Actor(None, frozenset({Role.GROUP_OWNER}), order.group_id)
            settle_return(asked, A.REFUND, owner, resold={asked.lines[0].id: 2})
        assert session.scalar(select(Variant.available).where(Variant.id == order.lines[0].variant_id)) == 8
        with transaction():
            take_order(order, OrderAction.RETURN_TO_SENDER)
    assert session.scalar(select(Variant.available).where(Variant.id == order.lines[0].variant_id)) == 10
    assert all(not found() for found in (order_checks.CHECKS | checks.CHECKS).values())
