"""A group's clock: exactly the asked hours pass on its working days, none on its days of rest."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.groups.rest import add_working_hours, is_rest_day
from shop.kernel.clock import BANGKOK

moments = st.integers(0, 730 * 24 * 3600).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
rest_days = st.frozensets(st.integers(1, 7), max_size=6)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
periods = st.lists(st.tuples(days, st.integers(0, 20)).map(lambda p: (p[0], p[0] + timedelta(days=p[1]))), max_size=4)


def working_time_between(start, end, weekly, away):
    """How much of the time from `start` to `end` fell on days that were not of rest."""
    at, end, passed = start.astimezone(BANGKOK), end.astimezone(BANGKOK), timedelta(0)
    while at < end:
        until = min(datetime.combine(at.date() + timedelta(days=1), datetime.min.time(), BANGKOK), end)
        passed += timedelta(0) if is_rest_day(at.date(), weekly, away) else until - at
        at = until
    return passed


@given(start=moments, hours=st.integers(0, 300), weekly=rest_days, away=periods)
def test_the_asked_hours_pass_and_no_more(start, hours, weekly, away):
    end = add_working_hours(start, hours, weekly, away)

    assert working_time_between(start, end, weekly, away) == timedelta(hours=hours)
    assert end >= start + timedelta(hours=hours)


@given(start=moments, hours=st.integers(1, 300), weekly=rest_days, away=periods)
def test_it_is_the_earliest_such_moment(start, hours, weekly, away):
    a_moment_before = add_working_hours(start, hours, weekly, away) - timedelta(microseconds=1)

    assert working_time_between(start, a_moment_before, weekly, away) < timedelta(hours=hours)
    assert not is_rest_day(a_moment_before.astimezone(BANGKOK).date(), weekly, away)


@given(start=moments, hours=st.integers(0, 300))
def test_without_rest_it_is_the_plain_clock(start, hours):
    assert add_working_hours(start, hours) == start + timedelta(hours=hours)


@given(start=moments, first=st.integers(0, 150), second=st.integers(0, 150), weekly=rest_days, away=periods)
def test_hours_add_up(start, first, second, weekly, away):
    in_two_steps = add_working_hours(add_working_hours(start, first, weekly, away), second, weekly, away)

    assert in_two_steps == add_working_hours(start, first + second, weekly, away)


def test_an_order_of_saturday_evening_waits_for_monday():
    saturday_evening = datetime(2026, 11, 21, 18, 0, tzinfo=BANGKOK)

    assert add_working_hours(saturday_evening, 48, [7]) == datetime(2026, 11, 24, 18, 0, tzinfo=BANGKOK)


def test_a_festival_stops_the_clock():
    eve, songkran = datetime(2026, 4, 12, 12, 0, tzinfo=BANGKOK), (date(2026, 4, 13), date(2026, 4, 15))

    assert add_working_hours(eve, 48, rest_periods=[songkran]) == datetime(2026, 4, 17, 12, 0, tzinfo=BANGKOK)


def test_a_group_that_never_works_is_refused():
    with pytest.raises(ValueError, match="never works"):
        add_working_hours(datetime(2026, 4, 12, tzinfo=UTC), 1, range(1, 8))
