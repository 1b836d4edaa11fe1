"""Change orders: every change is a step of the table in `states`, taken once however many try."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.catalogue import stock
from shop.groups.models import ShippingKind
from shop.kernel import places
from shop.kernel.access import GROUP_ROLES, Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.identifiers import CARRIERS, normalise_phone, tracking_number
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.orders import clocks, messages
from shop.orders.models import Order, OrderLine, PaymentMethod, Purchase
from shop.orders.states import (
    ADDRESS_OPEN,
    CALLED_OFF,
    CALLING_OFF,
    HOLDING,
    TRANSITIONS,
    OrderAction,
    OrderEvent,
    OrderStatus,
    allowed_actions,
)

LONGEST_REASON = 300

STAMPS = {
    OrderStatus.PLACED: ("placed_at",),  # paid for: the group's time begins here
    OrderStatus.ACCEPTED: ("accepted_at",),
    OrderStatus.PACKED: ("packed_at",),
    OrderStatus.SHIPPED: ("shipped_at",),
    OrderStatus.DELIVERED: ("delivered_at",),
    OrderStatus.RECEIVED: ("received_at",),
    OrderStatus.CANCELLED: ("ended_at",),
    OrderStatus.EXPIRED: ("ended_at",),
    OrderStatus.RETURNED_TO_SENDER: ("ended_at",),
}


class StepNotAllowed(Refusal):
    """The order is not where this step begins, this actor may not take it, or somebody was faster."""


def roles_towards(order: Order, actor: Actor) -> frozenset[Role]:
    """What an actor is to this very order: its group, its buyer, the market; a stranger is nothing.

    A buyer without an account has proved to the desk that the order is theirs, and acts as `Actor(None, {Role.BUYER})`.
    """
    roles = actor.roles & {Role.MARKET}
    if actor.group_id == order.group_id:
        roles |= actor.roles & GROUP_ROLES
    if actor.id is None or actor.id == order.purchase.account_id:
        roles |= actor.roles & {Role.BUYER}
    return frozenset(roles)


def actions_for(order: Order, actor: Actor) -> list[OrderAction]:
    """What this actor may do with this order now, the likeliest first: the buttons of a page."""
    roles = roles_towards(order, actor)
    return [action for action in allowed_actions(order.status, roles) if _fits(order, action, roles)]


def advance(order: Order, action: OrderAction, actor: Actor, *, reason: str = "", carrier: str = "", tracking: str = "") -> None:
    """Take one step, once: the write repeats the status that was read, so of two at once the second finds no row to change.

    The stock, the audit and the notices follow in the same transaction. `reason` is the group's for cancelling; `carrier`
    (a key of CARRIERS) and `tracking` are for shipping. Money moves in `payments.service.advance_order`, which calls this.
    Raises StepNotAllowed, BadValue for a bad detail.
    """
    if action not in actions_for(order, actor):
        raise StepNotAllowed(action)
    was, step = order.status, TRANSITIONS[order.status, action]
    acting = Actor(actor.id, roles_towards(order, actor) & step.by, actor.group_id)
    details = _details(action, acting, reason, carrier, tracking)
    at = now()
    acts_at = clocks.acts_at(step.to, at, order.group_id, order.payment_method)
    moved = db.session.execute(
        update(Order)
        .where(Order.id == order.id, Order.status == was)
        .values(status=step.to, acts_at=acts_at, **_stamps(order, step.to, at), **details)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount == 0:
        raise StepNotAllowed(action)
    forget_what_was_read(order)
    _move_stock(order, was, step.to, acting)
    audit.record(acting, action, "order", order.code, group_id=order.group_id, status=[str(was), str(step.to)])
    if not is_paid_with_others(was, order) and order.booth_fair_id is None:
        messages.tell_of_step(order, was, min(acting.roles), reason)


def lock(order: Order) -> None:
    """Nobody else moves this order now, and it is as it stands: what is worked out from here on is true until the commit."""
    db.session.execute(select(Order.id).where(Order.id == order.id).with_for_update())
    forget_what_was_read(order)


def forget_what_was_read(order: Order) -> None:
    """Its row is ours by now, but it and its lines were read before: somebody may have called pieces off since."""
    for line in order.lines:
        db.session.expire(line)
    db.session.expire(order)


def is_paid_with_others(was: OrderStatus, order: Order) -> bool:
    """One payment for several orders: what it makes of them is told once, by whoever settles it."""
    return order.payment_method is PaymentMethod.STRIPE and was in (OrderStatus.AWAITING_PAYMENT, OrderStatus.EXPIRED)


def correct_address(order: Order, actor: Actor, **fields: str) -> None:
    """Put right who receives the parcel and where, until it is packed. Fields as in the checkout's form, all of them.

    `name`, `phone`, `line1`, `subdistrict`, `district`, `province`, `postcode` in Thai or English names; of an order that is
    collected only the first two. Raises BadValue, StepNotAllowed once it is packed or for a stranger.
    """
    roles = roles_towards(order, actor)
    if not roles or order.status not in ADDRESS_OPEN:
        raise StepNotAllowed(OrderEvent.CORRECT_ADDRESS)
    values = _receiver(fields) | ({} if order.shipping_kind == ShippingKind.COLLECT else _address(fields))
    changed = sorted(name for name, value in values.items() if value != getattr(order, name))
    if not changed:
        return
    corrected = db.session.execute(
        update(Order)
        .where(Order.id == order.id, Order.status.in_(ADDRESS_OPEN))
        .values(**values, label_printed_at=None)
        .execution_options(synchronize_session=False)
    )
    if corrected.rowcount == 0:
        raise LostRace(OrderEvent.CORRECT_ADDRESS)
    db.session.expire(order)
    audit.record(
        Actor(actor.id, roles, actor.group_id),
        OrderEvent.CORRECT_ADDRESS,
        "order",
        order.code,
        group_id=order.group_id,
        fields=changed,
    )


def may_call_off(order: Order, actor: Actor) -> bool:
    """Whether this actor may take pieces off the order: its group, while nothing was sent."""
    return order.status in CALLING_OFF and bool(roles_towards(order, actor) & GROUP_ROLES)


def call_off_pieces(order: Order, pieces: Mapping[int, int], actor: Actor, reason: str) -> int:
    """Take `pieces` (by line's id) off an order before it is sent, and put them back on sale; gives their price in satang.

    At least one piece of the order remains. Money moves in `payments.calling_off`, which has locked the order and calls this.
    Raises StepNotAllowed, BadValue.
    """
    if not may_call_off(order, actor):
        raise StepNotAllowed(OrderEvent.CALL_OFF)
    reason = _given_reason(reason)
    chosen = pieces_to_call_off(order, pieces)
    for line, quantity in chosen:
        gone = OrderLine.cancelled_quantity + OrderLine.returned_quantity + quantity
        taken = update(OrderLine).where(OrderLine.id == line.id, gone <= OrderLine.quantity)
        taken = taken.values(cancelled_quantity=OrderLine.cancelled_quantity + quantity)
        if db.session.execute(taken.execution_options(synchronize_session=False)).rowcount == 0:
            raise StepNotAllowed(OrderEvent.CALL_OFF)
        db.session.expire(line)
    if not any(line.sent_quantity for line in order.lines):
        raise StepNotAllowed(OrderEvent.CALL_OFF)
    acting = Actor(actor.id, roles_towards(order, actor) & GROUP_ROLES, actor.group_id)
    from_stock = [one for one in chosen if one[0].takes_stock]
    for line, quantity in sorted(from_stock, key=lambda one: (one[0].product_id, one[0].variant_id)):
        stock.release(line.variant_id, quantity, order.id, acting)
    audit.record(
        acting,
        OrderEvent.CALL_OFF,
        "order",
        order.code,
        group_id=order.group_id,
        pieces={str(line.id): quantity for line, quantity in chosen},
    )
    return sum(line.unit_price_satang * quantity for line, quantity in chosen)


def pieces_to_call_off(order: Order, pieces: Mapping[int, int]) -> list[tuple[OrderLine, int]]:
    """The lines and how many of each, as asked by line's id. Raises BadValue where there are none, or more than are left."""
    chosen = [(line, pieces[line.id]) for line in order.lines if pieces.get(line.id)]
    if not chosen or any(not 0 < quantity <= line.kept_quantity for line, quantity in chosen):
        raise BadValue("pieces", "out_of_range" if chosen else "none")
    return chosen


def claim_purchase(purchase: Purchase, phone: str, actor: Actor) -> None:
    """A guest's purchase becomes this person's, once. They hold its link and know its phone number (as typed).

    Raises BadPhone, BadValue where it is another number, LostRace where it belongs to somebody by now.
    """
    if normalise_phone(phone) != purchase.phone:
        raise BadValue("phone", "other_number")
    claimed = db.session.execute(
        update(Purchase)
        .where(Purchase.id == purchase.id, Purchase.account_id.is_(None))
        .values(account_id=actor.id)
        .execution_options(synchronize_session=False)
    )
    if claimed.rowcount == 0:
        raise LostRace(OrderEvent.CLAIM)
    db.session.expire(purchase)
    audit.record(actor, OrderEvent.CLAIM, "purchase", purchase.code)


def _fits(order: Order, action: OrderAction, roles: frozenset[Role]) -> bool:
    """A parcel is shipped, goods that are collected are handed over: never the other way round.

    What waits for a payment shared with other orders is called off with all of them, by whoever settles that payment.
    """
    if is_paid_with_others(order.status, order) and Role.MARKET not in roles:
        return False
    if action is OrderAction.VOID:
        return order.booth_fair_id is not None
    is_collected = order.shipping_kind == ShippingKind.COLLECT
    if action is OrderAction.SHIP:
        return not is_collected
    return action is not OrderAction.DELIVER or is_collected or order.status is OrderStatus.SHIPPED


def _details(action: OrderAction, acting: Actor, reason: str, carrier: str, tracking: str) -> dict[str, str]:
    if action in (OrderAction.CANCEL, OrderAction.VOID):
        return {"cancel_reason": _given_reason(reason, is_needed=bool(acting.roles & GROUP_ROLES))}
    if action is OrderAction.SHIP:
        if carrier not in CARRIERS:
            raise BadValue("carrier", "unknown_carrier")
        return {"carrier": carrier, "tracking_number": tracking_number(carrier, tracking)}
    return {}


def _given_reason(reason: str, *, is_needed: bool = True) -> str:
    reason = reason.strip()
    if is_needed and not reason:
        raise BadValue("reason", "empty")
    if len(reason) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    return reason


def _stamps(order: Order, status: OrderStatus, at: datetime) -> dict[str, datetime | None]:
    stamps: dict[str, datetime | None] = dict.fromkeys(STAMPS.get(status, ()), at)
    if status is OrderStatus.RECEIVED and order.delivered_at is None:
        stamps["delivered_at"] = at
    if status is OrderStatus.PLACED and order.ended_at is not None:
        stamps["ended_at"] = None
    return stamps


def _move_stock(order: Order, was: OrderStatus, to: OrderStatus, actor: Actor) -> None:
    """Pieces held go back or leave; pieces sold come back. In an order of locks that no other can cross."""
    if was in HOLDING and to in CALLED_OFF:
        move = stock.release
    elif was not in HOLDING and to in HOLDING:
        move = stock.hold
    elif was in HOLDING and to not in HOLDING:
        move = stock.sell_held
    elif to is OrderStatus.RETURNED_TO_SENDER:
        move = stock.take_back
    else:
        return
    for line in sorted(order.lines, key=lambda line: (line.product_id, line.variant_id)):
        if line.sent_quantity and line.takes_stock:
            move(line.variant_id, line.sent_quantity, order.id, actor)


def _receiver(fields: dict[str, str]) -> dict[str, str]:
    return {
        "recipient_name": _text(fields, "name", most=120),
        "recipient_phone": normalise_phone(fields.get("phone", "")),
    }


def _address(fields: dict[str, str]) -> dict[str, str]:
    where = places.resolve(*(fields.get(name, "") for name in ("province", "district", "subdistrict", "postcode")))
    return {
        "line1": _text(fields, "line1", most=200),
        "subdistrict": where.subdistrict.name_th,
        "district": where.district.name_th,
        "province": where.province.name_th,
        "postcode": where.postcode,
    }


def _text(fields: dict[str, str], name: str, most: int) -> str:
    value = " ".join(fields.get(name, "").split())
    if not value:
        raise BadValue(name, "empty")
    if len(value) > most:
        raise BadValue(name, "too_long")
    return value
