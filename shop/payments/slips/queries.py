"""Slips as somebody may see them: ownership is part of the question."""

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select
from sqlalchemy.orm import joinedload

from shop.kernel.database import db
from shop.orders.models import Order
from shop.payments.slips.models import Slip, SlipStatus

PAGE = 50


def slips_of_order(order_id: int) -> list[Slip]:
    """The newest first."""
    return list(db.session.scalars(select(Slip).where(Slip.order_id == order_id).order_by(Slip.id.desc())))


def slip_by_key(key: str, *of: ColumnElement[bool]) -> Slip | None:
    """One slip, for those whose orders are `of`."""
    return db.session.scalar(select(Slip).join(Slip.order).where(Slip.key == key, *of))


def waiting_for_group(group_id: int) -> list[Slip]:
    """One of each order that waits for the group to look in its bank's app, the oldest first."""
    return list(db.session.scalars(_firsts(Order.group_id == group_id).options(joinedload(Slip.order)).limit(PAGE)))


def slips_waiting(group_id: int) -> ScalarSelect[int]:
    """How many orders wait for the group to look: part of a question."""
    asked = select(func.count(func.distinct(Slip.order_id))).join(Slip.order)
    return asked.where(Slip.status == SlipStatus.WAITING, Order.group_id == group_id).scalar_subquery()


def waiting_for_office() -> Select:
    """Nobody of the group has said for two days whether the money came, or the buyer denies what it said."""
    return _firsts(Slip.at_office_at.is_not(None))


def first_waiting_of(order_id: int) -> Slip | None:
    return db.session.scalars(_firsts(Slip.order_id == order_id)).first()


def _firsts(*where: ColumnElement[bool]) -> Select:
    firsts = select(func.min(Slip.id)).join(Slip.order).where(Slip.status == SlipStatus.WAITING, *where).group_by(Slip.order_id)
    return select(Slip).where(Slip.id.in_(firsts)).order_by(Slip.id)
