"""Groups that have sold nothing for sixty days: the ones to visit first."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select

from shop.groups.models import Group, GroupKind
from shop.groups.states import GroupStatus
from shop.impact.models import GroupSales
from shop.kernel.clock import now, today
from shop.kernel.database import db

DAYS = 60


class QuietGroup(NamedTuple):
    """`last_sale_on` None: it never sold anything."""

    group: Group
    last_sale_on: date | None


def quiet_groups(
    district: str | None = None, kind: GroupKind | None = None, after: int = 0, limit: int | None = 50
) -> list[QuietGroup]:
    """Approved for at least so long, by id; `after` goes on after that group."""
    asked = _quiet(select(Group, GroupSales.last_sale_on), district, kind).where(Group.id > after)
    return [QuietGroup(*row) for row in db.session.execute(asked.order_by(Group.id).limit(limit))]


def count_quiet(district: str | None = None, kind: GroupKind | None = None) -> int:
    return db.session.scalar(_quiet(select(func.count(Group.id)), district, kind))


def _quiet(asked: Select, district: str | None, kind: GroupKind | None) -> Select:
    asked = asked.select_from(Group).outerjoin(GroupSales, GroupSales.group_id == Group.id)
    asked = asked.where(Group.status == GroupStatus.APPROVED, Group.approved_at <= now() - timedelta(days=DAYS))
    last = GroupSales.last_sale_on
    asked = asked.where(or_(last.is_(None), last < today() - timedelta(days=DAYS)))
    if district:
        asked = asked.where(Group.district_code == district)
    return asked.where(Group.kind == kind) if kind else asked
