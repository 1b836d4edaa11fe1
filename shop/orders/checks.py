"""What must be true of orders and their stock at any moment: asked by `doctor` and after each step of the property tests."""

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from shop.catalogue import stock
from shop.catalogue.models import MovementKind, StockMovement
from shop.kernel.database import db
from shop.orders.models import Order, OrderLine, PaymentMethod, Purchase
from shop.orders.service import STAMPS
from shop.orders.states import HOLDING, SENT, OrderStatus

MOST_SHOWN = 20


def stock_is_the_sum_of_its_movements() -> list[str]:
    return [
        f"variant {variant_id}: available {left}, movements {total}"
        for variant_id, left, total in stock.differences()[:MOST_SHOWN]
    ]


def pieces_follow_their_orders() -> list[str]:
    """An open order holds its pieces; one that left has sold them; one called off or sent back has nothing left of them.

    Pieces that are made for their order alone never touch the stock.
    """
    moved = (
        select(
            StockMovement.order_id,
            StockMovement.variant_id,
            _sum_of(MovementKind.HELD).label("held"),
            _sum_of(MovementKind.SOLD).label("sold"),
            _sum_of(MovementKind.RETURNED).label("returned"),
        )
        .where(StockMovement.order_id.is_not(None))
        .group_by(StockMovement.order_id, StockMovement.variant_id)
        .subquery()
    )
    ordered = (
        select(
            OrderLine.order_id,
            OrderLine.variant_id,
            func.sum(_of_stock(OrderLine.quantity - OrderLine.cancelled_quantity)).label("quantity"),
            func.sum(_of_stock(OrderLine.returned_quantity)).label("given_back"),
        )
        .group_by(OrderLine.order_id, OrderLine.variant_id)
        .subquery()
    )
    held, sold, returned = (func.coalesce(column, 0) for column in (moved.c.held, moved.c.sold, moved.c.returned))
    left = Order.status.in_([*SENT, OrderStatus.RETURNED_TO_SENDER])
    is_right = (
        (held == case((Order.status.in_(HOLDING), -ordered.c.quantity), else_=0))
        & (sold == case((left, -ordered.c.quantity), else_=0))
        & or_(
            and_(Order.status == OrderStatus.RETURNED_TO_SENDER, returned == ordered.c.quantity),
            and_(Order.status != OrderStatus.RETURNED_TO_SENDER, returned.between(0, ordered.c.given_back)),
        )
    )
    asked = (
        select(Order.code, Order.status, ordered.c.variant_id, ordered.c.quantity, held, sold, returned)
        .join(ordered, ordered.c.order_id == Order.id)
        .outerjoin(moved, (moved.c.order_id == Order.id) & (moved.c.variant_id == ordered.c.variant_id))
        .where(~is_right)
    )
    return [
        f"order {code} ({status}) of {quantity} x variant {variant}: held {held}, sold {sold}, returned {returned}"
        for code, status, variant, quantity, held, sold, returned in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def movements_belong_to_lines() -> list[str]:
    """No piece was held or sold for an order that is not there or does not name it."""
    named = select(OrderLine.id).where(
        OrderLine.order_id == StockMovement.order_id, OrderLine.variant_id == StockMovement.variant_id
    )
    asked = select(StockMovement.id).where(StockMovement.order_id.is_not(None), ~named.exists())
    return [
        f"movement {movement_id} names an order without such a line"
        for movement_id in db.session.scalars(asked.limit(MOST_SHOWN))
    ]


def amounts_add_up() -> list[str]:
    """An order's lines make its goods, a purchase's orders make its total."""
    lines = select(func.coalesce(func.sum(OrderLine.total_satang), 0)).where(OrderLine.order_id == Order.id).scalar_subquery()
    orders = select(func.coalesce(func.sum(Order.total_satang), 0)).where(Order.purchase_id == Purchase.id).scalar_subquery()
    wrong = select(Order.code).where(lines != Order.items_satang).limit(MOST_SHOWN)
    also = select(Purchase.code).where(orders != Purchase.total_satang).limit(MOST_SHOWN)
    return [
        *(f"order {code}: its lines do not make its sum" for code in db.session.scalars(wrong)),
        *(f"purchase {code}: its orders do not make its sum" for code in db.session.scalars(also)),
    ]


def times_follow_states() -> list[str]:
    """A state has its time, and only states that time acts on say when."""
    problems = []
    for status, stamps in STAMPS.items():
        for stamp in stamps:
            asked = select(Order.code).where(Order.status == status, getattr(Order, stamp).is_(None))
            problems += [f"order {code} is {status} without {stamp}" for code in db.session.scalars(asked.limit(MOST_SHOWN))]
    ticking = [OrderStatus.PLACED, OrderStatus.SHIPPED, OrderStatus.DELIVERED]
    waits_for_slip = and_(Order.status == OrderStatus.AWAITING_PAYMENT, Order.payment_method == PaymentMethod.PROMPTPAY)
    ticks = or_(Order.status.in_(ticking), waits_for_slip)
    asked = select(Order.code, Order.status).where(ticks != Order.acts_at.is_not(None))
    return problems + [
        f"order {code} is {status} and its clock is wrong" for code, status in db.session.execute(asked.limit(MOST_SHOWN))
    ]


def _of_stock(pieces: ColumnElement[int]) -> ColumnElement[int]:
    return case((OrderLine.takes_stock, pieces), else_=0)


def _sum_of(kind: MovementKind):
    return func.sum(case((StockMovement.kind == kind, StockMovement.quantity), else_=0))


CHECKS = {
    "stock": stock_is_the_sum_of_its_movements,
    "order-stock": pieces_follow_their_orders,
    "order-movements": movements_belong_to_lines,
    "order-amounts": amounts_add_up,
    "order-times": times_follow_states,
}
