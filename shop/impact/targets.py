"""What offices want to reach in a fiscal year, and how far it has come."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select

from shop.audit import service as audit
from shop.impact.models import Aim, Target
from shop.impact.periods import FIRST_YEAR, LAST_YEAR
from shop.impact.reports import Report
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, NotAllowed

MOST = {Aim.INCOME: 10**13, Aim.SELLING_GROUPS: 100_000, Aim.FIRST_SALES: 100_000}  # satang; more is a slip of the finger


class ImpactChange(StrEnum):
    SET_TARGETS = "impact:set_targets"


@dataclass(frozen=True)
class Progress:
    """`amount` wanted and `reached`, in satang or groups; `percent` rounded down, never under 0."""

    aim: Aim
    amount: int
    reached: int

    @property
    def percent(self) -> int:
        return max(0, 100 * self.reached // self.amount)


def targets_of(year: int) -> dict[Aim, int]:
    found = {target.aim: target.amount for target in db.session.scalars(select(Target).where(Target.year == year))}
    return {aim: found[aim] for aim in Aim if aim in found}


def set_targets(year: int, wanted: dict[Aim, int | None], actor: Actor) -> None:
    """None takes one away. Raises NotAllowed, BadValue (year, or the name of an aim)."""
    if not actor.can(Permission.IMPACT_TARGETS):
        raise NotAllowed
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadValue("year", "out_of_range")
    for aim, amount in wanted.items():
        if amount is not None and not 0 < amount <= MOST[aim]:
            raise BadValue(str(aim), "out_of_range")
    before = targets_of(year)
    kept = {aim: amount for aim, amount in wanted.items() if amount is not None}
    if before == kept:
        return
    db.session.execute(delete(Target).where(Target.year == year))
    db.session.add_all(Target(year=year, aim=aim, amount=amount, set_at=now(), set_by=actor.id) for aim, amount in kept.items())
    db.session.flush()
    changed = sorted(aim for aim in Aim if before.get(aim) != kept.get(aim))
    amounts = {("income_satang" if aim is Aim.INCOME else str(aim)): kept[aim] for aim in changed if aim in kept}
    audit.record(actor, ImpactChange.SET_TARGETS, "impact_year", year, fields=[str(aim) for aim in changed], **amounts)


def progress(report: Report) -> list[Progress]:
    """Of a whole fiscal year of the whole market; else nothing, for targets are of nothing smaller."""
    if report.asked.year is None or report.asked.is_narrowed:
        return []
    reached = {Aim.INCOME: report.satang, Aim.SELLING_GROUPS: report.groups, Aim.FIRST_SALES: report.first_sales}
    return [Progress(aim, amount, reached[aim]) for aim, amount in targets_of(report.asked.year).items()]
