"""Buyers are asked how the goods were."""

import logging

from shop.jobs.registry import every
from shop.kernel.database import transaction
from shop.reviews import asking

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
