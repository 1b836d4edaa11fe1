"""Time as offices count it: Monday to Friday, half past eight to half past four in Thailand, holidays left out."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta

from shop.kernel.clock import BANGKOK

OPENS, CLOSES = time(8, 30), time(16, 30)
DAY_MINUTES = 8 * 60
ONE_DAY = timedelta(days=1)
LONGEST_DAYS = 3660  # ten years: what has waited longer has waited for ever


def is_working_day(day: date, holidays: Collection[date] = frozenset()) -> bool:
    return day.weekday() < 5 and day not in holidays


def working_minutes(since: datetime, until: datetime, holidays: Collection[date] = frozenset()) -> int:
    """Whole minutes of office hours between two aware moments; 0 where the second is not after the first."""
    if until <= since:
        return 0
    since, until = since.astimezone(BANGKOK), until.astimezone(BANGKOK)
    seconds, day = 0.0, since.date()
    for _ in range(LONGEST_DAYS):
        if day > until.date():
            break
        if is_working_day(day, holidays):
            opens, closes = (datetime.combine(day, moment, BANGKOK) for moment in (OPENS, CLOSES))
            seconds += max(0.0, (min(until, closes) - max(since, opens)).total_seconds())
        day += ONE_DAY
    return int(seconds // 60)


def clock(holidays: Collection[date]) -> Callable[[datetime, datetime], int]:
    """`working_minutes` with these holidays."""
    return lambda since, until: working_minutes(since, until, holidays)


def moment_after(since: datetime, minutes: int, holidays: Collection[date] = frozenset()) -> datetime:
    """When so many minutes of office hours will have passed, in UTC."""
    at, left = since.astimezone(BANGKOK), minutes
    for _ in range(LONGEST_DAYS):
        opens, closes = (datetime.combine(at.date(), moment, BANGKOK) for moment in (OPENS, CLOSES))
        begins = max(at, opens)
        if is_working_day(at.date(), holidays) and begins < closes:
            there = int((closes - begins).total_seconds() // 60)
            if left <= there:
                return (begins + timedelta(minutes=left)).astimezone(UTC)
            left -= there
        at = datetime.combine(at.date() + ONE_DAY, time(0), BANGKOK)
    raise OverflowError("no office day in ten years")
