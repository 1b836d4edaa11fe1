"""Time acts on requests for many pieces: ends them after the day they were needed by, and quotes after their last day."""

import logging

from shop.jobs.registry import every
from shop.kernel.database import db, transaction
from shop.kernel.refusals import LostRace
from shop.wholesale import clocks

log = logging.getLogger("shop.jobs")

AT_ONCE = 500


@every(minutes=10)
def turn_wholesale_clocks() -> None:
    """Each in a transaction of its own, requests first: what they end need not expire."""
    for what, due, end in (
        ("wholesale request", clocks.requests_over, clocks.end_request_in_time),
        ("quote", clocks.quotes_over, clocks.end_quote_in_time),
    ):
        over = due(AT_ONCE)
        db.session.rollback()
        for number in over:
            try:
                with transaction():
                    end(number)
            except LostRace:
                log.info("%s %s: somebody acted before its clock", what, number)
            except Exception:
                log.exception("the clock of %s %s failed", what, number)
