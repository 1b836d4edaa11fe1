"""How popular products are, counted anew each night."""

from shop.favourites import popularity
from shop.jobs.registry import daily
from shop.kernel.database import db, transaction


@daily(at="03:35")
def count_popularity() -> None:
    changed = popularity.changes()
    db.session.rollback()
    for first in range(0, len(changed), popularity.AT_ONCE):
        with transaction():
            popularity.write(changed[first : first + popularity.AT_ONCE])
