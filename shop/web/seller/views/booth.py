"""Selling at the booth: where, the table itself, and what came of a day."""

from datetime import date

from flask import Response, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.refusals import LostRace
from shop.papers import receipts
from shop.papers.voice import Voice
from shop.payments.booth import queries
from shop.payments.booth.voiding import TooLateToVoid, may_void, void_sale
from shop.web.gate import requires
from shop.web.language import locale
from shop.web.seller.booth import booth_or_404, promptpay_of, state_of
from shop.web.seller.desk import blueprint
from shop.web.seller.views.orders import as_group, own_order
from shop.web.sheets import pdf_file


@blueprint.get("/booth")
@requires(Permission.ORDER_FULFIL)
def booths() -> str:
    group_id = g.membership.group_id
    return render_template("seller/booth/index.html", places=queries.places_of(group_id), today=today())


@blueprint.get("/booth/<slug>")
@requires(Permission.ORDER_FULFIL)
def booth(slug: str) -> str:
    """The table. A phone keeps this page, so all that it needs for a day without signal is in it."""
    fair, group = booth_or_404(slug), g.membership.group
    return render_template(
        "seller/booth/table.html",
        fair=fair,
        group=group,
        goods=queries.on_table(queries.goods_of(group.id)),
        state=state_of(fair),
        promptpay=promptpay_of(group),
        is_on=queries.is_on(fair),
    )


@blueprint.get("/booth/<slug>/day")
@requires(Permission.ORDER_FULFIL)
def booth_day(slug: str) -> str:
    """The sums of a day, sale by sale; `day` in ISO, today's where none is asked for."""
    fair, day = booth_or_404(slug), _day()
    sales = queries.sales_of_day(fair.id, g.membership.group_id, day)
    sums = queries.day_of(fair.id, g.membership.group_id, day)
    days = queries.days_of(fair.id, g.membership.group_id)
    return render_template(
        "seller/booth/day.html", fair=fair, day=day, days=days, sums=sums, sales=sales, may_void=may_void, today=today()
    )


@blueprint.post("/booth/<slug>/void/<code>")
@requires(Permission.ORDER_FULFIL)
def void_booth_sale(slug: str, code: str) -> Response:
    booth_or_404(slug)
    try:
        with transaction():
            void_sale(queries.sale_of_order(own_order(code).id) or abort(404), as_group())
    except TooLateToVoid:
        flash(_("ยกเลิกได้เฉพาะในวันที่บันทึก รายการนี้นับยอดไปแล้ว"), "error")
    except LostRace:
        flash(_("รายการนี้ยกเลิกไปแล้ว"), "warning")
    else:
        flash(_("ยกเลิกรายการแล้ว ของกลับเข้าคลัง และหักยอดขายออกแล้ว"), "success")
    return redirect(url_for(".booth_day", slug=slug), 303)


@blueprint.get("/orders/<code>/receipt.pdf")
@requires(Permission.ORDER_FULFIL)
def booth_receipt(code: str) -> Response:
    """For a buyer at the table who asks for one; who ordered on the web has it by the order's own link."""
    order = own_order(code)
    found = receipts.receipts_of(order.purchase) if order.booth_fair_id is not None else []
    if not found:
        abort(404)
    voice = Voice(locale(), gettext, current_app.config["SITE_NAME"])
    return pdf_file(f"receipt-{order.purchase.code}", receipts.draw_receipts(order.purchase, found, voice))


def _day() -> date:
    try:
        return date.fromisoformat(request.args.get("day", "")) if request.args.get("day") else today()
    except ValueError:
        abort(422)
