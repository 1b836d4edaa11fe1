"""What the pages of the booth share: whose booth it is, and what a phone is told of it."""

from dataclasses import asdict

from flask import abort, g
from flask_wtf.csrf import generate_csrf

from shop.fairs import queries as fairs
from shop.fairs.models import Fair
from shop.groups.income_details import pay_to
from shop.groups.models import Group
from shop.kernel.clock import now, today
from shop.kernel.identifiers import PromptPayId, PromptPayKind
from shop.kernel.promptpay import parts_of_payload
from shop.orders.models import Order
from shop.payments.booth import queries
from shop.payments.booth.voiding import may_void
from shop.web.order_steps import reason_of


def booth_or_404(slug: str) -> Fair:
    """A fair at which this visitor's group has a place."""
    fair = fairs.fair_by_slug(slug) or abort(404)
    return fair if fairs.is_at(fair.id, g.membership.group_id) else abort(404)


def state_of(fair: Fair) -> dict:
    """What a device remembers until it hears of us again: what is left, and the sums of today (satang). `at`: milliseconds."""
    group_id = g.membership.group_id
    day = queries.day_of(fair.id, group_id, today())
    return {
        "group": group_id,
        "at": int(now().timestamp() * 1000),
        "today": today().isoformat(),
        "left": queries.left_of(group_id),
        "day": asdict(day),
    }


def sale_shown(order: Order) -> dict:
    """An order that was sold hand to hand: nothing is to be done with it but to void it."""
    sale = queries.sale_of_order(order.id)
    return {"order": order, "sale": sale, "is_voidable": may_void(sale), "reason": reason_of(order)}


def token() -> str:
    """What a device that has just asked sends its sales with."""
    return generate_csrf()


def promptpay_of(group: Group) -> dict | None:
    """The parts of the group's code, where it takes PromptPay: all that a buyer's phone would read off the code, and no more."""
    where = pay_to(group.id) if group.accepts_promptpay else None
    if where is None:
        return None
    to = where.biller_id or PromptPayId(PromptPayKind(where.promptpay_kind), where.promptpay_id)
    parts = parts_of_payload(to)
    return {"before": parts.before, "reference": parts.has_reference, "after": parts.after}
