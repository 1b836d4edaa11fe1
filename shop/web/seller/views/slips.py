"""A group looks in its bank's app and says whether the money came: /sell/slips, and the slip of an order."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue.stock import OutOfStock
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.payments.slips import queries
from shop.web import transfers
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.views.orders import as_group, order_page, own_order, too_late


@blueprint.get("/slips")
@requires(Permission.ORDER_FULFIL)
def slips() -> str:
    group_id = actor().group_id or abort(404)
    return render_template("seller/orders/slips.html", slips=queries.waiting_for_group(group_id), bank_name=transfers.bank_name)


@blueprint.get("/orders/<code>/slip/<any(deny, owe):step>")
@requires(Permission.ORDER_FULFIL)
def ask_about_slip(code: str, step: str) -> str | Response:
    """Before what cannot be taken back."""
    transfer = transfers.transfer_of(own_order(code)) or abort(404)
    if transfer.state != "looking":
        return redirect(url_for(".show_order", code=code), 303)
    return render_template("seller/orders/ask_about_slip.html", order=transfer.order, transfer=transfer, step=step)


@blueprint.post("/orders/<code>/slip/<any(confirm, deny, take, owe):step>")
@requires(Permission.ORDER_FULFIL)
def decide_slip(code: str, step: str) -> Response | tuple[str, int]:
    try:
        with transaction():
            transfers.DECISIONS[step](own_order(code), as_group())
    except StepNotAllowed:
        return too_late(code)
    except OutOfStock:
        db.session.rollback()
        flash(_("ของไม่พอแล้ว เพิ่มจำนวนสินค้าก่อน หรือเลือกคืนเงิน"), "error")
        return order_page(own_order(code)), 409
    flash(_said_after(step), "success")
    return redirect(url_for(".show_order", code=code), 303)


@blueprint.get("/slips/<slip_key>/<int:width>.webp")
@requires(Permission.ORDER_FULFIL)
def slip_photo(slip_key: str, width: int) -> Response:
    return transfers.picture_or_404(slip_key, width, Order.group_id == (actor().group_id or abort(404)))


def _said_after(step: str) -> str:
    return {
        "confirm": _("บันทึกว่าเงินเข้าแล้ว ลงรายได้ให้แล้ว และบอกผู้ซื้อแล้ว กดรับคำสั่งซื้อได้เลย"),
        "deny": _("บันทึกว่าเงินไม่เข้า เราบอกผู้ซื้อแล้ว"),
        "take": _("รับเงินและเก็บของไว้ให้ผู้ซื้อแล้ว กดรับคำสั่งซื้อได้เลย"),
        "owe": _("บันทึกว่ากลุ่มต้องคืนเงินนี้ โอนคืนแล้วกลับมาบันทึกในหน้านี้"),
    }[step]
