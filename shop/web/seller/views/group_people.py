"""The people of the group: who works here, who is invited, who goes, who owns: /sell/group/people, /sell/invitations."""

from flask import abort, current_app, flash, g, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.groups import members, queries
from shop.groups.models import Membership
from shop.kernel.access import Permission, Role
from shop.kernel.database import transaction
from shop.kernel.identifiers import format_phone
from shop.kernel.refusals import BadValue, NotAllowed
from shop.people.models import Account
from shop.web.gate import actor, public, requires
from shop.web.own_password import is_own_password
from shop.web.seller import journey
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.group import HandOverForm, InviteForm
from shop.web.words import ROLES

FRESH_LINK = "fresh_invitation"  # in the owner's session until the page is shown once: then nobody can read it again


@blueprint.get("/group/people")
@requires(Permission.GROUP_EDIT)
def people() -> str:
    return _people_page(InviteForm(formdata=None), session.pop(FRESH_LINK, ""))


def _people_page(form: InviteForm, fresh_link: str = "") -> str:
    group = journey.current_group()
    invitations = [
        (invitation, format_phone(invitation.sent_to) if invitation.sent_to.startswith("+") else invitation.sent_to)
        for invitation in members.waiting_invitations(group.id)
    ]
    return render_template(
        "seller/group/people.html",
        group=group,
        people=members.members_of(group.id),
        invitations=invitations,
        form=form,
        fresh_link=fresh_link,
        role_words=ROLES,
    )


@blueprint.post("/group/people/invite")
@requires(Permission.GROUP_STAFF_MANAGE)
def invite_staff() -> Response | tuple[str, int]:
    form = InviteForm()
    try:
        with transaction():
            _invitation, key = members.invite_staff(journey.current_group(), actor(), form.to.data or "")
    except BadValue as bad:
        form.add_problem(bad)
        return _people_page(form), 422
    session[FRESH_LINK] = f"{current_app.config['PUBLIC_URL']}{url_for('.invitation', key=key)}"
    flash(_("สร้างคำเชิญแล้ว ใช้ได้ 7 วัน"), "success")
    return redirect(url_for(".people"), 303)


@blueprint.post("/group/people/invitations/<int:invitation_id>/withdraw")
@requires(Permission.GROUP_STAFF_MANAGE)
def withdraw_invitation(invitation_id: int) -> Response:
    waiting = members.waiting_invitations(journey.current_group().id)
    found = next((one for one in waiting if one.id == invitation_id), None) or abort(404)
    with transaction():
        members.withdraw_invitation(found, actor())
    flash(_("ถอนคำเชิญแล้ว ลิงก์นั้นใช้ไม่ได้อีก"), "success")
    return redirect(url_for(".people"), 303)


@blueprint.get("/group/people/<int:membership_id>/remove")
@requires(Permission.GROUP_STAFF_MANAGE)
def confirm_removal(membership_id: int) -> str:
    membership, person = _somebody_else(membership_id)
    return render_template("seller/group/remove.html", membership=membership, person=person)


@blueprint.post("/group/people/<int:membership_id>/remove")
@requires(Permission.GROUP_STAFF_MANAGE)
def remove_staff(membership_id: int) -> Response:
    membership, _person = _somebody_else(membership_id)
    with transaction():
        members.remove_staff(membership, actor())
    flash(_("เอาออกจากกลุ่มแล้ว"), "success")
    return redirect(url_for(".people"), 303)


def _somebody_else(membership_id: int) -> tuple[Membership, Account]:
    """Of this group, and not its owner, who is never removed."""
    people_here = members.members_of(journey.current_group().id)
    return next(
        (pair for pair in people_here if pair[0].id == membership_id and pair[0].role is not Role.GROUP_OWNER), None
    ) or abort(404)


@blueprint.get("/group/leave")
@requires(Permission.SELL_ENTER)
def confirm_leaving() -> str | Response:
    group = journey.current_group()
    if g.membership.role is Role.GROUP_OWNER:
        flash(_("หัวหน้ากลุ่มต้องมอบกลุ่มให้คนอื่นก่อน จึงจะออกได้"), "warning")
        return redirect(url_for(".people"), 303)
    return render_template("seller/group/leave.html", group=group, name=queries.name_of(group))


