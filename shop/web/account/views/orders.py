"""A person's purchases: /account/orders."""

from flask import render_template, request, url_for

from shop.groups import queries as groups
from shop.kernel.access import Permission
from shop.orders import queries
from shop.web.account.desk import blueprint
from shop.web.addresses import LARGEST
from shop.web.gate import actor, requires

PER_PAGE = 20


@blueprint.get("/orders")
@requires(Permission.ACCOUNT_USE)
def orders() -> str:
    """Newest first; `after` is the last one shown before."""
    after = request.args.get("after", type=int)
    before_id = after if after and 0 < after <= LARGEST else None
    found = queries.purchases_of_account(actor().id, PER_PAGE + 1, before_id)
    shown = found[:PER_PAGE]
    return render_template(
        "account/orders/list_orders.html",
        purchases=shown,
        total=queries.count_purchases_of_account(actor().id),
        groups=groups.groups_by_id({order.group_id for purchase in shown for order in purchase.orders}),
        next_url=url_for(".orders", after=shown[-1].id) if len(found) > PER_PAGE else "",
        is_first=before_id is None,
    )
