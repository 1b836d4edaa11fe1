"""What a buyer and the group write to one another about an order: /orders/<code>/messages."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations import order_messages
from shop.conversations.message_photos import message_photos, photo_of_order
from shop.conversations.order_messages import Closed
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.orders.models import Order
from shop.people.throttle import TooManyTries
from shop.web import evidence
from shop.web.evidence import Evidence
from shop.web.gate import public
from shop.web.said import MessageForm
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import Follower, order_or_404
from shop.web.storefront.views.orders import again


@blueprint.get("/orders/<code>/messages")
@public
def messages_of_order(code: str) -> str:
    with transaction():
        order_messages.mark_read(*_asked(code))
    return _page(*order_or_404(code), MessageForm.blank())


@blueprint.post("/orders/<code>/messages")
@public
def write_to_group(code: str) -> Response | tuple[str, int]:
    form, (order, follower) = MessageForm(), order_or_404(code)
    if not order_messages.is_open(order):
        return _page(order, follower, form), 409
    shown = form.received(order)
    if shown.errors:
        return _page(*again(code), form, shown), 422
    sent = {"token": form.token.data or "", "is_sure": form.sure.data, "address": request.remote_addr, "photos": shown.stored}
    try:
        with transaction():
            order_messages.send(*_said(code, form), **sent)
    except BadValue as refused:
        form.refuse(refused)
        return _page(*again(code), form, shown), 422
    except TooManyTries as refused:
        form.hold_up(refused)
        return _page(*again(code), form, shown), 429
    except Closed:
        return _page(*again(code), form), 409
    flash(_("ส่งถึงอีกฝ่ายแล้ว"), "success")
    return redirect(url_for(".messages_of_order", code=code, key=request.args.get("key") or None), 303)


@blueprint.get("/orders/<code>/messages/photos/<photo_key>/<int:width>.webp")
@public
def message_photo(code: str, photo_key: str, width: int) -> Response:
    order, _follower = order_or_404(code)
    photo = photo_of_order(photo_key, order.id)
    return evidence.private_picture(message_photos.file_of(photo, width) if photo else None)


def _asked(code: str) -> tuple:
    order, follower = order_or_404(code)
    return order, follower.actor


def _said(code: str, form: MessageForm) -> tuple:
    order, actor = _asked(code)
    return order, form.words.data or "", actor


def _page(order: Order, follower: Follower, form: MessageForm, sent: Evidence | None = None) -> str:
    return render_template(
        "storefront/orders/messages.html",
        order=order,
        key=follower.key or None,
        report_url=lambda message_id: url_for(
            ".ask_to_report_message", code=order.code, message_id=message_id, key=follower.key or None
        ),
        messages=order_messages.messages_of(order.id),
        is_open=order_messages.is_open(order),
        form=form,
        sent=sent,
    )
