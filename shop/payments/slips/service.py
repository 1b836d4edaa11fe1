"""A buyer says that she has paid, and a person says whether the money came: each once, however many press.

A slip in time stops the order's clock and keeps its goods. One that comes later is looked at all the same: money that came is
either an order again, or owed back by the group that holds it.
"""

from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.kernel.access import GROUP_ROLES, MARKET, Actor, HelpScope, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import NotAllowed, Refusal
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell, tell_all
from shop.orders import messages
from shop.orders import service as orders
from shop.orders.models import Order, PaymentMethod
from shop.orders.service import StepNotAllowed
from shop.orders.states import CALLED_OFF, OrderAction, OrderEvent, OrderStatus
from shop.payments import direct
from shop.payments.actions import PaymentAction
from shop.payments.models import PaymentStatus, RefundCause
from shop.payments.refunds import payment_of, request_refund
from shop.payments.service import advance_order
from shop.payments.slips import limits
from shop.payments.slips.limits import Payer
from shop.payments.slips.models import Slip, SlipStatus
from shop.payments.slips.photos import StoredSlip

REMIND_AFTER, OFFICE_AFTER = timedelta(hours=12), timedelta(hours=48)
LATE_WITHIN = timedelta(days=30)  # of the order's end: after that the office helps
MOST_PER_ORDER = 5
MOST_OBJECTIONS = 2  # to "the money did not come", of one order: an official looks at each
NOT_COME = "money_did_not_come"  # the reason of an order that ended so


class SlipUsed(Refusal):
    """This transfer has been shown before, for another order: `slip`, where it is known."""

    def __init__(self, slip: Slip | None = None) -> None:
        super().__init__("shown before")
        self.slip = slip


class TooManySlips(Refusal):
    """Of this payer, as many slips wait as may; or of this order, as many as anybody needs."""


def may_send(order: Order) -> bool:
    """Whether a slip of this order is still looked at."""
    if order.payment_method is not PaymentMethod.PROMPTPAY:
        return False
    if order.status in (OrderStatus.AWAITING_PAYMENT, OrderStatus.AWAITING_CONFIRMATION):
        return True
    is_recent = order.status in CALLED_OFF and order.ended_at + LATE_WITHIN > now()
    if not is_recent or payment_of(order).status is PaymentStatus.PAID:
        return False
    return objections_left(order.id) > 0 or bool(waiting_of(order.id))


def objections_left(order_id: int) -> int:
    """How often the buyer may still say that the money did go, after it was said that it did not come."""
    made = db.session.scalar(select(func.coalesce(func.sum(Slip.objections), 0)).where(Slip.order_id == order_id))
    return max(0, MOST_OBJECTIONS - made)


def send(order: Order, stored: StoredSlip, actor: Actor) -> Slip:
    """The buyer's word that she has paid. The same picture, or the same transfer, again for the same order gives the first.

    Where that one was denied she insists: it waits again, and the office looks, so often as objections_left says.
    Raises StepNotAllowed where no slip is looked at any more, SlipUsed, TooManySlips.
    """
    payer = Payer.of(order.purchase)
    limits.lock(payer)
    orders.lock(order)
    already = _sent_before(order, stored)
    if already and already.status is not SlipStatus.DENIED:
        return already
    if not orders.roles_towards(order, actor) or not may_send(order):
        raise StepNotAllowed(OrderAction.SHOW_PAYMENT)
    earlier = waiting_of(order.id)
    if len(earlier) >= MOST_PER_ORDER or not limits.has_room(payer, besides=order.id):
        raise TooManySlips
    slip = _open_again(already, order, is_first=not earlier) if already else _add(order, stored, is_first=not earlier)
    follow_new_slip(order, slip, actor, is_first=not earlier)
    return slip


def follow_new_slip(order: Order, slip: Slip, actor: Actor, *, is_first: bool) -> None:
    """A slip waits at this order from now on: its clock stops, and who has to look is told, of the first one."""
    if order.status is OrderStatus.AWAITING_PAYMENT:
        advance_order(order, OrderAction.SHOW_PAYMENT, actor)
    action = PaymentAction.OBJECT_SLIP if is_first and slip.objections else PaymentAction.SEND_SLIP
    audit.record(actor, action, "order", order.code, group_id=order.group_id, slip=slip.id, is_late=slip.is_late)
    if is_first:
        told = {"code": order.code, "amount_satang": order.due_satang, "is_late": slip.is_late or None}
        tell_all(groups.recipients_of(order.group_id, about=HelpScope.ORDERS), NoticeKind.SLIP_TO_CONFIRM, **told)
        if slip.at_office_at:
            _tell_of_office(order)


