"""Booths: which group stands where at a fair, set by labour officials one by one or many lines at once."""

import re
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from shop.audit import service as audit
from shop.fairs import packs
from shop.fairs.actions import FairAction
from shop.fairs.booth_lines import ASIDE, BadLines, LineProblem, Names, checked, read_lines
from shop.fairs.models import Booth, Fair
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now, today
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import normalise

MOST_BOOTHS = 2000  # at one fair
MOST_LINES = 500  # of one pasted list
_PARTS = re.compile(r"(\d+)")


class Pasted(NamedTuple):
    """How many booths a pasted list added, and how many it changed."""

    added: int
    changed: int


# Changes


def set_booth(fair: Fair, actor: Actor, *, group_id: int, number: str, zone: str = "", note: str = "") -> Booth:
    """Give a group its place. Raises NotAllowed, BadValue (group, number, zone, note), LostRace."""
    _must_manage(actor)
    group = _group(group_id)
    if _booth_of(fair.id, group.id):
        raise BadValue("group", "has_booth")
    values = checked(number, zone, note)
    _must_be_free(fair.id, values["number"])
    _must_have_room(fair.id, 1)
    booth = Booth(fair_id=fair.id, group_id=group.id, set_by=actor.id, **values)
    _save(booth)
    audit.record(actor, FairAction.SET_BOOTH, "fair", fair.id, group_id=group.id, booth=booth.number)
    packs.outdate(fair.id)
    return booth


def change_booth(booth: Booth, actor: Actor, *, number: str, zone: str = "", note: str = "") -> None:
    """Raises NotAllowed, BadValue, LostRace."""
    _must_manage(actor)
    values = checked(number, zone, note)
    if values["number"] != booth.number:
        _must_be_free(booth.fair_id, values["number"])
    if all(getattr(booth, name) == value for name, value in values.items()):
        return
    _change(booth, values, actor)
    audit.record(actor, FairAction.SET_BOOTH, "fair", booth.fair_id, group_id=booth.group_id, booth=booth.number)
    packs.outdate(booth.fair_id)


def remove_booth(booth: Booth, actor: Actor) -> None:
    """The group's printed codes stay: whoever scans one still finds the group. Raises NotAllowed."""
    _must_manage(actor)
    fair_id, group_id, number = booth.fair_id, booth.group_id, booth.number
    db.session.delete(booth)
    db.session.flush()
    audit.record(actor, FairAction.REMOVE_BOOTH, "fair", fair_id, group_id=group_id, booth=number)
    packs.outdate(fair_id)


def paste_booths(fair: Fair, lines: str, actor: Actor) -> Pasted:
    """One booth a line: number, group, zone, note, with a tab or `|` between, as copied from a sheet; all of them or none.

    A group is named by its name, its address on the web or `#` and its id; one that has a booth already gets its new place.
    Raises NotAllowed, BadLines, BadValue (lines: empty, too_many, no_room).
    """
    _must_manage(actor)
    written = [(at, line.strip()) for at, line in enumerate(lines.splitlines(), 1) if line.strip()]
    if not written:
        raise BadValue("lines", "empty")
    if len(written) > MOST_LINES:
        raise BadValue("lines", "too_many")
    wanted, problems = read_lines(written)
    standing = {booth.group_id: booth for booth in db.session.scalars(select(Booth).where(Booth.fair_id == fair.id))}
    kept = {booth.number for group_id, booth in standing.items() if group_id not in {placed for _, placed, _ in wanted}}
    problems += [LineProblem(at, values["number"], "number_taken") for at, _, values in wanted if values["number"] in kept]
    if problems:
        raise BadLines(sorted(problems, key=lambda problem: problem.line))
    added = [(group_id, values) for _, group_id, values in wanted if group_id not in standing]
    _must_have_room(fair.id, len(added))
    moved = [(standing[group_id], values) for _, group_id, values in wanted if group_id in standing]
    moved = [(booth, values) for booth, values in moved if any(getattr(booth, name) != values[name] for name in values)]
    _step_aside([booth for booth, _ in moved])
    for booth, values in moved:
        _change(booth, values, actor)
    for group_id, values in added:
        _save(Booth(fair_id=fair.id, group_id=group_id, set_by=actor.id, **values))
    if added or moved:
        audit.record(actor, FairAction.PASTE_BOOTHS, "fair", fair.id, booths_added=len(added), booths_changed=len(moved))
        packs.outdate(fair.id)
    return Pasted(len(added), len(moved))


