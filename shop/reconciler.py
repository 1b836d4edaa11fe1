"""Asks the payment provider and writes down what it says: on the buyer's way there and back, for webhooks, jobs, the operator.

Each function is called outside any transaction and opens its own between the questions. A question whose answer was lost is
asked again with the key on the row: nothing is charged or paid back twice.
"""

import logging
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.exc import IntegrityError

from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.payments import disputes, refunds, sessions
from shop.payments.gateway import SESSION_LIVES, gateway
from shop.payments.models import Payment, PaymentStatus, ProviderEvent, Refund, RefundStatus
from shop.payments.provider import Event, GatewayDown, GatewayRefused, RefundReport, SessionReport, SessionState

log = logging.getLogger("shop.payments")

AT_ONCE = 200  # rows in one round; what is left comes in the next
SLACK = timedelta(minutes=5)  # between two clocks
ASK_AGAIN_AFTER = timedelta(minutes=4)
LATE_MONEY_WITHIN = timedelta(hours=48)  # of a payment's end: so long we ask whether somebody paid after all
LATE_ASK_AFTER = timedelta(hours=6)
KEYS_ARE_REMEMBERED = timedelta(hours=20)  # by Stripe, for a day
SENT_LONG_AGO = timedelta(minutes=10)


# The buyer's way there and back


def payment_page(payment_id: int, back_to: str) -> str:
    """The address where a purchase is paid, made on the first call. Raises PaymentClosed, GatewayDown, GatewayRefused.

    Where an earlier question got no answer and Stripe will not take it a second time (it is too old by now, or the market's own
    address has changed since), what it made of the first one is looked for, and only where that is nothing a new one is asked.
    """
    try:
        return _payment_page(payment_id, back_to)
    except GatewayRefused:
        return _payment_page(payment_id, back_to)


def _payment_page(payment_id: int, back_to: str) -> str:
    with transaction():
        payment = db.session.get_one(Payment, payment_id)
        sessions.begin(payment, SESSION_LIVES)
        if payment.session_url:
            return payment.session_url
        asked_at = payment.session_requested_at
        asked = {
            "key": payment.session_key,
            "payment_id": payment.id,
            "purchase_code": payment.purchase.code,
            "lines": sessions.lines_of(payment),
            "expires_at": payment.expires_at,
            "locale": payment.purchase.locale,
            "email": payment.purchase.email,
            "back_to": back_to,
        }
    try:
        report = gateway.create_session(**asked)
    except GatewayRefused:
        _find_lost_session(payment_id, asked_at, is_answered=True)
        raise
    with transaction():
        sessions.settle(db.session.get_one(Payment, payment_id), report)
    return report.url or ""


def ask_about(payment_id: int) -> None:
    """How does this payment stand? Raises GatewayDown, GatewayRefused."""
    payment = db.session.get_one(Payment, payment_id)
    session_id, requested_at = payment.session_id, payment.session_requested_at
    db.session.rollback()
    if session_id:
        _settle(payment_id, gateway.session(session_id))
    elif requested_at:
        _find_lost_session(payment_id, requested_at)


def call_off(payment_id: int, actor: Actor) -> None:
    """The buyer wants it no more: once Stripe has ended the session, unless somebody has just paid it.

    Raises GatewayDown, GatewayRefused, PaymentClosed where it was paid or had ended.
    """
    with transaction():
        sessions.begin_to_call_off(db.session.get_one(Payment, payment_id), actor)
    report = _end_session(payment_id)
    with transaction():
        payment = db.session.get_one(Payment, payment_id)
        if report is None:
            sessions.call_off(payment)
        else:
            sessions.settle(payment, report)
        is_called_off = payment.status is PaymentStatus.CANCELLED
    if not is_called_off:
        raise sessions.PaymentClosed


# What Stripe tells us


def learn_of(event: Event) -> bool:
    """Take note of an event, once; whether it was news. The object is asked for anew, so the order of arrival does not matter.

    Raises GatewayDown, GatewayRefused: the event is not noted, and Stripe sends it again.
    """
    if db.session.get(ProviderEvent, event.id):
        db.session.rollback()
        return False
    db.session.rollback()
    look = LOOKS.get(event.kind)
    write = look(event) if look else None
    try:
        with transaction():
            subject = event.object_id
            db.session.add(ProviderEvent(id=event.id, kind=event.kind, subject=subject, created_at=event.created_at))
            db.session.flush()
            if write:
                write()
    except IntegrityError:
        with db.session.no_autoflush:
            if db.session.get(ProviderEvent, event.id) is None:
                raise
        return False
    return True


def _session_event(event: Event):
    return _writer(gateway.session(event.object_id))


def _intent_event(event: Event):
    report = gateway.session_of_intent(event.object_id)
    return _writer(report) if report else None


def _refund_event(event: Event):
    report = gateway.refund(event.object_id)
    return lambda: _record_refund(report, event.intent_id)


