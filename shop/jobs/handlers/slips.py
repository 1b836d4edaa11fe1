"""Time acts on slips that nobody has looked at."""

import logging

from shop.jobs.registry import daily, every
from shop.kernel.database import transaction
from shop.payments.slips import limits, service

log = logging.getLogger("shop.jobs")

AT_ONCE = 200


@every(minutes=5)
def turn_slip_clocks() -> None:
    """Each slip in its own transaction: one in trouble does not hold up the others."""
    for slip_id in service.due_slip_ids(AT_ONCE):
        try:
            with transaction():
                service.let_time_act(slip_id)
        except Exception:
            log.exception("the clock of slip %s failed", slip_id)


@daily(at="03:50")
def forget_where_purchases_came_from() -> None:
    with transaction():
        limits.forget_networks()
