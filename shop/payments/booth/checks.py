"""What must be true of sales at booths at any moment: asked by `doctor`."""

from sqlalchemy import and_, func, or_, select

from shop.catalogue.models import MovementKind, StockMovement
from shop.catalogue.stock import BEYOND
from shop.kernel.database import db
from shop.orders.checks import MOST_SHOWN
from shop.orders.models import BOOTH, Order, OrderLine
from shop.orders.states import OrderStatus
from shop.payments.booth.models import BoothClash, BoothSale, ClashKind


def sales_are_orders() -> list[str]:
    """Each order of a booth is one sale of that group at that fair, its lines too; received, or cancelled where it is voided."""
    elsewhere = select(OrderLine.id).where(
        OrderLine.order_id == Order.id, OrderLine.fair_id.is_distinct_from(Order.booth_fair_id)
    )
    is_right = and_(
        BoothSale.group_id == Order.group_id,
        BoothSale.fair_id == Order.booth_fair_id,
        Order.shipping_kind == BOOTH,
        ~elsewhere.exists(),
        or_(
            and_(BoothSale.voided_at.is_(None), Order.status == OrderStatus.RECEIVED),
            and_(BoothSale.voided_at.is_not(None), Order.status == OrderStatus.CANCELLED),
        ),
    )
    asked = select(Order.code, Order.status).outerjoin(BoothSale, BoothSale.order_id == Order.id)
    asked = asked.where(or_(Order.booth_fair_id.is_not(None), BoothSale.id.is_not(None)), or_(BoothSale.id.is_(None), ~is_right))
    return [
        f"order {code} ({status}) and its sale at a booth do not agree"
        for code, status in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def pieces_found_are_told() -> list[str]:
    """For pieces that were found because they had been sold there is a task of as many."""
    found = select(StockMovement.order_id, StockMovement.variant_id, func.sum(StockMovement.quantity).label("found"))
    found = found.where(StockMovement.kind == MovementKind.CORRECTED, StockMovement.note == BEYOND, StockMovement.quantity > 0)
    found = found.group_by(StockMovement.order_id, StockMovement.variant_id).subquery()
    told = (
        select(BoothClash.quantity)
        .join(BoothClash.sale)
        .where(
            BoothSale.order_id == found.c.order_id,
            BoothClash.variant_id == found.c.variant_id,
            BoothClash.kind == ClashKind.SHORT,
        )
    )
    asked = select(found.c.order_id, found.c.variant_id, found.c.found)
    asked = asked.where(func.coalesce(told.scalar_subquery(), 0) != found.c.found)
    return [
        f"{count} pieces of variant {variant} were found for order {order}, and nobody was told"
        for order, variant, count in db.session.execute(asked.limit(MOST_SHOWN))
    ]


CHECKS = {"booth-sales": sales_are_orders, "booth-clashes": pieces_found_are_told}
