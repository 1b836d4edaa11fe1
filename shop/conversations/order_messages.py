"""Buyer and group write to one another about an order, until it has long been over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select, update

from shop.audit import service as audit
from shop.conversations import notify
from shop.conversations.message_photos import MOST_PHOTOS, add_photos, message_photos
from shop.conversations.models import MessagePhoto, OrderMessage
from shop.conversations.states import MessageAction
from shop.conversations.words import form_digest, said
from shop.evidence.photos import StoredPhoto
from shop.kernel.access import GROUP_ROLES, Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.erased import BY_THE_OFFICE, ERASED
from shop.kernel.refusals import BadValue, LostRace, NotAllowed, Refusal
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnStatus, Side
from shop.orders.service import lock, roles_towards
from shop.orders.states import OrderStatus
from shop.people import throttle

OPEN_FOR = timedelta(days=60)  # after the order has ended
TOLD_AGAIN_AFTER = timedelta(days=1)
UNHEARD_OF = (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED)  # paid through the market, the group learns of it once paid


class Closed(Refusal):
    """The order ended long ago, or its group has never heard of it."""


def side_of(order: Order, actor: Actor) -> Side | None:
    """On which side of this very order an actor stands; a stranger on none."""
    roles = roles_towards(order, actor)
    if roles & GROUP_ROLES and actor.can(Permission.ORDER_FULFIL):
        return Side.GROUP
    return Side.BUYER if Role.BUYER in roles else None


def closes_at(order: Order) -> datetime | None:
    """When its conversation ends, once the order has."""
    ended_at = order.received_at or order.ended_at
    return ended_at + OPEN_FOR if ended_at else None


def is_open(order: Order) -> bool:
    if order.booth_fair_id is not None:
        return False  # nobody knows who bought it
    if order.payment_method is PaymentMethod.STRIPE and order.status in UNHEARD_OF:
        return False
    end = closes_at(order)
    return end is None or now() < end


def send(
    order: Order,
    words: str,
    actor: Actor,
    *,
    token: str = "",
    is_sure: bool = False,
    address: str | None = None,
    photos: Sequence[StoredPhoto] = (),
) -> None:
    """Write to the other side, or show it photos. A form sent twice writes once; of several messages in a row the first is told.

    Raises NotAllowed, Closed, BadValue, TooManyTries.
    """
    side = side_of(order, actor)
    if side is None:
        raise NotAllowed
    lock(order)
    if not is_open(order):
        raise Closed
    which = form_digest(token)
    if db.session.scalar(select(exists().where(OrderMessage.form_digest == which))):
        return
    kept = said(words, is_sure=is_sure, may_be_empty=bool(photos))
    if len(photos) > MOST_PHOTOS:
        raise BadValue("photos", "too_many")
    throttle.take_try("order_message", f"{order.code} {side}", address)
    is_told = _has_heard_lately(order.id, side)
    message = OrderMessage(order_id=order.id, side=side, account_id=actor.id, form_digest=which, words=kept)
    db.session.add(message)
    db.session.flush()
    add_photos(message, photos)
    audit.record(actor, MessageAction.SEND, "order", order.code, group_id=order.group_id)
    if not is_told:
        notify.other_side_of_message(order, message)


def mark_read(order: Order, actor: Actor) -> int:
    """All that the other side wrote; how many were new."""
    side = side_of(order, actor)
    if side is None:
        raise NotAllowed
    new = update(OrderMessage).where(OrderMessage.order_id == order.id, OrderMessage.side != side, OrderMessage.read_at.is_(None))
    return db.session.execute(new.values(read_at=now(), read_by=actor.id)).rowcount


def look(order: Order, actor: Actor) -> list[OrderMessage]:
    """An official reads what both wrote, where they decide a dispute of it; each look is written down. Raises NotAllowed."""
    if not may_look(order, actor):
        raise NotAllowed
    audit.record(actor, MessageAction.LOOK, "order", order.code, group_id=order.group_id)
    return messages_of(order.id)


def may_look(order: Order, actor: Actor) -> bool:
    return actor.can(Permission.RETURN_DECIDE) and is_disputed(order.id)


def take_down(message: OrderMessage, actor: Actor) -> None:
    """An official takes away what one wrote to the other; nobody reads it again. Raises NotAllowed, LostRace."""
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    order = db.session.get_one(Order, message.order_id)
    stands = update(OrderMessage).where(OrderMessage.id == message.id, OrderMessage.words.not_in(ERASED))
    if db.session.execute(stands.values(words=BY_THE_OFFICE)).rowcount != 1:
        raise LostRace
    message_photos.erase(MessagePhoto.message_id == message.id)
    audit.record(actor, MessageAction.TAKE_DOWN, "order", order.code, group_id=order.group_id)


def is_disputed(order_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(Return.order_id == order_id, Return.status == ReturnStatus.DISPUTED))))


def messages_of(order_id: int) -> list[OrderMessage]:
    """In the order in which they were written."""
    return list(db.session.scalars(select(OrderMessage).where(OrderMessage.order_id == order_id).order_by(OrderMessage.id)))


def count_unread(order_id: int, reader: Side) -> int:
    """What the other side wrote and this one has not read."""
    new = (OrderMessage.order_id == order_id, OrderMessage.side != reader, OrderMessage.read_at.is_(None))
    return db.session.scalar(select(func.count(OrderMessage.id)).where(*new))


def unread_of_group(group_id: int, limit: int = 20) -> list[tuple[str, int]]:
    """Codes of the group's orders whose buyers wrote something new, and how much; the longest waiting first."""
    new = (Order.group_id == group_id, OrderMessage.side == Side.BUYER, OrderMessage.read_at.is_(None))
    asked = select(Order.code, func.count(OrderMessage.id)).join(Order, Order.id == OrderMessage.order_id).where(*new)
    found = db.session.execute(asked.group_by(Order.code).order_by(func.min(OrderMessage.id)).limit(limit))
    return [(code, count) for code, count in found]


def _has_heard_lately(order_id: int, side: Side) -> bool:
    """Whether the other side was told of a message that it has not read yet."""
    waiting = (OrderMessage.order_id == order_id, OrderMessage.side == side, OrderMessage.read_at.is_(None))
    lately = OrderMessage.sent_at > now() - TOLD_AGAIN_AFTER
    return bool(db.session.scalar(select(exists().where(*waiting, lately))))
