"""A buyer pays a group by PromptPay and shows that she did: the QR code to keep, and the slip of /orders/<code>."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_
from werkzeug import Response

from shop.groups import queries as groups
from shop.kernel.database import db, transaction
from shop.kernel.storage import StorageFull
from shop.orders.models import Order, Purchase
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderStatus
from shop.payments.slips import moving, queries
from shop.payments.slips.models import Slip
from shop.payments.slips.service import SlipUsed, TooManySlips, may_send, send, waiting_of
from shop.people import throttle
from shop.web import transfers
from shop.web.evidence import NO_ROOM
from shop.web.gate import public
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import Follower, let_in, order_or_404
from shop.web.storefront.views.orders import again, order_page, too_late

TOO_MANY = _l("ส่งสลิปเพิ่มตอนนี้ไม่ได้ มีสลิปที่รอกลุ่มยืนยันอยู่ครบแล้ว รอให้กลุ่มยืนยันก่อน หรือเข้าสู่ระบบ แล้วเก็บการสั่งซื้อนี้ไว้ในบัญชี")


@blueprint.get("/orders/<code>/promptpay.png")
@public
def promptpay_picture(code: str) -> Response:
    """The bank's app is on the same phone: the code is kept among its photos and opened there."""
    order, _follower = order_or_404(code)
    transfer = transfers.transfer_of(order)
    if transfer is None or transfer.state != "pay":
        abort(404)
    name = f"promptpay-{order.code}-{transfer.amount}.png"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(transfers.qr_png(transfer.payload), mimetype="image/png", headers=headers)


@blueprint.post("/orders/<code>/slip")
@public
def send_slip(code: str) -> Response | tuple[str, int]:
    order, follower = order_or_404(code)
    if not may_send(order):  # before a picture is read for nothing
        return too_late(order, follower)
    db.session.rollback()
    with transaction():
        throttle.take_try("slip", code, request.remote_addr)
    try:
        stored = transfers.received()
    except StorageFull:  # her order goes on as it was, and its page says till when she may send it
        return order_page(*again(code), slip_problem=str(NO_ROOM)), 507
    if isinstance(stored, str):
        return order_page(*again(code), slip_problem=stored), 422
    try:
        with transaction():
            order, follower = order_or_404(code)
            send(order, stored, follower.actor)
    except SlipUsed as used:
        return _used_elsewhere(code, used.slip.key if used.slip else "")
    except TooManySlips:
        return order_page(*again(code), slip_problem=TOO_MANY), 422
    except StepNotAllowed:
        return too_late(*again(code))
    flash(_said_after(order), "success")
    return _back(order, follower.key)


def _used_elsewhere(code: str, slip_key: str) -> tuple[str, int]:
    """Said at the field; with the way to put it right where the other order is this buyer's too."""
    order, follower = again(code)
    slip = queries.slip_by_key(slip_key, *_followed(order))
    if slip is None or not moving.may_move(slip):
        words = _("สลิปนี้เคยส่งมาแล้วกับคำสั่งซื้ออื่น หนึ่งสลิปใช้ได้ครั้งเดียว ถ้าโอนแยกกัน ส่งสลิปของรายการนี้ หรือโทรหากลุ่ม")
        return order_page(order, follower, slip_problem=words), 422
    key = follower.key if slip.order.purchase_id == order.purchase_id else ""
    there = url_for(".ask_to_move_slip", code=slip.order.code, slip_key=slip.key, key=key or None)
    words = _("สลิปนี้คุณส่งไว้ที่คำสั่งซื้อ %(code)s แล้ว ถ้าเป็นเงินของรายการนี้ กดย้ายสลิปด้านบน", code=slip.order.code)
    return order_page(order, follower, slip_problem=words, slip_elsewhere=there), 422


def _followed(order: Order) -> list:
    """Orders that whoever follows this one follows too."""
    theirs = [Order.purchase_id.in_({order.purchase_id, *let_in()})]
    if g.account:
        theirs.append(Order.purchase.has(Purchase.account_id == g.account.id))
    return [or_(*theirs)]


@blueprint.get("/orders/<code>/slips/<slip_key>/move")
@public
def ask_to_move_slip(code: str, slip_key: str) -> str | tuple[str, int]:
    order, follower = order_or_404(code)
    slip = queries.slip_by_key(slip_key, Order.id == order.id) or abort(404)
    if not moving.may_move(slip):
        return too_late(order, follower)
    return _move_page(order, follower, slip)


@blueprint.post("/orders/<code>/slips/<slip_key>/move")
@public
def move_slip(code: str, slip_key: str) -> Response | tuple[str, int]:
    order, follower = order_or_404(code)
    slip = queries.slip_by_key(slip_key, Order.id == order.id) or abort(404)
    if request.form.get("to", "") not in {other.code for other in _targets(order)}:
        return _move_page(order, follower, slip, problem=_("เลือกรายการที่สลิปนี้จ่าย")), 422
    try:
        with transaction():
            order, follower = order_or_404(code)
            target, _of_target = order_or_404(request.form["to"])
            moving.move(queries.slip_by_key(slip_key, Order.id == order.id) or abort(404), target, follower.actor)
    except (SlipUsed, TooManySlips):
        order, follower = again(code)
        slip = queries.slip_by_key(slip_key, Order.id == order.id) or abort(404)
        return _move_page(order, follower, slip, problem=_("รายการนั้นมีสลิปนี้ หรือมีสลิปครบแล้ว โทรหากลุ่ม")), 422
    except StepNotAllowed:
        return too_late(*again(code))
    flash(_("ย้ายสลิปแล้ว กลุ่มนั้นจะดูว่าเงินเข้า ส่วนรายการที่ย้ายออก ยังต้องโอนและส่งสลิปของตัวเอง"), "success")
    return redirect(url_for(".show_purchase", code=order.purchase.code, key=follower.key or None), 303)


def _targets(order: Order) -> list[Order]:
    return moving.targets(order, let_in(), g.account.id if g.account else None)


def _move_page(order: Order, follower: Follower, slip: Slip, problem: str = "") -> str:
    others = _targets(order)
    named = groups.groups_by_id([other.group_id for other in (order, *others)])
    return render_template(
        "storefront/orders/move_slip.html",
        order=order, key=follower.key or None, slip=slip, targets=others, groups=named, problem=problem,
    )  # fmt: skip


@blueprint.get("/orders/<code>/slips/<slip_key>/<int:width>.webp")
@public
def slip_photo(code: str, slip_key: str, width: int) -> Response:
    order, _follower = order_or_404(code)
    return transfers.picture_or_404(slip_key, width, Order.id == order.id)


def _back(order: Order, key: str) -> Response:
    """To the page the slip was sent from."""
    if request.form.get("back") == "purchase":
        return redirect(url_for(".show_purchase", code=order.purchase.code, key=key or None), 303)
    return redirect(url_for(".show_order", code=order.code, key=key or None), 303)


def _said_after(order: Order) -> str:
    if any(slip.at_office_at for slip in waiting_of(order.id)):
        return _("ได้รับสลิปแล้ว เจ้าหน้าที่ของตลาดจะดูให้ แล้วแจ้งคุณ")
    if order.status is OrderStatus.AWAITING_CONFIRMATION:
        return _("ได้รับสลิปแล้ว กลุ่มจะดูว่าเงินเข้า แล้วยืนยัน เราเก็บของไว้ให้")
    return _("ได้รับสลิปแล้ว เวลาที่เก็บของไว้หมดไปก่อน กลุ่มจะดูว่าเงินเข้า แล้วส่งของถ้ายังมี หรือคืนเงินให้")
