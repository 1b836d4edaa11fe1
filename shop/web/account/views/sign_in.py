"""Coming in and going out: /account/sign-in, /account/sign-up, /account/sign-out."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.people import queries, service, throttle
from shop.people.identifier import Identifier, read_identifier
from shop.people.passwords import hash_password, refuse_weak
from shop.web.account.desk import blueprint
from shop.web.account.forms import SignInForm, SignUpForm
from shop.web.account.session import after_sign_in, begin_session, end_session, prove_password
from shop.web.gate import actor, public
from shop.web.language import locale


@blueprint.get("/sign-in")
@public
def sign_in() -> str | Response:
    if actor().is_signed_in:
        return redirect(after_sign_in(g.account, request.args.get("next")), 303)
    return render_template("account/sign_in/sign_in.html", form=SignInForm(request.args))


@blueprint.post("/sign-in")
@public
def sign_in_with_password():
    form = SignInForm()
    try:
        account = prove_password(read_identifier(form.identifier.data or ""), form.password.data or "")
    except BadValue as refused:
        form.refuse(refused)
        return render_template("account/sign_in/sign_in.html", form=form), 422
    except throttle.TooManyTries as refused:
        form.hold_up(refused)
        return render_template("account/sign_in/sign_in.html", form=form), 429, {"Retry-After": str(refused.retry_after)}
    begin_session(account)
    return redirect(after_sign_in(account, form.next.data), 303)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    end_session()
    return redirect(url_for("storefront.home"), 303)


@blueprint.get("/sign-up")
@public
def sign_up() -> str | Response:
    if actor().is_signed_in:
        return redirect(after_sign_in(g.account, request.args.get("next")), 303)
    return render_template("account/sign_in/sign_up.html", form=SignUpForm(request.args))


@blueprint.post("/sign-up")
@public
def open_account():
    """By mail the answer is the same whether or not the address has an account already; a number is answered on the spot."""
    form = SignUpForm()
    try:
        identifier, password_hash = _read_sign_up(form)
        with transaction():
            throttle.take_try("sign_up", str(identifier), request.remote_addr)
        with transaction():
            service.sign_up(form.name.data or "", identifier, password_hash, locale())
    except BadValue as refused:
        form.refuse(refused)
        return render_template("account/sign_in/sign_up.html", form=form), 422
    except throttle.TooManyTries as refused:
        form.hold_up(refused)
        return render_template("account/sign_in/sign_up.html", form=form), 429, {"Retry-After": str(refused.retry_after)}
    if identifier.email:
        return redirect(url_for("account.look_in_mail"), 303)
    account = queries.account_by_identifier(identifier)
    begin_session(account)
    flash(_("ยินดีต้อนรับ เปิดบัญชีให้แล้ว"), "success")
    return redirect(after_sign_in(account, form.next.data), 303)


def _read_sign_up(form: SignUpForm) -> tuple[Identifier, str]:
    """Who, and the hash of the password, made for a taken address as well. Raises BadValue, every wrong field marked."""
    wrong: list[BadValue] = []
    identifier = Identifier()
    try:
        service.read_name(form.name.data or "")
    except BadValue as refused:
        wrong.append(refused)
    try:
        identifier = read_identifier(form.identifier.data or "")
    except BadValue as refused:
        wrong.append(refused)
    try:
        refuse_weak(form.password.data or "", form.name.data, str(identifier))
    except BadValue as refused:
        wrong.append(refused)
    for refused in wrong[1:]:
        form.refuse(refused)
    if wrong:
        raise wrong[0]
    db.session.rollback()
    return identifier, hash_password(form.password.data or "")


@blueprint.get("/sign-up/sent")
@public
def look_in_mail() -> str:
    return render_template("account/sign_in/look_in_mail.html")
