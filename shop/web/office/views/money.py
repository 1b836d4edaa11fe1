"""The market's money by day and by account, and what came to its bank: /office/money."""

from datetime import date, timedelta

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.moderation.queries import names_of
from shop.payments import totals
from shop.payouts import books, queries
from shop.web.gate import actor, requires
from shop.web.office import money_words
from shop.web.office.desk import blueprint
from shop.web.office.forms.money import MovementForm
from shop.web.sheets import baht_number, csv_file


@blueprint.get("/money")
@requires(Permission.MONEY_READ)
def money() -> str:
    """`month` is 2026-03."""
    month = _month()
    after = (month + timedelta(days=32)).replace(day=1)
    return render_template(
        "office/money/index.html",
        month=totals.month_of(month),
        before=(month - timedelta(days=1)).replace(day=1),
        after=after if after <= today() else None,
        balances=totals.balances(),
        owed_accounts=totals.OWED_ACCOUNTS,
        words=money_words,
    )


@blueprint.get("/money/export.csv")
@requires(Permission.MONEY_READ)
def export_money() -> Response:
    month = _month()
    header = [_("วันที่"), _("รับผ่าน Stripe"), _("ค่าธรรมเนียม Stripe"), _("คืนผู้ซื้อแล้ว"), _("กลุ่มรับเอง"), _("จ่ายกลุ่มแล้ว")]
    rows = [
        [day.day.isoformat(), *(baht_number(getattr(day, figure)) for figure in totals.FIGURES)]
        for day in totals.month_of(month).days
    ]
    return csv_file(f"money-{month:%Y-%m}", header, rows)


@blueprint.get("/money/bank")
@requires(Permission.MONEY_READ)
def bank() -> str:
    form = MovementForm(formdata=None)
    form.moved_on.show(today())
    return _bank(form)


@blueprint.post("/money/bank")
@requires(Permission.MONEY_MANAGE)
def record_movement() -> Response | tuple[str, int]:
    form = MovementForm()
    if not form.validate():
        return _bank(form), 422
    try:
        if form.moved_on.value is None:
            raise BadValue("moved_on", "empty")
        with transaction():
            books.record_movement(form.satang, form.moved_on.value, form.reference.data or "", actor())
    except BadValue as refused:
        form.refuse(refused)
        return _bank(form), 422
    flash(_("บันทึกเงินเข้าธนาคารแล้ว"), "success")
    return redirect(url_for("office.bank"), 303)


def _bank(form: MovementForm) -> str:
    movements = queries.bank_movements()
    return render_template(
        "office/money/bank.html",
        form=form,
        movements=movements,
        names=names_of({movement.recorded_by for movement in movements}),
        balances=totals.balances(),
    )


def _month() -> date:
    typed = request.args.get("month", "")
    if not typed:
        return today().replace(day=1)
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        abort(422)
    return month if 2000 <= month.year <= 2200 else abort(422)
