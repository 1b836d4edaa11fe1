"""What was told to this person: /account/notices."""

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.notices import queries, service
from shop.notices.wording import path_of, title_of
from shop.web.account.desk import blueprint
from shop.web.gate import requires

PAGE = 30


@blueprint.get("/notices")
@requires(Permission.ACCOUNT_USE)
def notices() -> str:
    typed = request.args.get("before", "")
    before = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None
    found = queries.notices_for_account(g.account.id, PAGE + 1, before)
    return render_template(
        "account/notices/notices.html",
        notices=[(notice, title_of(notice, gettext)) for notice in found[:PAGE]],
        next_url=url_for("account.notices", before=found[PAGE - 1].id) if len(found) > PAGE else "",
        is_first=before is None,
        unread=queries.unread_count(g.account.id),
    )


@blueprint.get("/notices/<int:notice_id>")
@requires(Permission.ACCOUNT_USE)
def open_notice(notice_id: int) -> Response:
    """Opening is reading; then on to what it is about."""
    notice = queries.notice_for_account(notice_id, g.account.id) or abort(404)
    path = path_of(notice)
    with transaction():
        service.mark_read(notice_id, g.account.id)
    return redirect(request.script_root + path if path else url_for("account.notices"), 303)


@blueprint.post("/notices/read")
@requires(Permission.ACCOUNT_USE)
def read_all_notices() -> Response:
    with transaction():
        service.mark_all_read(g.account.id)
    return redirect(url_for("account.notices"), 303)
