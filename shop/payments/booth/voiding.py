"""A sale that never was: the wrong thing was pressed. Its pieces are on the table, its money was never in the tin."""

from sqlalchemy import update

from shop.catalogue import stock
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import BANGKOK, now, today
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.refusals import LostRace, Refusal
from shop.orders import service as orders
from shop.orders.models import Order
from shop.orders.states import VOIDED, OrderAction
from shop.payments import ledger
from shop.payments.booth.models import BoothClash, BoothSale
from shop.payments.models import Payment, Refund, RefundCause, RefundStatus


class TooLateToVoid(Refusal):
    """It was sent on another day: the day's money has been counted since."""


def may_void(sale: BoothSale) -> bool:
    """Until the end of the (Thai) day on which the market heard of it."""
    return sale.voided_at is None and sale.recorded_at.astimezone(BANGKOK).date() == today()


def void_sale(sale: BoothSale, actor: Actor) -> None:
    """The pieces are back, the books say that the money is, and the order is cancelled.

    Raises NotAllowed, TooLateToVoid, LostRace where it was voided before.
    """
    check_may(actor, Permission.ORDER_FULFIL, sale.group_id)
    if sale.voided_at is None and not may_void(sale):
        raise TooLateToVoid(sale.client_id)
    standing = update(BoothSale).where(BoothSale.id == sale.id, BoothSale.voided_at.is_(None))
    voided = standing.values(voided_at=now(), voided_by=actor.id).execution_options(synchronize_session=False)
    if db.session.execute(voided).rowcount == 0:
        raise LostRace(sale.client_id)
    db.session.expire(sale)
    order = sale.order
    orders.advance(order, OrderAction.VOID, actor, reason=VOIDED)
    _put_back(sale, order, actor)
    _give_back(order, actor)


def _put_back(sale: BoothSale, order: Order, actor: Actor) -> None:
    """What was found only for the sake of this sale goes again, unless somebody has counted since."""
    waiting = update(BoothClash).where(BoothClash.sale_id == sale.id, BoothClash.settled_at.is_(None))
    settled = waiting.values(settled_at=now(), settled_by=actor.id).returning(BoothClash.variant_id, BoothClash.quantity)
    rows = db.session.execute(settled.execution_options(synchronize_session=False)).all()
    found = {variant_id: quantity for variant_id, quantity in rows if quantity}
    for line in sorted(order.lines, key=lambda line: (line.product_id, line.variant_id)):
        stock.take_sale_back(line.variant_id, line.quantity, found.get(line.variant_id, 0), order.id, actor)


def _give_back(order: Order, actor: Actor) -> None:
    amount = order.total_satang
    payment = db.session.scalar(db.select(Payment).where(Payment.order_id == order.id))
    for table, row in ((Order, order), (Payment, payment)):
        asked = update(table).where(table.id == row.id, table.refunded_satang == 0).values(refunded_satang=amount)
        if db.session.execute(asked.execution_options(synchronize_session=False)).rowcount == 0:
            raise LostRace(order.code)
        db.session.expire(row)
    refund = Refund(
        payment_id=payment.id,
        order_id=order.id,
        amount_satang=amount,
        cause=RefundCause.CANCELLED,
        status=RefundStatus.SETTLED,
        key=new_key(),
        requested_by=actor.id,
        settled_at=now(),
        settled_by=actor.id,
    )
    db.session.add(refund)
    db.session.flush()
    ledger.post_cash_returned(refund, order)
