"""Whoever bought what is recalled is told, each once, some orders at a time; and told again where it was a mistake.

Nobody learns who else bought it: a notice names the reader's own order, and of those told only fingerprints are kept.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import joinedload

from shop.kernel.clock import BANGKOK, now
from shop.kernel.database import db, insert
from shop.kernel.outbox import enqueue
from shop.kernel.secrets import vault
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell_each
from shop.orders.messages import buyer_of
from shop.orders.models import Order, OrderLine, Purchase
from shop.orders.states import OrderStatus
from shop.recalls.models import Recall, RecallTelling
from shop.recalls.states import RecallStatus

TELL = "recall.tell"
CORRECT = "recall.correct"
ORDERS_AT_ONCE = 100
NEVER_CAME = (OrderStatus.AWAITING_PAYMENT, OrderStatus.AWAITING_CONFIRMATION, OrderStatus.CANCELLED, OrderStatus.EXPIRED)


def tell_some(recall_id: int, after: int) -> int | None:
    """Tell the buyers of the next orders. The id to go on after; None where nobody is left or it was done already."""
    recall = db.session.get(Recall, recall_id)
    if recall is None or recall.told_at or recall.told_until != after or recall.status is RecallStatus.REVERSED:
        return None
    asked = _orders_of(recall).where(Order.id > after).order_by(Order.id).limit(ORDERS_AT_ONCE)
    orders = list(db.session.scalars(asked.options(joinedload(Order.purchase))))
    is_last = len(orders) < ORDERS_AT_ONCE
    reached = orders[-1].id if orders else after
    mine = update(Recall).where(Recall.id == recall_id, Recall.told_until == after, Recall.told_at.is_(None))
    mine = mine.values(told_until=reached, told_at=now() if is_last else None).execution_options(synchronize_session=False)
    if db.session.execute(mine).rowcount != 1:
        return None
    new = [order for order in orders if _is_first(recall_id, order)]
    counted = update(Recall).where(Recall.id == recall_id).values(told_count=Recall.told_count + len(new))
    db.session.execute(counted.execution_options(synchronize_session=False))
    tell_each(NoticeKind.RECALL_TOLD, [_told(recall, order) for order in new])
    if is_last:
        return None
    enqueue(TELL, {"recall_id": recall_id, "after": reached})
    return reached


def correct_some(recall_id: int) -> int:
    """Tell some of those who were told that it was a mistake; how many. Asked again until it is none."""
    recall = db.session.get_one(Recall, recall_id)
    asked = select(RecallTelling.id, Order).join(Order, Order.id == RecallTelling.order_id).options(joinedload(Order.purchase))
    asked = asked.where(RecallTelling.recall_id == recall_id, RecallTelling.corrected_at.is_(None))
    rows = db.session.execute(asked.order_by(RecallTelling.id).limit(ORDERS_AT_ONCE)).all()
    told = update(RecallTelling).where(RecallTelling.id.in_([row[0] for row in rows])).values(corrected_at=now())
    db.session.execute(told.execution_options(synchronize_session=False))
    tell_each(NoticeKind.RECALL_CORRECTED, [_told(recall, order) for _id, order in rows])
    if rows:
        enqueue(CORRECT, {"recall_id": recall_id})
    return len(rows)


def count_orders(recall: Recall) -> int:
    """Of how many orders the buyers are to be told."""
    return db.session.scalar(_orders_of(recall).with_only_columns(func.count(Order.id)))


def _orders_of(recall: Recall) -> Select:
    """Placed on these days in Thailand, with pieces of the product that were sent or will be.

    Who bought at a booth is unknown.
    """
    begins = datetime.combine(recall.sold_from, time(), BANGKOK)
    ends = datetime.combine(recall.sold_until + timedelta(days=1), time(), BANGKOK)
    with_it = select(OrderLine.order_id).where(
        OrderLine.product_id == recall.product_id, OrderLine.quantity > OrderLine.cancelled_quantity
    )
    came = (Order.placed_at >= begins, Order.placed_at < ends, Order.status.not_in(NEVER_CAME))
    return select(Order).where(Order.id.in_(with_it), Order.booth_fair_id.is_(None), *came)


def _is_first(recall_id: int, order: Order) -> bool:
    """Whether this buyer was not told yet."""
    values = {"recall_id": recall_id, "buyer_fingerprint": _fingerprint(order.purchase), "order_id": order.id}
    added = insert(RecallTelling).values(values).on_conflict_do_nothing().returning(RecallTelling.id)
    return db.session.scalar(added) is not None


def _fingerprint(purchase: Purchase) -> str:
    who = f"account {purchase.account_id}" if purchase.account_id else f"phone {purchase.phone}"
    return vault.fingerprint("recall", who)


def _told(recall: Recall, order: Order) -> tuple[Recipient, dict]:
    recipient = buyer_of(order.purchase)
    title = (recipient.locale == "en" and recall.title_en) or recall.title
    return recipient, {"recall_id": recall.id, "code": order.code, "product_title": title}
