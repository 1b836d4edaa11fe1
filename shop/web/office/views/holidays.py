"""The days on which the office is closed, which its clocks leave out: /office/holidays."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.kernel.thai.dates import BadDate, parse_date
from shop.moderation import holidays
from shop.web.gate import actor, requires
from shop.web.office import asked, words
from shop.web.office.desk import blueprint

SPAN = 5  # years before and after this one


@blueprint.get("/holidays")
@requires(Permission.OFFICE_ENTER)
def office_holidays() -> str:
    return _page(_year())


@blueprint.post("/holidays")
@requires(Permission.REVIEW_DECIDE)
def set_holiday() -> Response | tuple[str, int]:
    """`open`: the offices are open on a day of the list after all; else a day is added or named anew."""
    typed = {name: request.form.get(name, "") for name in ("day", "name", "name_en")}
    try:
        day = parse_date(typed["day"])
        with transaction():
            holidays.set_holiday(actor(), day, "open" not in request.form, typed["name"], typed["name_en"])
    except BadDate:
        return _page(_year(), typed, {"day": _("ใส่วันที่ เช่น 12 ส.ค. 2569")}), 422
    except BadValue as wrong:
        return _page(_year(), typed, {wrong.field: words.wrong_words(wrong.field, wrong.reason)}), 422
    flash(_("บันทึกแล้ว นาฬิกาของโต๊ะตรวจนับตามนี้"), "success")
    return redirect(url_for("office.office_holidays", year=day.year), 303)


def _year() -> int:
    """Of the common era."""
    year = asked.number("year")
    return year if year and abs(year - today().year) <= SPAN else today().year


def _page(year: int, typed: dict | None = None, errors: dict | None = None) -> str:
    return render_template(
        "office/holidays/index.html",
        year=year,
        days=holidays.holidays_of(year),
        years=range(min(year, today().year) - 1, max(year, today().year) + 2),
        is_known=holidays.FIRST_YEAR <= year <= holidays.LAST_YEAR,
        typed=typed or {},
        errors=errors or {},
    )
