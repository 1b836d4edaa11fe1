"""Time acts on orders where people do not: when it acts next, on which orders, and how.

An order to be paid by PromptPay straight to its group waits 30 minutes for its slip, then its goods are on sale again; and 30
more where its slip turns out to be another order's, which happens once.
Not accepted within 48 working hours (the group's rest days apart): reminded once; within 96: cancelled. Shipped counts as
delivered after 10 days, delivered as received after 7; both wait while something is asked back. `orders.acts_at` says when to
look at an order again; what is then due is decided from the order and the group's rest days of that moment, so that days of
rest entered later still count.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders import messages
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns.queries import has_open_return
from shop.orders.states import OrderAction, OrderEvent, OrderStatus

REMIND_AFTER_HOURS, CANCEL_AFTER_HOURS = 48, 96
PROMPTPAY_WITHIN = timedelta(minutes=30)
COUNTS_AS_DELIVERED_AFTER = timedelta(days=10)
COUNTS_AS_RECEIVED_AFTER = timedelta(days=7)
LOOKED_AT_AGAIN_AFTER = timedelta(days=1)  # where a return holds up its clock
HELD_UP = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})  # by an open return
NOT_ACCEPTED = "not_accepted"  # the reason of an order that time cancelled


def acts_at(status: OrderStatus, since: datetime, group_id: int, method: PaymentMethod) -> datetime | None:
    """When time acts on an order of this group that has been in `status` since then; None where it never does.

    What Stripe collects has a clock of its own, on the payment.
    """
    if status is OrderStatus.AWAITING_PAYMENT and method is PaymentMethod.PROMPTPAY:
        return since + PROMPTPAY_WITHIN
    if status is OrderStatus.PLACED:
        return groups.deadline(group_id, since, REMIND_AFTER_HOURS)
    if status is OrderStatus.SHIPPED:
        return since + COUNTS_AS_DELIVERED_AFTER
    if status is OrderStatus.DELIVERED:
        return since + COUNTS_AS_RECEIVED_AFTER
    return None


def due_order_ids(limit: int) -> list[int]:
    """Orders to look at now, longest overdue first."""
    asked = select(Order.id).where(Order.acts_at <= now()).order_by(Order.acts_at, Order.id)
    return list(db.session.scalars(asked.limit(limit)))


def due_step(order: Order) -> OrderAction | None:
    """The step that time takes with this order now, if any."""
    at = now()
    if order.status is OrderStatus.AWAITING_PAYMENT:
        return OrderAction.EXPIRE if order.acts_at and order.acts_at <= at else None  # what Stripe collects has none
    if order.status is OrderStatus.PLACED and groups.deadline(order.group_id, order.placed_at, CANCEL_AFTER_HOURS) <= at:
        return OrderAction.CANCEL
    if order.status in HELD_UP and has_open_return(order.id):
        return None
    if order.status is OrderStatus.SHIPPED and order.shipped_at + COUNTS_AS_DELIVERED_AFTER <= at:
        return OrderAction.DELIVER
    if order.status is OrderStatus.DELIVERED and order.delivered_at + COUNTS_AS_RECEIVED_AFTER <= at:
        return OrderAction.CONFIRM_RECEIPT
    return None


def remind_or_wait(order: Order) -> bool:
    """Where no step is due: remind the group of an order it has not accepted, once, or look again later.

    Whether it was reminded now.
    """
    if order.status is OrderStatus.PLACED and order.reminded_at is None and _looked_at_next(order) <= now():
        return _remind(order)
    waits = update(Order).where(Order.id == order.id, Order.status == order.status)
    db.session.execute(waits.values(acts_at=_looked_at_next(order)))
    return False


def _remind(order: Order) -> bool:
    reminded = db.session.execute(
        update(Order)
        .where(Order.id == order.id, Order.status == OrderStatus.PLACED, Order.reminded_at.is_(None))
        .values(reminded_at=now(), acts_at=groups.deadline(order.group_id, order.placed_at, CANCEL_AFTER_HOURS))
    )
    if reminded.rowcount == 0:
        return False
    audit.record(MARKET, OrderEvent.REMIND, "order", order.code, group_id=order.group_id)
    messages.remind_group(order)
    return True


def _looked_at_next(order: Order) -> datetime | None:
    if order.status is OrderStatus.PLACED and order.reminded_at:
        return groups.deadline(order.group_id, order.placed_at, CANCEL_AFTER_HOURS)
    if order.status in HELD_UP and has_open_return(order.id):
        return now() + LOOKED_AT_AGAIN_AFTER
    since = {
        OrderStatus.AWAITING_PAYMENT: order.placed_at,
        OrderStatus.PLACED: order.placed_at,
        OrderStatus.SHIPPED: order.shipped_at,
        OrderStatus.DELIVERED: order.delivered_at,
    }
    return acts_at(order.status, since[order.status], order.group_id, order.payment_method) if order.status in since else None