def waiting_of(order_id: int) -> list[Slip]:
    asked = select(Slip).where(Slip.order_id == order_id, Slip.status == SlipStatus.WAITING)
    return list(db.session.scalars(asked.order_by(Slip.id)))


def may_decide(order: Order, actor: Actor) -> bool:
    """Its group, or an official who looks after the market's money."""
    return bool(orders.roles_towards(order, actor) & GROUP_ROLES) or _is_office(actor)


def confirm(order: Order, actor: Actor) -> None:
    """The money is there: in time, so the order goes on. Raises StepNotAllowed."""
    orders.lock(order)
    _check_may(order, actor, OrderAction.CONFIRM_PAYMENT)
    if order.status not in (OrderStatus.AWAITING_PAYMENT, OrderStatus.AWAITING_CONFIRMATION):
        raise StepNotAllowed(OrderAction.CONFIRM_PAYMENT)
    direct.decide_slips(order, SlipStatus.CONFIRMED, actor)
    if _is_office(actor):
        _record(actor, PaymentAction.CONFIRM_SLIP, order)
        messages.tell_group_of_order(order)
    advance_order(order, OrderAction.CONFIRM_PAYMENT, MARKET if _is_office(actor) else actor)


def deny(order: Order, actor: Actor) -> None:
    """The money did not come. An order that waited for it ends, its goods are on sale again, the buyer is told what she can do.

    Raises StepNotAllowed.
    """
    orders.lock(order)
    _check_may(order, actor, PaymentAction.DENY_SLIP)
    if not direct.decide_slips(order, SlipStatus.DENIED, actor):
        raise StepNotAllowed(PaymentAction.DENY_SLIP)
    _record(actor, PaymentAction.DENY_SLIP, order)
    if order.status is OrderStatus.AWAITING_CONFIRMATION:
        advance_order(order, OrderAction.CANCEL, MARKET, reason=NOT_COME)
    else:
        told = {"code": order.code, "amount_satang": order.due_satang, "key": order.purchase.link_key}
        told |= {} if objections_left(order.id) else {"is_final": True}
        tell(messages.buyer_of(order.purchase), NoticeKind.SLIP_DENIED, **told)


def take_again(order: Order, actor: Actor) -> None:
    """The money came late, and the goods are still there. Raises StepNotAllowed, OutOfStock."""
    _begin_late(order, actor)
    if order.status is not OrderStatus.EXPIRED:
        raise StepNotAllowed(OrderAction.TAKE_AGAIN)
    direct.decide_slips(order, SlipStatus.CONFIRMED, actor)
    advance_order(order, OrderAction.TAKE_AGAIN, MARKET)
    if _is_office(actor):
        messages.tell_group_of_order(order)


def owe_back(order: Order, actor: Actor) -> None:
    """The money came late and the group gives it back: owed, and shown to the office, until it says how it was given.

    Raises StepNotAllowed.
    """
    _begin_late(order, actor)
    if not direct.receive_promptpay(order, actor):
        raise StepNotAllowed(PaymentAction.RECEIVE_LATE_PAYMENT)
    db.session.expire_all()  # the payment was changed under what was read of it
    request_refund(order, order.kept_satang, RefundCause.LATE, actor)


def _begin_late(order: Order, actor: Actor) -> None:
    orders.lock(order)
    _check_may(order, actor, PaymentAction.RECEIVE_LATE_PAYMENT)
    if order.status not in CALLED_OFF or not waiting_of(order.id):
        raise StepNotAllowed(PaymentAction.RECEIVE_LATE_PAYMENT)
    _record(actor, PaymentAction.RECEIVE_LATE_PAYMENT, order)


# Time


def due_slip_ids(limit: int) -> list[int]:
    """Slips to look at now, longest overdue first."""
    asked = select(Slip.id).where(Slip.status == SlipStatus.WAITING, Slip.acts_at <= now())
    return list(db.session.scalars(asked.order_by(Slip.acts_at, Slip.id).limit(limit)))


