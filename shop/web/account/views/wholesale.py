"""A person's requests for many pieces: /account/wholesale."""

from flask import render_template, request

from shop.kernel.access import Permission
from shop.web import wholesale_words
from shop.web.account.desk import blueprint
from shop.web.gate import actor, requires
from shop.wholesale import queries
from shop.wholesale.queries import LARGEST_ID, PAGE


@blueprint.get("/wholesale")
@requires(Permission.ACCOUNT_USE)
def wholesale() -> str:
    before = request.args.get("before", type=int)
    found = queries.requests_of_account(actor().id, PAGE + 1, before if before and 0 < before <= LARGEST_ID else None)
    shown = found[:PAGE]
    next_id = shown[-1].id if len(found) > PAGE else None
    return render_template("account/wholesale/list.html", requests=shown, next=next_id, words=wholesale_words)
