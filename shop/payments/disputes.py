"""Disputes: a card's bank takes the money for its customer, and gives it back or does not. The office answers at Stripe."""

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.payments import ledger
from shop.payments.actions import PaymentAction
from shop.payments.models import Dispute, DisputeStatus, Payment
from shop.payments.provider import DisputeReport


def record_report(report: DisputeReport) -> None:
    """Write what Stripe says of a dispute as it is now; said again, it changes nothing. Another's payment is not ours."""
    payment = db.session.scalar(select(Payment).where(Payment.intent_id == report.intent_id))
    if payment is None:
        return
    dispute = db.session.scalar(select(Dispute).where(Dispute.provider_id == report.id)) or _open(payment, report)
    if not report.is_open:
        _close(dispute, report)


def _open(payment: Payment, report: DisputeReport) -> Dispute:
    dispute = Dispute(
        payment_id=payment.id,
        provider_id=report.id,
        amount_satang=report.amount_satang,
        fee_satang=report.fee_satang,
        reason=report.reason[:80],
        answer_by=report.answer_by,
        status=DisputeStatus.OPEN,
    )
    db.session.add(dispute)
    db.session.flush()
    ledger.post_dispute(dispute, payment.purchase_id)
    _record(PaymentAction.OPEN_DISPUTE, payment, dispute)
    return dispute


def _close(dispute: Dispute, report: DisputeReport) -> None:
    status = DisputeStatus.WON if report.is_won else DisputeStatus.LOST
    closed = update(Dispute).where(Dispute.id == dispute.id, Dispute.status == DisputeStatus.OPEN)
    closed = closed.values(status=status, closed_at=now()).execution_options(synchronize_session=False)
    if db.session.execute(closed).rowcount:
        db.session.expire(dispute)
        payment = db.session.get_one(Payment, dispute.payment_id)
        ledger.post_dispute_closed(dispute, payment.purchase_id, is_won=report.is_won)
        _record(PaymentAction.CLOSE_DISPUTE, payment, dispute)


def _record(action: PaymentAction, payment: Payment, dispute: Dispute) -> None:
    changes = {"dispute": dispute.id, "amount_satang": dispute.amount_satang, "status": dispute.status}
    audit.record(MARKET, action, "purchase", payment.purchase.code, **changes)
