"""Forgets guests' baskets that nobody has touched for as long as their cookies live."""

from shop.basket.service import forget_old_baskets
from shop.jobs.registry import daily
from shop.kernel.database import transaction


@daily(at="03:20")
def forget_guests_baskets() -> None:
    with transaction():
        forget_old_baskets()
