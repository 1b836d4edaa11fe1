"""How long groups wait, in the office's own hours."""

from collections.abc import Collection
from datetime import date, datetime, time
from statistics import median
from typing import NamedTuple

from sqlalchemy import select

from shop.kernel.clock import BANGKOK, today
from shop.kernel.database import db
from shop.kernel.office_hours import DAY_MINUTES, working_minutes
from shop.moderation.models import Decision, Submission

SOON = DAY_MINUTES  # minutes of office hours: after a day somebody should look
LATE = 2 * DAY_MINUTES  # after two it is late
MOST_COUNTED = 5000


class Turnaround(NamedTuple):
    """Of the month's decisions, in minutes of office hours; None where there was none."""

    count: int
    usual: int | None
    longest: int | None


def turnaround_this_month(holidays: Collection[date]) -> Turnaround:
    begun = datetime.combine(today().replace(day=1), time(0), BANGKOK)
    asked = select(Submission.submitted_at, Decision.decided_at).join(Decision, Decision.submission_id == Submission.id)
    asked = asked.where(Decision.decided_at >= begun).order_by(Decision.decided_at.desc()).limit(MOST_COUNTED)
    waits = [working_minutes(sent, decided, holidays) for sent, decided in db.session.execute(asked)]
    return Turnaround(len(waits), round(median(waits)) if waits else None, max(waits, default=None))
