"""Office hours: what is counted between two moments, and what is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.kernel.clock import BANGKOK
from shop.kernel.office_hours import DAY_MINUTES, moment_after, working_minutes
from shop.moderation.holidays import given_holidays


def thai(day: int, hour: int, minute: int = 0) -> datetime:
    """Of November 2026, whose 27th is a Friday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        (thai(27, 9), thai(27, 10), 60),
        (thai(27, 7), thai(27, 9), 30),  # before it opens
        (thai(27, 16), thai(27, 20), 30),  # after it closes
        (thai(27, 15), thai(30, 9, 30), 90 + 60),  # over a weekend
        (thai(28, 9), thai(29, 17), 0),  # a weekend alone
        (thai(27, 8), thai(27, 17), DAY_MINUTES),
        (thai(27, 10), thai(27, 9), 0),
        (thai(26, 8), thai(30, 17), 3 * DAY_MINUTES),
    ],
)
def test_minutes_between(since, until, minutes):
    assert working_minutes(since, until) == minutes
    assert working_minutes(since.astimezone(UTC), until.astimezone(UTC)) == minutes


def test_a_holiday_counts_nothing():
    assert working_minutes(thai(26, 8), thai(30, 17), {date(2026, 11, 27)}) == 2 * DAY_MINUTES


FIRST = datetime(2025, 1, 1, tzinfo=BANGKOK)
MOMENTS = st.integers(0, 1060 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))


@given(MOMENTS, st.integers(0, 3000), st.integers(0, 40_000), st.integers(0, 40_000))
def test_what_is_counted_adds_up_and_comes_back(since, minutes, first, second):
    closed = given_holidays()
    assert working_minutes(since, moment_after(since, minutes, closed), closed) == minutes
    between, until = (since + timedelta(minutes=gone) for gone in (first, first + second))
    parts = working_minutes(since, between, closed) + working_minutes(between, until, closed)
    assert working_minutes(since, until, closed) - parts in (0, 1)  # each part leaves out less than a minute


def test_days_in_lieu_are_as_they_were_announced():
    closed = given_holidays()
    for day in (date(2025, 4, 16), date(2025, 5, 12), date(2026, 6, 1), date(2026, 12, 7), date(2027, 10, 25)):
        assert closed[day].name.startswith("ชดเชย")
    assert date(2026, 5, 1) not in closed, "offices are open on Labour Day"
