"""Ask a buyer once, some days after receipt, how the goods were."""

from datetime import timedelta

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell
from shop.orders.messages import buyer_of
from shop.orders.models import Order
from shop.orders.returns.queries import has_open_return
from shop.orders.states import OrderStatus
from shop.reviews.actions import BuyerReviewAction
from shop.reviews.queries import reviews_of_order

ASKED_AFTER = timedelta(days=3)
FORGOTTEN_AFTER = timedelta(days=30)  # of receipt: nobody is asked of what they have long eaten


def orders_to_ask(limit: int) -> list[int]:
    """Received long enough ago and not asked, longest ago first."""
    asked = select(Order.id).where(Order.status == OrderStatus.RECEIVED, Order.review_asked_at.is_(None))
    asked = asked.where(Order.received_at <= now() - ASKED_AFTER, Order.received_at > now() - FORGOTTEN_AFTER)
    return list(db.session.scalars(asked.order_by(Order.received_at, Order.id).limit(limit)))


def ask(order_id: int) -> bool:
    """Whether the buyer was asked now. Of what is given back, or is being, nothing is asked; an SMS is not paid for."""
    once = update(Order).where(Order.id == order_id, Order.review_asked_at.is_(None)).values(review_asked_at=now())
    if db.session.execute(once).rowcount == 0:
        return False
    order = db.session.get_one(Order, order_id, populate_existing=True)
    written, buyer = reviews_of_order(order.id), buyer_of(order.purchase)
    is_anything_left = any(line.kept_quantity and line.id not in written for line in order.lines)
    if not is_anything_left or has_open_return(order.id) or not (buyer.account_id or buyer.email):
        return False
    group = groups.groups_by_id([order.group_id])[order.group_id]
    name = (order.purchase.locale == "en" and group.name_en) or group.name
    tell(buyer, NoticeKind.REVIEW_ASKED, code=order.code, group_name=name, key=order.purchase.link_key)
    audit.record(MARKET, BuyerReviewAction.ASK, "order", order.code, group_id=order.group_id)
    return True
