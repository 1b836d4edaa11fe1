"""A group works on its orders: /sell/orders."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations import order_messages
from shop.kernel.access import DESK_ROLES, Actor, Permission
from shop.kernel.database import transaction
from shop.kernel.identifiers import format_phone
from shop.kernel.refusals import BadValue, LostRace
from shop.notices import queries as notices
from shop.orders import lists, messages, queries, service
from shop.orders.lists import OrderFilters, Stage
from shop.orders.models import Order
from shop.orders.parcels import PRINTABLE
from shop.orders.returns import queries as returns
from shop.orders.returns.states import Side
from shop.orders.service import StepNotAllowed
from shop.orders.states import ADDRESS_OPEN, OrderAction
from shop.payments import queries as money
from shop.payments import service as payments
from shop.web import return_words
from shop.web.gate import actor, requires
from shop.web.order_steps import address_lines, parcel_of, parcel_url_of, reason_of, steps_of
from shop.web.seller.booth import sale_shown
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.orders import AddressForm, CancelForm, ShipForm
from shop.web.seller.forms.returns import GivenBackForm
from shop.web.transfers import bank_name, can_take_again, transfer_of

STEPS = {
    "accept": OrderAction.ACCEPT,
    "pack": OrderAction.PACK,
    "deliver": OrderAction.DELIVER,
    "return": OrderAction.RETURN_TO_SENDER,
}


@blueprint.get("/orders")
@requires(Permission.ORDER_FULFIL)
def orders() -> str:
    group_id = actor().group_id or abort(404)
    counts, words = lists.count_by_stage(group_id), request.args.get("q", "").strip()
    stage = None if words else _stage(counts)
    filters = OrderFilters(group_id, stage, words=words)
    page = lists.page_of_orders(filters, request.args.get("after", ""))
    return render_template(
        "seller/orders/list.html",
        page=page,
        total=lists.count_orders(filters) if words else counts[stage],
        stage=stage,
        counts=counts,
        query=words,
        is_late=lists.is_late,
        is_first=not request.args.get("after"),
    )


@blueprint.get("/orders/<code>")
@requires(Permission.ORDER_FULFIL)
def show_order(code: str) -> str:
    return order_page(own_order(code))


@blueprint.post("/orders/<code>/<any(accept, pack, deliver, return):step>")
@requires(Permission.ORDER_FULFIL)
def take_step(code: str, step: str) -> Response | tuple[str, int]:
    try:
        with transaction():
            payments.advance_order(own_order(code), STEPS[step], as_group())
    except StepNotAllowed:
        return too_late(code)
    _say_done(code, _said_after(step))
    back = url_for(".today") if request.form.get("back") == "today" else url_for(".show_order", code=code)
    return redirect(back, 303)


@blueprint.post("/orders/<code>/ship")
@requires(Permission.ORDER_FULFIL)
def ship_order(code: str) -> Response | tuple[str, int]:
    form = ShipForm()
    carrier, tracking = form.carrier.data or "", form.tracking_number.data or ""
    try:
        with transaction():
            payments.advance_order(own_order(code), OrderAction.SHIP, as_group(), carrier=carrier, tracking=tracking)
    except BadValue as refused:
        form.add_problem(refused)
        return order_page(own_order(code), form), 422
    except StepNotAllowed:
        return too_late(code)
    _say_done(code, _("บันทึกการส่งแล้ว"))
    return redirect(url_for(".show_order", code=code), 303)


@blueprint.get("/orders/<code>/cancel")
@requires(Permission.ORDER_FULFIL)
def ask_to_cancel(code: str) -> str | Response:
    order = own_order(code)
    if OrderAction.CANCEL not in service.actions_for(order, as_group()):
        return redirect(url_for(".show_order", code=code), 303)
    return render_template("seller/orders/cancel.html", order=order, form=CancelForm())


@blueprint.post("/orders/<code>/cancel")
@requires(Permission.ORDER_FULFIL)
def cancel_order(code: str) -> Response | tuple[str, int]:
    form = CancelForm()
    try:
        with transaction():
            payments.advance_order(own_order(code), OrderAction.CANCEL, as_group(), reason=form.given_reason)
    except BadValue as refused:
        form.add_problem(refused)
        return render_template("seller/orders/cancel.html", order=own_order(code), form=form), 422
    except StepNotAllowed:
        return too_late(code)
    _say_done(code, _("ยกเลิกแล้ว ของกลับเข้าคลัง"))
    return redirect(url_for(".show_order", code=code), 303)


@blueprint.get("/orders/<code>/return")
@requires(Permission.ORDER_FULFIL)
def ask_to_return(code: str) -> str | Response:
    order = own_order(code)
    if OrderAction.RETURN_TO_SENDER not in service.actions_for(order, as_group()):
        return redirect(url_for(".show_order", code=code), 303)
    return render_template("seller/orders/return.html", order=order)


@blueprint.get("/orders/<code>/address")
@requires(Permission.ORDER_FULFIL)
def edit_address(code: str) -> str | Response:
    order = own_order(code)
    if order.status not in ADDRESS_OPEN:
        return redirect(url_for(".show_order", code=code), 303)
    form = AddressForm(obj=order, data={"name": order.recipient_name, "phone": format_phone(order.recipient_phone)})
    return render_template("seller/orders/address.html", order=order, form=form)


@blueprint.post("/orders/<code>/address")
@requires(Permission.ORDER_FULFIL)
def save_address(code: str) -> Response | tuple[str, int]:
    form = AddressForm()
    typed = {field.name: field.data or "" for field in form if field.name != "csrf_token"}
    try:
        with transaction():
            service.correct_address(own_order(code), as_group(), **typed)
    except BadValue as refused:
        form.add_problem(refused)
        return render_template("seller/orders/address.html", order=own_order(code), form=form), 422
    except (StepNotAllowed, LostRace):
        return too_late(code)
    flash(_("แก้ที่อยู่แล้ว"), "success")
    return redirect(url_for(".show_order", code=code), 303)


def own_order(code: str) -> Order:
    return queries.order_for_group(code, actor().group_id or abort(404)) or abort(404)


def as_group() -> Actor:
    """At this desk they act for the group, whatever else they are."""
    visitor = actor()
    return Actor(visitor.id, visitor.roles & DESK_ROLES, visitor.group_id)


def order_page(order: Order, ship_form: ShipForm | None = None, given_back: dict[int, GivenBackForm] | None = None) -> str:
    """`given_back`: by refund's id, the form that was refused. What was sold at a booth has a page of its own."""
    if order.booth_fair_id is not None:
        return render_template("seller/booth/sale.html", **sale_shown(order))
    return render_template(
        "seller/orders/show.html",
        order=order,
        actions=service.actions_for(order, as_group()),
        steps=steps_of(order),
        parcel=parcel_of(order),
        parcel_url=parcel_url_of(order),
        address=address_lines(order),
        reason=reason_of(order),
        may_correct_address=order.status in ADDRESS_OPEN,
        is_printable=order.status in PRINTABLE,
        is_late=lists.is_late(order),
        is_reachable=_is_reachable(order),
        told=notices.notices_about("order", order.code),
        form=ship_form or ShipForm(formdata=None),
        may_call_off=service.may_call_off(order, as_group()),
        returns=returns.returns_of_order(order.id),
        refunds=money.refunds_of_order(order.id),
        given_back=given_back or {},
        given_back_form=GivenBackForm(formdata=None),
        return_words=return_words,
        transfer=transfer_of(order),
        can_take_again=can_take_again(order),
        bank_name=bank_name,
        unread=order_messages.count_unread(order.id, Side.GROUP),
    )


