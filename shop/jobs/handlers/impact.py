"""What the market earned, counted each night and when an official asks; what the public is told, when a month is over."""

from collections.abc import Iterable
from datetime import date

from shop.impact import counting, published
from shop.jobs.registry import daily, handles
from shop.kernel.database import db, transaction


@daily(at="03:50")
def count_impact() -> None:
    count_and_publish(counting.months_to_count())


@handles("impact.count")
def count_when_asked(_message_id: int, _payload: dict) -> None:
    count_and_publish(counting.months_to_count())


def count_and_publish(months: Iterable[date]) -> int:
    """How many months were counted. Each is a transaction, so that nobody waits for all of them."""
    counted = 0
    for month in months:
        with transaction():
            counting.count_month(month)
        counted += 1
    whole = counting.read_whole()
    db.session.rollback()
    with transaction():
        counting.keep_whole(whole)
    for year in published.years_to_publish():
        with transaction():
            published.publish_year(year)
    return counted
