"""What the office asks the group about, and the group's side of it; messages that a group reports: /sell/reports."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations.order_messages import side_of
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.reports import queries, service
from shop.reports.models import ReportCase
from shop.reports.subjects import Subject, message_subject, subject_of_case
from shop.web import reporting
from shop.web.gate import actor, requires
from shop.web.reporting import ReportForm
from shop.web.said import WordsForm
from shop.web.seller.desk import blueprint
from shop.web.seller.views.orders import as_group, own_order


@blueprint.get("/reports")
@requires(Permission.PRODUCT_EDIT)
def reports() -> str:
    cases = queries.cases_of_group(_group_id())
    items = [(case, subject_of_case(case)) for case in cases]
    return render_template("seller/reports/list.html", items=items, words_of=reporting)


@blueprint.get("/reports/<int:case_id>")
@requires(Permission.PRODUCT_EDIT)
def show_report(case_id: int) -> str:
    return _page(_own_case(case_id), WordsForm.blank())


@blueprint.post("/reports/<int:case_id>")
@requires(Permission.PRODUCT_EDIT)
def answer_report(case_id: int) -> Response | tuple[str, int]:
    form = WordsForm()
    try:
        with transaction():
            service.answer(_own_case(case_id), form.words.data or "", as_group())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(_own_case(case_id), form), 422
    except LostRace:
        db.session.rollback()
        flash(_("มีคนทำไปก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")
        return _page(_own_case(case_id), form), 409
    flash(_("ส่งถึงเจ้าหน้าที่แล้ว"), "success")
    return redirect(url_for(".show_report", case_id=case_id), 303)


@blueprint.get("/orders/<code>/messages/<int:message_id>/report")
@requires(Permission.ORDER_FULFIL)
def ask_to_report_message(code: str, message_id: int) -> str:
    return _report_page(_message_or_404(code, message_id), ReportForm(formdata=None))


@blueprint.post("/orders/<code>/messages/<int:message_id>/report")
@requires(Permission.ORDER_FULFIL)
def report_message(code: str, message_id: int) -> Response | tuple[str, int]:
    form = ReportForm()
    status = reporting.send(_message_or_404(code, message_id), form)
    if status == 303:
        flash(_("ขอบคุณที่แจ้งเรา"), "success")
        return redirect(url_for(".messages_of_order", code=code), 303)
    return _report_page(_message_or_404(code, message_id), form), status


def _group_id() -> int:
    return actor().group_id or abort(404)


def _own_case(case_id: int) -> ReportCase:
    found = queries.case_for_group(case_id, _group_id())
    return found or abort(404)


def _message_or_404(code: str, message_id: int) -> Subject:
    order = own_order(code)
    side = side_of(order, as_group())
    found = message_subject(order, message_id, side) if side else None
    return found or abort(404)


def _page(case: ReportCase, form: WordsForm) -> str:
    return render_template("seller/reports/show.html", case=case, subject=subject_of_case(case), form=form, words_of=reporting)


def _report_page(subject: Subject, form: ReportForm) -> str:
    return render_template("seller/reports/message.html", subject=subject, form=form)
