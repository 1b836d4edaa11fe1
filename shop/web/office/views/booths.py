"""The booths of a fair: /office/fairs/<slug>/booths, with what the printed codes brought each of them."""

from collections.abc import Callable
from enum import StrEnum

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.fairs import booths, queries
from shop.fairs.booths import BadLines, LineProblem
from shop.fairs.models import Booth, Fair
from shop.groups.queries import name_of
from shop.impact.fairs import FairRow, rows_of_fair
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.web.gate import actor, requires
from shop.web.office import asked
from shop.web.office.desk import blueprint
from shop.web.office.forms.booths import LINE_PROBLEMS, BoothForm, PasteForm
from shop.web.sheets import Baht, csv_file, xlsx_file


class Sort(StrEnum):
    NUMBER = "number"
    NUMBER_DOWN = "-number"
    GROUP = "group"
    GROUP_DOWN = "-group"
    ZONE = "zone"
    ZONE_DOWN = "-zone"
    SCANS = "scans"
    SCANS_DOWN = "-scans"
    BASKETS = "baskets"
    BASKETS_DOWN = "-baskets"
    ORDERS = "orders"
    ORDERS_DOWN = "-orders"
    EARNED = "earned"
    EARNED_DOWN = "-earned"
    SOLD = "sold"
    SOLD_DOWN = "-sold"


KEYS: dict[str, Callable[[FairRow], object]] = {
    "group": lambda row: row.name,
    "zone": lambda row: row.booth.zone if row.booth else "",
    "scans": lambda row: row.scans,
    "baskets": lambda row: row.baskets,
    "orders": lambda row: row.orders,
    "earned": lambda row: row.satang,
    "sold": lambda row: row.booth_satang,
}


@blueprint.get("/fairs/<slug>/booths")
@requires(Permission.EXHIBIT_CONFIRM)
def fair_booths(slug: str) -> str:
    return _page(_fair_or_404(slug))


@blueprint.post("/fairs/<slug>/booths")
@requires(Permission.FAIR_MANAGE)
def add_booth(slug: str) -> Response | tuple[str, int]:
    form = BoothForm()
    fair = _fair_or_404(slug)
    try:
        with transaction():
            fair = _fair_or_404(slug)
            group_id = booths.group_named(form.group.data or "")
            number = booths.set_booth(fair, actor(), group_id=group_id, **form.values()).number
    except BadValue as wrong:
        form.refuse(wrong)
        return _page(_fair_or_404(slug), form=form), 422
    flash(_("เพิ่มบูธ %(number)s แล้ว", number=number), "success")
    return redirect(url_for(".fair_booths", slug=slug), 303)


@blueprint.post("/fairs/<slug>/booths/paste")
@requires(Permission.FAIR_MANAGE)
def paste_booths(slug: str) -> Response | tuple[str, int]:
    """All lines or none; what is wrong is said line by line, and what was pasted stays in its field."""
    form = PasteForm()
    _fair_or_404(slug)
    problems: list[LineProblem] = []
    try:
        with transaction():
            done = booths.paste_booths(_fair_or_404(slug), form.lines.data or "", actor())
    except BadValue as wrong:
        form.refuse(wrong)
        problems = wrong.problems if isinstance(wrong, BadLines) else []
        return _page(_fair_or_404(slug), paste=form, problems=problems), 422
    flash(_("เพิ่ม %(added)s บูธ แก้ %(changed)s บูธ", added=done.added, changed=done.changed), "success")
    return redirect(url_for(".fair_booths", slug=slug), 303)


@blueprint.get("/fairs/<slug>/booths/<int:booth_id>")
@requires(Permission.FAIR_MANAGE)
def edit_booth(slug: str, booth_id: int) -> str:
    fair = _fair_or_404(slug)
    booth = _booth_or_404(fair, booth_id)
    form = BoothForm(formdata=None)
    form.fill(booth)
    return _booth_page(fair, booth, form)


@blueprint.post("/fairs/<slug>/booths/<int:booth_id>")
@requires(Permission.FAIR_MANAGE)
def change_booth(slug: str, booth_id: int) -> Response | tuple[str, int]:
    form = BoothForm()
    try:
        with transaction():
            booths.change_booth(_booth_or_404(_fair_or_404(slug), booth_id), actor(), **form.values())
    except BadValue as wrong:
        form.refuse(wrong)
        fair = _fair_or_404(slug)
        return _booth_page(fair, _booth_or_404(fair, booth_id), form), 422
    flash(_("บันทึกแล้ว"), "success")
    return redirect(url_for(".fair_booths", slug=slug), 303)


@blueprint.post("/fairs/<slug>/booths/<int:booth_id>/remove")
@requires(Permission.FAIR_MANAGE)
def remove_booth(slug: str, booth_id: int) -> Response:
    with transaction():
        booth = _booth_or_404(_fair_or_404(slug), booth_id)
        number = booth.number
        booths.remove_booth(booth, actor())
    flash(_("เอาบูธ %(number)s ออกแล้ว", number=number), "success")
    return redirect(url_for(".fair_booths", slug=slug), 303)


@blueprint.get("/fairs/<slug>/booths/export.<any(csv, xlsx):ending>")
@requires(Permission.EXHIBIT_CONFIRM)
def export_booths(slug: str, ending: str) -> Response:
    """The list as it is narrowed and sorted, a line a booth."""
    fair = _fair_or_404(slug)
    header = [
        *(_("เลขบูธ"), _("กลุ่ม"), _("โซน"), _("หมายเหตุ"), _("สแกน (ครั้ง)"), _("ลงตะกร้า (ครั้ง)"), _("คำสั่งซื้อ")),
        *(_("รายได้ (บาท)"), _("ขายที่บูธ (บาท)")),
    ]
    rows = [
        [
            *((row.booth.number, row.name, row.booth.zone, row.booth.note) if row.booth else ("", row.name, "", "")),
            *(row.scans, row.baskets, row.orders, Baht(row.satang), Baht(row.booth_satang)),
        ]
        for row in _rows(fair)
    ]
    name = f"booths-{fair.id}"
    return csv_file(name, header, rows) if ending == "csv" else xlsx_file(name, _("บูธ"), header, rows)


def _rows(fair: Fair) -> list[FairRow]:
    sort = asked.choice("sort", Sort) or Sort.NUMBER
    rows = rows_of_fair(fair.id, asked.words())
    if key := KEYS.get(sort.removeprefix("-")):
        rows.sort(key=key)
    return rows[::-1] if sort.startswith("-") else rows


def _page(fair: Fair, form: BoothForm | None = None, paste: PasteForm | None = None, problems: list[LineProblem] = ()) -> str:
    return render_template(
        "office/fairs/booths.html",
        fair=fair,
        rows=_rows(fair),
        words=asked.words(),
        sort=asked.choice("sort", Sort) or Sort.NUMBER,
        kept=asked.kept(q=asked.words(), sort=request.args.get("sort", "")),
        form=form or BoothForm(formdata=None),
        paste=paste or PasteForm(formdata=None),
        problems=problems,
        problem_words=LINE_PROBLEMS,
        groups=booths.groups_to_place() if actor().can(Permission.FAIR_MANAGE) else [],
    )


def _booth_page(fair: Fair, booth: Booth, form: BoothForm) -> str:
    return render_template("office/fairs/booth.html", fair=fair, booth=booth, form=form, group_name=name_of(booth.group))


def _fair_or_404(slug: str) -> Fair:
    return queries.fair_by_slug(slug) or abort(404)


def _booth_or_404(fair: Fair, booth_id: int) -> Booth:
    return booths.booth_at(fair.id, booth_id) or abort(404)
