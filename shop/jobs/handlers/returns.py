"""Time acts on returns."""

import logging

from shop.jobs.registry import every
from shop.kernel.database import transaction
from shop.orders.returns import clocks
from shop.orders.service import StepNotAllowed

log = logging.getLogger("shop.jobs")

AT_ONCE = 200


@every(minutes=5)
def turn_return_clocks() -> None:
    """Each return in its own transaction: one in trouble does not hold up the others, and a lost race is no trouble."""
    for return_id in clocks.due_return_ids(AT_ONCE):
        try:
            with transaction():
                clocks.let_time_act(return_id)
        except StepNotAllowed:
            log.info("return %s: somebody acted before its clock", return_id)
        except Exception:
            log.exception("the clock of return %s failed", return_id)
