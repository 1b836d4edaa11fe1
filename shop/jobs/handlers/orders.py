"""Time acts on orders: reminds, cancels, takes as delivered and as received."""

import logging

from shop.jobs.registry import every
from shop.kernel.database import transaction
from shop.orders import clocks
from shop.orders.service import StepNotAllowed
from shop.payments import service as payments

log = logging.getLogger("shop.jobs")

AT_ONCE = 500  # orders in one minute; what is left is due in the next


@every(minutes=1)
def turn_order_clocks() -> None:
    """Each order in its own transaction: one in trouble does not hold up the others, and a lost race is no trouble."""
    for order_id in clocks.due_order_ids(AT_ONCE):
        try:
            with transaction():
                payments.let_time_act(order_id)
        except StepNotAllowed:
            log.info("order %s: somebody acted before its clock", order_id)
        except Exception:
            log.exception("the clock of order %s failed", order_id)
