"""Booths as they are written: one place checked, and a list pasted from a sheet read line by line, every fault of it named."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.kernel.thai import has_letter_or_digit, normalise, thai_digits_to_arabic, tidy

ASIDE = "aside "  # before the id of a booth that is changing places, within one transaction
LENGTHS = {"number": 20, "zone": 60, "note": 200}
_CUTS = re.compile(r"\t|\|")


@dataclass(frozen=True)
class LineProblem:
    """What is wrong with one line of a pasted list. `reason`: as of BadValue; `line` counts from 1."""

    line: int
    text: str
    reason: str


class BadLines(BadValue):
    """Lines of a pasted list that cannot be taken; nothing was saved."""

    def __init__(self, problems: list[LineProblem]) -> None:
        super().__init__("lines", "bad_lines")
        self.problems = problems


class Names:
    """Groups by what officials call them, asked once for a whole list; ids come out."""

    def __init__(self) -> None:
        asked = select(Group.id, Group.slug, Group.name).where(Group.status == GroupStatus.APPROVED).order_by(Group.id)
        rows = db.session.execute(asked).all()
        self._ids = {row.id for row in rows}
        self._by_slug = {row.slug: row.id for row in rows}
        self._by_name: dict[str, list[int]] = {}
        for row in rows:
            self._by_name.setdefault(normalise(row.name), []).append(row.id)

    def find(self, typed: str) -> int:
        typed = tidy(typed)
        if not has_letter_or_digit(typed):
            raise BadValue("group", "empty")
        if _is_id(typed) and int(typed[1:]) in self._ids:
            return int(typed[1:])
        found = self._by_name.get(normalise(typed), [])
        if len(found) > 1:
            raise BadValue("group", "several")
        group_id = found[0] if found else self._by_slug.get(typed)
        if group_id is None:
            raise BadValue("group", "unknown")
        return group_id


def _is_id(typed: str) -> bool:
    return typed[:1] == "#" and typed[1:].isascii() and typed[1:].isdecimal() and len(typed) < 11


def read_lines(written: list[tuple[int, str]]) -> tuple[list[tuple[int, int, dict]], list[LineProblem]]:
    """(line, group id, values) of each that can be taken, and what is wrong with the others; twice the same is wrong, too."""
    cut = [(at, line, [tidy(part) for part in _CUTS.split(line)] + [""] * 4) for at, line in written]
    names = Names()
    wanted: list[tuple[int, int, dict]] = []
    problems: list[LineProblem] = []
    groups: set[int] = set()
    numbers: set[str] = set()
    for at, line, parts in cut:
        try:
            values = checked(parts[0], parts[2], parts[3])
            group_id = names.find(parts[1])
            if group_id in groups or values["number"] in numbers:
                raise BadValue("group" if group_id in groups else "number", "twice")
        except BadValue as bad:
            problems.append(LineProblem(at, line[:120], f"{bad.field}_{bad.reason}"))
        else:
            groups.add(group_id)
            numbers.add(values["number"])
            wanted.append((at, group_id, values))
    return wanted, problems


def checked(number: str, zone: str, note: str) -> dict[str, str]:
    values = {"number": tidy(thai_digits_to_arabic(number)).upper(), "zone": tidy(zone), "note": tidy(note)}
    if not has_letter_or_digit(values["number"]):
        raise BadValue("number", "empty")
    for name, words in values.items():
        if len(words) > LENGTHS[name]:
            raise BadValue(name, "too_long")
    return values