def let_time_act(slip_id: int) -> None:
    """Remind the group of a slip, once; after 48 hours it is the office's task."""
    slip, at = db.session.get(Slip, slip_id), now()
    if slip is None:
        return
    is_over = slip.received_at + OFFICE_AFTER <= at
    done = {"at_office_at": at, "acts_at": None} if is_over else {"reminded_at": at, "acts_at": slip.received_at + OFFICE_AFTER}
    waiting = update(Slip).where(Slip.id == slip_id, Slip.status == SlipStatus.WAITING, Slip.acts_at <= at)
    if db.session.execute(waiting.values(**done).execution_options(synchronize_session=False)).rowcount == 0:
        return
    order = slip.order
    if is_over:
        _record(MARKET, PaymentAction.HAND_OVER_SLIP, order)
        _tell_of_office(order)
    else:
        audit.record(MARKET, OrderEvent.REMIND, "order", order.code, group_id=order.group_id)
        told = {"code": order.code, "amount_satang": order.due_satang}
        tell_all(groups.recipients_of(order.group_id, about=HelpScope.ORDERS), NoticeKind.SLIP_REMINDER, **told)


def _sent_before(order: Order, stored: StoredSlip) -> Slip | None:
    is_same = Slip.digest == stored.digest
    if stored.code:
        is_same |= Slip.trans_ref == stored.code.trans_ref
    return db.session.scalars(select(Slip).where(Slip.order_id == order.id, is_same).order_by(Slip.id)).first()


def _add(order: Order, stored: StoredSlip, *, is_first: bool) -> Slip:
    slip = Slip(
        order=order,
        key=stored.key,
        widths=list(stored.widths),
        digest=stored.digest,
        trans_ref=stored.code.trans_ref if stored.code else None,
        sending_bank=stored.code.sending_bank if stored.code else None,
        **as_new(order, is_first=is_first),
    )
    try:
        with db.session.begin_nested():
            db.session.add(slip)
    except IntegrityError as used:
        raise SlipUsed(_with_transfer(slip.trans_ref)) from used
    return slip


def as_new(order: Order, *, is_first: bool) -> dict[str, object]:
    """The columns of a slip that comes now. Only the first one of an order has a clock.

    What the group has denied once is the office's from the start, and an objection.
    """
    at, is_disputed = now(), _was_denied(order.id)
    return {
        "is_late": order.status in CALLED_OFF,
        "objections": int(is_disputed and is_first),
        "received_at": at,
        "at_office_at": at if is_disputed else None,
        "acts_at": at + REMIND_AFTER if is_first and not is_disputed else None,
    }


def _with_transfer(trans_ref: str | None) -> Slip | None:
    return db.session.scalar(select(Slip).where(Slip.trans_ref == trans_ref)) if trans_ref else None


def _open_again(slip: Slip, order: Order, *, is_first: bool) -> Slip:
    """She has no other proof than the transfer that was denied. The audit keeps who denied it, and when."""
    denied = update(Slip).where(Slip.id == slip.id, Slip.status == SlipStatus.DENIED)
    values = {"status": SlipStatus.WAITING, "decided_at": None, "decided_by": None, "acts_at": None, "at_office_at": now()}
    values |= {"is_late": order.status in CALLED_OFF, "objections": Slip.objections + int(is_first)}
    db.session.execute(denied.values(**values).execution_options(synchronize_session=False))
    db.session.expire(slip)
    return slip


def _was_denied(order_id: int) -> bool:
    asked = select(Slip.id).where(Slip.order_id == order_id, Slip.status == SlipStatus.DENIED)
    return db.session.scalar(asked.limit(1)) is not None


def _tell_of_office(order: Order) -> None:
    told = {"code": order.code, "amount_satang": order.due_satang}
    tell(messages.buyer_of(order.purchase), NoticeKind.SLIP_AT_OFFICE, key=order.purchase.link_key, **told)
    tell_all(groups.recipients_of(order.group_id, about=HelpScope.ORDERS), NoticeKind.SLIP_AT_OFFICE, for_group=True, **told)


def _check_may(order: Order, actor: Actor, action: str) -> None:
    """Whoever pays never says for the office that the money came."""
    is_own = actor.id is not None and actor.id == order.purchase.account_id
    if is_own and _is_office(actor):
        raise NotAllowed(Permission.MONEY_MANAGE)
    if order.payment_method is not PaymentMethod.PROMPTPAY or not may_decide(order, actor):
        raise StepNotAllowed(action)


def _is_office(actor: Actor) -> bool:
    return actor.is_official and actor.can(Permission.MONEY_MANAGE)


def _record(actor: Actor, action: PaymentAction, order: Order) -> None:
    audit.record(actor, action, "order", order.code, group_id=order.group_id, amount_satang=order.due_satang)
