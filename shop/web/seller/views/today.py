"""What the group does today: /sell."""

from flask import g, redirect, render_template, url_for
from werkzeug import Response

from shop.catalogue import alerts
from shop.conversations import queries as conversations
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.kernel.database import counts
from shop.orders import calls, lists
from shop.orders.lists import Stage
from shop.orders.returns import queries as returns
from shop.payments import queries as payments
from shop.payments.booth import clashes
from shop.payments.booth import queries as booths
from shop.payments.slips import queries as slips
from shop.quality import queries as quality
from shop.recalls import queries as recalls
from shop.reports import queries as reports
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.wholesale import queries as wholesale

MOST_ORDERS = 12


@blueprint.get("")
@requires(Permission.ACCOUNT_USE)
def today() -> str | Response:
    """Orders first. Whoever has no group yet is led to the application."""
    if g.membership is None:
        return redirect(url_for(".helping" if actor().can(Permission.HELP_GROUPS) else ".apply"), 303)
    group = g.membership.group
    if group.status not in (GroupStatus.APPROVED, GroupStatus.SUSPENDED):
        return render_template("seller/today/not_open.html", group=group)
    sees_orders, sees_products = actor().can(Permission.ORDER_FULFIL), actor().can(Permission.PRODUCT_EDIT)
    stages = lists.count_by_stage(group.id) if sees_orders else dict.fromkeys(Stage, 0)
    asked = {"listed": alerts.listed_products(group.id)}
    if sees_orders:
        asked["to_call"] = calls.calls_waiting(group.id, actor())
        asked["booths_open"] = booths.booths_open(group.id)
    return render_template(
        "seller/today/today.html",
        group=group,
        counts=stages,
        waiting=sum(stages[stage] for stage in (Stage.NEW, Stage.TO_PACK, Stage.TO_SEND)),
        orders=lists.orders_to_do(group.id, MOST_ORDERS) if sees_orders else [],
        is_late=lists.is_late,
        is_new_here=sees_orders and not any(stages.values()),
        sees_orders=sees_orders,
        sees_products=sees_products,
        quality=quality.counted_of(group.id) if sees_products else None,
        **{"to_call": 0, "booths_open": 0} | counts(**asked),
        low_stock=alerts.low_stock(group.id) if sees_products else [],
        reviews=alerts.revisions_by_review(group.id) if sees_products else [],
        earned=payments.earned_this_month(group.id) if actor().can(Permission.INCOME_READ) else None,
    )


@blueprint.context_processor
def waiting_in_tabs() -> dict:
    """What waits for the group, by one question. On the tabs: orders to accept, questions about products; and returns, slips."""
    if not g.get("membership"):
        return {}
    group_id = g.membership.group_id
    asked = {}
    if actor().can(Permission.ORDER_FULFIL):
        asked |= {"orders": lists.new_orders(group_id), "returns": returns.returns_waiting(group_id)}
        asked |= {"slips": slips.slips_waiting(group_id), "wholesale": wholesale.requests_waiting(group_id)}
        asked |= {"booth": clashes.clashes_open(group_id)}
    if actor().can(Permission.PRODUCT_EDIT):
        asked |= {"products": conversations.questions_waiting(group_id), "reports": reports.cases_asked(group_id)}
        asked |= {"recalls": recalls.recalls_to_answer(group_id)}
    return {"tab_counts": counts(**asked)} if asked else {}
