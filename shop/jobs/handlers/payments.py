"""Money that is on its way: refunds are sent, payments that nobody made end, and whatever stays open is asked about."""

from shop import reconciler
from shop.jobs.registry import Retry, every, handles
from shop.kernel.database import db
from shop.payments import refunds
from shop.payments.gateway import gateway
from shop.payments.provider import GatewayDown


@handles(refunds.SEND)
def send_refund(_message_id: int, payload: dict) -> None:
    """Ask the provider to pay it back. Given up after half a day, it stays asked for, and the reconciler goes on."""
    try:
        reconciler.send_refund(payload["refund_id"])
    except GatewayDown as trouble:
        db.session.rollback()
        raise Retry(str(trouble)) from trouble


@every(minutes=1)
def expire_unpaid() -> None:
    reconciler.expire_overdue()


@every(minutes=5)
def reconcile_payments() -> None:
    if gateway.is_open:
        reconciler.reconcile()