def _charge_event(event: Event):
    if event.intent_id is None:
        return None
    reports = gateway.refunds_of(event.intent_id)

    def write() -> None:
        for report in reports:
            _record_refund(report, event.intent_id)

    return write


def _dispute_event(event: Event):
    report = gateway.dispute(event.object_id)
    return lambda: disputes.record_report(report)


LOOKS = {
    "checkout.session.completed": _session_event,
    "checkout.session.async_payment_succeeded": _session_event,
    "checkout.session.async_payment_failed": _session_event,
    "checkout.session.expired": _session_event,
    "payment_intent.payment_failed": _intent_event,
    "charge.refunded": _charge_event,
    "refund.updated": _refund_event,
    "refund.failed": _refund_event,
    "charge.dispute.created": _dispute_event,
    "charge.dispute.closed": _dispute_event,
}


# Refunds


def send_refund(refund_id: int) -> None:
    """Ask Stripe to pay it back, and write down what it says. Raises GatewayDown."""
    refund = db.session.get_one(Refund, refund_id)
    if refund.status is not RefundStatus.REQUESTED:
        db.session.rollback()
        return
    asked = {"key": refund.key, "intent_id": refund.payment.intent_id, "amount_satang": refund.amount_satang}
    may_be_forgotten = refund.requested_at <= now() - KEYS_ARE_REMEMBERED
    db.session.rollback()
    try:
        report = _refund_known_as(asked["key"], asked["intent_id"]) if may_be_forgotten else None
        report = report or gateway.create_refund(**asked)
    except GatewayRefused as refusal:
        with transaction():
            refunds.record_refusal(db.session.get_one(Refund, refund_id), asked["key"], str(refusal))
        return
    with transaction():
        refunds.record_report(db.session.get_one(Refund, refund_id), report)


def ask_about_refund(refund_id: int) -> None:
    """How does a refund stand that we asked for? One that Stripe never heard of is sent. Raises GatewayDown, GatewayRefused."""
    refund = db.session.get_one(Refund, refund_id)
    key, provider_id, intent_id = refund.key, refund.provider_id, refund.payment.intent_id
    db.session.rollback()
    found = gateway.refund(provider_id) if provider_id else _refund_known_as(key, intent_id)
    if found is None:
        send_refund(refund_id)
        return
    with transaction():
        refunds.record_report(db.session.get_one(Refund, refund_id), found)


def _refund_known_as(key: str, intent_id: str) -> RefundReport | None:
    """A refund that Stripe made for a question whose answer is lost, and whose key it may have forgotten."""
    return next((report for report in gateway.refunds_of(intent_id) if report.key == key), None)


# Everything that stays open


def expire_overdue() -> int:
    """End what nobody paid in time, as soon as Stripe says so; how many ended."""
    asked = select(Payment.id).where(Payment.status == PaymentStatus.PENDING, Payment.hold_until <= now())
    return sum(_try(_expire, payment_id) for payment_id in _ids(asked.order_by(Payment.hold_until)))


def reconcile() -> dict[str, int]:
    """Ask about every payment and refund that stays open, so that a lost webhook loses nothing.

    Gives `asked` and `unanswered`, and how many came to be paid, expired, failed or sent back meanwhile.
    """
    before = _count_states()
    expired = expire_overdue()
    payments, open_refunds = _ids(_payments_to_ask()), _ids(_refunds_to_ask())
    answered = sum(_try(ask_about, payment_id) for payment_id in payments)
    answered += sum(_try(ask_about_refund, refund_id) for refund_id in open_refunds)
    after = _count_states()
    asked = len(payments) + len(open_refunds)
    return {
        "asked": asked + expired,
        "unanswered": asked - answered,
        **{name: after[name] - before[name] for name in sorted(after | before) if after[name] != before[name]},
    }


def look_again(days: int) -> dict[str, int]:
    """Ask for the refunds and disputes of every payment of so many days: what a restored backup has never heard of.

    Gives how many payments were `asked` about, and how many got no answer.
    """
    asked = select(Payment.id).where(Payment.status == PaymentStatus.PAID, Payment.intent_id.is_not(None))
    recent = list(db.session.scalars(asked.where(Payment.paid_at >= now() - timedelta(days=days)).order_by(Payment.id)))
    db.session.rollback()
    answered = sum(_try(_look_at_reversals, payment_id) for payment_id in recent)
    return {"asked": len(recent), "unanswered": len(recent) - answered}


def _look_at_reversals(payment_id: int) -> None:
    intent_id = db.session.get_one(Payment, payment_id).intent_id
    db.session.rollback()
    given_back, disputed = gateway.refunds_of(intent_id), gateway.disputes_of(intent_id)
    with transaction():
        for report in given_back:
            _record_refund(report, intent_id)
        for report in disputed:
            disputes.record_report(report)


