"""Keeps the search's own things in order: what upgrades left unindexed, standards that ran out, what nobody found long ago."""

from shop.jobs.registry import daily, every
from shop.kernel.database import db, transaction
from shop.search import misses, service

AT_ONCE = 200  # products a transaction


@every(minutes=5)
def index_what_is_not() -> None:
    """After an upgrade that indexes more than before, say, or a restore. Mostly there is nothing to do."""
    before: list[int] = []
    while (ids := service.differences(limit=AT_ONCE)) and ids != before:
        db.session.rollback()
        with transaction():
            service.index_products(ids)
        before = ids
    db.session.rollback()


@daily(at="03:35")
def forget_old_misses() -> None:
    with transaction():
        misses.forget_old()


@daily(at="00:05")
def forget_lapsed_standards() -> None:
    with transaction():
        service.index_products(service.whose_standard_lapsed())
