"""What must be true of the figures: those of months that are over are the ledger's, group by group."""

from collections import Counter

from sqlalchemy import func, select

from shop.impact import counting
from shop.impact.models import MonthFigure
from shop.impact.periods import month_of
from shop.kernel.clock import BANGKOK
from shop.kernel.database import db
from shop.payments import queries as ledger

MOST = 20


def figures_are_the_ledgers() -> list[str]:
    """Of the months that were over when they were last counted; before the first count there is nothing to compare."""
    count = counting.counted()
    if count is None:
        return []
    running = month_of(count.counted_at.astimezone(BANGKOK).date())
    asked = select(MonthFigure.month, MonthFigure.group_id, func.sum(MonthFigure.satang)).where(MonthFigure.month < running)
    figures = Counter(
        {
            (month, group_id): int(satang)
            for month, group_id, satang in db.session.execute(asked.group_by(MonthFigure.month, MonthFigure.group_id))
        }
    )
    figures.subtract({key: satang for key, satang in ledger.income_by_month_and_group().items() if key[0] < running})
    wrong = sorted((key, satang) for key, satang in figures.items() if satang)
    return [
        f"{month:%Y-%m} group {group_id}: {satang} satang more than in the ledger: run impact count --month {month:%Y-%m}"
        for (month, group_id), satang in wrong[:MOST]
    ]


CHECKS = {"impact": figures_are_the_ledgers}
