"""Reading the record."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select

from shop.audit.models import AuditEntry
from shop.kernel.database import db


@dataclass(frozen=True)
class AuditSearch:
    """What to look for; what is None is not asked. `action`: whole, or its part before the colon. `until` is left out."""

    action: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    actor_id: int | None = None
    actor_ids: frozenset[int] | None = None  # any of these; of none of them nothing is found
    group_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditPage(NamedTuple):
    """Newest first; `next_id`: the page that follows begins before it."""

    entries: list[AuditEntry]
    next_id: int | None
    total: int


def entries_for(subject_kind: str, subject_id: object, limit: int = 50) -> list[AuditEntry]:
    """What was done to one subject, newest first."""
    asked = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == str(subject_id))
    return list(db.session.scalars(asked.order_by(AuditEntry.id.desc()).limit(limit)))


def find_entries(search: AuditSearch, before_id: int | None = None, limit: int = 50) -> AuditPage:
    asked = _narrowed(select(AuditEntry), search).order_by(AuditEntry.id.desc()).limit(limit + 1)
    found = list(db.session.scalars(asked.where(AuditEntry.id < before_id) if before_id else asked))
    total = db.session.scalar(_narrowed(select(func.count(AuditEntry.id)), search)) or 0
    return AuditPage(found[:limit], found[limit - 1].id if len(found) > limit else None, total)


def pages_of(search: AuditSearch, most: int, limit: int = 1000) -> Iterator[list[AuditEntry]]:
    """The newest `most` entries, a page at a time, so that no more than a page is held."""
    before_id, left = None, most
    while left > 0:
        asked = _narrowed(select(AuditEntry), search).order_by(AuditEntry.id.desc()).limit(min(limit, left))
        page = list(db.session.scalars(asked.where(AuditEntry.id < before_id) if before_id else asked))
        if not page:
            return
        yield page
        before_id, left = page[-1].id, left - len(page)


def _narrowed(asked: Select, search: AuditSearch) -> Select:
    if search.action:
        whole = AuditEntry.action == search.action
        asked = asked.where(whole if ":" in search.action else AuditEntry.action.startswith(f"{search.action}:", autoescape=True))
    same = {
        AuditEntry.subject_kind: search.subject_kind or None,
        AuditEntry.subject_id: search.subject_id or None,
        AuditEntry.actor_id: search.actor_id,
        AuditEntry.group_id: search.group_id,
    }
    asked = asked.where(*(column == value for column, value in same.items() if value is not None))
    if search.actor_ids is not None:
        asked = asked.where(AuditEntry.actor_id.in_(search.actor_ids))
    if search.since:
        asked = asked.where(AuditEntry.at >= search.since)
    return asked.where(AuditEntry.at < search.until) if search.until else asked


class GroupPage(NamedTuple):
    """As AuditPage, without a total, which nobody asks for here."""

    entries: list[AuditEntry]
    next_id: int | None


def entries_of_group(group_id: int, roles: Collection[str], before_id: int | None = None, limit: int = 50) -> GroupPage:
    """What those of these roles did in a group's name or to it, newest first."""
    asked = select(AuditEntry).where(AuditEntry.group_id == group_id, AuditEntry.actor_role.in_([str(role) for role in roles]))
    if before_id:
        asked = asked.where(AuditEntry.id < before_id)
    found = list(db.session.scalars(asked.order_by(AuditEntry.id.desc()).limit(limit + 1)))
    return GroupPage(found[:limit], found[limit - 1].id if len(found) > limit else None)
