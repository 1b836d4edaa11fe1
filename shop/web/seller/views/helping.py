"""The volunteer's side: groups to help, how consent is asked for, visits: /sell/helping."""

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.groups import queries as groups
from shop.groups.models import Group, GroupProfile
from shop.helping import codes, papers, queries, service, visits
from shop.helping.models import Consent
from shop.helping.papers import consent_photos
from shop.kernel import places
from shop.kernel.access import Permission, Role
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import tidy
from shop.papers.consent_form import draw_consent_form
from shop.papers.voice import Voice
from shop.people import throttle
from shop.web import evidence, helping_words
from shop.web.gate import actor, requires
from shop.web.helping_words import HelpForm
from shop.web.language import locale
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.helping import CodeForm, PaperForm, VisitForm
from shop.web.sheets import pdf_file

LONGEST_SEARCH = 80  # characters


@blueprint.get("/helping")
@requires(Permission.HELP_GROUPS)
def helping() -> str:
    return _list_page()


@blueprint.get("/helping/visits")
@requires(Permission.HELP_GROUPS)
def visit_list() -> str:
    """For paper, to take along."""
    helped = visits.helped_by(actor().id)
    named = {one.group.id: _place_of(one.group.published) for one in helped if one.group.published}
    return render_template("seller/helping/visits.html", helped=helped, places=named, today=today(), said=helping_words)


@blueprint.post("/helping/groups/<int:group_id>/visit")
@requires(Permission.HELP_GROUPS)
def record_visit(group_id: int) -> Response | tuple[str, int]:
    form = VisitForm()
    try:
        with transaction():
            visits.record_visit(_group_or_404(group_id).id, form.note.data or "", actor())
    except NotAllowed:
        abort(404)
    except BadValue as refused:
        flash(str(form.refusals[refused.field, refused.reason]), "error")
        return _list_page(), 422
    flash(_("จดการเยี่ยมแล้ว"), "success")
    return redirect(url_for(".helping"), 303)


@blueprint.get("/helping/find")
@requires(Permission.HELP_GROUPS)
def find_group_to_help() -> str:
    words = tidy(request.args.get("q", ""))[:LONGEST_SEARCH]
    found = queries.groups_named(words) if words else []
    return render_template("seller/helping/find.html", query=words, found=found)


@blueprint.get("/helping/groups/<int:group_id>")
@requires(Permission.HELP_GROUPS)
def ask_to_help(group_id: int) -> str:
    return _ask_page(_group_or_404(group_id), HelpForm.usual())


@blueprint.post("/helping/groups/<int:group_id>")
@requires(Permission.HELP_GROUPS)
def send_request(group_id: int) -> Response | tuple[str, int]:
    """By one of two buttons: the owner answers on screen, or a code goes to the owner's phone or mail."""
    group, form = _group_or_404(group_id), HelpForm()
    is_code = request.form.get("way") == "code"
    asked = form.read()
    if asked is None:
        return _ask_page(group, form), 422
    try:
        if is_code:
            with transaction():
                throttle.take_try("consent_code_sent", str(group_id), request.remote_addr)
        with transaction():
            begun = (codes.send_code if is_code else service.ask)(_group_or_404(group_id), *asked, actor())
            consent_id = begun.id
    except throttle.TooManyTries as refused:
        form.hold_up(refused)
        return _ask_page(group, form), 429, {"Retry-After": str(refused.retry_after)}
    except (service.NotAVolunteer, service.WorksHere, service.AlreadyAsked, codes.Unreachable) as refused:
        db.session.rollback()
        form.form_errors.append(_refused(refused))
        return _ask_page(_group_or_404(group_id), form), 409
    if is_code:
        return redirect(url_for(".enter_consent_code", consent_id=consent_id), 303)
    flash(_("ส่งคำขอถึงหัวหน้ากลุ่มแล้ว"), "success")
    return redirect(url_for(".helping"), 303)


@blueprint.get("/helping/groups/<int:group_id>/form.pdf")
@requires(Permission.HELP_GROUPS)
def consent_form(group_id: int) -> Response:
    """To print: the owner ticks, dates and signs it by hand."""
    group = _group_or_404(group_id)
    voice = Voice(locale(), _, current_app.config["SITE_NAME"])
    wording = render_template("seller/helping/wording.txt").strip().split("\n")
    paper = draw_consent_form(group, g.account, wording, list(helping_words.SCOPES.values()), voice)
    return pdf_file("consent", paper)


@blueprint.get("/helping/groups/<int:group_id>/paper")
@requires(Permission.HELP_GROUPS)
def photograph_paper(group_id: int) -> str:
    return _paper_page(_group_or_404(group_id), PaperForm.usual())


@blueprint.post("/helping/groups/<int:group_id>/paper")
@requires(Permission.HELP_GROUPS)
def send_paper(group_id: int) -> Response | tuple[str, int]:
    group, form = _group_or_404(group_id), PaperForm()
    sent = evidence.received_about(f"consent {group_id} {actor().id}", 1, consent_photos.store)
    asked = form.read()
    if not sent.stored and not sent.errors:
        sent.errors.append(_("ถ่ายรูปใบยินยอมที่ลงชื่อแล้ว"))
    if sent.errors:
        form.photos.errors = [*form.photos.errors, *sent.errors]
    if asked is None or sent.errors:
        return _paper_page(group, form, sent.token), 422
    try:
        with transaction():
            papers.photographed(_group_or_404(group_id), *asked, sent.stored[0], actor())
    except (service.NotAVolunteer, service.WorksHere) as refused:
        db.session.rollback()
        form.form_errors.append(_refused(refused))
        return _paper_page(_group_or_404(group_id), form, sent.token), 409
    flash(_("ส่งแล้ว เริ่มช่วยได้เมื่อเจ้าหน้าที่เทียบใบยินยอมเสร็จ"), "success")
    return redirect(url_for(".helping"), 303)


