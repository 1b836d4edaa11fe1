"""Who is here: found, invited to an office, let go, closed, opened, given a way back in: /office/people."""

from flask import abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from shop.audit import queries as audit
from shop.groups import queries as groups
from shop.kernel.access import OFFICE_ROLES, PERMISSIONS, Permission, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import normalise_email
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.thai import tidy
from shop.moderation import claims
from shop.people import offices, queries, recovery
from shop.people.keys import LIFE
from shop.people.models import Account, KeyPurpose
from shop.reports.deciding import hand_over_cases
from shop.web.gate import actor, requires
from shop.web.office import history
from shop.web.office.desk import blueprint
from shop.web.office.forms.people import InviteForm

LONGEST_SEARCH = 100  # characters
SHOWN_ONCE = "shown_once"  # in the official's session, from the answer to the page after it


@blueprint.get("/people")
@requires(Permission.RESET_CODE_PRINT)
def people() -> str:
    words = tidy(request.args.get("q", ""))[:LONGEST_SEARCH]
    before = request.args.get("before", "")
    page = queries.find_people(words, int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None)
    return render_template(
        "office/people/list.html",
        page=page,
        query=words,
        is_first=not before,
        memberships=groups.memberships_of_all([person.id for person in page.people]),
    )


@blueprint.get("/people/<int:account_id>")
@requires(Permission.RESET_CODE_PRINT)
def show_person(account_id: int) -> str:
    person = _person_or_404(account_id)
    return render_template(
        "office/people/show.html",
        person=person,
        memberships=groups.memberships_of(person.id),
        may_print=_may_print(person),
        entries=audit.entries_for("account", person.id) if actor().can(Permission.AUDIT_READ) else [],
        history=history,
        link=_shown_once("link", person.id),
    )


@blueprint.get("/people/invite")
@requires(Permission.PEOPLE_MANAGE)
def invite_official() -> str:
    return render_template("office/people/invite.html", form=InviteForm(request.args))


@blueprint.post("/people/invite")
@requires(Permission.PEOPLE_MANAGE)
def send_invitation():
    form = InviteForm()
    if not form.is_whole():
        return render_template("office/people/invite.html", form=form), 422
    try:
        email = normalise_email(form.email.data or "")
        with transaction():
            site = current_app.config["SITE_NAME"]
            person, key = offices.invite_official(email, form.office.data or "", actor(), site, form.name.data or "")
            account_id = person.id
    except BadValue as refused:
        form.refuse(refused)
        return render_template("office/people/invite.html", form=form), 422
    except offices.HasRole:
        form.refuse(BadValue("email", "has_role"))
        return render_template("office/people/invite.html", form=form), 422
    if key:
        _show_once("link", account_id, current_app.config["PUBLIC_URL"] + recovery.reset_path(key))
    flash(_("เชิญเป็นเจ้าหน้าที่แล้ว ส่งอีเมลให้ด้วย") if key else _("เพิ่มหน้าที่ให้แล้ว ใช้รหัสผ่านเดิมเข้าสู่ระบบได้เลย"), "success")
    return redirect(url_for("office.show_person", account_id=account_id), 303)


@blueprint.get(f"/people/<int:account_id>/roles/<any({', '.join(sorted(OFFICE_ROLES))}):role>/end")
@requires(Permission.PEOPLE_MANAGE)
def ask_to_end_role(account_id: int, role: str) -> str:
    person = _person_or_404(account_id)
    if not any(granted.role == role for granted in person.roles):
        abort(404)
    return render_template("office/people/end_role.html", person=person, role=Role(role))


@blueprint.post(f"/people/<int:account_id>/roles/<any({', '.join(sorted(OFFICE_ROLES))}):role>/end")
@requires(Permission.PEOPLE_MANAGE)
def end_role(account_id: int, role: str):
    try:
        with transaction():
            offices.end_role(_person_or_404(account_id), Role(role), actor())
    except (offices.LastAdministrator, LostRace) as refused:
        return _not_done(account_id, refused)
    flash(_("สิ้นสุดหน้าที่แล้ว"), "success")
    return redirect(url_for("office.show_person", account_id=account_id), 303)


@blueprint.get("/people/officials")
@requires(Permission.PEOPLE_MANAGE)
def officials() -> str:
    return render_template("office/people/officials.html", by_office=offices.officials(), is_long_away=offices.is_long_away)


@blueprint.get(f"/people/<int:account_id>/roles/<any({', '.join(sorted(OFFICE_ROLES))}):role>/hand-over")
@requires(Permission.PEOPLE_MANAGE)
def ask_to_hand_over(account_id: int, role: str) -> str:
    return _hand_over_page(account_id, role)


