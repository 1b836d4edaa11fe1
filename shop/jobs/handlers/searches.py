"""Forgets what was looked for and not found long ago, and by what products are found no more."""

from shop.jobs.registry import daily
from shop.kernel.database import transaction
from shop.search import misses, service


@daily(at="03:35")
def forget_old_misses() -> None:
    with transaction():
        misses.forget_old()


@daily(at="00:05")
def forget_lapsed_standards() -> None:
    with transaction():
        service.index_products(service.whose_standard_lapsed())
