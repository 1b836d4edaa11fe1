"""A group calls off pieces that it cannot send: /sell/orders/<code>/call-off."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.orders import service
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.payments import calling_off
from shop.web.gate import requires
from shop.web.order_steps import CANCEL_REASONS
from shop.web.pieces import typed_pieces
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.returns import CallOffForm
from shop.web.seller.views.orders import as_group, own_order, too_late


@blueprint.get("/orders/<code>/call-off")
@requires(Permission.ORDER_FULFIL)
def ask_to_call_off(code: str) -> str | Response | tuple[str, int]:
    """Which pieces and why; with these in the address, what that comes to, to be confirmed."""
    order = own_order(code)
    if not service.may_call_off(order, as_group()):
        return redirect(url_for(".show_order", code=code), 303)
    form = CallOffForm(request.args)
    if "reason" not in request.args and not any(name.startswith("pieces-") for name in request.args):
        return _form_page(order, form)
    try:
        chosen = service.pieces_to_call_off(order, typed_pieces(request.args))
        if not form.given_reason:
            raise BadValue("reason", "empty")
    except BadValue as refused:
        form.add_problem(refused)
        return _form_page(order, form), 422
    return _confirm_page(order, form, chosen)


@blueprint.post("/orders/<code>/call-off")
@requires(Permission.ORDER_FULFIL)
def call_off(code: str) -> Response | tuple[str, int]:
    form = CallOffForm()
    try:
        with transaction():
            calling_off.call_off(
                own_order(code),
                typed_pieces(request.form),
                as_group(),
                reason=form.given_reason,
                with_shipping=form.with_shipping.data,
            )
    except BadValue as refused:
        db.session.rollback()
        form.add_problem(refused)
        return _form_page(own_order(code), form), 422
    except StepNotAllowed:
        db.session.rollback()
        return too_late(code)
    flash(_("ยกเลิกชิ้นนั้นแล้ว เราแจ้งผู้ซื้อให้ ส่งของที่เหลือได้เลย"), "success")
    return redirect(url_for(".show_order", code=code), 303)


def _form_page(order: Order, form: CallOffForm) -> str:
    return render_template("seller/orders/call_off.html", order=order, form=form, typed=request.values)


def _confirm_page(order: Order, form: CallOffForm, chosen: list) -> str:
    goods = sum(line.unit_price_satang * quantity for line, quantity in chosen)
    shipping = order.shipping_kept_satang if form.with_shipping.data else 0
    takes_all = calling_off.takes_all(order, {line.id: quantity for line, quantity in chosen})
    less = order.kept_satang if takes_all else goods + shipping
    return render_template(
        "seller/orders/confirm_call_off.html",
        order=order,
        form=form,
        chosen=chosen,
        takes_all=takes_all,
        less_satang=less,
        left_satang=order.kept_satang - less,
        reason=CANCEL_REASONS.get(form.given_reason, form.given_reason),
    )
