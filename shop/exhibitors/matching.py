"""Groups of a list that the market may know already: by what is exactly theirs, or by a name that sounds alike.

A telephone number or an enterprise number is one group's. A name is not: `กลุ่มแม่บ้านคลองสาม` and `กลุ่มสตรีคลองสาม` may be the
same women or others, so a likeness of names is shown with both names, and somebody says yes or no.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from sqlalchemy import func, select

from shop.exhibitors.keeping import Likeness
from shop.exhibitors.reading import CellKey, Meaning, ReadGroup
from shop.groups.models import Group, GroupProfile
from shop.kernel.database import db
from shop.kernel.thai import fold_sound, normalise

LEAST = 86  # of 100: how much of two names is the same, below which nobody is asked
NEARER = 4  # points that the same district is worth
FARTHER = 8  # points that another district costs
ELSEWHERE = 30  # points that another tambon in the name itself costs
MOST_SHOWN = 3
MOST_ALIKE = 10
AT_ONCE = 200  # groups compared between two words of progress

# What names begin with, whoever it is. Left aside where something is left: it would make all names alike.
_KIND_WORDS = re.compile(r"^(?:(?:กลุ่ม|วิสาหกิจชุมชน|วิสาหกิจ|อาชีพ|สมาชิก|ร้าน|ศูนย์|ชมรม|เครือข่าย)\s*)+")
_TAMBON = re.compile(r"(?:ตำบล|ต\.)\s*([^\s.,()]+)")
_PLACE_WORDS = re.compile(r"(?:ตำบล|ต\.|อำเภอ|อ\.|จังหวัด|จ\.|หมู่ที่|หมู่|ม\.)\s*")


@dataclass(frozen=True)
class KnownGroup:
    """`names`: its approved name, and the newest that it wrote."""

    id: int
    names: tuple[str, ...]
    subdistrict_code: str | None
    district_code: str | None
    phones: frozenset[str]
    enterprise_numbers: frozenset[str]
    import_key: str | None


@dataclass
class Known:
    """Every group of the market, ready to be compared with."""

    by_id: dict[int, KnownGroup] = field(default_factory=dict)
    by_phone: dict[str, list[int]] = field(default_factory=dict)
    by_enterprise: dict[str, list[int]] = field(default_factory=dict)
    by_key: dict[str, int] = field(default_factory=dict)
    cores: list[str] = field(default_factory=list)
    core_ids: list[int] = field(default_factory=list)


def known_groups() -> Known:
    """Asked once for a whole list: groups by all that they may be known by."""
    newest = select(func.max(GroupProfile.id)).group_by(GroupProfile.group_id)
    profile = (GroupProfile.name, GroupProfile.subdistrict_code, GroupProfile.district_code)
    numbers = (GroupProfile.contact_phone, GroupProfile.enterprise_number)
    asked = select(Group.id, Group.name.label("approved_name"), Group.import_key, *profile, *numbers)
    shown = GroupProfile.id.in_(newest) | (GroupProfile.id == Group.published_profile_id)
    rows = db.session.execute(asked.join(GroupProfile, GroupProfile.group_id == Group.id).where(shown).order_by(Group.id))
    said: dict[int, list] = {}
    for row in rows:
        said.setdefault(row.id, []).append(row)
    known = Known()
    for group_id, profiles in said.items():
        _add(known, group_id, profiles)
    return known


def _add(known: Known, group_id: int, profiles: Sequence) -> None:
    group = KnownGroup(
        id=group_id,
        names=tuple(dict.fromkeys(name for row in profiles for name in (row.approved_name, row.name) if name)),
        subdistrict_code=next((row.subdistrict_code for row in profiles if row.subdistrict_code), None),
        district_code=next((row.district_code for row in profiles if row.district_code), None),
        phones=frozenset(row.contact_phone for row in profiles if row.contact_phone),
        enterprise_numbers=frozenset(row.enterprise_number for row in profiles if row.enterprise_number),
        import_key=profiles[0].import_key,
    )
    known.by_id[group_id] = group
    for table, values in ((known.by_phone, group.phones), (known.by_enterprise, group.enterprise_numbers)):
        for value in values:
            table.setdefault(value, []).append(group_id)
    if group.import_key:
        known.by_key[group.import_key] = group_id
    for name in group.names:
        known.cores.append(core_of(name))
        known.core_ids.append(group_id)


def core_of(name: str) -> str:
    """The sound of what sets a name apart: `กลุ่มแม่บ้าน ต.คลองสาม` without the words that all names have."""
    plain = normalise(name)
    bare = _PLACE_WORDS.sub("", _KIND_WORDS.sub("", plain)).strip()
    return fold_sound(bare or plain)


def key_of(fair_id: int, group: ReadGroup) -> str:
    """What a group of this fair's lists is known by, so that the same list brought in twice finds what it made."""
    told = (group.values.get(meaning, "") for meaning in (Meaning.PHONE, Meaning.ENTERPRISE_NUMBER, Meaning.DISTRICT))
    return hashlib.sha256("\0".join(("exhibitor", str(fair_id), normalise(group.name), *told)).encode()).hexdigest()


