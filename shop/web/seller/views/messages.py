"""What a group and a buyer write to one another about an order: /sell/orders/<code>/messages."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations import order_messages
from shop.conversations.message_photos import message_photos, photo_of_order
from shop.conversations.order_messages import Closed
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.people.throttle import TooManyTries
from shop.web import evidence
from shop.web.evidence import Evidence
from shop.web.gate import requires
from shop.web.said import MessageForm
from shop.web.seller.desk import blueprint
from shop.web.seller.views.orders import as_group, own_order


@blueprint.get("/orders/<code>/messages")
@requires(Permission.ORDER_FULFIL)
def messages_of_order(code: str) -> str:
    with transaction():
        order_messages.mark_read(own_order(code), as_group())
    return _page(code, MessageForm.blank())


@blueprint.post("/orders/<code>/messages")
@requires(Permission.ORDER_FULFIL)
def write_to_buyer(code: str) -> Response | tuple[str, int]:
    form, order = MessageForm(), own_order(code)
    if not order_messages.is_open(order):
        return _page(code, form), 409
    shown = form.received(order)
    if shown.errors:
        return _page(code, form, shown), 422
    sent = {"token": form.token.data or "", "is_sure": form.sure.data, "address": request.remote_addr, "photos": shown.stored}
    try:
        with transaction():
            order_messages.send(own_order(code), form.words.data or "", as_group(), **sent)
    except BadValue as refused:
        form.refuse(refused)
        return _page(code, form, shown), 422
    except TooManyTries as refused:
        form.hold_up(refused)
        return _page(code, form, shown), 429
    except Closed:
        return _page(code, form), 409
    flash(_("ส่งถึงอีกฝ่ายแล้ว"), "success")
    return redirect(url_for(".messages_of_order", code=code), 303)


@blueprint.get("/orders/<code>/messages/photos/<photo_key>/<int:width>.webp")
@requires(Permission.ORDER_FULFIL)
def message_photo(code: str, photo_key: str, width: int) -> Response:
    photo = photo_of_order(photo_key, own_order(code).id)
    return evidence.private_picture(message_photos.file_of(photo, width) if photo else None)


@blueprint.context_processor
def messages_waiting() -> dict:
    """For the pages of this desk, and asked only by those that show it: orders whose buyers wrote, and how much is new."""

    def unread() -> list[tuple[str, int]]:
        return order_messages.unread_of_group(g.membership.group_id) if g.get("membership") else []

    return {"unread_messages": unread}


def _page(code: str, form: MessageForm, sent: Evidence | None = None) -> str:
    db.session.rollback()
    order = own_order(code)
    return render_template(
        "seller/orders/messages.html",
        order=order,
        report_url=lambda message_id: url_for(".ask_to_report_message", code=order.code, message_id=message_id),
        messages=order_messages.messages_of(order.id),
        is_open=order_messages.is_open(order),
        form=form,
        sent=sent,
    )
