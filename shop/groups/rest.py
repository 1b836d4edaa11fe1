"""The group's own time: the clocks of its orders stand still on the days it rests. Days are Thai days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from shop.kernel.clock import BANGKOK

DAY = timedelta(days=1)
WEEK = 7


def is_rest_day(day: date, rest_days: Iterable[int], rest_periods: Iterable[tuple[date, date]]) -> bool:
    """`rest_days`: ISO weekdays, 1 is Monday. `rest_periods`: first and last day of each, both resting."""
    return day.isoweekday() in rest_days or any(first <= day <= last for first, last in rest_periods)


def add_working_hours(
    start: datetime, hours: int, rest_days: Iterable[int] = (), rest_periods: Iterable[tuple[date, date]] = ()
) -> datetime:
    """The earliest moment (UTC) by which `hours` have passed since `start`, rest days apart.

    Every other day counts whole, all 24 hours of it. Raises ValueError where every day of the week is one of rest.
    """
    rest_days, rest_periods = frozenset(rest_days), tuple(rest_periods)
    if len(rest_days & set(range(1, WEEK + 1))) == WEEK:
        raise ValueError("a group that never works has no clock")
    at, left = start.astimezone(BANGKOK), timedelta(hours=hours)
    while left > timedelta(0):
        midnight = _midnight_after(at)
        if not is_rest_day(at.date(), rest_days, rest_periods):
            step = min(left, midnight - at)
            left -= step
            if not left:
                midnight = at + step
        at = midnight
    return at.astimezone(UTC)


def _midnight_after(at: datetime) -> datetime:
    return datetime.combine(at.date() + DAY, datetime.min.time(), BANGKOK)
