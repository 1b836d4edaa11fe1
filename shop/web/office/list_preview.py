"""What a list would become, laid out: how it was read, what is in the way, what is asked, and group by group."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from flask import render_template, url_for

from shop.exhibitors import planning, service
from shop.exhibitors.keeping import Kept, Likeness
from shop.exhibitors.models import ImportBatch
from shop.exhibitors.planning import Line, Plan
from shop.exhibitors.reading import CellKey, Gravity, ReadGroup
from shop.groups.claims import ClaimRow, claim_rows
from shop.kernel import places
from shop.web.exhibitor_words import MEANINGS
from shop.web.language import locale
from shop.web.office import asked, list_words

AT_ONCE = 50


class Part(StrEnum):
    REFUSED = "refused"
    NOTED = "noted"
    MATCHES = "matches"
    GROUPS = "groups"


class Shown(NamedTuple):
    """A part of the page: some of its items, how many there are, and where the next are."""

    items: Sequence
    total: int
    first: int
    next_url: str
    first_url: str


class Match(NamedTuple):
    """A group of the list that may be a known one. `answer`: what stands now, a group's id, `new`, or empty: nobody has said."""

    at: int
    group: ReadGroup
    likely: tuple[tuple[Likeness, ClaimRow], ...]
    answer: str


def plan_now(batch: ImportBatch, kept: Kept) -> Plan:
    return planning.plan_of(batch.fair_id, kept, service.answers_of(batch).matches)


def page(batch: ImportBatch, kept: Kept, problem: str = "") -> str:
    plan = plan_now(batch, kept)
    problems = list(enumerate(kept.reading.problems))
    answerable = [(at, one) for at, one in problems if one.gravity is Gravity.ASKED]
    part = asked.choice("part", Part)
    return render_template(
        "office/lists/preview.html",
        fair=batch.fair,
        batch=batch,
        plan=plan,
        columns=list(enumerate(kept.reading.columns)),
        meanings=MEANINGS,
        sheets=len({column.sheet for column in kept.reading.columns}),
        asked=answerable[:AT_ONCE],
        asked_count=len(answerable),
        refused=_part(batch, Part.REFUSED, plan.refused),
        noted=_part(batch, Part.NOTED, plan.of_gravity(Gravity.NOTED)),
        matches=_part(batch, Part.MATCHES, _matches(batch, kept, plan)),
        groups=_part(batch, Part.GROUPS, plan.lines),
        part=part,
        said_of=list_words.said_of,
        like_by=list_words.LIKE_BY,
        fault=list_words.fault_of(batch) if batch.fault else "",
        before=service.saved_before(batch),
        problem=problem,
        place_of=place_of,
    )


def _part(batch: ImportBatch, part: Part, items: Sequence) -> Shown:
    """Where only this part is asked for, the page of it that is asked; else its first."""
    is_asked = asked.choice("part", Part) is part
    first = min((asked.number("from") or 0) if is_asked else 0, max(len(items) - 1, 0))
    shown = items[first : first + AT_ONCE]
    here = {"slug": batch.fair.slug, "code": batch.code, "part": part.value}
    after = first + len(shown)
    return Shown(
        shown,
        len(items),
        first,
        url_for("office.fair_list", **here, **{"from": after}) if after < len(items) else "",
        url_for("office.fair_list", **here) if first else "",
    )


def _matches(batch: ImportBatch, kept: Kept, plan: Plan) -> list[Match]:
    """Unanswered ones first."""
    answers = service.answers_of(batch).matches
    lines = {line.group.cell.key: line for line in plan.lines}
    likely = {key: found for key, found in kept.likenesses.items() if found[0].by != "list" or key in answers}
    rows = {row.group.id: row for row in claim_rows({one.group_id for found in likely.values() for one in found})}
    found = [
        Match(at, group, _known(likely[group.cell.key], rows), _answer(group.cell.key, answers, lines))
        for at, group in enumerate(kept.reading.groups)
        if group.cell.key in likely
    ]
    return sorted(found, key=lambda match: (match.answer != "", match.at))


def _known(found: Sequence[Likeness], rows: dict[int, ClaimRow]) -> tuple[tuple[Likeness, ClaimRow], ...]:
    return tuple((one, rows[one.group_id]) for one in found if one.group_id in rows)


def _answer(key: CellKey, answers: planning.Answers, lines: dict[CellKey, Line]) -> str:
    linked = lines[key].known_id
    if linked is not None:
        return str(linked)
    return "new" if key in answers else ""


def place_of(district_code: str | None) -> str:
    district = places.district(district_code) if district_code else None
    return district.name(locale()) if district else ""
