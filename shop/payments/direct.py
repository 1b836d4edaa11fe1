"""What buyers pay the groups themselves: cash, and PromptPay. The market holds none of it, and its books tell all of it.

Cash is earned when the goods are handed over, PromptPay when a person has seen the money. What goes back, the group owes.
"""

from sqlalchemy import update

from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import CALLED_OFF, OrderStatus
from shop.payments import ledger
from shop.payments.models import Payment, PaymentStatus, RefundCause
from shop.payments.refunds import request_refund
from shop.payments.slips.models import Slip, SlipStatus

IN_HAND = frozenset({PaymentMethod.CASH, PaymentMethod.COD, PaymentMethod.PICKUP})  # to the group or its carrier, face to face
DIRECT = IN_HAND | {PaymentMethod.PROMPTPAY}  # the group holds the money: what goes back is owed by it
PAID_ON = frozenset({OrderStatus.DELIVERED, OrderStatus.RECEIVED})
UNPAID_ON = CALLED_OFF | {OrderStatus.RETURNED_TO_SENDER}
UNPAID = (PaymentStatus.PENDING, PaymentStatus.EXPIRED, PaymentStatus.CANCELLED)


def follow_cash(order: Order) -> None:
    """After a step: an order that arrived was paid, one that ended before was not."""
    if order.status in PAID_ON:
        if _settle(order, PaymentStatus.PAID, paid_at=now(), received_satang=Payment.amount_satang):
            ledger.post_cash_income(order)
    elif order.status in UNPAID_ON:
        _settle(order, PaymentStatus.CANCELLED)


def follow_promptpay(order: Order, actor: Actor) -> None:
    """After a step: placed, somebody saw the money; ended before that, nobody asks for it any more; after it, it goes back."""
    if order.status is OrderStatus.PLACED:
        receive_promptpay(order, actor)
    elif order.status is OrderStatus.EXPIRED:
        _settle(order, PaymentStatus.EXPIRED)
    elif order.status is OrderStatus.CANCELLED:
        if _settle(order, PaymentStatus.CANCELLED):
            decide_slips(order, SlipStatus.DENIED, actor)
        elif order.kept_satang:
            request_refund(order, order.kept_satang, RefundCause.CANCELLED, actor)
    elif order.status is OrderStatus.RETURNED_TO_SENDER:
        goods_satang = order.kept_satang - order.shipping_kept_satang  # the parcel travelled: that much is earned
        if goods_satang > 0:
            request_refund(order, goods_satang, RefundCause.RETURNED_TO_SENDER, actor)


def receive_promptpay(order: Order, actor: Actor) -> bool:
    """Once: the money is with the group, in time or late. Whether it was written now."""
    at = now()
    came = {"status": PaymentStatus.PAID, "paid_at": at, "received_satang": Payment.amount_satang}
    if not _settle(order, **came) and not _settle(order, **came, late_at=at, was=UNPAID):
        return False
    ledger.post_promptpay_income(order)
    decide_slips(order, SlipStatus.CONFIRMED, actor)
    return True


def decide_slips(order: Order, status: SlipStatus, actor: Actor) -> int:
    """Every slip of the order that waits. How many did."""
    decided = update(Slip).where(Slip.order_id == order.id, Slip.status == SlipStatus.WAITING)
    values = {"status": status, "decided_at": now(), "decided_by": actor.id, "acts_at": None}
    return db.session.execute(decided.values(**values)).rowcount


def _settle(
    order: Order, status: PaymentStatus, was: tuple[PaymentStatus, ...] = (PaymentStatus.PENDING,), **values: object
) -> bool:
    open_one = update(Payment).where(Payment.order_id == order.id, Payment.status.in_(was))
    return db.session.execute(open_one.values(status=status, **values)).rowcount == 1
