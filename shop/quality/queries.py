"""What is counted of groups as officials look through it, and trainings as groups and officials see them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from shop.catalogue.models import Product
from shop.groups.models import Group, GroupKind
from shop.groups.states import GroupStatus
from shop.kernel.clock import today
from shop.kernel.database import db
from shop.kernel.keyset import read_cursor, write_cursor
from shop.quality.advised import Advised, open_advice
from shop.quality.counting import COUNTED
from shop.quality.facts import AT_ONCE
from shop.quality.models import GroupQuality, Training, TrainingInterest

PAGE = 50
MOST_TRAININGS = 20


class Sort(StrEnum):
    LOWEST = "lowest"  # mean score
    ADVICE = "advice"  # most open advice


@dataclass(frozen=True)
class QualitySearch:
    """`district`: 4 digits. `has_advice`: some of it is not followed yet."""

    kind: GroupKind | None = None
    district: str | None = None
    has_advice: bool = False


class QualityPage(NamedTuple):
    """Rows are (counted, group); `mean_score` is of all that were asked for, None where there are none."""

    rows: list[tuple[GroupQuality, Group]]
    next: str | None
    total: int
    mean_score: int | None


def find_groups(search: QualitySearch, sort: Sort = Sort.LOWEST, after: str | None = None, limit: int = PAGE) -> QualityPage:
    """Groups that sell, by what was counted last night. Raises BadValue for a cursor that is not of this question."""

    def narrowed(asked: Select) -> Select:
        asked = asked.join(Group, Group.id == GroupQuality.group_id).where(Group.status == GroupStatus.APPROVED)
        asked = asked.where(Group.kind == search.kind) if search.kind else asked
        asked = asked.where(Group.district_code == search.district) if search.district else asked
        return asked.where(GroupQuality.open_advice > 0) if search.has_advice else asked

    column = GroupQuality.mean_score if sort is Sort.LOWEST else -GroupQuality.open_advice
    asked = narrowed(select(GroupQuality, Group))
    if after:
        value, row_id = read_cursor(after, sort, int)
        asked = asked.where((column > value) | ((column == value) & (GroupQuality.group_id > row_id)))
    rows = [tuple(row) for row in db.session.execute(asked.order_by(column, GroupQuality.group_id).limit(limit + 1))]
    page = rows[:limit]
    following = None
    if len(rows) > limit:
        last = page[-1][0]
        value = last.mean_score if sort is Sort.LOWEST else -last.open_advice
        following = write_cursor(sort, value, last.group_id)
    total, mean = db.session.execute(narrowed(select(func.count(GroupQuality.group_id), func.avg(GroupQuality.mean_score)))).one()
    return QualityPage(page, following, total, None if mean is None else round(mean))


def counted_of(group_id: int) -> GroupQuality | None:
    return db.session.get(GroupQuality, group_id)


def open_advice_of_group(group_id: int) -> list[Advised]:
    """Of its newest products, as it stands now: the oldest advice first."""
    newest = select(Product.id).where(Product.group_id == group_id, *COUNTED).order_by(Product.id.desc()).limit(AT_ONCE)
    return sorted(open_advice(list(db.session.scalars(newest))).values(), key=lambda one: (one.decided_at, one.product_id))


# Trainings


def trainings_shown() -> list[Training]:
    """Those that groups are shown today, the soonest first."""
    shown = (Training.cancelled_at.is_(None), Training.shown_until >= today())
    return list(
        db.session.scalars(select(Training).where(*shown).order_by(Training.starts_on, Training.id).limit(MOST_TRAININGS))
    )


def training_by_id(training_id: int) -> Training | None:
    return db.session.get(Training, training_id)


def training_for_groups(training_id: int) -> Training | None:
    """What is over is gone; one that was called off still says so to who comes by an old notice."""
    asked = select(Training).where(Training.id == training_id, Training.ends_on >= today())
    return db.session.scalar(asked)


def interests_of_group(group_id: int, training_ids: Collection[int]) -> set[int]:
    """Which of these trainings it would like to come to."""
    mine = (TrainingInterest.group_id == group_id, TrainingInterest.training_id.in_(training_ids))
    return set(db.session.scalars(select(TrainingInterest.training_id).where(*mine))) if training_ids else set()


class OfficeTraining(NamedTuple):
    training: Training
    interested: int


def office_trainings(before_id: int | None = None, limit: int = PAGE) -> list[OfficeTraining]:
    """All of them, the last announced first."""
    count = select(func.count(TrainingInterest.id)).where(TrainingInterest.training_id == Training.id).scalar_subquery()
    asked = select(Training, count).order_by(Training.id.desc()).limit(limit)
    asked = asked.where(Training.id < before_id) if before_id else asked
    return [OfficeTraining(*row) for row in db.session.execute(asked)]


def interested_groups(training_id: int) -> list[TrainingInterest]:
    """In the order in which they said so, each with the contact that the group gives the office."""
    asked = select(TrainingInterest).where(TrainingInterest.training_id == training_id)
    group = joinedload(TrainingInterest.group)
    return list(db.session.scalars(asked.options(group.selectinload(Group.published)).order_by(TrainingInterest.id)))


def count_interested(training_id: int) -> int:
    return db.session.scalar(select(func.count(TrainingInterest.id)).where(TrainingInterest.training_id == training_id))
