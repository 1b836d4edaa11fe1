"""A buyer gives something back, or says what is wrong: /orders/<code>/return."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Actor
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.orders.models import Order
from shop.orders.returns import queries, service
from shop.orders.returns.service import MOST_PHOTOS
from shop.orders.returns.states import ReturnAction
from shop.orders.service import StepNotAllowed
from shop.web import evidence
from shop.web.evidence import Evidence
from shop.web.forms import Form
from shop.web.gate import public
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import Follower, order_or_404
from shop.web.storefront.forms.returns import AskForm, DisputeForm, SendBackForm
from shop.web.storefront.views.orders import again, order_page, to_order, too_late

STEPS: dict[str, tuple[ReturnAction, type[Form]]] = {
    "send-back": (ReturnAction.SEND_BACK, SendBackForm),
    "withdraw": (ReturnAction.WITHDRAW, Form),
    "dispute": (ReturnAction.DISPUTE, DisputeForm),
}


@blueprint.get("/orders/<code>/return")
@public
def ask_to_return(code: str) -> str | tuple[str, int]:
    order, follower = order_or_404(code)
    if not service.may_ask(order, follower.actor):
        return cannot_ask(order, follower)
    return ask_page(order, follower, AskForm(formdata=None))


@blueprint.post("/orders/<code>/return")
@public
def open_return(code: str) -> Response | tuple[str, int]:
    order, follower = order_or_404(code)
    if not service.may_ask(order, follower.actor):
        return cannot_ask(order, follower)
    form, sent = AskForm(), evidence.received(order)
    if not form.check(order, sent):
        return ask_page(*again(code), form, sent), 422
    try:
        with transaction():
            order, follower = order_or_404(code)
            service.open_return(order, form.typed, form.reason.data or "", form.words.data or "", follower.actor, sent.stored)
    except BadValue as refused:  # it came true meanwhile
        form.refuse(refused)
        return ask_page(*again(code), form, sent), 422
    except StepNotAllowed:
        return cannot_ask(*again(code))
    flash(_("ส่งเรื่องให้กลุ่มแล้ว กลุ่มจะตอบภายใน 72 ชั่วโมง"), "success")
    return redirect(url_for(".show_order", code=code, key=follower.key or None, _anchor="returns"), 303)


@blueprint.post("/orders/<code>/return/<any('send-back', withdraw, dispute):step>")
@public
def step_of_return(code: str, step: str) -> Response | tuple[str, int]:
    action, kind = STEPS[step]
    form = kind()
    try:
        with transaction():
            order, follower = order_or_404(code)
            _take(order, action, follower.actor, form)
    except BadValue as refused:
        form.refuse(refused)
        return order_page(*again(code), refused={action: form}), 422
    except StepNotAllowed:
        return too_late(*again(code))
    flash(_said_after(action), "success")
    return to_order(order, follower)


@blueprint.get("/orders/<code>/return/photos/<photo_key>/<int:width>.webp")
@public
def return_photo(code: str, photo_key: str, width: int) -> Response:
    order, _follower = order_or_404(code)
    return evidence.picture_or_404(photo_key, width, evidence.of_order(order.id))


def ask_page(order: Order, follower: Follower, form: AskForm, sent: Evidence | None = None) -> str:
    form.offer(service.reasons_for(order))
    return render_template(
        "storefront/returns/ask.html",
        order=order,
        key=follower.key or None,
        form=form,
        left=queries.pieces_left(order),
        typed=request.form,
        until=service.asked_until(order),
        most_photos=MOST_PHOTOS,
        sent=sent,
    )


def cannot_ask(order: Order, follower: Follower) -> tuple[str, int]:
    problem = _("ขอคืนของในคำสั่งซื้อนี้ไม่ได้ในตอนนี้ ดูเรื่องที่เปิดไว้หรือวันสุดท้ายที่ขอคืนได้ในหน้านี้")
    return order_page(order, follower, problem=problem), 409


def _take(order: Order, action: ReturnAction, actor: Actor, form: Form) -> None:
    """On the return that is open: there is one at most."""
    asked = queries.open_return(order.id) or abort(404)
    typed = {name: form[name].data or "" for name in ("words", "carrier") if name in form}
    if "tracking_number" in form:
        typed["tracking"] = form["tracking_number"].data or ""
    service.advance(asked, action, actor, **typed)


def _said_after(action: ReturnAction) -> str:
    return {
        ReturnAction.SEND_BACK: _("บันทึกแล้ว เมื่อของถึงกลุ่ม กลุ่มจะยืนยันและคืนเงิน"),
        ReturnAction.WITHDRAW: _("ถอนเรื่องแล้ว"),
        ReturnAction.DISPUTE: _("ส่งเรื่องให้เจ้าหน้าที่แล้ว เราจะแจ้งผลให้ทราบ"),
    }[action]
