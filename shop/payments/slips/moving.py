"""A slip shown at the wrong order is moved to the one it pays, once, while nobody has confirmed it.

One transfer is still shown once in the whole market: it is the same row. The desk has asked that both orders are the buyer's.
"""

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.kernel.access import MARKET, Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders import service as orders
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderAction, OrderStatus
from shop.payments.actions import PaymentAction
from shop.payments.service import advance_order
from shop.payments.slips import limits, service
from shop.payments.slips.limits import Payer
from shop.payments.slips.models import Slip, SlipStatus

UNCONFIRMED = (SlipStatus.WAITING, SlipStatus.DENIED)
MOST_OFFERED = 20  # orders


def may_move(slip: Slip) -> bool:
    return slip.status in UNCONFIRMED and slip.moved_at is None


def targets(order: Order, purchase_ids: list[int], account_id: int | None) -> list[Order]:
    """Other orders that a slip of this one may be meant for: of its purchase, of others the asker follows, of the account."""
    theirs = [Order.purchase_id.in_({order.purchase_id, *purchase_ids})]
    if account_id is not None:
        theirs.append(Purchase.account_id == account_id)
    asked = select(Order).join(Order.purchase).where(Order.id != order.id, Order.payment_method == PaymentMethod.PROMPTPAY)
    found = db.session.scalars(asked.where(or_(*theirs)).order_by(Order.id.desc()).limit(MOST_OFFERED))
    return [other for other in found if service.may_send(other)]


def move(slip: Slip, target: Order, actor: Actor) -> None:
    """The slip is `target`'s from now on, as if it had been shown there today; its old order waits for its own transfer.

    Raises StepNotAllowed where it was confirmed, or moved before, or no slip of `target` is looked at any more; SlipUsed where
    that has this very picture, TooManySlips where it, or its payer, has enough.
    """
    source = slip.order
    payers = Payer.of(source.purchase), Payer.of(target.purchase)
    limits.lock(payers[1])
    for order in sorted((source, target), key=lambda one: one.id):
        orders.lock(order)
    db.session.refresh(slip)
    is_theirs = orders.roles_towards(source, actor) and orders.roles_towards(target, actor)
    if not is_theirs or source.id == target.id or slip.order_id != source.id or not service.may_send(target):
        raise StepNotAllowed(PaymentAction.MOVE_SLIP)
    if len(service.waiting_of(target.id)) >= service.MOST_PER_ORDER:
        raise service.TooManySlips
    clock = {name: getattr(slip, name) for name in ("acts_at", "reminded_at", "at_office_at")}
    was_waiting = slip.status is SlipStatus.WAITING
    _hand_over(slip, source, target)
    _check_room(*payers, was_waiting=was_waiting)
    audit.record(actor, PaymentAction.MOVE_SLIP, "order", source.code, group_id=source.group_id, slip=slip.id)
    if was_waiting:
        _go_on_without(source, clock)
    service.follow_new_slip(target, slip, actor, is_first=len(service.waiting_of(target.id)) == 1)


def _hand_over(slip: Slip, source: Order, target: Order) -> None:
    values = service.as_new(target, is_first=not service.waiting_of(target.id))
    values |= {"order_id": target.id, "status": SlipStatus.WAITING, "decided_at": None, "decided_by": None}
    here = update(Slip).where(
        Slip.id == slip.id, Slip.order_id == source.id, Slip.status.in_(UNCONFIRMED), Slip.moved_at.is_(None)
    )
    try:
        with db.session.begin_nested():
            moved = db.session.execute(
                here.values(**values, moved_at=now(), reminded_at=None).execution_options(synchronize_session=False)
            )
    except IntegrityError as used:
        raise service.SlipUsed from used
    if moved.rowcount == 0:
        raise StepNotAllowed(PaymentAction.MOVE_SLIP)
    db.session.expire(slip)


def _go_on_without(order: Order, clock: dict[str, object]) -> None:
    """The next of its slips takes over the clock; where there is none, the order waits for its transfer again."""
    left = service.waiting_of(order.id)
    if left:
        keeps = update(Slip).where(Slip.id == left[0].id, Slip.status == SlipStatus.WAITING)
        db.session.execute(keeps.values(**clock))
    elif order.status is OrderStatus.AWAITING_CONFIRMATION:
        advance_order(order, OrderAction.TAKE_SLIP_AWAY, MARKET)


def _check_room(source: Payer, target: Payer, *, was_waiting: bool) -> None:
    """It counts as one order more only where it did not count for this payer before."""
    is_more = not was_waiting or source != target
    if is_more and limits.count_unconfirmed(target) > limits.MOST_UNCONFIRMED:
        raise service.TooManySlips
