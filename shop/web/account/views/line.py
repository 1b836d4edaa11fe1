"""A person's LINE: linked and taken away at /account/line, signed in by at /account/line/sign-in. Hidden without LINE Login."""

from datetime import datetime, timedelta

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.notices import addresses
from shop.notices.line import line
from shop.people import line as owned
from shop.people import throttle
from shop.people.line_login import LineLoginTrouble, LinePerson, line_login
from shop.web.account.desk import blueprint
from shop.web.account.forms import LineForm, SignInForm
from shop.web.account.line_words import PROBLEMS
from shop.web.account.session import after_sign_in, begin_session, prove_own_password
from shop.web.account.views.profile import refused_page
from shop.web.gate import actor, public, requires
from shop.web.language import locale, this_page_in

AWAY_FOR_AT_MOST = timedelta(minutes=15)
SIGN_IN, LINK = "sign_in", "link"
PAGE = "account/line/line.html"


class Stopped(Exception):
    """Nothing came of it. `why`: of PROBLEMS."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@blueprint.before_request
def hide_line() -> None:
    """A market without LINE Login knows none of these addresses."""
    if request.endpoint in ENDPOINTS and not line_login.is_open:
        abort(404)


@blueprint.context_processor
def names() -> dict:
    return {"has_line_login": line_login.is_open, "has_line_messages": line.is_open, "line_of": addresses.line_of}


@blueprint.get("/line/link")  # where a refused form stands: its address can be opened again, in either language
@blueprint.get("/line/unlink")
@blueprint.get("/line")
@requires(Permission.ACCOUNT_USE)
def show_line() -> str:
    return render_template(PAGE, form=LineForm())


@blueprint.post("/line/link")
@requires(Permission.ACCOUNT_USE)
def begin_linking():
    form = LineForm()
    try:
        prove_own_password(form.password.data or "")
    except (BadValue, throttle.TooManyTries) as refused:
        return refused_page(PAGE, form, refused)
    return _go_to_line(LINK, account=session["_user_id"])


@blueprint.post("/line/unlink")
@requires(Permission.ACCOUNT_USE)
def take_line_away():
    form = LineForm()
    try:
        prove_own_password(form.password.data or "")
        with transaction():
            was_linked = owned.unlink_line(g.account, actor())
    except (BadValue, throttle.TooManyTries) as refused:
        return refused_page(PAGE, form, refused)
    flash(_("เลิกเชื่อม LINE แล้ว เราจะแจ้งทางอื่นแทน") if was_linked else _("บัญชีนี้ไม่ได้เชื่อมกับ LINE อยู่แล้ว"), "success")
    return redirect(url_for(".show_line"), 303)


@blueprint.post("/line/sign-in")
@public
def sign_in_by_line() -> Response:
    return _go_to_line(SIGN_IN, next=SignInForm().next.data or "")


@blueprint.get("/line/back")
@public
def come_back_from_line() -> Response:
    """LINE knows this one address: who left from an English page is led to its English one first."""
    kept = session.get("line") or {}
    if kept.get("locale", "th") != locale():
        return redirect(this_page_in(kept["locale"]), 303)
    session.pop("line", None)
    try:
        purpose = _check_kept(kept)
        person = _ask_who(kept)
        return _sign_in(person, kept["next"]) if purpose == SIGN_IN else _link(person)
    except Stopped as stopped:
        return redirect(url_for(".line_problem", why=stopped.why), 303)


@blueprint.get("/line/problem/<why>")
@public
def line_problem(why: str) -> str:
    title, words = PROBLEMS.get(why) or abort(404)
    return render_template("account/line/problem.html", title=title, words=words, why=why)


ENDPOINTS = {
    f"account.{view.__name__}"
    for view in (show_line, begin_linking, take_line_away, sign_in_by_line, come_back_from_line, line_problem)
}


def _go_to_line(purpose: str, **more: str) -> Response:
    db.session.rollback()
    url, kept = line_login.begin(_back_to(), locale())
    session["line"] = {**kept, **more, "purpose": purpose, "locale": locale(), "at": now().isoformat()}
    return redirect(url, 303)


def _check_kept(kept: dict) -> str:
    """What they left for; an answer that nobody here asked for, or asked for long ago, is none. Raises Stopped."""
    if not kept or now() - datetime.fromisoformat(kept["at"]) > AWAY_FOR_AT_MOST:
        raise Stopped("stale")
    if kept["purpose"] == LINK and kept["account"] != session.get("_user_id"):
        raise Stopped("stale")
    return kept["purpose"]


def _ask_who(kept: dict) -> LinePerson:
    """Raises Stopped."""
    if request.args.get("state", "") == kept["state"] and request.args.get("error") == "access_denied":
        raise Stopped("cancelled")
    where = request.remote_addr or ""
    with transaction():
        throttle.take_try("line", where, where)
    try:
        return line_login.finish(kept, request.args.get("state", ""), request.args.get("code", ""), _back_to())
    except LineLoginTrouble as trouble:
        current_app.logger.warning("LINE Login: %s", trouble.reason)
        raise Stopped("stale" if trouble.reason == "state" else "unproven") from None


def _sign_in(person: LinePerson, wanted: str) -> Response:
    try:
        with transaction():
            account = owned.account_by_line(person)
            owned.see_friendship(person)
            throttle.forgive("line", request.remote_addr or "")
    except owned.NotLinked:
        raise Stopped("not_linked") from None
    except owned.AccountClosed:
        raise Stopped("closed") from None
    except owned.OfficialsUsePasswords:
        raise Stopped("official") from None
    begin_session(account)
    return redirect(after_sign_in(account, wanted), 303)


def _link(person: LinePerson) -> Response:
    if not actor().is_signed_in:
        raise Stopped("stale")
    try:
        with transaction():
            owned.link_line(g.account, person, actor())
            throttle.forgive("line", request.remote_addr or "")
    except addresses.LineTaken:
        raise Stopped("taken") from None
    flash(_("เชื่อม LINE แล้ว"), "success")
    return redirect(url_for(".show_line"), 303)


def _back_to() -> str:
    """The address that the office wrote down at LINE."""
    return f"{current_app.config['PUBLIC_URL']}/account/line/back"
