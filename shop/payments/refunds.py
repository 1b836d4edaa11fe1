"""Money back to the buyer: decided here in a transaction, sent by a job, and true in the ledger at every moment between.

Each refund of an order takes from that order's group and no other. What Stripe collected goes back through Stripe; cash is in
the group's own hands, so the group owes it and says when it is done.
"""

import logging

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.kernel.access import MARKET, Actor, HelpScope
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.outbox import enqueue
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.kernel.thai import tidy
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell, tell_all
from shop.orders import messages
from shop.orders.models import Order, PaymentMethod
from shop.payments import ledger
from shop.payments.actions import PaymentAction
from shop.payments.models import Payment, PaymentStatus, Refund, RefundCause, RefundStatus
from shop.payments.provider import RefundReport, RefundState

log = logging.getLogger("shop.payments")

SEND = "refund.send"  # the outbox's topic
LONGEST_REFERENCE = 200
ON_ITS_WAY = (RefundStatus.REQUESTED, RefundStatus.PENDING)


class NothingToRefund(Refusal):
    """The order was not paid, or less of it is left than was to be given back."""


def payment_of(order: Order) -> Payment | None:
    """Its own payment, or that of its whole purchase."""
    if order.payment_method is not PaymentMethod.STRIPE:
        return db.session.scalar(select(Payment).where(Payment.order_id == order.id))
    return db.session.scalar(select(Payment).where(Payment.purchase_id == order.purchase_id, Payment.order_id.is_(None)))


def request_refund(order: Order, amount_satang: int, cause: RefundCause, actor: Actor) -> Refund:
    """Decide to give back so many satang of a paid order. The stock is the caller's.

    Two that ask at once for more than is left: the second is refused. Raises NothingToRefund.
    """
    payment = payment_of(order)
    if payment is None or payment.status is not PaymentStatus.PAID or amount_satang <= 0:
        raise NothingToRefund
    _claim(update(Order).where(Order.id == order.id, _left_of_order() >= amount_satang), Order, amount_satang)
    db.session.expire(order)
    refund = _request(payment, order.id, amount_satang, cause, actor)
    if refund.status is RefundStatus.REQUESTED:
        ledger.post_refund(refund, order)
    _write_down(refund, order, actor)
    return refund


def refund_unallocated(payment: Payment, actor: Actor) -> Refund:
    """Give back all that came for nothing (a mismatch). Raises NothingToRefund where that has been done."""
    amount = payment.received_satang - payment.refunded_satang
    if payment.status is not PaymentStatus.MISMATCH or amount <= 0:
        raise NothingToRefund
    refund = _request(payment, None, amount, RefundCause.MISMATCH, actor)
    ledger.post_refund_of_unallocated(refund)
    audit.record(actor, PaymentAction.REQUEST_REFUND, "refund", refund.id, amount_satang=amount, cause=refund.cause)
    tell(
        messages.buyer_of(payment.purchase),
        NoticeKind.PAYMENT_SENT_BACK,
        code=payment.purchase.code,
        amount_satang=amount,
        key=payment.purchase.link_key,
    )
    return refund


def record_report(refund: Refund, report: RefundReport) -> None:
    """Write what Stripe says of a refund; the same said again, or said late, changes nothing."""
    if report.key not in (None, refund.key):
        return  # of an earlier try
    {
        RefundState.PENDING: _mark_pending,
        RefundState.SUCCEEDED: _mark_succeeded,
        RefundState.FAILED: _mark_failed,
    }[report.state](refund, report)


def record_refusal(refund: Refund, key: str, failure: str) -> None:
    """Stripe would not take what was asked under this key: a person has to send it another way."""
    if refund.key == key:
        _mark_failed(refund, RefundReport(None, RefundState.FAILED, failure))


def record_made_outside(payment: Payment, report: RefundReport) -> None:
    """Somebody paid the buyer back at Stripe's own pages: the books follow.

    One of ours that Stripe would not take, because this was there before, has thereby arrived. Where only one order, or all of
    what is left, can be meant, it is that order's; else the office says whose it was by an adjustment.
    """
    if report.state is not RefundState.SUCCEEDED:
        return
    failed = [one for one in payment.refunds if (one.status, one.amount_satang) == (RefundStatus.FAILED, report.amount_satang)]
    if failed:
        _mark_succeeded(failed[0], report, was=(RefundStatus.FAILED,))
        return
    left = payment.received_satang - payment.refunded_satang
    if report.amount_satang > left:
        log.error("payment %s: %s satang were paid back at Stripe, more than is left", payment.id, report.amount_satang)
        return
    for order, amount in _meant_by(payment, report.amount_satang, left):
        _record_outside(payment, order, amount, report)


