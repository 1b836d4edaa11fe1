"""A buyer pays a group by PromptPay and shows that she did: the QR code to keep, and the slip of /orders/<code>."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.database import db, transaction
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderStatus
from shop.payments.slips.service import SlipUsed, TooManySlips, may_send, send, waiting_of
from shop.people import throttle
from shop.web import transfers
from shop.web.gate import public
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import order_or_404
from shop.web.storefront.views.orders import again, order_page, too_late


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
    stored = transfers.received()
    if isinstance(stored, str):
        return order_page(*again(code), slip_problem=stored), 422
    try:
        with transaction():
            order, follower = order_or_404(code)
            send(order, stored, follower.actor)
    except SlipUsed:
        words = _("สลิปนี้เคยส่งมาแล้วกับคำสั่งซื้ออื่น หนึ่งสลิปใช้ได้ครั้งเดียว ถ้าโอนแยกกัน ส่งสลิปของรายการนี้ หรือโทรหากลุ่ม")
        return order_page(*again(code), slip_problem=words), 422
    except TooManySlips:
        words = _("ส่งสลิปเพิ่มตอนนี้ไม่ได้ เบอร์นี้มีสลิปที่รอกลุ่มยืนยันอยู่ครบแล้ว โทรหากลุ่ม หรือรอให้กลุ่มยืนยันก่อน")
        return order_page(*again(code), slip_problem=words), 422
    except StepNotAllowed:
        return too_late(*again(code))
    flash(_said_after(order), "success")
    return _back(order, follower.key)


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
