"""What is new at followed groups, once a day; what is back in stock, within the hour; guests' old lists, forgotten."""

import logging

from shop.favourites import guests, telling
from shop.jobs.registry import daily, every
from shop.kernel.database import db, transaction

log = logging.getLogger("shop.jobs")

AT_ONCE = 1000


@daily(at="17:30")
def tell_what_followed_groups_have_new() -> None:
    """Each person in a transaction of their own: one in trouble does not hold up the others."""
    people = telling.people_with_news(AT_ONCE)
    db.session.rollback()
    for account_id in people:
        try:
            with transaction():
                telling.tell_news(account_id)
        except Exception:
            log.exception("telling account %s what is new failed", account_id)


@every(minutes=60)
def tell_what_is_back() -> None:
    with transaction():
        telling.notice_what_is_gone()
    back = telling.wishes_come_back(AT_ONCE)
    db.session.rollback()
    for account_id, product_id in back:
        try:
            with transaction():
                telling.tell_back(account_id, product_id)
        except Exception:
            log.exception("telling account %s that product %s is back failed", account_id, product_id)


@daily(at="03:25")
def forget_guests_wishlists() -> None:
    with transaction():
        guests.forget_old_lists()
