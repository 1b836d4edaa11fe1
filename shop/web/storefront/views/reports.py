"""Report something to the office: /report/<kind>/<id>, and a message of an order by who received it."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug import Response

from shop.conversations.order_messages import side_of
from shop.reports.subjects import Subject, message_subject, public_subject
from shop.web import reporting
from shop.web.gate import public
from shop.web.reporting import ReportForm
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import order_or_404


@blueprint.get("/report/<kind>/<int:subject_id>")
@public
def ask_to_report(kind: str, subject_id: int) -> str:
    return _page(_public_or_404(kind, subject_id), ReportForm(formdata=None))


@blueprint.post("/report/<kind>/<int:subject_id>")
@public
def send_report(kind: str, subject_id: int) -> Response | tuple[str, int]:
    form = ReportForm()
    status = reporting.send(_public_or_404(kind, subject_id), form)
    if status == 303:
        return redirect(url_for(".thanks_for_report"), 303)
    return _page(_public_or_404(kind, subject_id), form), status


@blueprint.get("/report/thanks")
@public
def thanks_for_report() -> str:
    return render_template("storefront/reports/thanks.html")


@blueprint.get("/orders/<code>/messages/<int:message_id>/report")
@public
def ask_to_report_message(code: str, message_id: int) -> str:
    return _page(_message_or_404(code, message_id), ReportForm(formdata=None))


@blueprint.post("/orders/<code>/messages/<int:message_id>/report")
@public
def send_message_report(code: str, message_id: int) -> Response | tuple[str, int]:
    form = ReportForm()
    status = reporting.send(_message_or_404(code, message_id), form)
    if status == 303:
        return redirect(url_for(".thanks_for_report"), 303)
    return _page(_message_or_404(code, message_id), form), status


def _public_or_404(kind: str, subject_id: int) -> Subject:
    found = public_subject(kind, subject_id)
    return found or abort(404)


def _message_or_404(code: str, message_id: int) -> Subject:
    order, follower = order_or_404(code)
    side = side_of(order, follower.actor)
    found = message_subject(order, message_id, side) if side else None
    return found or abort(404)


def _page(subject: Subject, form: ReportForm) -> str:
    key = request.args.get("key") or None
    return render_template("storefront/reports/report.html", subject=subject, form=form, key=key, kinds=reporting.KINDS)
