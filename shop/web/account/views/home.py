"""A person's own front page: /account."""

from flask import g, render_template

from shop.kernel.access import Permission
from shop.notices import queries as notices
from shop.web.account.desk import blueprint
from shop.web.gate import requires
from shop.web.words import ROLES


@blueprint.get("")
@requires(Permission.ACCOUNT_USE)
def home() -> str:
    unread = notices.unread_count(g.account.id)
    return render_template("account/home.html", memberships=g.memberships, unread=unread, role_words=ROLES)