@blueprint.post("/group/leave")
@requires(Permission.SELL_ENTER)
def leave() -> Response:
    membership = g.membership or abort(404)
    try:
        with transaction():
            members.leave_group(membership, actor())
    except members.OwnerCannotLeave:
        flash(_("หัวหน้ากลุ่มต้องมอบกลุ่มให้คนอื่นก่อน จึงจะออกได้"), "warning")
        return redirect(url_for(".people"), 303)
    session.pop("group_id", None)
    flash(_("ออกจากกลุ่มแล้ว"), "success")
    return redirect(url_for("account.home"), 303)


@blueprint.get("/group/hand-over")
@requires(Permission.GROUP_HAND_OVER)
def hand_over_page() -> str:
    return _hand_over_page(HandOverForm(formdata=None))


def _hand_over_page(form: HandOverForm) -> str:
    group = journey.current_group()
    form.member.choices = [
        (str(one.id), person.name) for one, person in members.members_of(group.id) if one.role is Role.GROUP_STAFF
    ]
    return render_template("seller/group/hand_over.html", form=form, group=group)


@blueprint.post("/group/hand-over")
@requires(Permission.GROUP_HAND_OVER)
def hand_over() -> Response | tuple[str, int]:
    group, form = journey.current_group(), HandOverForm()
    chosen = form.member.data or ""
    to = members.member_of(group.id, int(chosen)) if chosen.isascii() and chosen.isdecimal() and len(chosen) < 12 else None
    if to is None:
        form.add_problem(BadValue("member", "empty"))
    elif not is_own_password(form.password.data or ""):
        form.add_problem(BadValue("password", "wrong"))
    else:
        try:
            with transaction():
                members.hand_over(group, to, actor())
        except NotAllowed:
            form.add_problem(BadValue("member", "empty"))
        else:
            flash(_("มอบกลุ่มแล้ว ตอนนี้คุณเป็นผู้ช่วยในกลุ่ม"), "success")
            return redirect(url_for(".people"), 303)
    return _hand_over_page(form), 422


# Invitations: whoever holds the link; taken up by who is signed in


@blueprint.get("/invitations/<key>")
@public
def invitation(key: str) -> str | tuple[str, int]:
    """Who holds the link reads who invites before signing in."""
    g.is_private = True
    found = members.open_invitation(key)
    if found is None:
        end, group = members.spent_invitation(key) or abort(404)
        return render_template("seller/group/invitation_spent.html", end=end, name=queries.name_of(group)), 404
    sent, group, inviter = found
    return render_template("seller/group/invitation.html", invitation=sent, name=queries.name_of(group), inviter=inviter, key=key)


@blueprint.post("/invitations/<key>")
@requires(Permission.ACCOUNT_USE)
def accept_invitation(key: str) -> Response:
    found = members.open_invitation(key) or abort(404)
    group_id = found[1].id
    try:
        with transaction():
            members.accept_invitation(key, actor())
    except members.AlreadyMember:
        flash(_("คุณอยู่ในกลุ่มนี้อยู่แล้ว"), "warning")
    else:
        flash(_("ยินดีต้อนรับ คุณเป็นผู้ช่วยในกลุ่มนี้แล้ว"), "success")
    session["group_id"] = group_id
    return redirect(url_for(".today"), 303)


# Several groups


@blueprint.get("/switch")
@requires(Permission.SELL_ENTER)
def choose_group() -> str:
    names = [(membership, queries.name_of(membership.group)) for membership in g.memberships]
    return render_template("seller/group/switch.html", names=names, role_words=ROLES)


@blueprint.post("/switch/<int:group_id>")
@requires(Permission.SELL_ENTER)
def switch_group(group_id: int) -> Response:
    """Stand at the desk of another group of one's own."""
    chosen = next((one for one in g.memberships if one.group_id == group_id), None) or abort(404)
    session["group_id"] = chosen.group_id
    return redirect(url_for(".today"), 303)
