"""What the group earned: /sell/income."""

from datetime import date

from flask import abort, render_template, request

from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.payments import queries
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint


@blueprint.get("/income")
@requires(Permission.INCOME_READ)
def income() -> str:
    """By month, and the orders of one month; `month` is 2026-03."""
    group_id = actor().group_id or abort(404)
    month = _month(request.args.get("month", "")) or today().replace(day=1)
    before = request.args.get("after", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 12):
        abort(422)
    found = queries.income_of_orders(group_id, month, int(before) if before else None, queries.PAGE + 1)
    months = queries.earned_by_month(group_id)
    return render_template(
        "seller/income/income.html",
        month=month,
        earned=queries.earned_in_month(group_id, month),
        months=months,
        most=max((each.satang for each in months), default=0),
        found=found[: queries.PAGE],
        next=found[queries.PAGE - 1].transaction_id if len(found) > queries.PAGE else None,
        is_first=not before,
    )


def _month(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(422)
