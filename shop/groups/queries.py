"""Groups as somebody may see them: ownership and publication are part of the question."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from shop.groups import rest
from shop.groups.models import Group, GroupKind, GroupProfile, Membership, RestPeriod
from shop.groups.states import GroupStatus
from shop.kernel.access import HelpScope, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.notices.service import Recipient
from shop.people.models import Account
from shop.people.queries import recipient_of

# For buyers: only what an official approved.


@dataclass(frozen=True)
class GroupFilters:
    """What a buyer narrows the list of groups by. `district`: 4 digits."""

    kind: GroupKind | None = None
    district: str | None = None


class GroupPage(NamedTuple):
    """`next`: the cursor of the page that follows, None at the end."""

    items: list[Group]
    next: str | None


def published_group(slug: str) -> Group | None:
    """A group that buyers may see, with the profile they read."""
    asked = select(Group).join(Group.published).where(Group.slug == slug, Group.status == GroupStatus.APPROVED)
    return db.session.scalar(asked.options(contains_eager(Group.published)))


def published_groups(filters: GroupFilters | None = None, after: str | None = None, limit: int = 24) -> GroupPage:
    """Groups that buyers may see, newest first, each with the profile they read. `after`: a cursor. Raises BadValue."""
    asked = _published(select(Group).join(Group.published), filters or GroupFilters()).options(contains_eager(Group.published))
    if after:
        if not (after.isascii() and after.isdecimal() and len(after) < 12):
            raise BadValue("after", "unknown_cursor")
        asked = asked.where(Group.id < int(after))
    found = list(db.session.scalars(asked.order_by(Group.id.desc()).limit(limit + 1)))
    return GroupPage(found[:limit], str(found[limit - 1].id) if len(found) > limit else None)


def count_published(filters: GroupFilters | None = None) -> int:
    return db.session.scalar(_published(select(func.count(Group.id)), filters or GroupFilters()))


def slugs_of_published() -> list[str]:
    """Of every group that buyers may see, for those who list all pages."""
    return list(db.session.scalars(select(Group.slug).where(Group.status == GroupStatus.APPROVED).order_by(Group.id)))


def published_by_kind(filters: GroupFilters | None = None) -> dict[GroupKind, int]:
    """How many groups of each kind there are, with the other filters as they are."""
    asked = _published(select(Group.kind, func.count(Group.id)), GroupFilters(district=filters.district if filters else None))
    return dict(db.session.execute(asked.group_by(Group.kind)).all())


def published_by_district(filters: GroupFilters | None = None) -> dict[str, int]:
    """How many groups there are in each district (4 digits), with the other filters as they are."""
    asked = _published(select(Group.district_code, func.count(Group.id)), GroupFilters(kind=filters.kind if filters else None))
    return dict(db.session.execute(asked.group_by(Group.district_code)).all())


def _published(asked: Select, filters: GroupFilters) -> Select:
    asked = asked.where(Group.status == GroupStatus.APPROVED)
    if filters.kind:
        asked = asked.where(Group.kind == filters.kind)
    if filters.district:
        asked = asked.where(Group.district_code == filters.district)
    return asked


# For those who work in them.


def is_current() -> tuple[ColumnElement[bool], ...]:
    """Of a membership: it stands now. A volunteer's is over when its consent is, asked anew each time."""
    return Membership.ended_at.is_(None), or_(Membership.until.is_(None), Membership.until > now())


def memberships_of(account_id: int) -> list[Membership]:
    """The groups an account works for now, oldest first, each with its group loaded."""
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.account_id == account_id, *is_current())
            .options(joinedload(Membership.group))
            .order_by(Membership.id)
        )
    )


def memberships_of_all(account_ids: Collection[int]) -> dict[int, list[Membership]]:
    """As memberships_of, for many accounts in one question."""
    asked = (
        select(Membership)
        .where(Membership.account_id.in_(account_ids), *is_current())
        .options(joinedload(Membership.group))
        .order_by(Membership.id)
    )
    found: dict[int, list[Membership]] = {}
    for membership in db.session.scalars(asked):
        found.setdefault(membership.account_id, []).append(membership)
    return found


def newest_profile(group_id: int) -> GroupProfile | None:
    """The last revision, whatever became of it: what the desk goes on from."""
    return db.session.scalar(
        select(GroupProfile).where(GroupProfile.group_id == group_id).order_by(GroupProfile.number.desc()).limit(1)
    )


def name_of(group: Group) -> str:
    """What the group is called where its people read: the approved name, before that the one it applies with."""
    if group.name:
        return group.name
    newest = newest_profile(group.id)
    return newest.name if newest else ""


def names_of(groups: Collection[Group]) -> dict[int, str]:
    """The same of many; one question where some of them were never approved, none else."""
    names = {group.id: group.name for group in groups}
    unnamed = [group_id for group_id, name in names.items() if not name]
    if unnamed:
        asked = select(GroupProfile.group_id, GroupProfile.name).where(GroupProfile.group_id.in_(unnamed))
        names |= dict(db.session.execute(asked.order_by(GroupProfile.number)).all())
    return names


def groups_by_id(group_ids: Collection[int]) -> dict[int, Group]:
    """The groups of some orders, with the contact that a buyer who ordered may have."""
    asked = select(Group).where(Group.id.in_(group_ids)).options(joinedload(Group.published))
    return {group.id: group for group in db.session.scalars(asked)}


OWN_PEOPLE = (Role.GROUP_OWNER, Role.GROUP_STAFF)


def recipients_of(group_id: int, roles: Collection[Role] = OWN_PEOPLE, about: HelpScope | None = None) -> list[Recipient]:
    """The group's people who are to be told something, longest in it first; `roles` picks among them.

    `about`: listings or orders, of which the volunteers are told, too, whom the group lets see to it. Of all else they are not.
    A number that nobody has proven to be theirs is not written to.
    """
    return recipients_by_group([group_id], roles, about)[group_id]


def recipients_by_group(
    group_ids: Collection[int], roles: Collection[Role] = OWN_PEOPLE, about: HelpScope | None = None
) -> dict[int, list[Recipient]]:
    """The same of several groups, by one question."""
    asked = (
        select(Membership.group_id, Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.group_id.in_(group_ids), *is_current(), Account.disabled_at.is_(None))
        .order_by(Membership.id)
    )
    told = Membership.role.in_(roles)
    asked = asked.where(or_(told, Membership.scope.in_((about, HelpScope.BOTH))) if about else told)
    found: dict[int, list[Recipient]] = {group_id: [] for group_id in group_ids}
    for group_id, person in db.session.execute(asked):
        found[group_id].append(recipient_of(person))
    return found


# Its clock: the rules are in rest.py.


class RestDays(NamedTuple):
    """`weekly`: ISO weekdays. `periods`: first and last day of each."""

    weekly: list[int]
    periods: list[tuple[date, date]]


def rest_days_of(group_id: int) -> RestDays:
    weekly = db.session.scalar(select(Group.weekly_rest_days).where(Group.id == group_id))
    periods = db.session.execute(select(RestPeriod.starts_on, RestPeriod.ends_on).where(RestPeriod.group_id == group_id))
    return RestDays(list(weekly or ()), [tuple(period) for period in periods])


def is_resting(group_id: int, day: date) -> bool:
    """Whether the group rests on that (Thai) day."""
    return rest.is_rest_day(day, *rest_days_of(group_id))


def deadline(group_id: int, start: datetime, hours: int) -> datetime:
    """When `hours` of the group's own time have passed since `start`, its rest days apart."""
    return rest.add_working_hours(start, hours, *rest_days_of(group_id))
