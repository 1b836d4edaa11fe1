"""What a person has asked groups: /account/questions."""

from flask import render_template, request

from shop.conversations import queries
from shop.kernel.access import Permission
from shop.web.account.desk import blueprint
from shop.web.addresses import LARGEST
from shop.web.gate import actor, requires


@blueprint.get("/questions")
@requires(Permission.ACCOUNT_USE)
def questions() -> str:
    before = request.args.get("before", type=int)
    found = queries.questions_of_account(actor().id, queries.PAGE + 1, before if before and 0 < before <= LARGEST else None)
    shown = found[: queries.PAGE]
    return render_template(
        "account/questions/list.html", questions=shown, next=shown[-1].id if len(found) > queries.PAGE else None
    )
