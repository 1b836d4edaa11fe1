"""Money that needs a person: what has gone otherwise than it should and does not mend itself, oldest first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ScalarSelect, Select, func, or_, select, union_all
from sqlalchemy.orm import joinedload

from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders.models import Order, PaymentMethod
from shop.payments.models import Dispute, DisputeStatus, Payment, PaymentStatus, Refund, RefundCause, RefundStatus
from shop.payments.refunds import payment_of
from shop.payments.slips import queries as slips
from shop.payments.slips.models import Slip
from shop.payouts.models import ClosedException

OWED_TOO_LONG = timedelta(days=7)  # a group that has not given cash back
SLOW_REFUND = timedelta(days=7)  # Stripe has not finished it
FEE_MISSING = timedelta(days=1)
ON_ITS_WAY = (RefundStatus.REQUESTED, RefundStatus.PENDING)


class Trouble(StrEnum):
    """The most pressing first."""

    MISMATCH = "mismatch"
    FAILED_REFUND = "failed_refund"
    DISPUTE = "dispute"
    LOST_DISPUTE = "lost_dispute"
    OUTSIDE = "outside"
    UNCONFIRMED_SLIP = "unconfirmed_slip"
    LATE = "late"
    SLOW_REFUND = "slow_refund"
    OWED_BY_GROUP = "owed_by_group"
    NO_FEE = "no_fee"


@dataclass(frozen=True)
class Case:
    """One thing to look after. `subject` is the payment, refund, dispute or slip."""

    trouble: Trouble
    subject: Payment | Refund | Dispute | Slip
    since: datetime
    amount_satang: int
    payment: Payment
    order: Order | None


def cases_waiting() -> ScalarSelect[int]:
    """How many: part of a question."""
    asked = [_asked(trouble).with_only_columns(func.count().label("n")).order_by(None) for trouble in Trouble]
    return select(func.sum(union_all(*asked).subquery().c.n)).scalar_subquery()


def cases() -> dict[Trouble, list[Case]]:
    """All that wait, by kind; a kind of which there is none is left out."""
    found = {trouble: [_case(trouble, row) for row in db.session.scalars(_asked(trouble))] for trouble in Trouble}
    orders = {case.subject.order_id for each in found.values() for case in each if isinstance(case.subject, Refund)} - {None}
    by_id = {order.id: order for order in db.session.scalars(select(Order).where(Order.id.in_(orders)))} if orders else {}
    return {trouble: [_with_order(case, by_id) for case in each] for trouble, each in found.items() if each}


def _asked(trouble: Trouble) -> Select:
    at = now()
    if trouble is Trouble.UNCONFIRMED_SLIP:
        return slips.waiting_for_office()
    if trouble in (Trouble.DISPUTE, Trouble.LOST_DISPUTE):
        is_open = trouble is Trouble.DISPUTE
        asked = select(Dispute).where(Dispute.status == (DisputeStatus.OPEN if is_open else DisputeStatus.LOST))
        return asked.order_by(Dispute.id) if is_open else asked.where(Dispute.id.not_in(_closed("dispute"))).order_by(Dispute.id)
    if trouble in (Trouble.MISMATCH, Trouble.NO_FEE):
        return {
            Trouble.MISMATCH: select(Payment).where(
                Payment.status == PaymentStatus.MISMATCH, Payment.received_satang > Payment.refunded_satang
            ),
            Trouble.NO_FEE: select(Payment).where(
                Payment.method == PaymentMethod.STRIPE,
                Payment.status.in_([PaymentStatus.PAID, PaymentStatus.MISMATCH]),
                Payment.fee_satang.is_(None),
                Payment.paid_at <= at - FEE_MISSING,
            ),
        }[trouble].order_by(Payment.paid_at, Payment.id)
    slow = Refund.requested_at <= at - SLOW_REFUND
    where = {
        Trouble.FAILED_REFUND: (Refund.status == RefundStatus.FAILED,),
        Trouble.OUTSIDE: (Refund.cause == RefundCause.OUTSIDE, Refund.id.not_in(_closed("refund"))),
        Trouble.LATE: (Refund.cause == RefundCause.LATE, Refund.status.in_(ON_ITS_WAY)),
        Trouble.SLOW_REFUND: (Refund.cause != RefundCause.LATE, Refund.status.in_(ON_ITS_WAY), slow),
        Trouble.OWED_BY_GROUP: (  # of late money at once: the buyer has nothing in her hands
            Refund.status == RefundStatus.OWED,
            or_(Refund.cause == RefundCause.LATE, Refund.requested_at <= at - OWED_TOO_LONG),
        ),
    }[trouble]
    return select(Refund).where(*where).order_by(Refund.requested_at, Refund.id)


def _closed(subject: str) -> Select:
    """What an official has dealt with outside of the books."""
    return select(ClosedException.subject_id).where(ClosedException.subject == subject)


def _case(trouble: Trouble, subject: Payment | Refund | Dispute | Slip) -> Case:
    if isinstance(subject, Slip):
        payment = payment_of(subject.order)
        return Case(trouble, subject, subject.received_at, payment.amount_satang, payment, subject.order)
    if isinstance(subject, Payment):
        left = subject.received_satang - subject.refunded_satang
        return Case(trouble, subject, subject.paid_at, left, subject, None)
    payment = db.session.get_one(Payment, subject.payment_id, options=[joinedload(Payment.purchase)])
    since = subject.requested_at if isinstance(subject, Refund) else subject.opened_at
    return Case(trouble, subject, since, subject.amount_satang, payment, None)


def _with_order(case: Case, by_id: dict[int, Order]) -> Case:
    if isinstance(case.subject, Slip):
        return case
    order_id = getattr(case.subject, "order_id", None) if isinstance(case.subject, Refund) else case.payment.order_id
    order = by_id.get(order_id) if order_id else None
    return Case(case.trouble, case.subject, case.since, case.amount_satang, case.payment, order)


def refund_by_id(refund_id: int) -> Refund | None:
    return db.session.get(Refund, refund_id, options=[joinedload(Refund.payment).joinedload(Payment.purchase)])


def payment_by_id(payment_id: int) -> Payment | None:
    return db.session.get(Payment, payment_id, options=[joinedload(Payment.purchase)])


def dispute_by_id(dispute_id: int) -> Dispute | None:
    return db.session.get(Dispute, dispute_id)
