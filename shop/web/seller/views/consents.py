"""The group's side of its volunteers: who may help, with what, until when, and what they did: /sell/group/helpers, /done."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.audit import queries as audit
from shop.helping import queries, service
from shop.helping.papers import consent_photos
from shop.kernel.access import OFFICE_ROLES, Permission, Role
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation.queries import names_of
from shop.people import throttle
from shop.people.identifier import read_identifier
from shop.people.models import Account
from shop.people.queries import account_by_identifier
from shop.web import evidence, helping_words
from shop.web.gate import actor, requires
from shop.web.helping_words import HelpForm
from shop.web.seller import journey
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.helping import GiveForm

HELPERS = (Role.LABOUR_VOLUNTEER,)
NAMED = (Role.GROUP_OWNER, Role.GROUP_STAFF, *HELPERS)  # an official is named by her office
SHOWN = (*NAMED, *OFFICE_ROLES, Role.MARKET)  # not what buyers did


@blueprint.get("/group/helpers")
@requires(Permission.GROUP_EDIT)
def helpers() -> str:
    return _page(GiveForm.usual())


@blueprint.post("/group/helpers")
@requires(Permission.CONSENT_GIVE)
def give_consent() -> Response | tuple[str, int]:
    """To a volunteer of whom the owner knows the number or the address."""
    form = GiveForm()
    asked = form.read()
    try:
        person = _known(form.who.data or "")
        if asked is None:
            return _page(form), 422
        with transaction():
            service.give(journey.current_group(), person, *asked, actor())
    except BadValue as refused:
        form.refuse(refused)
        return _page(form), 422
    except throttle.TooManyTries as refused:
        form.hold_up(refused)
        return _page(form), 429, {"Retry-After": str(refused.retry_after)}
    except (service.NotAVolunteer, service.WorksHere) as refused:
        db.session.rollback()
        form.refuse(BadValue("who", "works_here" if isinstance(refused, service.WorksHere) else "unknown"))
        return _page(form), 422
    flash(_("ให้ช่วยได้แล้ว ยกเลิกเมื่อไรก็ได้ที่หน้านี้"), "success")
    return redirect(url_for(".helpers"), 303)


@blueprint.get("/group/helpers/requests/<int:consent_id>")
@requires(Permission.CONSENT_GIVE)
def show_request(consent_id: int) -> str:
    consent = _request_or_404(consent_id)
    return _request_page(consent, HelpForm.usual(consent.scope, consent.until))


@blueprint.post("/group/helpers/requests/<int:consent_id>")
@requires(Permission.CONSENT_GIVE)
def answer_request(consent_id: int) -> Response | tuple[str, int]:
    """Yes with what the owner chooses, which may be less than was asked for; or no."""
    consent, form = _request_or_404(consent_id), HelpForm()
    is_yes = request.form.get("answer") == "yes"
    asked = form.read() if is_yes else None
    if is_yes and asked is None:
        return _request_page(consent, form), 422
    try:
        with transaction():
            consent = _request_or_404(consent_id)
            if asked:
                service.give(journey.current_group(), consent.volunteer, *asked, actor())
            else:
                service.refuse(consent, actor())
    except (service.NotAVolunteer, service.WorksHere, LostRace):
        flash(_("คำขอนี้เปลี่ยนไปแล้ว ดูล่าสุดด้านล่าง"), "warning")
        return redirect(url_for(".helpers"), 303)
    flash(_("ให้ช่วยได้แล้ว ยกเลิกเมื่อไรก็ได้ที่หน้านี้") if is_yes else _("ตอบแล้วว่ายังไม่ให้"), "success")
    return redirect(url_for(".helpers"), 303)


@blueprint.get("/group/helpers/<int:membership_id>/end")
@requires(Permission.CONSENT_GIVE)
def ask_to_end_help(membership_id: int) -> str:
    return render_template("seller/consents/end.html", helper=_helper_or_404(membership_id))


@blueprint.post("/group/helpers/<int:membership_id>/end")
@requires(Permission.CONSENT_GIVE)
def end_help(membership_id: int) -> Response:
    """At once: the volunteer's next request finds no desk."""
    with transaction():
        service.end(_helper_or_404(membership_id).membership, actor())
    flash(_("ยกเลิกแล้ว อาสาสมัครเข้าดูแลร้านไม่ได้แล้วตั้งแต่ตอนนี้"), "success")
    return redirect(url_for(".helpers"), 303)


@blueprint.get("/group/helpers/photos/<photo_key>/<int:width>.webp")
@requires(Permission.GROUP_EDIT)
def consent_photo(photo_key: str, width: int) -> Response:
    """The paper that was signed for the group."""
    photo, consent = queries.photo_of(photo_key) or abort(404)
    is_ours = consent.group_id == actor().group_id
    return evidence.private_picture(consent_photos.file_of(photo, width) if is_ours else None)


@blueprint.get("/group/done")
@requires(Permission.GROUP_EDIT)
def done() -> str:
    """What was done in the group's name, by whom: every step of the record, in words. `?by=helpers`: volunteers' alone."""
    before = request.args.get("before", "")
    last = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    is_helpers = request.args.get("by") == "helpers"
    page = audit.entries_of_group(journey.current_group().id, HELPERS if is_helpers else SHOWN, last)
    own = {entry.actor_id for entry in page.entries if entry.actor_role in NAMED}
    by = "helpers" if is_helpers else ""
    return render_template("seller/consents/done.html", page=page, names=names_of(own), by=by, is_first=last is None)


def _page(form: GiveForm) -> str:
    group_id = journey.current_group().id
    return render_template(
        "seller/consents/index.html",
        form=form,
        helpers=queries.helpers_of(group_id),
        waiting=queries.open_of_group(group_id),
        former=queries.former_helpers_of(group_id),
        said=helping_words,
    )


def _request_page(consent, form: HelpForm) -> str:
    return render_template("seller/consents/request.html", consent=consent, form=form, said=helping_words)


def _known(typed: str) -> Account:
    """A volunteer by number or address. Raises BadValue (who), TooManyTries: nobody tries them out."""
    if not typed:
        raise BadValue("who", "empty")
    with transaction():
        throttle.take_try("consent_code_sent", f"who {actor().group_id}", request.remote_addr)
    try:
        account = account_by_identifier(read_identifier(typed))
    except BadValue:
        account = None
    if account is None or not any(granted.role is Role.LABOUR_VOLUNTEER for granted in account.roles):
        raise BadValue("who", "unknown")
    return account


def _request_or_404(consent_id: int):
    return queries.open_request(journey.current_group().id, consent_id) or abort(404)


def _helper_or_404(membership_id: int) -> queries.Helper:
    return queries.helper_of(journey.current_group().id, membership_id) or abort(404)