# Reads


class BoothRow(NamedTuple):
    """A booth in a list, with the group whose place it is."""

    booth: Booth
    group: Group


def booths_at(fair_id: int, words: str = "") -> list[BoothRow]:
    """All booths of a fair as one walks past them, or those whose number, zone, note or group has these words."""
    asked = select(Booth, Group).join(Group, Group.id == Booth.group_id).where(Booth.fair_id == fair_id)
    rows = [BoothRow(*row) for row in db.session.execute(asked)]
    wanted = normalise(words)
    found = [row for row in rows if not wanted or wanted in normalise(_said_of(row))]
    return sorted(found, key=lambda row: natural(row.booth.number))


def public_booths_at(fair_id: int) -> list[BoothRow]:
    """Of groups that buyers may see, each with the profile they read."""
    asked = select(Booth, Group).join(Group, Group.id == Booth.group_id).join(Group.published)
    asked = asked.where(Booth.fair_id == fair_id, Group.status == GroupStatus.APPROVED)
    rows = [BoothRow(*row) for row in db.session.execute(asked)]
    return sorted(rows, key=lambda row: natural(row.booth.number))


def booth_at(fair_id: int, booth_id: int) -> Booth | None:
    return db.session.scalar(select(Booth).where(Booth.id == booth_id, Booth.fair_id == fair_id))


def booths_of_group(group_id: int) -> list[Booth]:
    """At fairs that are to come or on, the next one first, each with its fair."""
    asked = select(Booth).join(Booth.fair).where(Booth.group_id == group_id, Fair.ends_on >= today())
    return list(db.session.scalars(asked.options(joinedload(Booth.fair)).order_by(Fair.starts_on, Fair.id)))


def booths_by_fair(group_id: int) -> dict[int, Booth]:
    """All that a group ever had, by fair."""
    return {booth.fair_id: booth for booth in db.session.scalars(select(Booth).where(Booth.group_id == group_id))}


def groups_to_place(limit: int = 1000) -> list[Group]:
    """Groups that may be given a booth, those that buyers may see, by name."""
    asked = select(Group).where(Group.status == GroupStatus.APPROVED).order_by(Group.name, Group.id).limit(limit)
    return list(db.session.scalars(asked))


def group_named(typed: str) -> int:
    """Its id: by its name as anybody would type it, its address on the web, or `#` and its id.

    Raises BadValue (group: empty, unknown, several of that name).
    """
    return Names().find(typed)


def natural(number: str) -> list[tuple[int, int, str]]:
    """A2 before A10."""
    parts = _PARTS.split(number)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _group(group_id: int) -> Group:
    group = db.session.get(Group, group_id)
    if group is None or group.status is not GroupStatus.APPROVED:
        raise BadValue("group", "unknown")
    return group


def _booth_of(fair_id: int, group_id: int) -> Booth | None:
    return db.session.scalar(select(Booth).where(Booth.fair_id == fair_id, Booth.group_id == group_id))


def _must_be_free(fair_id: int, number: str) -> None:
    if db.session.scalar(select(Booth.id).where(Booth.fair_id == fair_id, Booth.number == number)):
        raise BadValue("number", "taken")


def _must_have_room(fair_id: int, more: int) -> None:
    if db.session.scalar(select(func.count(Booth.id)).where(Booth.fair_id == fair_id)) + more > MOST_BOOTHS:
        raise BadValue("lines", "no_room")


def _step_aside(booths: list[Booth]) -> None:
    """So that two may change places: nobody keeps a number that another of them is to have.

    What is typed is kept in capitals, so no number of a booth is ever like these.
    """
    for booth in booths:
        booth.number = f"{ASIDE}{booth.id}"
    db.session.flush()


def _change(booth: Booth, values: dict[str, str], actor: Actor) -> None:
    for name, value in values.items():
        setattr(booth, name, value)
    booth.set_at, booth.set_by = now(), actor.id
    _flush()


def _save(booth: Booth) -> None:
    db.session.add(booth)
    _flush()


def _flush() -> None:
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise LostRace("another official gave away that place meanwhile") from taken


def _said_of(row: BoothRow) -> str:
    return " ".join((row.booth.number, row.booth.zone, row.booth.note, row.group.name, row.group.name_en or ""))


def _must_manage(actor: Actor) -> None:
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