@blueprint.get("/helping/consents/<int:consent_id>/code")
@requires(Permission.HELP_GROUPS)
def enter_consent_code(consent_id: int) -> str:
    return _code_page(_own_or_404(consent_id), CodeForm(formdata=None))


@blueprint.post("/helping/consents/<int:consent_id>/code")
@requires(Permission.HELP_GROUPS)
def use_consent_code(consent_id: int) -> Response | tuple[str, int]:
    consent, form = _own_or_404(consent_id), CodeForm()
    group_id = consent.group_id
    try:
        with transaction():
            throttle.take_try("consent_code", str(consent_id), request.remote_addr)
        with transaction():
            codes.use_code(_own_or_404(consent_id), form.code.data or "", actor())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _code_page(_own_or_404(consent_id), form), 422
    except throttle.TooManyTries as refused:
        form.hold_up(refused)
        return _code_page(_own_or_404(consent_id), form), 429, {"Retry-After": str(refused.retry_after)}
    except (LostRace, service.NotAVolunteer, service.WorksHere) as refused:
        db.session.rollback()
        flash(_refused(refused), "warning")
        return redirect(url_for(".helping"), 303)
    session["group_id"] = group_id
    flash(_("กลุ่มยินยอมแล้ว เริ่มช่วยได้เลย"), "success")
    return redirect(url_for(".helping"), 303)


@blueprint.post("/helping/consents/<int:consent_id>/withdraw")
@requires(Permission.HELP_GROUPS)
def withdraw_request(consent_id: int) -> Response:
    try:
        with transaction():
            service.withdraw(_own_or_404(consent_id), actor())
    except LostRace:
        flash(_("คำขอนี้เปลี่ยนไปแล้ว ดูล่าสุดด้านล่าง"), "warning")
    else:
        flash(_("ถอนคำขอแล้ว"), "success")
    return redirect(url_for(".helping"), 303)


@blueprint.get("/helping/groups/<int:group_id>/stop")
@requires(Permission.HELP_GROUPS)
def ask_to_stop_helping(group_id: int) -> str:
    membership = _own_membership_or_404(group_id)
    return render_template("seller/helping/stop.html", membership=membership)


@blueprint.post("/helping/groups/<int:group_id>/stop")
@requires(Permission.HELP_GROUPS)
def stop_helping(group_id: int) -> Response:
    with transaction():
        service.end(_own_membership_or_404(group_id), actor())
    if session.get("group_id") == group_id:
        session.pop("group_id")
    flash(_("เลิกช่วยกลุ่มนี้แล้ว"), "success")
    return redirect(url_for(".helping"), 303)


def _place_of(profile: GroupProfile) -> str:
    """Subdistrict, district, province and postcode; of a profile without a place that we know its postcode alone."""
    try:
        return places.format_place(places.place(profile.subdistrict_code or "", profile.postcode or None))
    except places.UnknownPlace:
        return profile.postcode


def _list_page() -> str:
    return render_template(
        "seller/helping/index.html",
        helped=visits.helped_by(actor().id),
        waiting=queries.open_of_volunteer(actor().id),
        said=helping_words,
    )


def _ask_page(group: Group, form: HelpForm) -> str:
    return render_template("seller/helping/ask.html", group=group, form=form, said=helping_words)


def _paper_page(group: Group, form: PaperForm, kept: str = "") -> str:
    return render_template("seller/helping/paper.html", group=group, form=form, kept=kept, said=helping_words)


def _code_page(consent: Consent, form: CodeForm) -> str:
    return render_template("seller/helping/code.html", consent=consent, form=form, said=helping_words)


def _refused(refused: Exception) -> str:
    if isinstance(refused, service.WorksHere):
        return _("คุณอยู่ในกลุ่มนี้แล้ว ไม่ต้องขอความยินยอม")
    if isinstance(refused, service.AlreadyAsked):
        return _("ขอไว้แล้ว รอหัวหน้ากลุ่มตอบ")
    if isinstance(refused, codes.Unreachable):
        return _("หัวหน้ากลุ่มไม่มีอีเมลหรือเบอร์ที่ยืนยันแล้ว ใช้ใบยินยอมแทน")
    if isinstance(refused, LostRace):
        return _("คำขอนี้เปลี่ยนไปแล้ว ดูล่าสุดด้านล่าง")
    return _("ทะเบียนอาสาสมัครของคุณสิ้นสุดแล้ว ติดต่อสำนักงานแรงงานจังหวัด")


def _group_or_404(group_id: int) -> Group:
    """A group that has a name by which its owner would know it: one that buyers can see, or whose shop is suspended."""
    group = queries.group_open_to_help(group_id)
    return group if group and group.name else abort(404)


def _own_or_404(consent_id: int) -> Consent:
    return queries.own_open(actor().id, consent_id) or abort(404)


def _own_membership_or_404(group_id: int):
    mine = (one for one in groups.memberships_of(actor().id) if one.role is Role.LABOUR_VOLUNTEER)
    return next((one for one in mine if one.group_id == group_id), None) or abort(404)
