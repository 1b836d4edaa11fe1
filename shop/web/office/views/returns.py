"""Officials decide what buyer and group do not agree on: /office/returns."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.audit import queries as audit
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.orders import lists
from shop.orders.returns import queries, service
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnAction
from shop.orders.service import StepNotAllowed
from shop.payments import queries as payments
from shop.payments.refunds import NothingToRefund
from shop.payments.returns import settle_return
from shop.web import evidence, return_words
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint
from shop.web.office.forms.returns import DecideForm
from shop.web.pieces import typed_pieces
from shop.web.return_words import steps_of_return
from shop.web.words import ROLES


@blueprint.context_processor
def disputes_waiting() -> dict:
    """The number on the rail, for those who decide."""
    return {"disputed_count": queries.count_disputed()} if actor().can(Permission.RETURN_DECIDE) else {}


@blueprint.get("/returns")
@requires(Permission.RETURN_DECIDE)
def returns() -> str:
    before = _number(request.args.get("before", ""))
    found = queries.returns_for_office(before, queries.PAGE + 1)
    owed = payments.refunds_owed() if before is None else []
    shown = found[: queries.PAGE]
    return render_template(
        "office/returns/list.html",
        returns=shown,
        next=shown[-1].id if len(found) > queries.PAGE else None,
        disputed=queries.count_disputed(),
        owed=owed,
        owed_count=payments.count_refunds_owed(),
        names=lists.names_of_groups({asked.group_id for asked in shown} | {order.group_id for _refund, order in owed}),
        return_words=return_words,
    )


@blueprint.get("/returns/<int:return_id>")
@requires(Permission.RETURN_DECIDE)
def show_return(return_id: int) -> str:
    asked = _return_or_404(return_id)
    ships_back = service.gives_shipping_back(asked, {line.id: line.quantity for line in asked.lines})
    return _page(asked, DecideForm(formdata=None, data={"with_shipping": ships_back}))


@blueprint.post("/returns/<int:return_id>/decide")
@requires(Permission.RETURN_DECIDE)
def decide_return(return_id: int) -> Response | tuple[str, int]:
    form = DecideForm()
    try:
        with transaction():
            _decide(_return_or_404(return_id), form)
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(_return_or_404(return_id), form), 422
    except (StepNotAllowed, NothingToRefund):
        db.session.rollback()
        flash(_("ตัดสินเรื่องนี้ไม่ได้ เพราะเรื่องเปลี่ยนไปแล้ว หรือคุณเป็นฝ่ายหนึ่งของเรื่องนี้"), "error")
        return _page(_return_or_404(return_id), DecideForm(formdata=None)), 409
    flash(_("บันทึกคำตัดสินแล้ว เราแจ้งทั้งสองฝ่ายให้"), "success")
    return redirect(url_for(".returns"), 303)


@blueprint.get("/returns/photos/<photo_key>/<int:width>.webp")
@requires(Permission.RETURN_DECIDE)
def return_photo(photo_key: str, width: int) -> Response:
    return evidence.picture_or_404(photo_key, width)


def _decide(asked: Return, form: DecideForm) -> None:
    words = form.words.data or ""
    if form.outcome.data == ReturnAction.GRANT:
        pieces = typed_pieces(request.form)
        settle_return(asked, ReturnAction.GRANT, actor(), pieces=pieces, with_shipping=form.with_shipping.data, words=words)
    elif form.outcome.data == ReturnAction.DECLINE:
        service.advance(asked, ReturnAction.DECLINE, actor(), words=words)
    else:
        raise BadValue("outcome", "unknown")


def _return_or_404(return_id: int) -> Return:
    return queries.return_for_official(return_id) or abort(404)


def _page(asked: Return, form: DecideForm) -> str:
    return render_template(
        "office/returns/show.html",
        asked=asked,
        order=asked.order,
        group_name=lists.names_of_groups({asked.group_id})[asked.group_id],
        actions=service.actions_for(asked, actor()),
        steps=steps_of_return(asked),
        form=form,
        typed=request.form,
        refunds=payments.refunds_of_order(asked.order_id),
        entries=audit.entries_for("return", asked.id),
        role_words=ROLES,
        return_words=return_words,
    )


def _number(text: str) -> int | None:
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else abort(422)
