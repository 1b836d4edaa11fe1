"""The report for officials: what was earned in some months, whole or of one district, kind or fair, seen from every side."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, Select, func, select

from shop.fairs.models import Fair
from shop.groups.models import Group, GroupKind, GroupProfile
from shop.impact import counting
from shop.impact.models import GroupSales, MonthFigure, YearBuyers
from shop.impact.periods import month_after, months_between, months_of_year
from shop.kernel.database import db
from shop.kernel.thai import fiscal_year


class Sort(StrEnum):
    INCOME = "income"  # the most first
    ORDERS = "orders"
    NAME = "name"
    DISTRICT = "district"


@dataclass(frozen=True)
class Asked:
    """From the month `first` to the month `last`, both as their first days."""

    first: date
    last: date
    district: str | None = None
    kind: GroupKind | None = None
    fair_id: int | None = None

    @property
    def year(self) -> int | None:
        """The fiscal year (Buddhist) that it is, where it is just one."""
        year = fiscal_year(self.first)
        return year if (self.first, self.last) == months_of_year(year) else None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.district or self.kind or self.fair_id)


class Figure(NamedTuple):
    """A row of a table. `groups`: how many earned in it; None where that was not counted."""

    key: Hashable
    satang: int
    orders: int
    pieces: int
    groups: int | None = None


class GroupFigure(NamedTuple):
    group_id: int
    name: str
    name_en: str
    slug: str
    kind: GroupKind | None
    district: str | None
    members: int | None
    satang: int
    orders: int
    pieces: int


@dataclass(frozen=True)
class Report:
    """All amounts in satang. `by_group`: each that had figures, as sorted; the other tables by what they are of."""

    asked: Asked
    counted_at: datetime | None  # None: nothing was counted yet
    satang: int
    orders: int
    pieces: int
    groups: int  # with an order
    members: int  # of these groups, as they said themselves
    first_sales: int  # groups that sold for the first time in these months
    buyers: tuple[int, int] | None  # (all, of these who came again), of a whole fiscal year alone
    by_month: list[Figure]
    by_channel: list[Figure]
    by_district: list[Figure]
    by_kind: list[Figure]
    by_fair: list[Figure]
    by_group: list[GroupFigure]
    fairs: dict[int, Fair] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.by_group


def report(asked: Asked, sort: Sort = Sort.INCOME) -> Report:
    """By four questions, however much was sold."""
    groups = _groups(asked)
    cube = _cube(asked)
    months = _groups_by_month(asked)
    count = counting.counted()
    fairs = _fairs({row.fair_id for row in cube if row.fair_id})
    selling = [group for group in groups if group.orders > 0]
    by_month = {figure.key: figure for figure in _summed(cube, "month")}
    return Report(
        asked=asked,
        counted_at=count.counted_at if count else None,
        satang=sum(group.satang for group in groups),
        orders=sum(group.orders for group in groups),
        pieces=sum(group.pieces for group in groups),
        groups=len(selling),
        members=sum(group.members or 0 for group in selling),
        first_sales=_first_sales(asked),
        buyers=_buyers(asked),
        by_month=[
            by_month.get(month, Figure(month, 0, 0, 0))._replace(groups=months.get(month, 0))
            for month in months_between(asked.first, asked.last)
        ],
        by_channel=_largest_first(_summed(cube, "channel")),
        by_district=_with_groups(_largest_first(_summed(groups, "district")), (group.district for group in selling)),
        by_kind=_with_groups(_largest_first(_summed(groups, "kind")), (group.kind for group in selling)),
        by_fair=_largest_first(_summed((row for row in cube if row.fair_id), "fair_id")),
        by_group=sorted(groups, key=_ORDER[sort]),
        fairs=fairs,
    )


def years_with_figures() -> list[int]:
    """Fiscal years in which anything was earned, the newest first."""
    first, last = db.session.execute(select(func.min(MonthFigure.month), func.max(MonthFigure.month))).one()
    return list(range(fiscal_year(last), fiscal_year(first) - 1, -1)) if first else []


def fairs_with_figures() -> list[Fair]:
    """Those at which anything was earned or through which anything was found, the newest first."""
    ids = select(MonthFigure.fair_id).where(MonthFigure.fair_id.is_not(None)).distinct()
    return list(db.session.scalars(select(Fair).where(Fair.id.in_(ids)).order_by(Fair.starts_on.desc(), Fair.id.desc())))


_ORDER = {
    Sort.INCOME: lambda group: (-group.satang, group.group_id),
    Sort.ORDERS: lambda group: (-group.orders, -group.satang, group.group_id),
    Sort.NAME: lambda group: (group.name, group.group_id),
    Sort.DISTRICT: lambda group: (group.district or "", -group.satang, group.group_id),
}


def _sums() -> list[ColumnElement[int]]:
    return [func.sum(getattr(MonthFigure, name)).label(name) for name in ("satang", "orders", "pieces")]


def _narrowed(question: Select, asked: Asked) -> Select:
    """Groups are looked at only where they must be: of the whole market that would be most of the work."""
    question = question.where(MonthFigure.month.between(asked.first, asked.last))
    if asked.district or asked.kind:
        question = question.join(Group, Group.id == MonthFigure.group_id)
    if asked.district:
        question = question.where(Group.district_code == asked.district)
    if asked.kind:
        question = question.where(Group.kind == asked.kind)
    return question.where(MonthFigure.fair_id == asked.fair_id) if asked.fair_id else question


def _cube(asked: Asked) -> list[Row]:
    """Sums by month, channel and fair: some hundred rows. What is the group's own is summed of the groups."""
    sides = (MonthFigure.month, MonthFigure.channel, MonthFigure.fair_id)
    question = select(*sides, *_sums()).group_by(*sides)
    return list(db.session.execute(_narrowed(question, asked)))


