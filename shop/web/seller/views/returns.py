"""What a group's buyers want to give back: /sell/returns; and cash that it still owes them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.orders.returns import queries, service
from shop.orders.returns.models import Return
from shop.orders.returns.states import SETTLING, ReturnAction
from shop.orders.service import StepNotAllowed
from shop.payments import queries as payments
from shop.payments import refunds
from shop.payments.models import Refund, RefundStatus
from shop.payments.refunds import NothingToRefund
from shop.payments.returns import refund_satang, settle_return
from shop.web import evidence, return_words
from shop.web.evidence import Evidence
from shop.web.gate import actor, requires
from shop.web.pieces import typed_pieces
from shop.web.return_words import steps_of_return
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.returns import AnswerForm, GivenBackForm
from shop.web.seller.views.orders import as_group, order_page, own_order

STEPS = {
    "accept": ReturnAction.ACCEPT,
    "refuse": ReturnAction.REFUSE,
    "refund": ReturnAction.REFUND,
    "dispute": ReturnAction.DISPUTE,
}


@blueprint.get("/returns")
@requires(Permission.ORDER_FULFIL)
def returns() -> str:
    group_id = actor().group_id or abort(404)
    before = _number(request.args.get("before", ""))
    found = queries.returns_of_group(group_id, before, queries.PAGE + 1)
    return render_template(
        "seller/returns/list.html",
        returns=found[: queries.PAGE],
        next=found[queries.PAGE - 1].id if len(found) > queries.PAGE else None,
        owed=payments.refunds_owed(group_id) if before is None else [],
        return_words=return_words,
    )


@blueprint.get("/returns/<int:return_id>")
@requires(Permission.ORDER_FULFIL)
def show_return(return_id: int) -> str:
    return _page(_own_return(return_id), AnswerForm(formdata=None))


@blueprint.post("/returns/<int:return_id>/<any(accept, refuse, refund, dispute):step>")
@requires(Permission.ORDER_FULFIL)
def step_of_return(return_id: int, step: str) -> Response | tuple[str, int]:
    action, form = STEPS[step], AnswerForm()
    sent = evidence.received(_own_return(return_id).order)
    if sent.errors:
        form.photos.errors = [*form.photos.errors, *sent.errors]
        return _again(return_id, form, sent, action), 422
    try:
        with transaction():
            _take(_own_return(return_id), action, form, sent)
    except BadValue as refused:
        form.refuse(refused)
        return _again(return_id, form, sent, action), 422
    except (StepNotAllowed, NothingToRefund):
        flash(_("ทำขั้นตอนนี้ไม่ได้ เพราะเรื่องเปลี่ยนไปแล้ว ดูสถานะล่าสุดด้านล่าง"), "error")
        return _again(return_id, AnswerForm(formdata=None)), 409
    flash(_said_after(action), "success")
    return redirect(url_for(".show_return", return_id=return_id), 303)


@blueprint.get("/returns/photos/<photo_key>/<int:width>.webp")
@requires(Permission.ORDER_FULFIL)
def return_photo(photo_key: str, width: int) -> Response:
    return evidence.picture_or_404(photo_key, width, evidence.of_group(actor().group_id or abort(404)))


@blueprint.post("/orders/<code>/refunds/<int:refund_id>")
@requires(Permission.ORDER_FULFIL)
def record_given_back(code: str, refund_id: int) -> Response | tuple[str, int]:
    """The group gave cash back itself, and says how."""
    form = GivenBackForm()
    try:
        with transaction():
            refunds.settle_by_hand(_owed_refund(code, refund_id), form.reference.data or "", as_group())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return order_page(own_order(code), given_back={refund_id: form}), 422
    except LostRace:
        db.session.rollback()
        flash(_("บันทึกไว้ก่อนแล้ว"), "error")
        return order_page(own_order(code)), 409
    flash(_("บันทึกแล้วว่าคืนเงินให้ผู้ซื้อ"), "success")
    return redirect(url_for(".show_order", code=code), 303)


def _take(asked: Return, action: ReturnAction, form: AnswerForm, sent: Evidence) -> None:
    if action in SETTLING:
        resold = typed_pieces(request.form, "resold")
        settle_return(asked, action, as_group(), resold=resold, with_shipping=form.with_shipping.data)
    else:
        service.advance(asked, action, as_group(), words=form.words.data or "", photos=sent.stored)


def _own_return(return_id: int) -> Return:
    return queries.return_for_group(return_id, actor().group_id or abort(404)) or abort(404)


def _owed_refund(code: str, refund_id: int) -> Refund:
    """Only cash is the group's to give back: what failed at Stripe is the office's."""
    refund = payments.refund_of_order(refund_id, own_order(code).id)
    if refund is None or refund.status not in (RefundStatus.OWED, RefundStatus.SETTLED):
        abort(404)
    return refund


def _again(return_id: int, form: AnswerForm, sent: Evidence | None = None, action: ReturnAction | None = None) -> str:
    db.session.rollback()
    return _page(_own_return(return_id), form, sent, action)


def _page(asked: Return, form: AnswerForm, sent: Evidence | None = None, tried: ReturnAction | None = None) -> str:
    """`tried`: the step whose form was refused, shown open."""
    pieces = {line.id: line.quantity for line in asked.lines}
    ships_back = service.gives_shipping_back(asked, pieces)
    return render_template(
        "seller/returns/show.html",
        asked=asked,
        order=asked.order,
        actions=service.actions_for(asked, as_group()),
        steps=steps_of_return(asked),
        form=form,
        tried=tried,
        typed=request.form,
        sent=sent,
        ships_back=ships_back,
        refund_satang=refund_satang(asked, pieces, with_shipping=ships_back),
        most_photos=service.MOST_PHOTOS,
        return_words=return_words,
    )


def _said_after(action: ReturnAction) -> str:
    return {
        ReturnAction.ACCEPT: _("รับคืนแล้ว เราบอกผู้ซื้อให้ส่งของกลับภายใน 14 วัน"),
        ReturnAction.REFUSE: _("บอกผู้ซื้อแล้วว่าไม่รับคืน ผู้ซื้อขอให้เจ้าหน้าที่ตัดสินได้ภายใน 7 วัน"),
        ReturnAction.REFUND: _("ตกลงคืนเงินให้ผู้ซื้อ จบเรื่อง"),
        ReturnAction.DISPUTE: _("ส่งเรื่องให้เจ้าหน้าที่แล้ว"),
    }[action]


def _number(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else abort(422)
