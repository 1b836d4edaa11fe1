"""Slips that a group has not answered, or that its buyer insists on: /office/money/slips."""

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import true
from werkzeug import Response

from shop.catalogue.stock import OutOfStock
from shop.groups import queries as groups
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.payments.slips import queries
from shop.payments.slips.models import Slip
from shop.web import transfers
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint


@blueprint.get("/money/slips/<int:slip_id>")
@requires(Permission.MONEY_READ)
def show_slip(slip_id: int) -> str:
    return _page(_order_or_404(slip_id))


@blueprint.post("/money/slips/<int:slip_id>/<any(confirm, deny, take, owe):step>")
@requires(Permission.MONEY_MANAGE)
def decide_slip(slip_id: int, step: str) -> Response | tuple[str, int]:
    try:
        with transaction():
            transfers.DECISIONS[step](_order_or_404(slip_id), actor())
    except StepNotAllowed:
        flash(_("มีคนทำไปก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")
        return _page(_order_or_404(slip_id)), 409
    except OutOfStock:
        db.session.rollback()
        flash(_("ของไม่พอแล้ว ให้กลุ่มคืนเงินแทน"), "warning")
        return _page(_order_or_404(slip_id)), 409
    flash(_("บันทึกแล้ว แจ้งผู้ซื้อและกลุ่มแล้ว"), "success")
    return redirect(url_for("office.exceptions"), 303)


@blueprint.get("/money/slips/photos/<slip_key>/<int:width>.webp")
@requires(Permission.MONEY_READ)
def slip_photo(slip_key: str, width: int) -> FlaskResponse:
    return transfers.picture_or_404(slip_key, width, true())


def _order_or_404(slip_id: int) -> Order:
    slip = db.session.get(Slip, slip_id)
    return slip.order if slip else abort(404)


def _page(order: Order) -> str:
    transfer = transfers.transfer_of(order)
    return render_template(
        "office/money/slip.html",
        order=order,
        transfer=transfer,
        slip=queries.first_waiting_of(order.id),
        group=groups.groups_by_id([order.group_id])[order.group_id],
        can_take_again=transfers.can_take_again(order),
        bank_name=transfers.bank_name,
    )
