"""Name, addresses, number and password: /account/profile, /account/security."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import format_phone, normalise_email
from shop.kernel.refusals import BadValue
from shop.people import queries, service, throttle
from shop.people.identifier import read_mobile
from shop.people.passwords import hash_password, refuse_weak
from shop.web.account.desk import blueprint
from shop.web.account.forms import ChangePasswordForm, EmailForm, NameForm, PhoneForm
from shop.web.account.session import begin_session, prove_own_password
from shop.web.forms import Form
from shop.web.gate import actor, requires


@blueprint.get("/profile")
@requires(Permission.ACCOUNT_USE)
def profile() -> str:
    return render_template("account/profile/profile.html")


@blueprint.get("/profile/name")
@requires(Permission.ACCOUNT_USE)
def edit_name() -> str:
    return render_template("account/profile/edit_name.html", form=NameForm(obj=g.account))


@blueprint.post("/profile/name")
@requires(Permission.ACCOUNT_USE)
def save_name():
    form = NameForm()
    try:
        with transaction():
            service.edit_account(g.account, actor(), name=form.name.data or "", locale=form.locale.data or "")
    except BadValue as refused:
        return refused_page("account/profile/edit_name.html", form, refused)
    return saved(_("บันทึกแล้ว"))


@blueprint.get("/profile/email")
@requires(Permission.ACCOUNT_USE)
def edit_email() -> str:
    return render_template("account/profile/edit_email.html", form=EmailForm())


@blueprint.post("/profile/email")
@requires(Permission.ACCOUNT_USE)
def save_email():
    """The new address counts once somebody there has followed the link. A taken one is answered alike, and its owner told."""
    form = EmailForm()
    try:
        email = normalise_email(form.email.data or "")
        prove_own_password(form.password.data or "")
        with transaction():
            throttle.take_try("mailed_link", email, request.remote_addr)
            service.change_email(g.account, email, actor())
    except (BadValue, throttle.TooManyTries) as refused:
        return refused_page("account/profile/edit_email.html", form, refused)
    return saved(_("ส่งลิงก์ยืนยันไปที่ %(email)s แล้ว เปิดลิงก์ในอีเมลเพื่อเริ่มใช้อีเมลนี้", email=email))


@blueprint.post("/profile/email/again")
@requires(Permission.ACCOUNT_USE)
def send_verification_again() -> Response:
    if not g.account.email or g.account.email_verified_at:
        return redirect(url_for("account.profile"), 303)
    with transaction():
        throttle.take_try("mailed_link", g.account.email, request.remote_addr)
        service.ask_to_verify_email(g.account, g.account.email, actor())
    return saved(_("ส่งลิงก์ยืนยันให้อีกครั้งแล้ว ดูในกล่องจดหมายและจดหมายขยะ"))


@blueprint.get("/profile/phone")
@requires(Permission.ACCOUNT_USE)
def edit_phone() -> str:
    return render_template(
        "account/profile/edit_phone.html", form=PhoneForm(phone=format_phone(g.account.phone) if g.account.phone else "")
    )


@blueprint.post("/profile/phone")
@requires(Permission.ACCOUNT_USE)
def save_phone():
    form = PhoneForm()
    try:
        typed = (form.phone.data or "").strip()
        phone = _read_phone(typed) if typed else None
        prove_own_password(form.password.data or "")
        with transaction():
            service.change_phone(g.account, phone, actor())
    except (BadValue, throttle.TooManyTries) as refused:
        return refused_page("account/profile/edit_phone.html", form, refused)
    return saved(_("บันทึกเบอร์แล้ว") if phone else _("ลบเบอร์แล้ว"))


@blueprint.get("/security")
@requires(Permission.ACCOUNT_USE)
def security() -> str:
    return render_template("account/profile/change_password.html", form=ChangePasswordForm())


@blueprint.post("/security")
@requires(Permission.ACCOUNT_USE)
def change_password():
    """Every other session ends; this one goes on."""
    form = ChangePasswordForm()
    try:
        refuse_weak(form.password.data or "", g.account.name, g.account.email, g.account.phone)
        old_hash = _prove_old_password(form)
        new_hash = hash_password(form.password.data)
        with transaction():
            epoch = service.change_password(g.account, old_hash, new_hash, actor())
    except (BadValue, throttle.TooManyTries) as refused:
        return refused_page("account/profile/change_password.html", form, refused)
    begin_session(queries.account_by_id(actor().id), epoch)
    flash(_("เปลี่ยนรหัสผ่านแล้ว เครื่องอื่นทุกเครื่องออกจากระบบแล้ว"), "success")
    return redirect(url_for("account.home"), 303)


def _prove_old_password(form: ChangePasswordForm) -> str:
    try:
        return prove_own_password(form.old_password.data or "")
    except BadValue as refused:
        raise BadValue("old_password", "empty" if refused.reason == "empty" else "wrong") from None


def _read_phone(typed: str) -> str:
    try:
        return read_mobile(typed)
    except BadValue as refused:
        raise BadValue("phone", refused.reason) from None


def refused_page(template: str, form: Form, refused: BadValue | throttle.TooManyTries):
    """The form again, with what was typed and what is wrong with it."""
    db.session.rollback()
    if isinstance(refused, throttle.TooManyTries):
        form.hold_up(refused)
        return render_template(template, form=form), 429, {"Retry-After": str(refused.retry_after)}
    form.refuse(BadValue("password", "not_yours") if refused.reason == "wrong" and refused.field == "password" else refused)
    return render_template(template, form=form), 422


def saved(words: str) -> Response:
    flash(words, "success")
    return redirect(url_for("account.profile"), 303)