def _groups(asked: Asked) -> list[GroupFigure]:
    sums = select(MonthFigure.group_id, *_sums())
    each = _narrowed(sums, asked).group_by(MonthFigure.group_id).subquery()
    said = (Group.id, Group.name, Group.name_en, Group.slug, Group.kind, Group.district_code, GroupProfile.member_count)
    question = select(*said, each.c.satang, each.c.orders, each.c.pieces).join(each, each.c.group_id == Group.id)
    question = question.outerjoin(GroupProfile, GroupProfile.id == Group.published_profile_id)
    return [GroupFigure(*row[:7], *(int(figure) for figure in row[7:])) for row in db.session.execute(question)]


def _groups_by_month(asked: Asked) -> dict[date, int]:
    """How many groups had an order in each."""
    question = select(MonthFigure.month, func.count(func.distinct(MonthFigure.group_id)))
    question = question.where(MonthFigure.orders > 0)
    return dict(db.session.execute(_narrowed(question, asked).group_by(MonthFigure.month)).all())


def _first_sales(asked: Asked) -> int:
    sold = GroupSales.first_sale_on
    question = select(func.count(GroupSales.group_id)).join(Group, Group.id == GroupSales.group_id)
    question = question.where(sold >= asked.first, sold < month_after(asked.last))
    if asked.district:
        question = question.where(Group.district_code == asked.district)
    if asked.kind:
        question = question.where(Group.kind == asked.kind)
    if asked.fair_id:
        at_fair = select(MonthFigure.group_id).where(MonthFigure.fair_id == asked.fair_id)
        question = question.where(Group.id.in_(at_fair.where(MonthFigure.month.between(asked.first, asked.last))))
    return db.session.scalar(question)


def _buyers(asked: Asked) -> tuple[int, int] | None:
    found = db.session.get(YearBuyers, asked.year) if asked.year and not asked.is_narrowed else None
    return (found.buyers, found.repeat_buyers) if found else None


def _fairs(ids: set[int]) -> dict[int, Fair]:
    return {fair.id: fair for fair in db.session.scalars(select(Fair).where(Fair.id.in_(ids)))} if ids else {}


def _summed(rows: Iterable[Row | GroupFigure], side: str) -> list[Figure]:
    sums: dict[Hashable, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in rows:
        of = sums[getattr(row, side)]
        of[0], of[1], of[2] = of[0] + int(row.satang), of[1] + int(row.orders), of[2] + int(row.pieces)
    return [Figure(key, *of) for key, of in sums.items()]


def _largest_first(figures: list[Figure]) -> list[Figure]:
    return sorted(figures, key=lambda figure: (-figure.satang, str(figure.key)))


def _with_groups(figures: list[Figure], keys: Iterable[Hashable]) -> list[Figure]:
    counts: dict[Hashable, int] = defaultdict(int)
    for key in keys:
        counts[key] += 1
    return [figure._replace(groups=counts[figure.key]) for figure in figures]
