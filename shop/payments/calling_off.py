"""Pieces called off before anything was sent: what was paid for them goes back, what was not is no longer asked."""

from collections.abc import Mapping

from sqlalchemy import update

from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.orders import messages
from shop.orders import service as orders
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderAction, OrderEvent
from shop.payments.models import Payment, PaymentStatus, RefundCause
from shop.payments.refunds import payment_of, request_refund
from shop.payments.service import advance_order


def call_off(order: Order, pieces: Mapping[int, int], actor: Actor, *, reason: str, with_shipping: bool = False) -> None:
    """Take `pieces` (by line's id) off an order; all that are left is an ordinary cancel.

    `with_shipping`: the group gives delivery back too. Raises StepNotAllowed, BadValue.
    """
    orders.lock(order)
    if not orders.may_call_off(order, actor):
        raise StepNotAllowed(OrderEvent.CALL_OFF)
    chosen = orders.pieces_to_call_off(order, pieces)
    if takes_all(order, pieces):
        advance_order(order, OrderAction.CANCEL, actor, reason=reason)
        return
    shipping_satang = order.shipping_kept_satang if with_shipping else 0
    amount = orders.call_off_pieces(order, pieces, actor, reason) + shipping_satang
    _give_back(order, amount, actor)
    names = ", ".join(f"{line.title} × {quantity}" for line, quantity in chosen)
    messages.tell_of_pieces_called_off(order, names, amount, reason.strip())


def takes_all(order: Order, pieces: Mapping[int, int]) -> bool:
    return all(line.kept_quantity == pieces.get(line.id, 0) for line in order.lines)


def _give_back(order: Order, amount_satang: int, actor: Actor) -> None:
    payment = payment_of(order)
    if payment is not None and payment.status is PaymentStatus.PAID:
        request_refund(order, amount_satang, RefundCause.CALLED_OFF, actor)
        return
    lower = update(Order).where(Order.id == order.id, _left() > amount_satang)
    ask_less = update(Payment).where(
        Payment.order_id == order.id, Payment.status == PaymentStatus.PENDING, Payment.amount_satang > amount_satang
    )
    for changed in (
        lower.values(called_off_satang=Order.called_off_satang + amount_satang),
        ask_less.values(amount_satang=Payment.amount_satang - amount_satang),
    ):
        if db.session.execute(changed.execution_options(synchronize_session=False)).rowcount == 0:
            raise StepNotAllowed(OrderEvent.CALL_OFF)
    db.session.expire(order)
    if payment is not None:
        db.session.expire(payment)


def _left():
    return Order.total_satang - Order.called_off_satang - Order.refunded_satang
