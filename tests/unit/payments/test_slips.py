"""Slips: each way a transfer can go, what it makes of the order, the stock and the books, and who has to do what next."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from shop.catalogue.pictures import MOST_BYTES, PhotoRefused
from shop.catalogue.stock import OutOfStock
from shop.jobs.handlers.orders import turn_order_clocks
from shop.jobs.handlers.slips import turn_slip_clocks
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.orphans import orphaned_files
from shop.kernel.promptpay import Slip as Code
from shop.kernel.refusals import NotAllowed
from shop.kernel.storage import storage
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.orders import checks as order_checks
from shop.orders import service as orders
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import checks, ledger, queries, refunds
from shop.payments.models import LedgerAccount, PaymentStatus, RefundCause, RefundStatus
from shop.payments.service import advance_order
from shop.payments.slips import checks as slip_checks
from shop.payments.slips import limits, photos, service
from shop.payments.slips.models import Slip, SlipStatus
from shop.payments.slips.queries import slips_waiting, waiting_for_office
from shop.payments.statements import statement_of
from tests.factories.orders import GUEST_BUYER, given_a_purchase, group_actor
from tests.factories.people import given_an_official
from tests.factories.slips import S, a_slip_picture, a_stored_slip, given_a_promptpay_order, given_a_slip

A = OrderAction
CODE = Code("004", "2023070112345678901")
ALL = order_checks.CHECKS | checks.CHECKS | slip_checks.CHECKS


@pytest.fixture(autouse=True)
def everything_is_true(session):
    yield
    session.rollback()
    assert {name: found for name, check in ALL.items() if (found := check())} == {}


def given(status: OrderStatus = S.AWAITING_PAYMENT, **columns) -> Order:
    with transaction():
        return given_a_promptpay_order(status=status, **columns)


def do(work, *args, **more):
    with transaction():
        return work(*args, **more)


def group(order: Order) -> Actor:
    return group_actor(order.group_id)


def available(order: Order) -> int:
    db.session.rollback()
    return order.lines[0].variant.available


def told(order: Order) -> list[str]:
    return list(db.session.scalars(select(Notice.kind).where(Notice.subject_id == order.code).order_by(Notice.id)))


def direct_income(order: Order) -> int:
    return -ledger.balance(LedgerAccount.GROUP_DIRECT_INCOME, order_id=order.id)


def test_a_slip_in_time_stops_the_clock_and_a_person_confirms(session, time_machine):
    order = given()
    left = available(order)
    slip = do(given_a_slip, order, CODE)

    assert (order.status, order.acts_at) == (S.AWAITING_CONFIRMATION, None)
    assert (slip.trans_ref, slip.sending_bank) == (CODE.trans_ref, "004")
    assert NoticeKind.SLIP_TO_CONFIRM in told(order)
    time_machine.move_to(now() + timedelta(hours=3))
    turn_order_clocks()
    assert (order.status, available(order), direct_income(order)) == (S.AWAITING_CONFIRMATION, left, 0)

    do(service.confirm, order, group(order))

    assert (order.status, refunds.payment_of(order).status) == (S.PLACED, PaymentStatus.PAID)
    assert (direct_income(order), queries.standing(order.group_id).owed_satang) == (order.total_satang, 0)
    assert slip.status is SlipStatus.CONFIRMED
    assert told(order)[-1] == NoticeKind.PROMPTPAY_CONFIRMED
    for again in (service.confirm, service.deny):
        with pytest.raises(StepNotAllowed):
            do(again, order, group(order))
    assert direct_income(order) == order.total_satang


def test_without_a_slip_it_expires_after_30_minutes_and_the_stock_is_back(session, time_machine):
    time_machine.move_to(now(), tick=False)
    order = given()
    left = available(order)

    time_machine.shift(timedelta(minutes=29))
    turn_order_clocks()
    assert order.status is S.AWAITING_PAYMENT
    time_machine.shift(timedelta(minutes=1))
    turn_order_clocks()
    turn_order_clocks()

    assert (order.status, refunds.payment_of(order).status) == (S.EXPIRED, PaymentStatus.EXPIRED)
    assert available(order) == left + 1
    assert told(order) == [NoticeKind.PROMPTPAY_EXPIRED]  # the group never heard of it


def test_a_late_slip_takes_the_goods_again_where_they_are_there(session):
    order = given(S.EXPIRED)
    left = available(order)
    slip = do(given_a_slip, order)
    assert (slip.is_late, order.status) == (True, S.EXPIRED)

    do(service.take_again, order, group(order))

    payment = refunds.payment_of(order)
    assert (order.status, payment.status, payment.late_at is not None) == (S.PLACED, PaymentStatus.PAID, True)
    assert (available(order), direct_income(order)) == (left - 1, order.total_satang)
    with pytest.raises(StepNotAllowed):
        do(service.owe_back, order, group(order))


def test_a_late_slip_whose_goods_are_gone_is_owed_back_with_evidence(session):
    order = given(S.EXPIRED)
    with transaction():
        given_a_slip(order)
        other = given_a_promptpay_order(db.session.get(type(order.lines[0].variant.product.group), order.group_id),
                                        order.lines[0].variant.product, quantity=order.lines[0].variant.available)  # fmt: skip
    with pytest.raises(OutOfStock):
        do(service.take_again, order, group(order))
    db.session.rollback()
    assert (order.status, direct_income(order)) == (S.EXPIRED, 0)

    do(service.owe_back, order, group(order))

    (refund,) = queries.refunds_of_order(order.id)
    assert (refund.status, refund.cause, refund.amount_satang) == (RefundStatus.OWED, RefundCause.LATE, order.total_satang)
    assert queries.count_refunds_owed(order.group_id) == 1
    assert (order.status, other.status, direct_income(order)) == (S.EXPIRED, S.AWAITING_PAYMENT, order.total_satang)
    do(refunds.settle_by_hand, refund, "โอนคืน 0042", group(order))
    assert (refund.status, direct_income(order)) == (RefundStatus.SETTLED, 0)


def test_money_that_did_not_come_ends_the_order_and_the_buyer_may_object(session):
    order = given(S.AWAITING_CONFIRMATION)
    left = available(order)

    do(service.deny, order, group(order))

    assert (order.status, order.cancel_reason, available(order)) == (S.CANCELLED, service.NOT_COME, left + 1)
    assert refunds.payment_of(order).status is PaymentStatus.CANCELLED
    assert told(order)[-1] == NoticeKind.SLIP_DENIED

    do(given_a_slip, order)  # she insists: the office looks at once
    assert [slip.order_id for slip in db.session.scalars(waiting_for_office())] == [order.id]
    with transaction():
        official = given_an_official(Role.COMMERCE_OFFICIAL)
    with pytest.raises(StepNotAllowed):
        do(service.take_again, order, group(order))  # what was called off stays so
    do(service.owe_back, order, Actor(official.id, frozenset({Role.COMMERCE_OFFICIAL})))
    assert queries.refunds_owed()[0][1].id == order.id


@pytest.mark.parametrize("is_same_file", [True, False])
@pytest.mark.parametrize("status", [S.AWAITING_PAYMENT, S.EXPIRED])
def test_who_was_denied_insists_with_the_only_slip_she_has(session, status, is_same_file):
    """The same screenshot, or another of the same transfer; of an order in time, or of one that had expired."""
    order = given(status)
    stored = a_stored_slip(CODE)
    sent = do(service.send, order, stored, GUEST_BUYER)
    do(service.deny, order, group(order))

    again = replace(stored, key="again") if is_same_file else a_stored_slip(CODE)
    for _click in range(2):
        assert do(service.send, order, again, GUEST_BUYER).id == sent.id

    assert [slip.order_id for slip in db.session.scalars(waiting_for_office())] == [order.id]
    assert told(order).count(NoticeKind.SLIP_AT_OFFICE) == 2  # the buyer and the group, once
    do(service.owe_back, order, group(order))
    assert queries.refunds_owed()[0][1].id == order.id


def test_a_late_slip_that_was_denied_makes_the_next_one_the_offices(session):
    order = given(S.EXPIRED)
    do(given_a_slip, order)
    do(service.deny, order, group(order))

    do(given_a_slip, order)

    assert [slip.order_id for slip in db.session.scalars(waiting_for_office())] == [order.id]


def test_nobody_else_may_decide_and_a_buyer_cannot_take_back_what_she_has_shown(session):
    order = given(S.AWAITING_CONFIRMATION)
    labour = Actor(7, frozenset({Role.LABOUR_OFFICIAL}))
    for actor in (GUEST_BUYER, group_actor(order.group_id + 1), labour):
        for decide in (service.confirm, service.deny):
            with pytest.raises(StepNotAllowed):
                do(decide, order, actor)
    for actor in (GUEST_BUYER, group(order)):
        assert A.CANCEL not in orders.actions_for(order, actor)
    assert (order.status, direct_income(order)) == (S.AWAITING_CONFIRMATION, 0)


def test_an_official_never_says_that_her_own_money_came(session):
    with transaction():
        buyer, other = given_an_official(Role.COMMERCE_OFFICIAL), given_an_official(Role.COMMERCE_OFFICIAL)
        order = given_a_promptpay_order(account=buyer, status=S.AWAITING_CONFIRMATION)
        roles = frozenset({Role.COMMERCE_OFFICIAL})
    for decide in (service.confirm, service.deny):
        with pytest.raises(NotAllowed):
            do(decide, order, Actor(buyer.id, roles))
    assert (order.status, direct_income(order)) == (S.AWAITING_CONFIRMATION, 0)

    do(service.confirm, order, Actor(other.id, roles))

    assert order.status is S.PLACED


def test_a_buyer_cancels_before_she_pays(session):
    order = given()
    left = available(order)

    do(advance_order, order, A.CANCEL, GUEST_BUYER)

    assert (order.status, refunds.payment_of(order).status, available(order)) == (S.CANCELLED, PaymentStatus.CANCELLED, left + 1)
    assert told(order) == [NoticeKind.ORDER_CANCELLED]


def test_an_unanswered_slip_is_reminded_of_once_and_after_two_days_the_offices(session, time_machine):
    time_machine.move_to(now(), tick=False)
    order = given(S.AWAITING_CONFIRMATION)
    for hours, kinds, office in ((12, [NoticeKind.SLIP_REMINDER], 0), (35, [], 0), (1, [NoticeKind.SLIP_AT_OFFICE] * 2, 1)):
        before = told(order)
        time_machine.shift(timedelta(hours=hours))
        turn_slip_clocks()
        turn_slip_clocks()
        assert told(order)[len(before) :] == kinds
        assert len(list(db.session.scalars(waiting_for_office()))) == office
        db.session.rollback()
    waiting = db.session.scalar(select(slips_waiting(order.group_id)))
    assert (order.status, waiting) == (S.AWAITING_CONFIRMATION, 1)  # the group still may


def test_one_transfer_is_shown_once_in_the_whole_market(session):
    first, second = given(), given()
    sent = do(given_a_slip, first, CODE)

    with pytest.raises(service.SlipUsed):
        do(given_a_slip, second, CODE)
    assert second.status is S.AWAITING_PAYMENT
    assert do(given_a_slip, first, CODE).id == sent.id  # the second click
    stored = a_stored_slip()
    assert do(service.send, second, stored, GUEST_BUYER).id == do(service.send, second, stored, GUEST_BUYER).id


def test_at_most_three_unconfirmed_slips_of_one_phone(session):
    with transaction():
        waiting = [given_a_promptpay_order(purchase=given_a_purchase(phone="+66899999999")) for _ in range(4)]
    for order in waiting[:3]:
        do(given_a_slip, order)
    with pytest.raises(service.TooManySlips):
        do(given_a_slip, waiting[3])
    assert waiting[3].status is S.AWAITING_PAYMENT

    do(service.confirm, waiting[0], group(waiting[0]))
    do(given_a_slip, waiting[3])

    assert limits.count_unconfirmed(limits.Payer(None, "+66899999999")) == 3


@pytest.mark.parametrize(("status", "by_group"), [(S.PLACED, False), (S.PACKED, True)])
def test_what_is_cancelled_after_it_was_paid_is_owed_by_the_group(session, status, by_group):
    order = given(status)

    do(advance_order, order, A.CANCEL, group(order) if by_group else GUEST_BUYER, reason="ของหมด")

    (refund,) = queries.refunds_of_order(order.id)
    assert (refund.status, refund.amount_satang, order.kept_satang) == (RefundStatus.OWED, order.total_satang, 0)


def test_a_parcel_sent_back_leaves_the_delivery_with_the_group(session):
    order = given(S.SHIPPED)

    do(advance_order, order, A.RETURN_TO_SENDER, group(order))

    (refund,) = queries.refunds_of_order(order.id)
    assert (refund.status, refund.amount_satang) == (RefundStatus.OWED, order.items_satang)


def test_it_is_income_of_its_month_apart_from_what_the_market_collects(session):
    order = given(S.PLACED)
    statement = statement_of(order.lines[0].variant.product.group, now().date())

    assert queries.earned_this_month(order.group_id).satang == order.total_satang
    assert ([one.kind for one in statement.cash], statement.closing_satang) == ([ledger.PROMPTPAY_INCOME], 0)
    assert queries.income_of_orders(order.group_id)[0].satang == order.total_satang


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_the_small_code_is_read_from_the_picture(session, kind):
    if kind == "HEIF":
        import pillow_heif

        picture = Image.open(BytesIO(a_slip_picture(CODE.trans_ref, "PNG")))
        out = BytesIO()
        pillow_heif.from_pillow(picture).save(out, quality=80)
        content = out.getvalue()
    else:
        content = a_slip_picture(CODE.trans_ref, kind)

    stored = photos.store(content)

    assert stored.code == CODE
    assert storage.get(photos.slip_photos.file_key(stored.key, stored.widths[-1]))[8:12] == b"WEBP"
    assert len(orphaned_files("private/slips", Slip.key, now() + timedelta(minutes=1))) == len(stored.widths)


def test_a_picture_without_a_code_is_a_slip_and_what_is_no_picture_is_not(session):
    assert photos.store(a_slip_picture()).code is None
    heic = b"\0\0\0\x18ftypheic"
    for content in (b"", b"%PDF-1.7", a_slip_picture()[:400], heic + b"\0" * 100, heic + b"\0" * MOST_BYTES):
        with pytest.raises(PhotoRefused):
            photos.store(content)


def test_doctor_sees_what_does_not_add_up(session):
    order = given(S.AWAITING_CONFIRMATION)
    with transaction():
        slip = db.session.scalars(select(Slip)).one()
        slip.status, slip.decided_at = SlipStatus.CONFIRMED, now()
    assert len(slip_checks.slips_follow_their_orders()) == 2
    db.session.rollback()
    with transaction():
        slip.status, slip.decided_at = SlipStatus.WAITING, None
        payment = refunds.payment_of(order)
        payment.status, payment.received_satang = PaymentStatus.PAID, payment.amount_satang
    assert len(slip_checks.promptpay_is_earned_once()) == 1
    db.session.rollback()
    with transaction():
        payment.status, payment.received_satang = PaymentStatus.PENDING, 0
    assert MARKET.id is None