@blueprint.post(f"/people/<int:account_id>/roles/<any({', '.join(sorted(OFFICE_ROLES))}):role>/hand-over")
@requires(Permission.PEOPLE_MANAGE)
def hand_over_work(account_id: int, role: str):
    """What she holds goes to a colleague, then the role ends: both or neither."""
    chosen = request.form.get("to", "")
    to_id = int(chosen) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else 0
    try:
        with transaction():
            person, to = _person_or_404(account_id), queries.account_by_id(to_id)
            if to is None:
                raise BadValue("to", "no_colleague")
            offices.leave_office(person, Role(role), to, actor(), **_handed(person.id, to.id, Role(role)))
    except BadValue:
        db.session.rollback()
        return _hand_over_page(account_id, role, _("เลือกเพื่อนร่วมสำนักงานที่รับงานต่อ")), 422
    except (offices.LastAdministrator, LostRace) as refused:
        return _not_done(account_id, refused)
    flash(_("มอบงานแล้ว และสิ้นสุดหน้าที่แล้ว"), "success")
    return redirect(url_for("office.show_person", account_id=account_id), 303)


def _handed(leaving: int, to: int, role: Role) -> dict[str, int]:
    """How many of what she holds went to the colleague: what the role that ends, which both have, lets them decide."""
    if Permission.REVIEW_DECIDE not in PERMISSIONS[role]:
        return {"claims": 0, "cases": 0}
    return {"claims": claims.hand_over_claims(leaving, to), "cases": hand_over_cases(leaving, to)}


def _hand_over_page(account_id: int, role: str, problem: str = "") -> str:
    person = _person_or_404(account_id)
    if not any(granted.role == role for granted in person.roles):
        abort(404)
    colleagues = offices.colleagues(person, Role(role))
    return render_template("office/people/hand_over.html", person=person, role=Role(role), colleagues=colleagues, problem=problem)


@blueprint.get("/people/<int:account_id>/disable")
@requires(Permission.PEOPLE_MANAGE)
def ask_to_disable(account_id: int) -> str:
    return render_template("office/people/disable.html", person=_person_or_404(account_id))


@blueprint.post("/people/<int:account_id>/disable")
@requires(Permission.PEOPLE_MANAGE)
def disable_person(account_id: int):
    try:
        with transaction():
            offices.disable_account(_person_or_404(account_id), actor())
    except (offices.LastAdministrator, LostRace) as refused:
        return _not_done(account_id, refused)
    flash(_("ปิดบัญชีแล้ว"), "success")
    return redirect(url_for("office.show_person", account_id=account_id), 303)


@blueprint.post("/people/<int:account_id>/enable")
@requires(Permission.PEOPLE_MANAGE)
def enable_person(account_id: int):
    try:
        with transaction():
            offices.enable_account(_person_or_404(account_id), actor())
    except LostRace as refused:
        return _not_done(account_id, refused)
    flash(_("เปิดบัญชีแล้ว"), "success")
    return redirect(url_for("office.show_person", account_id=account_id), 303)


@blueprint.get("/people/<int:account_id>/reset-code")
@requires(Permission.RESET_CODE_PRINT)
def reset_code(account_id: int) -> str:
    """Asks before it makes one; right after, this page is the paper, once."""
    person = _person_or_404(account_id)
    code = _shown_once("code", person.id)
    if code is None:
        return render_template("office/people/ask_reset_code.html", person=person, may_print=_may_print(person))
    return render_template("office/people/reset_code.html", person=person, code=code, until=now() + LIFE[KeyPurpose.RESET_CODE])


@blueprint.post("/people/<int:account_id>/reset-code")
@requires(Permission.RESET_CODE_PRINT)
def print_reset_code(account_id: int):
    try:
        with transaction():
            code = recovery.print_reset_code(_person_or_404(account_id), actor())
    except recovery.NoPhone:
        return render_template("office/people/ask_reset_code.html", person=_person_or_404(account_id), may_print=False), 422
    _show_once("code", account_id, code)
    return redirect(url_for("office.reset_code", account_id=account_id), 303)


def _person_or_404(account_id: int) -> Account:
    return queries.account_by_id(account_id) or abort(404)


def _may_print(person: Account) -> bool:
    is_official = any(granted.role in OFFICE_ROLES for granted in person.roles)
    return bool(person.phone) and not person.disabled_at and (not is_official or actor().can(Permission.PEOPLE_MANAGE))


def _not_done(account_id: int, refused: Exception):
    """Nothing was changed: the page of the person says why."""
    is_last = isinstance(refused, offices.LastAdministrator)
    flash(
        _("ทำไม่ได้: ต้องเหลือผู้ดูแลระบบที่เข้าสู่ระบบได้อย่างน้อย 1 คน") if is_last else _("มีคนเปลี่ยนข้อมูลนี้ไปก่อนแล้ว ดูข้อมูลล่าสุดด้านล่าง"),
        "error",
    )
    return show_person(account_id), 409


def _show_once(kind: str, account_id: int, secret: str) -> None:
    session[SHOWN_ONCE] = [kind, account_id, secret]


def _shown_once(kind: str, account_id: int) -> str | None:
    held = session.get(SHOWN_ONCE)
    if not held or held[:2] != [kind, account_id]:
        return None
    session.pop(SHOWN_ONCE)
    return held[2]
