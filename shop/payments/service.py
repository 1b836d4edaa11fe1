"""Every verb that moves money. A step of an order may: so the desks take all of them here."""

from shop.kernel.access import MARKET, Actor
from shop.kernel.database import db
from shop.orders import clocks
from shop.orders import service as orders
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns import service as returns
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import direct, ledger
from shop.payments.direct import IN_HAND, PAID_ON
from shop.payments.models import RefundCause
from shop.payments.refunds import request_refund, take_up_outside


def advance_order(order: Order, action: OrderAction, actor: Actor, **details: str) -> None:
    """Take one step of an order (see orders.service.advance for details and refusals), and move the money it moves.

    Cash is the group's direct income once the order is delivered; an order that ends before that was never paid. PromptPay is,
    once a person has seen the money. What Stripe collected is earned when the order is delivered, and goes back to the buyer
    where it ends before.
    """
    orders.advance(order, action, actor, **details)
    if order.payment_method in IN_HAND:
        direct.follow_cash(order)
    elif order.payment_method is PaymentMethod.PROMPTPAY:
        direct.follow_promptpay(order, actor)
    elif order.payment_method is PaymentMethod.STRIPE:
        _move_collected(order, actor)
    if order.status is OrderStatus.RETURNED_TO_SENDER:
        returns.drop_open(order, MARKET)


def _move_collected(order: Order, actor: Actor) -> None:
    if order.status is OrderStatus.CANCELLED:
        take_up_outside(order)
        if order.kept_satang:
            request_refund(order, order.kept_satang, RefundCause.CANCELLED, actor)
    elif order.status is OrderStatus.RETURNED_TO_SENDER:
        take_up_outside(order)
        goods_satang = order.kept_satang - order.shipping_kept_satang  # the parcel travelled: that much is earned
        if goods_satang > 0:
            request_refund(order, goods_satang, RefundCause.RETURNED_TO_SENDER, actor)
        _earn(order)
    elif order.status in PAID_ON:
        _earn(order)


def _earn(order: Order) -> None:
    """Once: what is left of the buyer's money is the group's."""
    if not ledger.is_posted(ledger.earned_key(order.id)):
        ledger.post_earned(order)


def let_time_act(order_id: int) -> OrderAction | None:
    """Do what is due for an order by its clocks: a step, a reminder, or nothing yet. Raises StepNotAllowed in a lost race."""
    order = db.session.get(Order, order_id)
    step = clocks.due_step(order) if order else None
    if step is OrderAction.CANCEL:
        advance_order(order, step, MARKET, reason=clocks.NOT_ACCEPTED)
    elif step:
        advance_order(order, step, MARKET)
    elif order:
        clocks.remind_or_wait(order)
    return step
