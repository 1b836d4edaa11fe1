"""Every step of an order: who may take it, what it leaves behind, and that it is taken once."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import MovementKind, StockMovement, Variant
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.notices.models import Notice
from shop.orders import service
from shop.orders.models import Order, PaymentMethod
from shop.orders.service import StepNotAllowed
from shop.orders.states import TRANSITIONS, OrderAction, OrderStatus
from shop.payments import service as payments
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import GUEST_BUYER, as_recorded, given_an_order, group_actor
from tests.factories.people import given_an_account

A, S = OrderAction, OrderStatus
DETAILS = {A.SHIP: {"carrier": "own"}, A.CANCEL: {"reason": "ของหมด"}}


def given(status: OrderStatus, **columns) -> Order:
    group = given_a_group()
    return given_an_order(group, given_a_product(group), status=status, quantity=2, **columns)


def actor_as(role: Role, order: Order) -> Actor:
    return Actor(None, frozenset({role}), order.group_id)


def counts(session) -> tuple[int, ...]:
    return tuple(session.scalar(select(func.count(table.id))) for table in (AuditEntry, Notice, StockMovement))


@pytest.mark.parametrize("status", list(S))
def test_a_step_is_taken_by_those_the_table_names_and_by_nobody_else(session, status):
    with transaction():
        group = given_a_group()
        product = given_a_product(group, stock_pieces=100)
        untouched = given_an_order(group, product, status=status)
    before = counts(session)
    allowed = []
    for action in A:
        for role in Role:
            step = TRANSITIONS.get((status, action))
            is_handing_over = (status, action) == (S.PACKED, A.DELIVER)  # this order is a parcel: see the test of collecting
            if step and role in step.by and not is_handing_over and action is not A.VOID:  # nor was it sold at a booth
                allowed.append((action, role, step.to))
                continue
            with pytest.raises(StepNotAllowed), transaction():
                payments.advance_order(untouched, action, actor_as(role, untouched), **DETAILS.get(action, {}))
    assert (untouched.status, counts(session)) == (status, before)

    for action, role, to in allowed:
        with transaction():
            order = given_an_order(group, product, status=status)
            payments.advance_order(order, action, actor_as(role, order), **DETAILS.get(action, {}))
        assert order.status is to
        entry = session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
        assert (entry.action, entry.actor_role, entry.subject_id) == (str(action), as_recorded(role), order.code)


def test_another_group_and_another_buyer_may_do_nothing(session):
    with transaction():
        buyer, other = given_an_account(), given_an_account()
        order = given(S.PLACED, account=buyer)
        strangers = [
            group_actor(order.group_id + 1),
            Actor(other.id, frozenset({Role.BUYER})),
            Actor(other.id, frozenset({Role.BUYER, Role.GROUP_OWNER}), order.group_id + 1),
            Actor(other.id, frozenset({Role.COMMERCE_OFFICIAL, Role.BUYER})),
            Actor(None, frozenset()),
        ]
    for stranger in strangers:
        assert service.actions_for(order, stranger) == []
        for action in A:
            with pytest.raises(StepNotAllowed), transaction():
                payments.advance_order(order, action, stranger, **DETAILS.get(action, {}))
    assert order.status is S.PLACED


def test_a_seller_is_not_the_buyer_of_what_they_sell(session):
    with transaction():
        order = given(S.DELIVERED)
    seller = Actor(given_an_account().id, frozenset({Role.BUYER, Role.GROUP_OWNER}), order.group_id)

    assert A.CONFIRM_RECEIPT not in service.actions_for(order, seller)


def test_a_parcel_is_shipped_and_a_collected_order_is_handed_over(session):
    with transaction():
        parcel, collected = given(S.PACKED), given(S.PACKED, payment_method=PaymentMethod.PICKUP)
    group = group_actor(parcel.group_id)
    assert service.actions_for(parcel, group) == [A.SHIP, A.CANCEL]
    assert service.actions_for(collected, group_actor(collected.group_id)) == [A.DELIVER, A.CANCEL]

    with transaction():
        payments.advance_order(collected, A.DELIVER, group_actor(collected.group_id))
    assert collected.delivered_at
    with pytest.raises(StepNotAllowed), transaction():
        payments.advance_order(parcel, A.DELIVER, group)


def test_the_second_click_changes_nothing(session):
    with transaction():
        order = given(S.PLACED)
    with transaction():
        payments.advance_order(order, A.CANCEL, GUEST_BUYER)
    before = counts(session)

    with pytest.raises(StepNotAllowed), transaction():
        payments.advance_order(order, A.CANCEL, GUEST_BUYER)

    assert counts(session) == before
    assert session.scalar(select(Variant.available)) == 10


def test_who_read_an_older_status_loses(session, monkeypatch):
    """Two read `placed`, one was faster: the other's write finds no row."""
    with transaction():
        order = given(S.PLACED)
    asked = service.actions_for

    def somebody_is_faster(order, actor):
        found = asked(order, actor)
        session.execute(Order.__table__.update().where(Order.id == order.id).values(status=S.CANCELLED))
        return found

    monkeypatch.setattr(service, "actions_for", somebody_is_faster)
    with pytest.raises(StepNotAllowed), transaction():
        payments.advance_order(order, A.ACCEPT, group_actor(order.group_id))
    assert session.scalar(select(func.count(Notice.id))) == 0