def _payments_to_ask():
    at = now()
    waits = and_(
        Payment.status == PaymentStatus.PENDING,
        Payment.session_requested_at <= at - ASK_AGAIN_AFTER,
        or_(Payment.asked_at.is_(None), Payment.asked_at <= at - ASK_AGAIN_AFTER),
    )
    may_have_come_late = and_(
        Payment.status.in_(sessions.UNPAID),
        Payment.session_requested_at >= at - LATE_MONEY_WITHIN,
        or_(Payment.asked_at.is_(None), Payment.asked_at <= at - LATE_ASK_AFTER),
    )
    fee_is_unknown = and_(Payment.status == PaymentStatus.PAID, Payment.fee_satang.is_(None), Payment.session_id.is_not(None))
    asked = select(Payment.id).where(Payment.order_id.is_(None), or_(waits, may_have_come_late, fee_is_unknown))
    return asked.order_by(Payment.asked_at.is_not(None), Payment.asked_at, Payment.id)


def _refunds_to_ask():
    is_stuck = and_(Refund.status == RefundStatus.REQUESTED, Refund.requested_at <= now() - SENT_LONG_AGO)
    return select(Refund.id).where(or_(Refund.status == RefundStatus.PENDING, is_stuck)).order_by(Refund.id)


def _expire(payment_id: int) -> None:
    report = _end_session(payment_id)
    with transaction():
        payment = db.session.get_one(Payment, payment_id)
        if report is None and payment.called_off_at:
            sessions.call_off(payment)
        elif report is None:
            sessions.expire_unbegun(payment)
        else:
            sessions.settle(payment, report)


def _end_session(payment_id: int) -> SessionReport | None:
    """Have Stripe end it; None where it never made one. A session paid or confirming is reported as that.

    Raises GatewayDown also while a question of ours may still be on its way: nobody knows yet what becomes of it.
    """
    payment = db.session.get_one(Payment, payment_id)
    requested_at = payment.session_requested_at
    if requested_at and not payment.session_id:
        db.session.rollback()
        _find_lost_session(payment_id, requested_at)
        payment = db.session.get_one(Payment, payment_id)
    session_id, is_unknown = payment.session_id, payment.session_requested_at and not payment.session_id
    db.session.rollback()
    if is_unknown:
        raise GatewayDown("unknown")
    return gateway.expire_session(session_id) if session_id else None


def _find_lost_session(payment_id: int, requested_at: datetime, is_answered: bool = False) -> None:
    """The answer that named the session was lost: look for it, or know that there is none.

    `is_answered`: Stripe has spoken since, so that no question of ours is still on its way to it.
    """
    made = gateway.sessions_of(payment_id, requested_at - SLACK, requested_at + timedelta(days=1))
    found = sorted(made, key=lambda report: report.state is not SessionState.PAID)
    with transaction():
        payment = db.session.get_one(Payment, payment_id)
        if found:
            sessions.settle(payment, found[0])
        elif is_answered or requested_at <= now() - SLACK:
            sessions.forget_session(payment)


def _settle(payment_id: int, report: SessionReport) -> None:
    with transaction():
        sessions.settle(db.session.get_one(Payment, payment_id), report)


def _writer(report: SessionReport):
    """Writes what the report says of one of our payments; another's session is none of our business."""

    def write() -> None:
        known = select(Payment).where(or_(Payment.session_id == report.id, Payment.id == (report.payment_id or 0)))
        payment = db.session.scalar(known.where(Payment.order_id.is_(None)))
        if payment and payment.session_id in (None, report.id):
            sessions.settle(payment, report)

    return write


def _record_refund(report: RefundReport, intent_id: str | None) -> None:
    """Of a refund of ours; one that we do not know was made by somebody else, or by us before a backup was brought back."""
    refund = db.session.scalar(
        select(Refund).where(
            or_(Refund.key == (report.key or ""), Refund.provider_id == report.id, Refund.provider_id.startswith(f"{report.id}:"))
        )
    )
    if refund:
        refunds.record_report(refund, report)
    elif intent_id and (payment := db.session.scalar(select(Payment).where(Payment.intent_id == intent_id))):
        refunds.record_made_outside(payment, report)


def _ids(asked) -> list[int]:
    found = list(db.session.scalars(asked.limit(AT_ONCE)))
    db.session.rollback()
    return found


def _try(work, row_id: int) -> bool:
    """Whether it was answered: one in trouble does not hold up the others."""
    try:
        work(row_id)
    except (GatewayDown, GatewayRefused) as trouble:
        db.session.rollback()
        log.warning("%s of %s: %s", work.__name__, row_id, trouble)
        return False
    except Exception:
        db.session.rollback()
        log.exception("%s of %s failed", work.__name__, row_id)
        return False
    return True


def _count_states() -> Counter[str]:
    asked = select(Payment.status, func.count(Payment.id)).where(Payment.order_id.is_(None)).group_by(Payment.status)
    counted = Counter({f"payments_{status}": count for status, count in db.session.execute(asked)})
    asked = select(Refund.status, func.count(Refund.id)).group_by(Refund.status)
    counted.update({f"refunds_{status}": count for status, count in db.session.execute(asked)})
    db.session.rollback()
    return counted
