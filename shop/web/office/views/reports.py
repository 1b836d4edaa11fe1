"""What people report: one case a thing, the longest waiting first; the thing beside the words; the decision: /office/reports."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.moderation.queries import names_of
from shop.orders.lists import names_of_groups
from shop.reports import deciding, queries
from shop.reports.models import ReportCase
from shop.reports.states import CaseStatus
from shop.reports.subjects import is_public, subject_of_case, subjects_of_cases
from shop.web import reporting, review_words
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint
from shop.web.office.forms.reports import AskGroupForm, CloseForm


@blueprint.context_processor
def reports_waiting() -> dict:
    """The number on the rail, for those who decide."""
    return {"report_count": queries.count_standing()} if actor().can(Permission.REVIEW_DECIDE) else {}


@blueprint.get("/reports")
@requires(Permission.REVIEW_DECIDE)
def reports() -> str:
    is_closed = request.args.get("closed") == "1"
    after = request.args.get("after")
    try:
        cases, following = queries.closed_cases(after) if is_closed else queries.standing_cases(after)
    except BadValue:
        abort(422)
    here, subjects = {"closed": 1 if is_closed else None}, subjects_of_cases(cases)
    return render_template(
        "office/reports/list.html",
        items=[(case, subjects.get(case.id), queries.reasons_of(case)) for case in cases],
        total=queries.count_standing(),
        next_url=url_for(".reports", after=following, **here) if following else "",
        first_url=url_for(".reports", **here) if after else "",
        is_closed=is_closed,
        groups=names_of_groups({case.group_id for case in cases}),
        names=names_of({case.held_by for case in cases}),
        words_of=reporting,
    )


@blueprint.get("/reports/<int:case_id>")
@requires(Permission.REVIEW_DECIDE)
def show_report(case_id: int) -> str:
    """Opening it holds it."""
    case = _case_or_404(case_id)
    if case.status is not CaseStatus.CLOSED:
        with transaction():
            deciding.hold(case, actor())
    return _page(case_id)


@blueprint.post("/reports/<int:case_id>/ask")
@requires(Permission.REVIEW_DECIDE)
def ask_group_about_report(case_id: int) -> Response | tuple[str, int]:
    form = AskGroupForm()
    try:
        with transaction():
            deciding.ask_group(_case_or_404(case_id), form.words.data or "", actor())
    except BadValue as refused:
        form.refuse(refused)
        return _page(case_id, ask=form), 422
    except (LostRace, NotAllowed):
        return _too_late(case_id)
    flash(_("ถามกลุ่มแล้ว เมื่อกลุ่มเล่า เรื่องจะกลับมาให้ตัดสิน"), "success")
    return redirect(url_for(".show_report", case_id=case_id), 303)


@blueprint.post("/reports/<int:case_id>/close")
@requires(Permission.REVIEW_DECIDE)
def close_report(case_id: int) -> Response | tuple[str, int]:
    form = CloseForm()
    seen = form.seen.data or ""
    number = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else 0
    given = {"refused_for": form.refused_for.data or ""}
    try:
        with transaction():
            deciding.close(_case_or_404(case_id), form.outcome.data or "", form.words.data or "", number, actor(), **given)
    except BadValue as refused:
        form.refuse(refused)
        return _page(case_id, form), 422
    except (LostRace, NotAllowed):
        return _too_late(case_id)
    flash(_("ปิดเรื่องแล้ว แจ้งคนที่ทิ้งช่องทางติดต่อไว้แล้ว"), "success")
    return redirect(url_for(".reports"), 303)


def _case_or_404(case_id: int) -> ReportCase:
    found = queries.case_by_id(case_id)
    return found or abort(404)


def _page(case_id: int, form: CloseForm | None = None, ask: AskGroupForm | None = None) -> str:
    db.session.rollback()
    db.session.expire_all()
    case = _case_or_404(case_id)
    subject = subject_of_case(case) or abort(404)
    who = {case.held_by, case.asked_by, case.answered_by, case.closed_by}
    return render_template(
        "office/reports/show.html",
        case=case,
        subject=subject,
        group_name=names_of_groups({case.group_id})[case.group_id],
        reasons=queries.reasons_of(case),
        names=names_of(who),
        is_held=case.is_held_by_another(actor().id),
        has_part=deciding.has_part(case, subject, actor()),
        is_public=is_public(subject) or subject.kind == "message",
        form=form or CloseForm(formdata=None, data={"seen": str(case.voices)}),
        ask=ask or AskGroupForm(formdata=None),
        review_words=review_words,
        words_of=reporting,
    )


def _too_late(case_id: int) -> tuple[str, int]:
    flash(_("เรื่องนี้เปลี่ยนไปแล้ว มีคนแจ้งเพิ่ม หรือคนอื่นกำลังดูอยู่ ด้านล่างคือล่าสุด"), "warning")
    return _page(case_id), 409
