"""Requests for many pieces and what came of them, to read: /office/wholesale. No buyer's name stands there."""

from flask import render_template, request

from shop.kernel.access import Permission
from shop.web import wholesale_words
from shop.web.gate import requires
from shop.web.office.desk import blueprint
from shop.wholesale import queries
from shop.wholesale.queries import LARGEST_ID, PAGE


@blueprint.get("/wholesale")
@requires(Permission.ORDER_OVERSEE)
def wholesale() -> str:
    before = request.args.get("before", type=int)
    found = queries.requests_for_official(PAGE + 1, before if before and 0 < before <= LARGEST_ID else None)
    shown = found[:PAGE]
    next_id = shown[-1].id if len(found) > PAGE else None
    return render_template("office/wholesale/list.html", requests=shown, next=next_id, words=wholesale_words)
