"""Forgets what was looked for and not found long ago."""

from shop.jobs.registry import daily
from shop.kernel.database import transaction
from shop.search import misses


@daily(at="03:35")
def forget_old_misses() -> None:
    with transaction():
        misses.forget_old()
