"""Dates and times as people in Thailand read and write them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop.kernel.thai import (
    BadDate,
    ago,
    fiscal_year,
    fiscal_year_dates,
    format_date,
    format_datetime,
    format_time,
    parse_date,
)

FAIR = date(2024, 1, 23)
LATE = datetime(2024, 1, 22, 18, 5, tzinfo=UTC)  # already the 23rd in Thailand


@pytest.mark.parametrize(
    "locale, style, shown",
    [
        ("th", "short", "23 ม.ค. 2567"),
        ("th", "long", "23 มกราคม 2567"),
        ("th", "month", "มกราคม 2567"),
        ("en", "short", "23 Jan 2024"),
        ("en", "long", "23 January 2024"),
        ("en", "month", "January 2024"),
    ],
)
def test_a_day_is_written_in_the_readers_era(locale, style, shown):
    assert format_date(FAIR, locale, style) == shown
    assert format_date(LATE, locale, style) == shown


def test_times_are_thai():
    assert (format_time(LATE), format_time(LATE, "en")) == ("01:05 น.", "01:05")
    assert format_datetime(LATE) == "23 ม.ค. 2567 01:05 น."
    assert format_datetime(LATE, "en") == "23 Jan 2024, 01:05"
    with pytest.raises(ValueError):
        format_time(datetime(2024, 1, 23, 1, 5))  # noqa: DTZ001 - no zone is the point


@pytest.mark.parametrize(
    "passed, thai, english",
    [
        (timedelta(days=2, hours=5, minutes=59), "2 วัน 5 ชม.", "2 d 5 h"),
        (timedelta(days=2), "2 วัน", "2 d"),
        (timedelta(hours=3, minutes=10), "3 ชม. 10 นาที", "3 h 10 min"),
        (timedelta(minutes=1), "1 นาที", "1 min"),
        (timedelta(seconds=59), "ไม่ถึง 1 นาที", "under 1 min"),
        (timedelta(days=-3), "ไม่ถึง 1 นาที", "under 1 min"),
    ],
)
def test_how_long_since(passed, thai, english):
    assert ago(LATE, LATE + passed) == thai
    assert ago(LATE, LATE + passed, "en") == english


@pytest.mark.parametrize(
    "typed",
    [
        *("2024-01-23", "2567-01-23", "23/1/2567", "23/01/2024", "23-1-2567", "23.1.2567", "๒๓/๑/๒๕๖๗"),
        *("23 ม.ค. 2567", "23 ม.ค. 67", "๒๓ ม.ค. ๖๗", "23มค67", "23-ม.ค.-67", "23 มกราคม 2567", "23 มกราคม พ.ศ. 2567"),
        *("วันที่ 23 มกราคม ค.ศ. 2024", "วันอังคารที่ ๒๓ มกราคม ๒๕๖๗", "23 Jan 2024", "23 January 2024", "23-Jan-2024"),
    ],
)
def test_a_day_is_read_however_it_was_written(typed):
    assert parse_date(typed) == FAIR


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("", "empty"),
        ("เร็ว ๆ นี้", "not_a_date"),
        ("23", "not_a_date"),
        ("23/1/67", "not_a_date"),
        ("23 Jan 24", "year"),
        ("23 ม.ก. 2567", "not_a_date"),
        ("31/2/2567", "no_such_day"),
        ("2024-13-01", "no_such_day"),
        ("23/1/1700", "year"),
        ("23/1/9999", "year"),
        ("0000-00-00", "year"),
    ],
)
def test_what_is_not_a_day_is_refused_with_its_reason(typed, reason):
    with pytest.raises(BadDate) as refused:
        parse_date(typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("locale", ["th", "en"])
@pytest.mark.parametrize("style", ["short", "long"])
def test_what_we_write_we_read(month, locale, style):
    day = date(2024, month, 9)
    assert parse_date(format_date(day, locale, style)) == day


def test_the_fiscal_year_begins_in_october():
    assert fiscal_year(date(2023, 9, 30)) == 2566
    assert fiscal_year(date(2023, 10, 1)) == fiscal_year(date(2024, 9, 30)) == 2567
    assert fiscal_year_dates(2567) == (date(2023, 10, 1), date(2024, 9, 30))
