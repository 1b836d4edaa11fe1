"""Papers that groups signed, compared by an official; and who is a volunteer: /office/consents, /office/volunteers."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.helping import papers, queries, service, volunteers
from shop.helping.models import Consent
from shop.helping.papers import consent_photos
from shop.kernel.access import Permission, Role
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.people import offices
from shop.people import queries as people
from shop.people.models import Account
from shop.web import evidence, helping_words
from shop.web.gate import actor, requires
from shop.web.office import asked
from shop.web.office.desk import blueprint


@blueprint.context_processor
def papers_waiting() -> dict:
    """The number on the rail, for those who compare."""
    return {"consent_count": queries.count_papers_waiting()} if actor().can(Permission.CONSENT_CONFIRM) else {}


@blueprint.get("/consents")
@requires(Permission.CONSENT_CONFIRM)
def consents() -> str:
    return render_template("office/consents/list.html", waiting=queries.papers_waiting(), said=helping_words)


@blueprint.get("/consents/<int:consent_id>")
@requires(Permission.CONSENT_CONFIRM)
def show_consent(consent_id: int) -> str:
    return _page(_paper_or_404(consent_id))


@blueprint.post("/consents/<int:consent_id>")
@requires(Permission.CONSENT_CONFIRM)
def decide_consent(consent_id: int) -> Response | tuple[str, int]:
    is_yes = request.form.get("outcome") == "confirm"
    try:
        with transaction():
            consent = _paper_or_404(consent_id)
            if is_yes:
                papers.confirm(consent, actor())
            else:
                papers.turn_down(consent, request.form.get("reason", ""), actor())
    except BadValue as refused:
        db.session.rollback()
        words = _("เขียนเหตุผลให้อาสาสมัครรู้ว่าต้องแก้อะไร") if refused.reason == "empty" else _("ยาวเกินไป ใส่ได้ไม่เกิน 300 ตัวอักษร")
        return _page(_paper_or_404(consent_id), words), 422
    except service.IsOver:
        db.session.rollback()
        return _page(_paper_or_404(consent_id), _("วันสุดท้ายบนใบนี้ผ่านไปแล้ว ให้อาสาสมัครถ่ายใบใหม่มา")), 409
    except (LostRace, NotAllowed, service.NotAVolunteer, service.WorksHere):
        db.session.rollback()
        flash(_("ทำไม่ได้: เรื่องนี้มีคนตัดสินแล้ว เป็นของคุณเอง หรือคนนี้ไม่ได้เป็นอาสาสมัครแล้ว"), "error")
        return _page(_paper_or_404(consent_id)), 409
    flash(_("บันทึกแล้ว แจ้งหัวหน้ากลุ่มและอาสาสมัครแล้ว") if is_yes else _("ไม่รับใบนี้ แจ้งอาสาสมัครแล้ว"), "success")
    return redirect(url_for(".consents"), 303)


@blueprint.get("/consents/photos/<photo_key>/<int:width>.webp")
@requires(Permission.CONSENT_CONFIRM)
def consent_photo(photo_key: str, width: int) -> Response:
    photo, _consent = queries.photo_of(photo_key) or abort(404)
    return evidence.private_picture(consent_photos.file_of(photo, width))


@blueprint.get("/volunteers")
@requires(Permission.CONSENT_CONFIRM)
def registered_volunteers() -> str:
    words = asked.words()
    return render_template("office/volunteers/list.html", found=queries.volunteers(words), query=words)


@blueprint.post("/people/<int:account_id>/volunteer")
@requires(Permission.VOLUNTEER_MANAGE)
def register_volunteer(account_id: int) -> Response:
    try:
        with transaction():
            volunteers.register(_person_or_404(account_id), actor())
    except offices.HasRole:
        flash(_("ขึ้นทะเบียนไว้แล้ว"), "warning")
    else:
        flash(_("ขึ้นทะเบียนเป็นอาสาสมัครแล้ว"), "success")
    return redirect(url_for(".show_person", account_id=account_id), 303)


@blueprint.get("/people/<int:account_id>/volunteer/end")
@requires(Permission.VOLUNTEER_MANAGE)
def ask_to_end_volunteer(account_id: int) -> str:
    person = _person_or_404(account_id)
    if not any(granted.role is Role.LABOUR_VOLUNTEER for granted in person.roles):
        abort(404)
    return render_template("office/volunteers/end.html", person=person)


@blueprint.post("/people/<int:account_id>/volunteer/end")
@requires(Permission.VOLUNTEER_MANAGE)
def end_volunteer(account_id: int) -> Response:
    try:
        with transaction():
            volunteers.end_registration(_person_or_404(account_id), actor())
    except LostRace:
        flash(_("มีคนเปลี่ยนข้อมูลนี้ไปก่อนแล้ว ดูข้อมูลล่าสุดด้านล่าง"), "warning")
    else:
        flash(_("สิ้นสุดการเป็นอาสาสมัครแล้ว ความยินยอมของทุกกลุ่มสิ้นสุดด้วย"), "success")
    return redirect(url_for(".show_person", account_id=account_id), 303)


def _page(consent: Consent, problem: str = "") -> str:
    return render_template("office/consents/show.html", consent=consent, problem=problem, said=helping_words)


def _paper_or_404(consent_id: int) -> Consent:
    return queries.paper(consent_id) or abort(404)


def _person_or_404(account_id: int) -> Account:
    return people.account_by_id(account_id) or abort(404)
