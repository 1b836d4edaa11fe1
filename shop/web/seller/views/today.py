"""What the group does today: /sell."""

from flask import g, redirect, render_template, url_for
from werkzeug import Response

from shop.catalogue import alerts
from shop.conversations import queries as conversations
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.orders import calls, lists
from shop.orders.lists import Stage
from shop.payments import queries as payments
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint

MOST_ORDERS = 12


@blueprint.get("")
@requires(Permission.ACCOUNT_USE)
def today() -> str | Response:
    """Orders first. Whoever has no group yet is led to the application."""
    if g.membership is None:
        return redirect(url_for(".apply"), 303)
    group = g.membership.group
    if group.status not in (GroupStatus.APPROVED, GroupStatus.SUSPENDED):
        return render_template("seller/today/not_open.html", group=group)
    counts = lists.count_by_stage(group.id)
    return render_template(
        "seller/today/today.html",
        group=group,
        counts=counts,
        waiting=sum(counts[stage] for stage in (Stage.NEW, Stage.TO_PACK, Stage.TO_SEND)),
        orders=lists.orders_to_do(group.id, MOST_ORDERS),
        is_late=lists.is_late,
        to_call=calls.count_to_call(group.id, actor()) if actor().can(Permission.ORDER_FULFIL) else 0,
        is_new_here=not any(counts.values()),
        listed=alerts.count_listed(group.id),
        low_stock=alerts.low_stock(group.id),
        reviews=alerts.revisions_by_review(group.id),
        earned=payments.earned_this_month(group.id) if actor().can(Permission.INCOME_READ) else None,
    )


@blueprint.context_processor
def waiting_in_tabs() -> dict:
    """The numbers on the tabs: orders that wait to be accepted, questions about products that wait for an answer."""
    if not g.get("membership"):
        return {}
    group_id = g.membership.group_id
    return {"tab_counts": {"orders": lists.count_new(group_id), "products": conversations.count_waiting(group_id)}}