def _meant_by(payment: Payment, amount_satang: int, left: int) -> list[tuple[Order | None, int]]:
    """Which orders an amount can only be of; of none where there is a choice."""
    paid = [
        order for order in db.session.scalars(select(Order).where(*_paid_by(payment)).order_by(Order.id)) if order.kept_satang
    ]
    is_all = amount_satang == left == sum(one.kept_satang for one in paid)
    if payment.status is PaymentStatus.PAID and (len(paid) == 1 or is_all):
        return [(order, min(order.kept_satang, amount_satang)) for order in paid]
    return [(None, amount_satang)]


def _paid_by(payment: Payment) -> tuple:
    return Order.purchase_id == payment.purchase_id, Order.payment_method == PaymentMethod.STRIPE


def take_up_outside(order: Order) -> None:
    """What was paid back at Stripe's own pages, nobody knew for which order, was for this one: else it would go back twice."""
    payment = payment_of(order)
    if payment is None or payment.status is not PaymentStatus.PAID:
        return
    for refund in payment.refunds:
        is_nobodys = refund.cause is RefundCause.OUTSIDE and refund.order_id is None
        if is_nobodys and order.kept_satang > payment.received_satang - payment.refunded_satang:
            amount = refund.amount_satang
            if amount > order.kept_satang:
                return  # part of it was another's: the office knows
            assigned = update(Refund).where(Refund.id == refund.id, Refund.order_id.is_(None)).values(order_id=order.id)
            if db.session.execute(assigned.execution_options(synchronize_session=False)).rowcount == 1:
                _claim(update(Order).where(Order.id == order.id, _left_of_order() >= amount), Order, amount)
                db.session.expire(order)
                db.session.expire(refund)
                ledger.post_outside_taken_up(refund, order)


def _record_outside(payment: Payment, order: Order | None, amount_satang: int, report: RefundReport) -> None:
    if order:
        _claim(update(Order).where(Order.id == order.id, _left_of_order() >= amount_satang), Order, amount_satang)
        db.session.expire(order)
    _claim(update(Payment).where(Payment.id == payment.id, _left_of_payment() >= amount_satang), Payment, amount_satang)
    db.session.expire(payment)
    is_whole = amount_satang == report.amount_satang
    refund = Refund(
        payment=payment,
        order_id=order.id if order else None,
        amount_satang=amount_satang,
        cause=RefundCause.OUTSIDE,
        status=RefundStatus.SUCCEEDED,
        key=new_key(),
        provider_id=report.id if is_whole else f"{report.id}:{order.id}",
        settled_at=now(),
    )
    db.session.add(refund)
    db.session.flush()
    if order:
        ledger.post_refund(refund, order)
        ledger.post_refund_sent(refund, order)
    else:
        ledger.post_refund_outside(refund)
    _record(PaymentAction.SEND_REFUND, refund)
    _tell_arrived(refund, order)


def try_again(refund: Refund, actor: Actor) -> None:
    """Ask Stripe once more for a refund that failed. Raises LostRace."""
    key = new_key()  # under the old one Stripe would repeat its old answer
    _move(refund, (RefundStatus.FAILED,), status=RefundStatus.REQUESTED, key=key, provider_id=None, failure="") or _lost()
    enqueue(SEND, {"refund_id": refund.id})
    audit.record(actor, PaymentAction.RETRY_REFUND, "refund", refund.id, amount_satang=refund.amount_satang)


def settle_by_hand(refund: Refund, reference: str, actor: Actor) -> None:
    """The office sent it from the market's account (a failed one), or the group paid its buyer back (an owed one).

    `reference` is the evidence: a transfer's number, or who gave what to whom when. Raises BadValue, LostRace.
    """
    reference = tidy(reference)
    if not reference:
        raise BadValue("reference", "empty")
    if len(reference) > LONGEST_REFERENCE:
        raise BadValue("reference", "too_long")
    is_cash = refund.status is RefundStatus.OWED
    moved = {"status": RefundStatus.SETTLED, "reference": reference, "settled_at": now(), "settled_by": actor.id}
    _move(refund, (RefundStatus.OWED if is_cash else RefundStatus.FAILED,), **moved) or _lost()
    order = order_of(refund)
    (ledger.post_cash_returned if is_cash else ledger.post_refund_settled)(refund, order)
    audit.record(
        actor,
        PaymentAction.SETTLE_REFUND,
        "refund",
        refund.id,
        group_id=order.group_id if order else None,
        amount_satang=refund.amount_satang,
    )
    _tell_arrived(refund, order)


