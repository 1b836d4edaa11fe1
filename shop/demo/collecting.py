"""What the demonstration's buyers paid beforehand: as the payment page of the demonstration would have reported it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from shop.demo.buyers import Errand
from shop.demo.history import back_then
from shop.kernel.clock import now
from shop.kernel.codes import digest
from shop.kernel.database import db
from shop.orders.models import Purchase
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.gateway import SESSION_LIVES, gateway
from shop.payments.models import Refund, RefundStatus
from shop.payments.provider import RefundReport, RefundState, SessionReport, SessionState
from shop.payments.refunds import record_report

ID = "cs_demo_"  # the payment page that runs beside the demonstration takes these on
FEE_BASIS_POINTS = {"card": 391, "promptpay": 177}  # with VAT
PAID_AFTER, REFUNDED_AFTER = timedelta(minutes=3), timedelta(hours=5)


@contextmanager
def provider() -> Iterator[None]:
    """Back then there was one; nothing is asked of it here."""
    if gateway.is_open:
        yield
        return
    gateway.open("sk_test_of_the_past")
    try:
        yield
    finally:
        gateway.open("")


def go_on(purchase: Purchase, errand: Errand, placed_at: datetime, chance: Random) -> None:
    """The purchase was paid some minutes later, or never."""
    payment = sessions.payment_of_purchase(purchase.id)
    if errand.ending is OrderStatus.AWAITING_PAYMENT:
        return
    with back_then(placed_at + PAID_AFTER):
        sessions.begin(payment, SESSION_LIVES)
        sessions.settle(payment, _report(payment, chance, SessionState.OPEN))
        if errand.ending is not OrderStatus.EXPIRED:
            sessions.settle(payment, _report(payment, chance, SessionState.PAID))
    if errand.ending is OrderStatus.EXPIRED:
        with back_then(payment.expires_at):
            sessions.settle(payment, _report(payment, chance, SessionState.EXPIRED))


def send_refunds_of_the_past() -> None:
    """What was to be paid back has arrived. In the caller's transaction."""
    asked = db.select(Refund).where(Refund.status == RefundStatus.REQUESTED)
    for refund in db.session.scalars(asked.order_by(Refund.id)).all():
        report = RefundReport(f"re_demo_{digest(refund.key)[:16]}", RefundState.SUCCEEDED, "", refund.key, refund.amount_satang)
        with back_then(min(refund.requested_at + REFUNDED_AFTER, now())):
            record_report(refund, report)


def _report(payment, chance: Random, state: SessionState) -> SessionReport:
    name = digest(f"{payment.purchase.checkout_token} payment")[:20]
    paid = state is SessionState.PAID
    instrument = chance.choice(("promptpay", "promptpay", "card")) if paid else None
    return SessionReport(
        id=f"{ID}{name}",
        state=state,
        payment_id=payment.id,
        intent_id=f"pi_demo_{name}" if paid else None,
        received_satang=payment.amount_satang if paid else 0,
        fee_satang=payment.amount_satang * FEE_BASIS_POINTS[instrument] // 10_000 if paid else None,
        instrument=instrument,
        email=payment.purchase.email,
    )