@pytest.mark.parametrize(
    "status, action, kinds, left",
    [
        (S.ACCEPTED, A.CANCEL, {MovementKind.HELD: 0}, 10),
        (S.PACKED, A.SHIP, {MovementKind.HELD: 0, MovementKind.SOLD: -2}, 8),
        (S.SHIPPED, A.RETURN_TO_SENDER, {MovementKind.HELD: 0, MovementKind.SOLD: -2, MovementKind.RETURNED: 2}, 10),
        (S.PLACED, A.ACCEPT, {MovementKind.HELD: -2}, 8),
    ],
)
def test_pieces_follow_the_order(session, status, action, kinds, left):
    with transaction():
        order = given(status)
    with transaction():
        payments.advance_order(order, action, group_actor(order.group_id), **DETAILS.get(action, {}))

    asked = select(StockMovement.kind, func.sum(StockMovement.quantity)).where(StockMovement.order_id == order.id)
    assert dict(session.execute(asked.group_by(StockMovement.kind)).all()) == kinds
    assert session.scalar(select(Variant.available)) == left


def told(session) -> list[tuple[str, bool]]:
    return [(notice.kind, bool(notice.params.get("for_group"))) for notice in session.scalars(select(Notice).order_by(Notice.id))]


def test_each_side_is_told_of_what_it_did_not_do_itself(session):
    with transaction():
        order = given(S.PLACED)
        payments.advance_order(order, A.ACCEPT, group_actor(order.group_id))
        payments.advance_order(order, A.SHIP, group_actor(order.group_id), carrier="thailand_post", tracking="ey 1455 8789 8 th")
        payments.advance_order(order, A.CONFIRM_RECEIPT, GUEST_BUYER)

    assert told(session) == [("order_accepted", False), ("order_shipped", False), ("order_received", True)]
    shipped = session.scalar(select(Notice).where(Notice.kind == "order_shipped"))
    assert shipped.params["tracking_number"] == "EY145587898TH"
    assert shipped.recipient_email == order.purchase.email
    assert shipped.sealed == {"key": order.purchase.link_key}


def test_both_are_told_when_time_or_the_buyer_calls_it_off(session):
    with transaction():
        by_buyer, by_time = given(S.PLACED), given(S.PLACED)
        payments.advance_order(by_buyer, A.CANCEL, GUEST_BUYER)
        payments.advance_order(by_time, A.CANCEL, MARKET, reason="not_accepted")

    assert told(session) == [("order_cancelled", False), ("order_cancelled", True)] * 2


def test_the_audit_holds_states_and_no_words_of_people(session):
    with transaction():
        order = given(S.PLACED)
        payments.advance_order(order, A.CANCEL, group_actor(order.group_id), reason="คุณวิภาไม่รับสาย")

    entry = session.scalar(select(AuditEntry))
    assert (entry.subject_kind, entry.subject_id, entry.group_id) == ("order", order.code, order.group_id)
    assert entry.actor_role == "group_owner"
    assert entry.changes == {"status": ["placed", "cancelled"]}
    assert order.cancel_reason == "คุณวิภาไม่รับสาย"


@pytest.mark.parametrize(
    "action, details, field",
    [
        (A.CANCEL, {"reason": "  "}, "reason"),
        (A.CANCEL, {"reason": "ย" * 301}, "reason"),
        (A.SHIP, {"carrier": "pigeon"}, "carrier"),
        (A.SHIP, {"carrier": "thailand_post", "tracking": "EY145587896TH"}, "tracking_number"),
        (A.SHIP, {"carrier": "thailand_post"}, "tracking_number"),
        (A.SHIP, {"carrier": "flash", "tracking": "A" * 41}, "tracking_number"),
        (A.SHIP, {"carrier": "flash", "tracking": "<b>"}, "tracking_number"),
    ],
)
def test_a_bad_detail_is_named_and_nothing_happens(session, action, details, field):
    with transaction():
        order = given(S.PACKED)
    before = counts(session)

    with pytest.raises(BadValue) as refused, transaction():
        payments.advance_order(order, action, group_actor(order.group_id), **details)

    assert refused.value.field == field
    assert (order.status, counts(session)) == (S.PACKED, before)


ADDRESS = {
    "name": " สมชาย  ใจดี ",
    "phone": "081 234 5678",
    "line1": "1 หมู่ 2",
    "subdistrict": "ต.บ้านใหม่",
    "district": "เมือง",
    "province": "ปทุมธานี",
    "postcode": "12000",
}


@pytest.mark.parametrize(
    "status, may", [(S.PLACED, True), (S.ACCEPTED, True), (S.PACKED, False), (S.SHIPPED, False), (S.CANCELLED, False)]
)
def test_the_address_is_put_right_until_the_parcel_is_packed(session, status, may):
    with transaction():
        order = given(status)
    was = order.line1
    if may:
        with transaction():
            service.correct_address(order, GUEST_BUYER, **ADDRESS)
        assert (order.recipient_name, order.recipient_phone, order.line1) == ("สมชาย ใจดี", "+66812345678", "1 หมู่ 2")
        assert (order.subdistrict, order.district, order.postcode) == ("บ้านใหม่", "เมืองปทุมธานี", "12000")
        entry = session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
        assert entry.action == "order:correct_address"
        assert "1 หมู่ 2" not in str(entry.changes)
    else:
        with pytest.raises(StepNotAllowed), transaction():
            service.correct_address(order, GUEST_BUYER, **ADDRESS)
        assert order.line1 == was


@pytest.mark.parametrize(
    "wrong, field",
    [({"name": ""}, "name"), ({"phone": "123"}, "phone"), ({"line1": "ก" * 201}, "line1"), ({"postcode": "99999"}, "postcode")],
)
def test_a_bad_address_is_named_and_nothing_changes(session, wrong, field):
    with transaction():
        order = given(S.PLACED)

    with pytest.raises(BadValue) as refused, transaction():
        service.correct_address(order, GUEST_BUYER, **(ADDRESS | wrong))

    assert refused.value.field == field
    assert order.line1 == "99/9 หมู่ 3"
