"""One order, followed and acted on by its buyer: /orders/<code>."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations import order_messages
from shop.groups import queries as groups
from shop.groups.models import ShippingKind
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import format_phone, normalise_phone
from shop.kernel.places import UnknownPlace
from shop.kernel.refusals import BadValue, LostRace
from shop.orders import queries, service
from shop.orders.models import Order
from shop.orders.returns.states import Side
from shop.orders.service import StepNotAllowed
from shop.orders.states import ADDRESS_OPEN, OrderAction
from shop.payments import service as payments
from shop.people import throttle
from shop.web import return_words, review_words
from shop.web.forms import Form
from shop.web.gate import public
from shop.web.order_steps import address_lines, parcel_of, parcel_url_of, steps_of
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import Follower, let_in_to, order_or_404
from shop.web.storefront.forms.checkout import ADDRESS_FIELDS, PLACE_WORDS, mark
from shop.web.storefront.forms.orders import CorrectAddressForm, FindForm
from shop.web.storefront.returning import returning_of
from shop.web.storefront.reviewing import lines_reviewed
from shop.web.transfers import transfer_of


@blueprint.get("/orders/<code>")
@public
def show_order(code: str) -> str:
    return order_page(*order_or_404(code))


@blueprint.route("/orders/find", methods=["GET", "POST"])
@public
def find_order() -> Response | str | tuple[str, int]:
    """Who lost the link knows the code and the phone number; tries are counted."""
    form = FindForm()
    if request.method == "GET":
        return render_template("storefront/orders/find_order.html", form=form)
    if not form.validate():
        return render_template("storefront/orders/find_order.html", form=form), 422
    code, phone = form.code.data, normalise_phone(form.phone.data)
    with transaction():
        throttle.take_try("order_find", code, request.remote_addr)
    order, purchase = queries.order_for_phone(code, phone), queries.purchase_for_phone(code, phone)
    if not (order or purchase):
        mark(form.code, _("ไม่พบคำสั่งซื้อที่มีรหัสและเบอร์โทรศัพท์นี้ ตรวจทั้งสองช่องอีกครั้ง"))
        return render_template("storefront/orders/find_order.html", form=form), 404
    let_in_to(order.purchase_id if order else purchase.id)
    with transaction():
        throttle.forgive("order_find", code)
    return redirect(url_for(".show_order" if order else ".show_purchase", code=code), 303)


@blueprint.get("/orders/<code>/cancel")
@public
def ask_to_cancel(code: str) -> str | tuple[str, int]:
    order, follower = order_or_404(code)
    if OrderAction.CANCEL not in service.actions_for(order, follower.actor):
        return too_late(order, follower)
    return render_template("storefront/orders/cancel_order.html", order=order, key=follower.key or None)


@blueprint.post("/orders/<code>/cancel")
@public
def cancel_order(code: str) -> Response | tuple[str, int]:
    reason = request.form.get("reason", "")[: service.LONGEST_REASON]
    return take_step(code, OrderAction.CANCEL, _("ยกเลิกคำสั่งซื้อแล้ว"), reason=reason)


@blueprint.post("/orders/<code>/receive")
@public
def confirm_receipt(code: str) -> Response | tuple[str, int]:
    return take_step(code, OrderAction.CONFIRM_RECEIPT, _("ขอบคุณที่บอกว่าได้รับของแล้ว"))


@blueprint.route("/orders/<code>/address", methods=["GET", "POST"])
@public
def correct_address(code: str) -> Response | str | tuple[str, int]:
    """Until the parcel is packed."""
    order, follower = order_or_404(code)
    if order.status not in ADDRESS_OPEN:
        return too_late(order, follower)
    if request.method == "GET":
        shown = {"name": order.recipient_name, "phone": format_phone(order.recipient_phone)}
        shown |= {name: getattr(order, name) for name in ADDRESS_FIELDS}
        return address_page(order, follower, CorrectAddressForm(formdata=None, data=shown))
    form = CorrectAddressForm()
    form.is_collected = order.shipping_kind == ShippingKind.COLLECT
    if not form.validate():
        return address_page(order, follower, form), 422
    try:
        with transaction():
            order, follower = order_or_404(code)
            service.correct_address(order, follower.actor, **form.values())
    except (StepNotAllowed, LostRace):
        return too_late(*again(code))
    except UnknownPlace as bad:
        mark(form[bad.field], PLACE_WORDS[bad.field])
        return address_page(*again(code), form), 422
    flash(_("แก้ที่อยู่แล้ว"), "success")
    return to_order(order, follower)


def take_step(code: str, action: OrderAction, words: str, **details: str) -> Response | tuple[str, int]:
    try:
        with transaction():
            order, follower = order_or_404(code)
            payments.advance_order(order, action, follower.actor, **details)
    except (StepNotAllowed, BadValue):
        return too_late(*again(code))
    flash(words, "success")
    return to_order(order, follower)


def again(code: str) -> tuple[Order, Follower]:
    db.session.rollback()
    return order_or_404(code)


def too_late(order: Order, follower: Follower) -> tuple[str, int]:
    """The order has moved on: its page says where to."""
    problem = _("คำสั่งซื้อเดินหน้าไปแล้ว จึงทำสิ่งนี้ไม่ได้ นี่คือสถานะล่าสุด")
    return order_page(order, follower, problem=problem), 409


def to_order(order: Order, follower: Follower) -> Response:
    return redirect(url_for(".show_order", code=order.code, key=follower.key or None), 303)


def order_page(
    order: Order,
    follower: Follower,
    problem: str = "",
    refused: dict[str, Form] | None = None,
    slip_problem: str = "",
    slip_elsewhere: str | None = None,
) -> str:
    """`refused`: forms of a return as they were typed, by action; `slip_problem`: what is wrong with the slip that was sent;
    `slip_elsewhere`: where it can be moved here from."""
    return render_template(
        "storefront/orders/show_order.html",
        order=order,
        key=follower.key or None,
        group=groups.groups_by_id([order.group_id])[order.group_id],
        steps=steps_of(order),
        actions=service.actions_for(order, follower.actor),
        is_address_open=order.status in ADDRESS_OPEN,
        is_collected=order.shipping_kind == ShippingKind.COLLECT,
        address=address_lines(order),
        parcel=parcel_of(order),
        parcel_url=parcel_url_of(order),
        returning=returning_of(order, follower, refused),
        reviewed=lines_reviewed(order, follower),
        return_words=return_words,
        review_words=review_words,
        problem=problem,
        transfer=transfer_of(order),
        slip_problem=slip_problem,
        slip_elsewhere=slip_elsewhere,
        unread=order_messages.count_unread(order.id, Side.BUYER),
    )


def address_page(order: Order, follower: Follower, form: CorrectAddressForm) -> str:
    is_collected = order.shipping_kind == ShippingKind.COLLECT
    return render_template(
        "storefront/orders/correct_address.html", order=order, key=follower.key or None, form=form, is_collected=is_collected
    )
