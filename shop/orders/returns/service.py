"""Ask for goods to be taken back, answer, send, dispute: each a step of the table in `states`, taken once however many try.

Money moves in `payments.returns`, which calls this. The order's row is locked first, then the return's, the payment's, the
products': whoever goes this way never waits in a ring.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from shop.audit import service as audit
from shop.evidence.photos import StoredPhoto
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.identifiers import CARRIERS, tracking_number
from shop.kernel.refusals import BadValue
from shop.kernel.thai import tidy
from shop.orders.models import Order, OrderLine, PaymentMethod
from shop.orders.returns import messages, queries
from shop.orders.returns.models import Return, ReturnLine, ReturnPhoto
from shop.orders.returns.states import (
    CLOCKS,
    ENDED,
    FAULTY,
    OFFICE,
    TRANSITIONS,
    ReturnAction,
    ReturnEvent,
    ReturnReason,
    ReturnStatus,
    Side,
    allowed_actions,
)
from shop.orders.service import StepNotAllowed, lock, roles_towards
from shop.orders.states import OrderStatus

LONGEST_WORDS = 1000
MOST_PHOTOS = 4  # a side
ASKED_WITHIN = timedelta(days=7)  # of receipt
MISSED_AFTER = timedelta(days=3)  # of sending: before that it is only on its way

STAMPS = {
    ReturnStatus.ACCEPTED: "accepted_at",
    ReturnStatus.REFUSED: "refused_at",
    ReturnStatus.SENT_BACK: "sent_back_at",
    ReturnStatus.DISPUTED: "disputed_at",
    **dict.fromkeys(ENDED, "ended_at"),
}
WORDS_TO = {
    ReturnAction.ACCEPT: "answer",
    ReturnAction.REFUSE: "answer",
    ReturnAction.DISPUTE: "complaint",
    ReturnAction.GRANT: "decision",
    ReturnAction.DECLINE: "decision",
}
MUST_SAY = frozenset({ReturnAction.REFUSE, ReturnAction.DISPUTE, ReturnAction.GRANT, ReturnAction.DECLINE})


def roles_in(asked: Return, actor: Actor) -> frozenset[Role]:
    """What an actor is to this return: its buyer, its group, the market; else an official, if they are one.

    Who is a party to it never decides it.
    """
    roles = roles_towards(asked.order, actor)
    is_party = actor.id is not None and actor.id == asked.order.purchase.account_id
    return roles if roles or is_party else frozenset(actor.roles & OFFICE)


def actions_for(asked: Return, actor: Actor) -> list[ReturnAction]:
    """What this actor may do with it now: the buttons of a page."""
    allowed = allowed_actions(asked.status, roles_in(asked, actor))
    is_missing = asked.reason is ReturnReason.NOT_ARRIVED  # what never came is not sent back
    return [action for action in allowed if not (is_missing and action is ReturnAction.ACCEPT)]


def reasons_for(order: Order) -> list[ReturnReason]:
    """For which reasons its buyer may ask now; none where it is too early or too late."""
    at = now()
    if order.status is OrderStatus.SHIPPED:
        is_missed = order.payment_method is PaymentMethod.STRIPE and order.shipped_at + MISSED_AFTER <= at
        return [ReturnReason.NOT_ARRIVED] if is_missed else []
    if order.status not in (OrderStatus.DELIVERED, OrderStatus.RECEIVED) or at > asked_until(order):
        return []
    return list(ReturnReason)


def asked_until(order: Order) -> datetime | None:
    """Until when its buyer may ask, once it has arrived."""
    arrived_at = order.received_at or order.delivered_at
    return arrived_at + ASKED_WITHIN if arrived_at else None


def may_ask(order: Order, actor: Actor) -> bool:
    """Whether this actor may ask for some of it to be taken back now."""
    is_buyer = Role.BUYER in roles_towards(order, actor)
    return (
        is_buyer
        and bool(reasons_for(order))
        and not queries.has_open_return(order.id)
        and any(queries.pieces_left(order).values())
    )


def open_return(
    order: Order,
    pieces: Mapping[int, int],
    reason: str,
    words: str,
    actor: Actor,
    photos: Sequence[StoredPhoto] = (),
) -> Return:
    """Ask for `pieces` (by line's id) to be taken back. Raises StepNotAllowed, BadValue."""
    lock(order)
    if not may_ask(order, actor):
        raise StepNotAllowed(ReturnEvent.OPEN)
    if wrong := problems_with(order, pieces, reason, words):
        raise wrong[0]
    why, chosen = ReturnReason(reason), {line_id: quantity for line_id, quantity in pieces.items() if quantity}
    at = now()
    asked = Return(
        order_id=order.id,
        group_id=order.group_id,
        reason=why,
        words=tidy(words, multiline=True),
        requested_at=at,
        acts_at=_acts_at(ReturnStatus.REQUESTED, at),
        lines=[ReturnLine(order_line_id=line_id, quantity=quantity) for line_id, quantity in chosen.items()],
    )
    db.session.add(asked)
    db.session.flush()
    _add_photos(asked, Side.BUYER, photos)
    acting = Actor(actor.id, frozenset({Role.BUYER}))
    audit.record(
        acting,
        ReturnEvent.OPEN,
        "return",
        asked.id,
        group_id=order.group_id,
        order=order.code,
        reason=str(why),
        pieces=sum(chosen.values()),
    )
    messages.tell_of_step(asked, ReturnStatus.REQUESTED, Role.BUYER)
    return asked


def advance(
    asked: Return,
    action: ReturnAction,
    actor: Actor,
    *,
    words: str = "",
    carrier: str = "",
    tracking: str = "",
    photos: Sequence[StoredPhoto] = (),
    settled: Mapping[str, object] | None = None,
) -> None:
    """Take one step, once: the write repeats the status that was read, so of two at once the second finds no row to change.

    `settled`: what the verb of payments that calls this has worked out. Raises StepNotAllowed, BadValue.
    """
    lock(asked.order)
    if action not in actions_for(asked, actor):
        raise StepNotAllowed(action)
    was, step = asked.status, TRANSITIONS[asked.status, action]
    acting = Actor(actor.id, roles_in(asked, actor) & step.by, actor.group_id)
    at = now()
    values: dict[str, object] = {"status": step.to, "acts_at": _acts_at(step.to, at), **(settled or {})}
    values |= _said(action, words) | _parcel(action, carrier, tracking)
    if step.to in STAMPS:
        values[STAMPS[step.to]] = at
    if action in (ReturnAction.GRANT, ReturnAction.DECLINE):
        values["decided_by"] = actor.id
    moved = db.session.execute(
        update(Return)
        .where(Return.id == asked.id, Return.status == was)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount == 0:
        raise StepNotAllowed(action)
    db.session.expire(asked)
    by = min(acting.roles)
    _add_photos(asked, Side.BUYER if by is Role.BUYER else Side.GROUP, photos)
    audit.record(
        acting, action, "return", asked.id, group_id=asked.group_id, order=asked.order.code, status=[str(was), str(step.to)]
    )
    messages.tell_of_step(asked, step.to, by)
    if step.to in ENDED:
        _wake_clock(asked.order_id, at)


def count_given_back(asked: Return, pieces: Mapping[int, int], resold: Mapping[int, int]) -> None:
    """Write the pieces that money goes back for, and those that can be sold again, on both kinds of lines.

    By return line's id. Raises BadValue for more than was asked, StepNotAllowed where fewer pieces are left by now.
    """
    for line in asked.lines:
        refunded, again = pieces.get(line.id, 0), resold.get(line.id, 0)
        if not 0 <= refunded <= line.quantity:
            raise BadValue("pieces", "out_of_range")
        if not 0 <= again <= refunded:
            raise BadValue("resold", "out_of_range")
        line.refunded_quantity, line.resold_quantity = refunded, again
        given_back = OrderLine.cancelled_quantity + OrderLine.returned_quantity + refunded
        counted = update(OrderLine).where(OrderLine.id == line.order_line_id, given_back <= OrderLine.quantity)
        counted = counted.values(returned_quantity=OrderLine.returned_quantity + refunded)
        if db.session.execute(counted.execution_options(synchronize_session=False)).rowcount == 0:
            raise StepNotAllowed("fewer pieces are left")
        db.session.expire(line.line)
    db.session.flush()


def gives_shipping_back(asked: Return, pieces: Mapping[int, int]) -> bool:
    """Whether delivery comes back by itself: it is not the buyer's doing, and nothing of the order stays with the buyer."""
    given = {line.order_line_id: pieces.get(line.id, 0) for line in asked.lines}
    return asked.reason in FAULTY and all(line.kept_quantity <= given.get(line.id, 0) for line in asked.order.lines)


def drop_open(order: Order, actor: Actor) -> None:
    """The parcel came back to its sender: nothing is left to be returned."""
    if asked := queries.open_return(order.id):
        advance(asked, ReturnAction.LAPSE, actor)


def problems_with(order: Order, pieces: Mapping[int, int], reason: str, words: str) -> list[BadValue]:
    """All that is wrong with what is asked, so that a form can say it at once."""
    is_faulty = reason in FAULTY
    checks = (
        lambda: _check_pieces(order, pieces),
        lambda: _check_reason(order, pieces, reason),
        lambda: _words(words, is_needed=is_faulty),
    )
    return [refused for refused in map(_refusal_of, checks) if refused]


def _refusal_of(check: Callable[[], object]) -> BadValue | None:
    try:
        check()
    except BadValue as refused:
        return refused
    return None


def _check_pieces(order: Order, pieces: Mapping[int, int]) -> None:
    left = queries.pieces_left(order)
    if not any(pieces.values()):
        raise BadValue("pieces", "none")
    if any(not 0 <= quantity <= left.get(line_id, 0) for line_id, quantity in pieces.items()):
        raise BadValue("pieces", "out_of_range")


def _check_reason(order: Order, pieces: Mapping[int, int], reason: str) -> None:
    if reason not in set(reasons_for(order)):
        raise BadValue("reason", "unknown")
    chosen = [line for line in order.lines if pieces.get(line.id)]
    if reason not in FAULTY and not all(line.is_returnable for line in chosen):
        raise BadValue("reason", "only_if_faulty")


def _words(words: str, *, is_needed: bool) -> str:
    words = tidy(words, multiline=True)
    if is_needed and not words:
        raise BadValue("words", "empty")
    if len(words) > LONGEST_WORDS:
        raise BadValue("words", "too_long")
    return words


def _said(action: ReturnAction, words: str) -> dict[str, str]:
    if action not in WORDS_TO:
        return {}
    return {WORDS_TO[action]: _words(words, is_needed=action in MUST_SAY)}


def _parcel(action: ReturnAction, carrier: str, tracking: str) -> dict[str, str | None]:
    """Who carries it back, where the buyer says so; a number is checked as the carrier writes it."""
    if action is not ReturnAction.SEND_BACK or not carrier:
        return {}
    if carrier not in CARRIERS:
        raise BadValue("carrier", "unknown_carrier")
    return {"carrier": carrier, "tracking_number": tracking_number(carrier, tracking) if tracking.strip() else None}


def _acts_at(status: ReturnStatus, since: datetime) -> datetime | None:
    return since + CLOCKS[status][1] if status in CLOCKS else None


def _add_photos(asked: Return, side: Side, photos: Sequence[StoredPhoto]) -> None:
    if len(asked.photos_of(side)) + len(photos) > MOST_PHOTOS:
        raise BadValue("photos", "too_many")
    known = {photo.key for photo in asked.photos}
    for photo in photos:
        if photo.key not in known:
            db.session.add(ReturnPhoto(return_id=asked.id, key=photo.key, side=side, widths=list(photo.widths)))
    db.session.flush()
    db.session.expire(asked, ["photos"])


def _wake_clock(order_id: int, at: datetime) -> None:
    """The order's own clock stood still meanwhile."""
    waits = Order.status.in_([OrderStatus.SHIPPED, OrderStatus.DELIVERED])
    woken = update(Order).where(Order.id == order_id, waits).values(acts_at=at)
    db.session.execute(woken.execution_options(synchronize_session=False))
