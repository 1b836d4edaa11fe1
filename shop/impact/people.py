"""The members of groups, and how many of them are older people or people with disabilities: rounded, and the few left out.

The exact numbers of a protected kind (Personal Data Protection Act B.E. 2562, section 26) are opened here, added up and let go:
what leaves this module, and what is stored, is rounded. It is the one table that holds them, and its sum is of what it shows,
so that nothing can be taken from anything to find what was left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select

from shop.groups.models import Group, GroupProfile, ProtectedCounts
from shop.groups.states import GroupStatus
from shop.impact.publishing import FEWEST_PEOPLE, rounded
from shop.kernel.database import db

FEWEST_GROUPS = 5  # that gave numbers in a district: a sum of fewer would tell of one
KINDS = ("members", "older_people", "people_with_disabilities")


class Given(NamedTuple):
    """What one group said of itself; `protected` None: it gave no consent to it."""

    district: str
    members: int | None
    protected: dict[str, int] | None


def rows_by_district() -> list[dict]:
    """`{"district": code or None for the sum, "members": n, "older_people": n, "people_with_disabilities": n}`, None left out."""
    asked = select(Group.district_code, GroupProfile.member_count, ProtectedCounts.counts)
    asked = asked.outerjoin(GroupProfile, GroupProfile.id == Group.published_profile_id)
    asked = asked.outerjoin(ProtectedCounts, ProtectedCounts.group_id == Group.id)
    found = db.session.execute(asked.where(Group.status == GroupStatus.APPROVED)).all()
    return rounded_rows(Given(district or "", members, protected) for district, members, protected in found)


def rounded_rows(given: Iterable[Given]) -> list[dict]:
    """A row a district, those of which nothing is told left out; the last is the sum of those that are shown."""
    numbers: dict[str, dict[str, list[int]]] = defaultdict(lambda: {kind: [] for kind in KINDS})
    for group in given:
        counts = {"members": group.members} | (group.protected or {})
        for kind in KINDS:
            if counts.get(kind) is not None:
                numbers[group.district][kind].append(counts[kind])
    rows = [{"district": district} | {kind: _told(of[kind]) for kind in KINDS} for district, of in sorted(numbers.items())]
    rows = [row for row in rows if any(row[kind] for kind in KINDS)]
    sums = {kind: sum(row[kind] or 0 for row in rows) or None for kind in KINDS}
    return [*rows, {"district": None} | sums] if rows else []


def _told(numbers: list[int]) -> int | None:
    """None: too few groups, or too few people."""
    return rounded(sum(numbers)) if len(numbers) >= FEWEST_GROUPS and sum(numbers) >= FEWEST_PEOPLE else None
