"""Read returns: by side, by what waits, and what of an order can still be given back."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from shop.kernel.database import db
from shop.orders.models import Order
from shop.orders.returns.models import Return, ReturnLine, ReturnPhoto
from shop.orders.returns.states import ReturnStatus

PAGE = 50
WAITS_FOR_GROUP = (ReturnStatus.REQUESTED, ReturnStatus.SENT_BACK)
WHOLE = (
    joinedload(Return.order).joinedload(Order.purchase),
    joinedload(Return.order).selectinload(Order.lines),
    selectinload(Return.lines).joinedload(ReturnLine.line),
    selectinload(Return.photos),
)


def has_open_return(order_id: int) -> bool:
    """Whether something of this order is still asked back: time and payouts wait for it."""
    return bool(db.session.scalar(select(exists().where(Return.order_id == order_id, Return.ended_at.is_(None)))))


def orders_asked_back(order_ids: Collection[int]) -> set[int]:
    """Those of these orders of which something is asked back at the moment."""
    asked = select(Return.order_id).where(Return.order_id.in_(order_ids), Return.ended_at.is_(None))
    return set(db.session.scalars(asked)) if order_ids else set()


def open_return(order_id: int) -> Return | None:
    return _one(Return.order_id == order_id, Return.ended_at.is_(None))


def returns_of_order(order_id: int) -> list[Return]:
    """The newest first, with lines and photos."""
    asked = select(Return).where(Return.order_id == order_id).options(*WHOLE)
    return list(db.session.scalars(asked.order_by(Return.id.desc())))


def return_for_group(return_id: int, group_id: int) -> Return | None:
    return _one(Return.id == return_id, Return.group_id == group_id)


def return_for_official(return_id: int) -> Return | None:
    return _one(Return.id == return_id)


def returns_of_group(group_id: int, before_id: int | None = None, limit: int = PAGE) -> list[Return]:
    """What waits for the group on top, then the newest first; `before_id` continues with those that do not wait."""
    waits = Return.status.in_(WAITS_FOR_GROUP)
    asked = select(Return).where(Return.group_id == group_id).options(*WHOLE)
    if before_id is not None:
        asked = asked.where(Return.id < before_id, ~waits)
    return list(db.session.scalars(asked.order_by(case((waits, 0), else_=1), Return.id.desc()).limit(limit)))


def returns_waiting(group_id: int) -> ScalarSelect[int]:
    """How many it has to answer or to confirm: part of a question."""
    asked = select(func.count(Return.id)).where(Return.group_id == group_id, Return.status.in_(WAITS_FOR_GROUP))
    return asked.scalar_subquery()


def returns_for_office(before_id: int | None = None, limit: int = PAGE) -> list[Return]:
    """Disputed ones on top, the longest waiting first; then the newest. `before_id` continues with those not disputed."""
    is_disputed = Return.status == ReturnStatus.DISPUTED
    asked = select(Return).options(*WHOLE)
    if before_id is not None:
        asked = asked.where(Return.id < before_id, ~is_disputed)
    order = (case((is_disputed, 0), else_=1), case((is_disputed, Return.disputed_at)), Return.id.desc())
    return list(db.session.scalars(asked.order_by(*order).limit(limit)))


def count_disputed() -> int:
    return db.session.scalar(select(func.count(Return.id)).where(Return.status == ReturnStatus.DISPUTED))


def photo_of_return(key: str, *where: ColumnElement[bool]) -> ReturnPhoto | None:
    return db.session.scalar(select(ReturnPhoto).join(ReturnPhoto.asked).where(ReturnPhoto.key == key, *where))


def pieces_left(order: Order) -> dict[int, int]:
    """By line's id, the pieces that can still be asked back: kept, and not declined by the office before."""
    declined = (
        select(ReturnLine.order_line_id, func.sum(ReturnLine.quantity))
        .join(ReturnLine.asked)
        .where(Return.order_id == order.id, Return.status == ReturnStatus.DECLINED)
        .group_by(ReturnLine.order_line_id)
    )
    settled = dict(db.session.execute(declined).all())
    return {line.id: max(0, line.kept_quantity - settled.get(line.id, 0)) for line in order.lines}


def _one(*which: ColumnElement[bool]) -> Return | None:
    return db.session.scalar(select(Return).where(*which).options(*WHOLE))