def order_of(refund: Refund) -> Order | None:
    return db.session.get(Order, refund.order_id) if refund.order_id else None


def _request(payment: Payment, order_id: int | None, amount_satang: int, cause: RefundCause, actor: Actor) -> Refund:
    _claim(update(Payment).where(Payment.id == payment.id, _left_of_payment() >= amount_satang), Payment, amount_satang)
    db.session.expire(payment)
    is_cash = payment.method is not PaymentMethod.STRIPE
    refund = Refund(
        payment=payment,
        order_id=order_id,
        amount_satang=amount_satang,
        cause=cause,
        status=RefundStatus.OWED if is_cash else RefundStatus.REQUESTED,
        key=new_key(),
        requested_by=actor.id,
    )
    db.session.add(refund)
    db.session.flush()
    if not is_cash:
        enqueue(SEND, {"refund_id": refund.id})
    return refund


def _left_of_order():
    return Order.total_satang - Order.called_off_satang - Order.refunded_satang


def _left_of_payment():
    return Payment.received_satang - Payment.refunded_satang


def _claim(asked, table: type[Order] | type[Payment], amount_satang: int) -> None:
    changed = asked.values(refunded_satang=table.refunded_satang + amount_satang).execution_options(synchronize_session=False)
    if db.session.execute(changed).rowcount == 0:
        raise NothingToRefund


def _write_down(refund: Refund, order: Order, actor: Actor) -> None:
    amount = refund.amount_satang
    audit.record(
        actor,
        PaymentAction.REQUEST_REFUND,
        "order",
        order.code,
        group_id=order.group_id,
        refund=refund.id,
        amount_satang=amount,
        cause=refund.cause,
    )
    kind = NoticeKind.REFUND_OWED if refund.status is RefundStatus.OWED else NoticeKind.REFUND_REQUESTED
    tell(messages.buyer_of(order.purchase), kind, code=order.code, amount_satang=amount, key=order.purchase.link_key)
    tell_all(
        groups.recipients_of(order.group_id, about=HelpScope.ORDERS), kind, for_group=True, code=order.code, amount_satang=amount
    )


def _mark_pending(refund: Refund, report: RefundReport) -> None:
    _move(refund, (RefundStatus.REQUESTED,), status=RefundStatus.PENDING, provider_id=report.id)


def _mark_succeeded(refund: Refund, report: RefundReport, was: tuple[RefundStatus, ...] = ON_ITS_WAY) -> None:
    moved = {"status": RefundStatus.SUCCEEDED, "provider_id": report.id, "settled_at": now(), "failure": ""}
    if _move(refund, was, **moved):
        order = order_of(refund)
        ledger.post_refund_sent(refund, order)
        _record(PaymentAction.SEND_REFUND, refund)
        _tell_arrived(refund, order)


def _mark_failed(refund: Refund, report: RefundReport) -> None:
    """Also of one that had succeeded: the buyer's bank may send it back days later."""
    failed = {"status": RefundStatus.FAILED, "failure": report.failure[:80], "settled_at": None}
    if report.id:
        failed["provider_id"] = report.id
    if _move(refund, ON_ITS_WAY, **failed):
        _record(PaymentAction.FAIL_REFUND, refund)
    elif report.id and refund.provider_id == report.id and _move(refund, (RefundStatus.SUCCEEDED,), **failed):
        ledger.post_refund_bounced(refund, order_of(refund))
        _record(PaymentAction.FAIL_REFUND, refund)


def _move(refund: Refund, was: tuple[RefundStatus, ...], **values: object) -> bool:
    moved = update(Refund).where(Refund.id == refund.id, Refund.status.in_(was)).values(**values)
    is_moved = db.session.execute(moved.execution_options(synchronize_session=False)).rowcount == 1
    db.session.expire(refund)
    return is_moved


def _lost() -> None:
    raise LostRace


def _record(action: PaymentAction, refund: Refund) -> None:
    order = order_of(refund)
    audit.record(
        MARKET,
        action,
        "refund",
        refund.id,
        group_id=order.group_id if order else None,
        amount_satang=refund.amount_satang,
    )


def _tell_arrived(refund: Refund, order: Order | None) -> None:
    purchase = refund.payment.purchase
    if order is not None:
        told = {"code": order.code, "amount_satang": refund.amount_satang, "key": purchase.link_key}
        tell(messages.buyer_of(purchase), NoticeKind.REFUND_SENT, **told)
