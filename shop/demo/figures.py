"""What the demonstration market earned, counted at once, so that its reports and its public page have something to show."""

from shop.impact import counting, published
from shop.kernel.database import transaction


def count() -> None:
    """In one transaction: the market is small, and nobody else is there yet."""
    with transaction():
        for month in counting.months_to_count():
            counting.count_month(month)
        counting.keep_whole(counting.read_whole())
        for year in published.years_to_publish():
            published.publish_year(year)
