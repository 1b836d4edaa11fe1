"""Months as their first days, and the fiscal years that they make up (October to September, named by the Buddhist year)."""

from collections.abc import Iterator
from datetime import date

from shop.kernel.clock import today
from shop.kernel.thai import fiscal_year, fiscal_year_dates

FIRST_YEAR, LAST_YEAR = 2560, 2700  # outside these a year is a slip of the finger


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month + 10) % 12 + 1, 1)


def months_between(first: date, last: date) -> Iterator[date]:
    """Both among them."""
    while first <= last:
        yield first
        first = month_after(first)


def months_of_year(year: int) -> tuple[date, date]:
    """The first and the last month of a fiscal year."""
    first, last = fiscal_year_dates(year)
    return first, month_of(last)


def last_whole_month() -> date:
    """The last one that is over in Thailand."""
    return month_before(month_of(today()))


def this_year() -> int:
    return fiscal_year(today())


def year_is_over(year: int) -> bool:
    return months_of_year(year)[1] <= last_whole_month()
