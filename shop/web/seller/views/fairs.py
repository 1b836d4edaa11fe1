"""Fairs at the group's desk: which of its products it showed where."""

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.fairs import queries, service
from shop.fairs.booths import booths_by_fair
from shop.fairs.codes import counts_of_group
from shop.fairs.models import ExhibitStatus, Fair
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint

DECIDED = (ExhibitStatus.CONFIRMED, ExhibitStatus.REFUSED)


@blueprint.get("/fairs")
@requires(Permission.EXHIBIT_CLAIM)
def fairs() -> str:
    group_id = g.membership.group_id
    found = queries.office_fairs(group_id)
    begun = [row for row in found if row.fair.starts_on <= today()]
    coming = [row.fair for row in found if row.fair.starts_on > today()]
    booths, scans = booths_by_fair(group_id), counts_of_group(group_id)
    return render_template("seller/fairs/index.html", begun=begun, coming=coming[::-1], booths=booths, scans=scans)


@blueprint.get("/fairs/<slug>")
@requires(Permission.EXHIBIT_CLAIM)
def fair(slug: str) -> str:
    return _page(_fair_or_404(slug))


@blueprint.post("/fairs/<slug>")
@requires(Permission.EXHIBIT_CLAIM)
def show_at_fair(slug: str) -> Response | tuple[str, int]:
    """What is ticked was there; what an official decided is not asked again."""
    found = _fair_or_404(slug)
    ticked = {number for number in request.form.getlist("product", type=int) if 0 < number < 2**31}
    group_id = g.membership.group_id
    decided = {row.product_id for row in queries.claims_of(found.id, group_id) if row.status in DECIDED}
    try:
        with transaction():
            added, taken_back = service.show_products(_fair_or_404(slug), group_id, ticked - decided, actor())
    except BadValue:
        return _page(_fair_or_404(slug), _("สินค้าบางรายการไม่ใช่ของกลุ่มนี้ เลือกใหม่อีกครั้ง")), 422
    except service.FairNotBegun:
        return _page(_fair_or_404(slug), _("งานนี้ยังไม่เริ่ม กลับมาบอกได้ตั้งแต่วันงาน")), 409
    flash(_("บันทึกแล้ว เจ้าหน้าที่จะยืนยันให้") if added or taken_back else _("ไม่มีอะไรเปลี่ยน"), "success")
    return redirect(url_for(".fairs"), 303)


def _fair_or_404(slug: str) -> Fair:
    return queries.fair_by_slug(slug) or abort(404)


def _page(found: Fair, problem: str = "") -> str:
    rows = queries.claims_of(found.id, g.membership.group_id)
    return render_template(
        "seller/fairs/fair.html",
        fair=found,
        rows=rows,
        has_begun=found.starts_on <= today(),
        booth=booths_by_fair(g.membership.group_id).get(found.id),
        may_print=queries.is_at(found.id, g.membership.group_id) and g.membership.group.status is GroupStatus.APPROVED,
        scans=counts_of_group(g.membership.group_id).get(found.id, 0),
        problem=problem,
    )
