"""Buyers are asked how the goods were, and photos of forms that never came back are swept."""

import logging

from shop.jobs.registry import daily, every, handles
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import storage
from shop.reviews import asking, photos
from shop.reviews.erasing import DELETE_FILES

log = logging.getLogger("shop.jobs")

AT_ONCE = 200


@every(minutes=60)
def ask_for_reviews() -> None:
    """Each order in its own transaction: one in trouble does not hold up the others."""
    for order_id in asking.orders_to_ask(AT_ONCE):
        try:
            with transaction():
                asking.ask(order_id)
        except Exception:
            log.exception("asking for a review of order %s failed", order_id)


@handles(DELETE_FILES)
def delete_review_files(_message_id: int, payload: dict) -> None:
    """Of a review whose writer had it erased."""
    for file in payload["files"]:
        storage.delete(file)


@daily(at="04:05")
def forget_orphaned_review_photos() -> None:
    """Also those that a buyer took out of a review."""
    orphans = photos.orphaned_files(now() - photos.ORPHANED_AFTER)
    db.session.rollback()
    for file in orphans:
        storage.delete(file)
