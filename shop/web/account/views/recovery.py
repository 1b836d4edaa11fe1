"""Ways back in: /account/forgot, /account/reset/<key>, /account/reset-code; and the link that proves a mail address."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.groups.income_lock import lock_income_details
from shop.kernel.access import Actor
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.people import queries, recovery, service, throttle
from shop.people.identifier import read_identifier, read_mobile
from shop.people.keys import KeySpent, find_key
from shop.people.models import Account, KeyPurpose
from shop.people.passwords import hash_password, refuse_weak
from shop.web.account.desk import blueprint
from shop.web.account.forms import ForgotForm, NewPasswordForm, ResetCodeForm
from shop.web.gate import actor, public


@blueprint.get("/forgot")
@public
def forgot_password() -> str:
    return render_template("account/recovery/forgot_password.html", form=ForgotForm(request.args))


@blueprint.post("/forgot")
@public
def send_reset_link():
    """The same answer whether or not there is such an account."""
    form = ForgotForm()
    try:
        identifier = read_identifier(form.identifier.data or "")
        with transaction():
            throttle.take_try("mailed_link", str(identifier), request.remote_addr)
            account = queries.account_by_identifier(identifier)
            if account:
                recovery.send_reset_link(account)
    except BadValue as refused:
        form.refuse(refused)
        return render_template("account/recovery/forgot_password.html", form=form), 422
    except throttle.TooManyTries as refused:
        form.hold_up(refused)
        return render_template("account/recovery/forgot_password.html", form=form), 429, {"Retry-After": str(refused.retry_after)}
    return redirect(url_for("account.reset_link_sent"), 303)


@blueprint.get("/forgot/sent")
@public
def reset_link_sent() -> str:
    return render_template("account/recovery/reset_link_sent.html")


@blueprint.get("/reset/<key>")
@public
def choose_password(key: str):
    if recovery.find_reset(key) is None:
        return render_template("account/recovery/link_spent.html"), 404
    return render_template("account/recovery/choose_password.html", form=NewPasswordForm(), key=key)


@blueprint.post("/reset/<key>")
@public
def reset_with_link(key: str):
    form, found = NewPasswordForm(), recovery.find_reset(key)
    if found is None:
        return render_template("account/recovery/link_spent.html"), 404
    account = queries.account_by_id(found.account_id)
    try:
        refuse_weak(form.password.data or "", account.name, account.email, account.phone)
    except BadValue as refused:
        form.refuse(refused)
        return render_template("account/recovery/choose_password.html", form=form, key=key), 422
    db.session.rollback()
    password_hash = hash_password(form.password.data)
    try:
        with transaction():
            _lock_income(recovery.reset_by_link(key, password_hash))
    except KeySpent:
        return render_template("account/recovery/link_spent.html"), 404
    return _come_in()


@blueprint.get("/reset-code")
@public
def enter_reset_code() -> str:
    return render_template("account/recovery/enter_reset_code.html", form=ResetCodeForm(request.args))


@blueprint.post("/reset-code")
@public
def reset_with_code():
    form = ResetCodeForm()
    try:
        phone = read_mobile(form.identifier.data or "")
        if not (form.code.data or "").strip():
            raise BadValue("code", "empty")
        refuse_weak(form.password.data or "", phone)
        with transaction():
            throttle.take_try("reset_code", phone, request.remote_addr)
        password_hash = hash_password(form.password.data)
        with transaction():
            _lock_income(recovery.reset_by_code(phone, form.code.data, password_hash))
            throttle.forgive("reset_code", phone)
    except BadValue as refused:
        form.refuse(refused)
    except KeySpent:
        form.refuse(BadValue("code", "spent"))
    except throttle.TooManyTries as refused:
        form.hold_up(refused)
        return (
            render_template("account/recovery/enter_reset_code.html", form=form),
            429,
            {"Retry-After": str(refused.retry_after)},
        )
    else:
        return _come_in()
    return render_template("account/recovery/enter_reset_code.html", form=form), 422


@blueprint.get("/verify/<key>")
@public
def confirm_email(key: str):
    """Asks first: programs that look through mails follow links, and must not use them up."""
    found = find_key(key, KeyPurpose.VERIFY_EMAIL)
    if found is None:
        return render_template("account/recovery/link_spent.html"), 404
    return render_template("account/recovery/confirm_email.html", key=key, email=found.proves)


@blueprint.post("/verify/<key>")
@public
def verify_email(key: str):
    try:
        with transaction():
            service.verify_email(key, actor())
    except (KeySpent, service.IdentifierTaken):
        return render_template("account/recovery/link_spent.html"), 404
    flash(_("ยืนยันอีเมลเรียบร้อย"), "success")
    return redirect(url_for("account.home"), 303)


def _lock_income(account: Account) -> None:
    """Whoever took over a person's mail or number must not turn the group's money to themselves."""
    lock_income_details(account.id, Actor(account.id))


def _come_in() -> Response:
    flash(_("ตั้งรหัสผ่านใหม่แล้ว เข้าสู่ระบบด้วยรหัสผ่านใหม่ได้เลย"), "success")
    return redirect(url_for("account.sign_in"), 303)