def too_late(code: str) -> tuple[str, int]:
    flash(_("ทำขั้นตอนนี้ไม่ได้ เพราะคำสั่งซื้อเปลี่ยนไปแล้ว ดูสถานะล่าสุดด้านล่าง"), "error")
    return order_page(own_order(code)), 409


def _say_done(code: str, words: str) -> None:
    """What was done, and whether the market tells the buyer of it or somebody has to telephone."""
    order = own_order(code)
    told = _("เราแจ้งผู้ซื้อให้แล้ว") if _is_reachable(order) else _call_words(order)
    flash(f"{words} {told}", "success")


def _is_reachable(order: Order) -> bool:
    """Whether a message of the market reaches the buyer: their inbox, their mail, or their phone where SMS is on."""
    buyer = messages.buyer_of(order.purchase)
    return bool(buyer.account_id or buyer.email or (buyer.phone and current_app.config["SMS_URL"]))


def _call_words(order: Order) -> str:
    return _("ผู้ซื้อไม่มีอีเมล โทรบอกที่ %(phone)s", phone=format_phone(order.recipient_phone))


def _said_after(step: str) -> str:
    return {
        "accept": _("รับคำสั่งซื้อแล้ว เตรียมของได้เลย"),
        "pack": _("บันทึกว่าเตรียมของเสร็จแล้ว"),
        "deliver": _("บันทึกว่าผู้ซื้อได้ของแล้ว และลงรายได้ให้แล้ว"),
        "return": _("บันทึกว่าพัสดุถูกตีกลับ ของกลับเข้าคลังแล้ว"),
    }[step]


def _stage(counts: dict[Stage, int]) -> Stage:
    """The one asked for, else the first where something waits."""
    if asked := request.args.get("stage"):
        return Stage(asked) if asked in set(Stage) else abort(422)
    return next((stage for stage in lists.OLDEST_FIRST if counts[stage]), Stage.NEW)