def likenesses_of(
    fair_id: int, groups: Sequence[ReadGroup], known: Known, told: Callable[[int], None] = lambda done: None
) -> dict[CellKey, tuple[Likeness, ...]]:
    """For each group that may be a known one, which; the likeliest first. `told` hears how many were compared so far."""
    found: dict[CellKey, tuple[Likeness, ...]] = {}
    done = 0
    for part in _parts(groups):
        by_name = _by_name(part, known)
        for group, named in zip(part, by_name, strict=True):
            exact = list(_exact(fair_id, group, known, {one.group_id: one.score for one in named}))
            seen = {one.group_id for one in exact}
            likely = (*exact, *(one for one in named if one.group_id not in seen and one.score >= LEAST))
            if likely:
                found[group.cell.key] = likely[:MOST_SHOWN]
        done += len(part)
        told(done)
    return found


def _exact(fair_id: int, group: ReadGroup, known: Known, scores: dict[int, int]) -> Iterator[Likeness]:
    """Of several with one number the one whose name is nearest stands first."""
    ways = (
        ("list", [known.by_key[key]] if (key := key_of(fair_id, group)) in known.by_key else []),
        ("enterprise", known.by_enterprise.get(group.values.get(Meaning.ENTERPRISE_NUMBER, ""), [])),
        ("phone", known.by_phone.get(group.values.get(Meaning.PHONE, ""), [])),
    )
    seen: set[int] = set()
    for by, ids in ways:
        for group_id in sorted(set(ids) - seen, key=lambda one: (-scores.get(one, 0), one)):
            yield Likeness(group_id, by)
        seen.update(ids)


def _by_name(groups: Sequence[ReadGroup], known: Known) -> list[list[Likeness]]:
    """All that are at all alike, the likeliest first; `score` has the places in it."""
    return [_likely(group, known) for group in groups]


def _likely(group: ReadGroup, known: Known) -> list[Likeness]:
    alike = process.extract(
        core_of(group.name), known.cores, scorer=fuzz.ratio, processor=None, score_cutoff=LEAST - NEARER, limit=MOST_ALIKE
    )
    scores: dict[int, int] = {}
    for _core, ratio, at in alike:
        group_id = known.core_ids[at]
        score = min(100, round(ratio) + _of_places(group, known.by_id[group_id]))
        scores[group_id] = max(score, scores.get(group_id, 0))
    return [Likeness(one, "name", score) for one, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))]


def _of_places(group: ReadGroup, other: KnownGroup) -> int:
    """`กลุ่มผู้สูงอายุ ต.คลองห้า` and `ต.คลองหก` differ by one letter, and are two."""
    named = {_tambon_in(group.name)} - {""}
    theirs = {_tambon_in(name) for name in other.names} - {""}
    if named and theirs and not named & theirs:
        return -ELSEWHERE
    for meaning, code in ((Meaning.SUBDISTRICT, other.subdistrict_code), (Meaning.DISTRICT, other.district_code)):
        place = group.values.get(meaning)
        if place and code:
            return NEARER if place == code else -FARTHER
    return 0


def _tambon_in(name: str) -> str:
    found = _TAMBON.search(normalise(name))
    return fold_sound(found[1]) if found else ""


def _parts(groups: Sequence[ReadGroup]) -> Iterable[Sequence[ReadGroup]]:
    return (groups[start : start + AT_ONCE] for start in range(0, len(groups), AT_ONCE))
