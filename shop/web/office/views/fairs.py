"""Fairs: made and edited by labour officials, and what was shown there confirmed."""

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.fairs import queries, service
from shop.fairs.models import ExhibitStatus, Fair
from shop.impact.fairs import rows_of_fair
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint
from shop.web.office.forms.fairs import FairForm


@blueprint.get("/fairs")
@requires(Permission.EXHIBIT_CONFIRM)
def fairs() -> str:
    return render_template("office/fairs/index.html", fairs=queries.office_fairs())


@blueprint.get("/fairs/new")
@requires(Permission.FAIR_MANAGE)
def new_fair() -> str:
    return _form(FairForm(formdata=None), None)


@blueprint.post("/fairs")
@requires(Permission.FAIR_MANAGE)
def create_fair() -> Response | tuple[str, int]:
    form = FairForm()
    if not form.is_whole():
        return _form(form, None), 422
    try:
        with transaction():
            slug = service.create_fair(actor(), **form.values()).slug
    except BadValue as wrong:
        form.refuse(wrong)
        return _form(form, None), 422
    flash(_("สร้างงานแล้ว กลุ่มบอกได้แล้วว่านำสินค้าอะไรไปแสดง"), "success")
    return redirect(url_for("office.show_fair", slug=slug), 303)


@blueprint.get("/fairs/<slug>")
@requires(Permission.EXHIBIT_CONFIRM)
def show_fair(slug: str) -> str:
    return _exhibits(_fair_or_404(slug))


@blueprint.get("/fairs/<slug>/edit")
@requires(Permission.FAIR_MANAGE)
def edit_fair(slug: str) -> str:
    fair = _fair_or_404(slug)
    form = FairForm(formdata=None)
    form.fill(fair)
    return _form(form, fair)


@blueprint.post("/fairs/<slug>/edit")
@requires(Permission.FAIR_MANAGE)
def change_fair(slug: str) -> Response | tuple[str, int]:
    form = FairForm()
    if not form.is_whole():
        return _form(form, _fair_or_404(slug)), 422
    try:
        with transaction():
            service.change_fair(_fair_or_404(slug), actor(), **form.values())
    except BadValue as wrong:
        form.refuse(wrong)
        return _form(form, _fair_or_404(slug)), 422
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for("office.show_fair", slug=slug), 303)


@blueprint.post("/fairs/<slug>/exhibits")
@requires(Permission.EXHIBIT_CONFIRM)
def decide_exhibits(slug: str) -> Response | tuple[str, int]:
    """All that are ticked, at once."""
    chosen = set(request.form.getlist("exhibit", type=int))
    fair = _fair_or_404(slug)
    if not chosen:
        return _exhibits(fair, _("เลือกสินค้าอย่างน้อยหนึ่งรายการก่อน")), 422
    try:
        with transaction():
            status = _status()
            count = service.decide_exhibits(_fair_or_404(slug), chosen, status, actor(), request.form.get("reason", ""))
    except BadValue:
        return _exhibits(_fair_or_404(slug), _("เลือกว่าจะยืนยันหรือไม่ยืนยัน")), 422
    except LostRace:
        return _exhibits(_fair_or_404(slug), _("รายการนี้มีคนตัดสินหรือกลุ่มถอนไปแล้ว ด้านล่างคือล่าสุด")), 409
    if status is ExhibitStatus.CONFIRMED:
        flash(ngettext("ยืนยันแล้ว %(num)s รายการ แจ้งกลุ่มแล้ว", "ยืนยันแล้ว %(num)s รายการ แจ้งกลุ่มแล้ว", count), "success")
    else:
        flash(ngettext("ไม่ยืนยัน %(num)s รายการ แจ้งกลุ่มแล้ว", "ไม่ยืนยัน %(num)s รายการ แจ้งกลุ่มแล้ว", count), "success")
    return redirect(url_for("office.show_fair", slug=slug), 303)


def _status() -> ExhibitStatus:
    try:
        return ExhibitStatus(request.form.get("decision", ""))
    except ValueError:
        raise BadValue("decision", "unknown") from None


def _fair_or_404(slug: str) -> Fair:
    return queries.fair_by_slug(slug) or abort(404)


def _form(form: FairForm, fair: Fair | None) -> str:
    form.offer_districts(current_app.config["PROVINCE"])
    return render_template("office/fairs/edit.html", form=form, fair=fair)


def _exhibits(fair: Fair, problem: str = "") -> str:
    rows = queries.exhibits_of(fair.id)
    kinds = (ExhibitStatus.CLAIMED, ExhibitStatus.CONFIRMED, ExhibitStatus.REFUSED)
    by_status = {status: [row for row in rows if row.exhibit.status is status] for status in kinds}
    figures = rows_of_fair(fair.id)
    return render_template("office/fairs/show.html", fair=fair, by_status=by_status, figures=figures, problem=problem)
