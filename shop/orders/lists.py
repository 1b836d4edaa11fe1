"""Orders as lists: by the stage of the work, with counts, search and pages by keyset."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.identifiers import BadPhone, normalise_phone
from shop.kernel.refusals import BadValue
from shop.orders.models import Order, Purchase
from shop.orders.states import OrderStatus as S

PAGE = 30
LATE_AFTER = timedelta(days=3)  # accepted so long ago and still at home


class Stage(StrEnum):
    """A group's work in the order it is done: one tab each."""

    NEW = "new"
    TO_PACK = "to_pack"
    TO_SEND = "to_send"
    ON_THE_WAY = "on_the_way"
    DONE = "done"
    CALLED_OFF = "called_off"
    UNPAID = "unpaid"


STAGES: dict[Stage, tuple[S, ...]] = {
    Stage.NEW: (S.PLACED,),
    Stage.TO_PACK: (S.ACCEPTED,),
    Stage.TO_SEND: (S.PACKED,),
    Stage.ON_THE_WAY: (S.SHIPPED,),
    Stage.DONE: (S.DELIVERED, S.RECEIVED),
    Stage.CALLED_OFF: (S.CANCELLED, S.EXPIRED, S.RETURNED_TO_SENDER),
    Stage.UNPAID: (S.AWAITING_PAYMENT, S.AWAITING_CONFIRMATION),
}
TO_DO = (S.PLACED, S.ACCEPTED, S.PACKED)  # waits for the group's hands
OLDEST_FIRST = (Stage.NEW, Stage.TO_PACK, Stage.TO_SEND)


@dataclass(frozen=True)
class OrderFilters:
    """What a list is narrowed by. `group_id` None: every group's, for officials."""

    group_id: int | None = None
    stage: Stage | None = None
    status: S | None = None
    words: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class OrderPage:
    """`next`: where the following page begins, None at the end."""

    items: list[Order]
    next: str | None


def page_of_orders(filters: OrderFilters, after: str = "", limit: int = PAGE) -> OrderPage:
    """Newest first; what waits to be done oldest first. Raises BadValue for a cursor that is none."""
    oldest_first = filters.stage in OLDEST_FIRST
    asked = _narrowed(select(Order), filters).options(joinedload(Order.purchase), selectinload(Order.lines))
    if after:
        asked = asked.where(Order.id > _cursor(after) if oldest_first else Order.id < _cursor(after))
    asked = asked.order_by(Order.id if oldest_first else Order.id.desc()).limit(limit + 1)
    found = list(db.session.scalars(asked))
    return OrderPage(found[:limit], str(found[limit - 1].id) if len(found) > limit else None)


def count_orders(filters: OrderFilters) -> int:
    return db.session.scalar(_narrowed(select(func.count(Order.id)), filters))


def count_by_stage(group_id: int) -> dict[Stage, int]:
    """How many of a group's orders are at each stage; zeros too."""
    asked = select(Order.status, func.count(Order.id)).where(Order.group_id == group_id).group_by(Order.status)
    by_status = dict(db.session.execute(asked).all())
    return {stage: sum(by_status.get(status, 0) for status in statuses) for stage, statuses in STAGES.items()}


def new_orders(group_id: int) -> ScalarSelect[int]:
    """How many wait to be accepted: part of a question."""
    return _narrowed(select(func.count(Order.id)), OrderFilters(group_id, Stage.NEW)).scalar_subquery()


def orders_to_do(group_id: int, limit: int = 20) -> list[Order]:
    """What waits for the group, the late ones on top, then new, to pack, to send; in each the oldest first."""
    urgency = case({status: place for place, status in enumerate(TO_DO)}, value=Order.status)
    asked = select(Order).where(Order.group_id == group_id, Order.status.in_(TO_DO))
    asked = asked.options(joinedload(Order.purchase), selectinload(Order.lines))
    return list(db.session.scalars(asked.order_by(case((_late(), 0), else_=1), urgency, Order.id).limit(limit)))


def names_of_groups(group_ids: Collection[int]) -> dict[int, str]:
    """For a list over several groups."""
    return dict(db.session.execute(select(Group.id, Group.name).where(Group.id.in_(group_ids))).all())


def is_late(order: Order) -> bool:
    """Whether the buyer has waited too long for the group: reminded of it, or accepted days ago and not sent."""
    if order.status is S.PLACED:
        return order.reminded_at is not None
    return order.status in (S.ACCEPTED, S.PACKED) and order.accepted_at <= now() - LATE_AFTER


def _late() -> ColumnElement[bool]:
    return or_(
        and_(Order.status == S.PLACED, Order.reminded_at.is_not(None)),
        and_(Order.status.in_([S.ACCEPTED, S.PACKED]), Order.accepted_at <= now() - LATE_AFTER),
    )


def _narrowed(asked: Select, filters: OrderFilters) -> Select:
    if filters.group_id is not None:
        asked = asked.where(Order.group_id == filters.group_id)
    if filters.stage:
        asked = asked.where(Order.status.in_(STAGES[filters.stage]))
    if filters.status:
        asked = asked.where(Order.status == filters.status)
    if filters.is_late:
        asked = asked.where(_late())
    words = " ".join(filters.words.split())[:80]
    return asked.where(_matches(words)) if words else asked


def _matches(words: str) -> ColumnElement[bool]:
    """Code, name or phone: of the order, or of the purchase it is part of."""
    found = [
        Order.code.contains(words.upper(), autoescape=True),
        Order.recipient_name.icontains(words, autoescape=True),
        Order.purchase.has(or_(Purchase.code == words.upper(), Purchase.name.icontains(words, autoescape=True))),
    ]
    try:
        phone = normalise_phone(words)
    except BadPhone:
        return or_(*found)
    return or_(*found, Order.recipient_phone == phone, Order.purchase.has(Purchase.phone == phone))


def _cursor(after: str) -> int:
    if not (after.isascii() and after.isdecimal() and len(after) < 12):
        raise BadValue("after", "unknown_cursor")
    return int(after)
