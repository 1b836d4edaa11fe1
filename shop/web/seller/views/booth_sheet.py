"""The sheet of paper for a booth: printed with the goods and boxes to tally, and typed in when the day is over."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.catalogue.models import Product, Variant
from shop.fairs import queries as fairs
from shop.fairs.models import Fair
from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.money import format_baht
from shop.kernel.thai import tidy
from shop.papers.booth_sheet import Sheet, draw_sheet
from shop.payments.booth import queries
from shop.payments.booth.service import SaleDiffers, record_sale
from shop.web.gate import requires
from shop.web.seller.booth import booth_or_404
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.booth import SheetProblem, read_sheet, sales_of_sheet
from shop.web.seller.views.orders import as_group
from shop.web.sheets import pdf_file


@blueprint.get("/booth/<slug>/sheet")
@requires(Permission.ORDER_FULFIL)
def booth_sheet(slug: str) -> str:
    return _page(booth_or_404(slug), str(uuid4()), _first_day(booth_or_404(slug)))


@blueprint.post("/booth/<slug>/sheet")
@requires(Permission.ORDER_FULFIL)
def type_booth_sheet(slug: str) -> Response | tuple[str, int]:
    """What was tallied: one sale for the cash and one for PromptPay, once, however often the form is sent."""
    fair, token = booth_or_404(slug), _token()
    goods = _goods()
    prices = {variant.id: variant.price_satang for _product, variant in goods}
    tallies, problems = read_sheet(request.form, prices)
    day = _day_of(fair)
    if day is None:
        problems.append(SheetProblem("day", "not_of_fair"))
    if problems:
        return _page(fair, token, day or _first_day(fair), problems), 422
    try:
        with transaction():
            found = fairs.fair_by_slug(slug)
            rows = [record_sale(found, sale, as_group(), is_typed=True) for sale in sales_of_sheet(tallies, prices, day, token)]
            total = sum(row.order.total_satang for row in rows)
    except SaleDiffers:
        flash(_("แผ่นนี้บันทึกไปแล้วด้วยตัวเลขอื่น ดูรายการด้านล่างก่อน ถ้าจะบันทึกอีกแผ่น เปิดหน้านี้ใหม่"), "error")
        return redirect(url_for(".booth_day", slug=slug, day=day.isoformat()), 303)
    flash(_("บันทึกยอดจากแผ่นกระดาษแล้ว รวม %(amount)s", amount=format_baht(total)), "success")
    return redirect(url_for(".booth_day", slug=slug, day=day.isoformat()), 303)


@blueprint.get("/booth/<slug>/sheet.pdf")
@requires(Permission.ORDER_FULFIL)
def print_booth_sheet(slug: str) -> Response:
    fair = booth_or_404(slug)
    market, group = current_app.config["SITE_NAME"], g.membership.group
    return pdf_file("booth-sheet", draw_sheet(Sheet(market, group.name, fair, _goods())))


def _goods() -> list[tuple[Product, Variant]]:
    return queries.on_table(queries.goods_of(g.membership.group_id))


def _page(fair: Fair, token: str, day: date, problems: list[SheetProblem] | None = None) -> str:
    return render_template(
        "seller/booth/sheet.html",
        fair=fair,
        goods=_goods(),
        token=token,
        day=day,
        days=_days(fair),
        problems={problem.field: problem.reason for problem in problems or []},
        typed={name: tidy(value) for name, value in request.form.items()},
    )


def _days(fair: Fair) -> list[date]:
    """Those of the fair that have begun; before its first, today."""
    until = min(fair.ends_on, today())
    return [fair.starts_on + timedelta(days=number) for number in range((until - fair.starts_on).days + 1)] or [today()]


def _first_day(fair: Fair) -> date:
    return _days(fair)[-1]


def _day_of(fair: Fair) -> date | None:
    return next((day for day in _days(fair) if day.isoformat() == request.form.get("day")), None)


def _token() -> str:
    """What makes the sheet count once; no form of ours is without."""
    try:
        return str(UUID(request.form.get("token", "")))
    except ValueError:
        abort(400)
