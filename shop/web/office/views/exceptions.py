"""Money that needs a person, oldest first, with what to do: /office/money/exceptions."""

from collections.abc import Callable

from flask import Response, abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from shop.kernel.access import Permission
from shop.kernel.database import counts, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.orders import calls
from shop.orders.lists import names_of_groups
from shop.payments import refunds
from shop.payments.models import Dispute, DisputeStatus, Payment, Refund, RefundCause, RefundStatus
from shop.payouts import books, exceptions
from shop.web.gate import actor, requires
from shop.web.office import money_words
from shop.web.office.desk import blueprint
from shop.web.office.forms.money import ReasonForm, ReferenceForm

MANAGE = Permission.MONEY_MANAGE
REFUND = "/money/exceptions/refunds/<int:refund_id>"


@blueprint.context_processor
def exception_count() -> dict:
    """The figure beside the money in the rail, for those who may look at it."""
    if not actor().can(Permission.MONEY_READ):
        return {"money_count": 0, "buyers_to_call": 0}
    if "money_count" not in g:
        waiting = counts(cases=exceptions.cases_waiting(), calls=calls.buyers_waiting(actor()))
        g.buyers_to_call = int(waiting["calls"])
        g.money_count = int(waiting["cases"] or 0) + g.buyers_to_call
    return {"money_count": g.money_count, "buyers_to_call": g.buyers_to_call}


@blueprint.get("/money/exceptions", endpoint="exceptions")
@requires(Permission.MONEY_READ)
def list_exceptions() -> str:
    found = exceptions.cases()
    groups = {case.order.group_id for each in found.values() for case in each if case.order}
    return render_template("office/exceptions/list.html", found=found, names=names_of_groups(groups), words=money_words)


@blueprint.get("/money/exceptions/payments/<int:payment_id>/send-back")
@requires(MANAGE)
def ask_to_send_back(payment_id: int) -> str:
    return render_template("office/exceptions/send_back.html", payment=_payment_or_404(payment_id))


@blueprint.post("/money/exceptions/payments/<int:payment_id>/send-back")
@requires(MANAGE)
def send_back(payment_id: int) -> Response | tuple[str, int]:
    return _do(lambda: refunds.refund_unallocated(_payment_or_404(payment_id), actor()), _("กำลังคืนเงินให้ผู้จ่าย แจ้งผู้ซื้อแล้ว"))


@blueprint.get(f"{REFUND}/again")
@requires(MANAGE)
def ask_refund_again(refund_id: int) -> str:
    return render_template("office/exceptions/again.html", refund=_refund_or_404(refund_id))


@blueprint.post(f"{REFUND}/again")
@requires(MANAGE)
def refund_again(refund_id: int) -> Response | tuple[str, int]:
    return _do(lambda: refunds.try_again(_refund_or_404(refund_id), actor()), _("ขอ Stripe คืนเงินอีกครั้งแล้ว"))


@blueprint.get(f"{REFUND}/settle")
@requires(MANAGE)
def ask_to_settle_refund(refund_id: int) -> str:
    return _ask_to_settle(_refund_or_404(refund_id), ReferenceForm(formdata=None))


@blueprint.post(f"{REFUND}/settle")
@requires(MANAGE)
def settle_refund(refund_id: int) -> Response | tuple[str, int]:
    form = ReferenceForm()
    try:
        return _do(
            lambda: refunds.settle_by_hand(_refund_or_404(refund_id), form.reference.data or "", actor()),
            _("บันทึกแล้วว่าคืนเงินถึงผู้ซื้อ"),
        )
    except BadValue as refused:
        form.refuse(refused)
        return _ask_to_settle(_refund_or_404(refund_id), form), 422


@blueprint.get("/money/exceptions/<any(refund, dispute):subject>/<int:subject_id>/close")
@requires(MANAGE)
def ask_to_close_exception(subject: str, subject_id: int) -> str:
    _subject_or_404(subject, subject_id)
    return _ask_to_close(subject, subject_id, ReasonForm(formdata=None))


@blueprint.post("/money/exceptions/<any(refund, dispute):subject>/<int:subject_id>/close")
@requires(MANAGE)
def close_exception(subject: str, subject_id: int) -> Response | tuple[str, int]:
    _subject_or_404(subject, subject_id)
    form = ReasonForm()
    try:
        return _do(lambda: books.close_exception(subject, subject_id, form.reason.data or "", actor()), _("ปิดเรื่องแล้ว"))
    except BadValue as refused:
        form.refuse(refused)
        return _ask_to_close(subject, subject_id, form), 422


def _do(step: Callable[[], object], done: str) -> Response | tuple[str, int]:
    try:
        with transaction():
            step()
    except (LostRace, refunds.NothingToRefund):
        flash(_("มีคนทำไปก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")
        return list_exceptions(), 409
    flash(done, "success")
    return redirect(url_for("office.exceptions"), 303)


def _ask_to_settle(refund: Refund, form: ReferenceForm) -> str:
    is_owed = refund.status is RefundStatus.OWED
    return render_template(
        "office/exceptions/settle.html", refund=refund, order=refunds.order_of(refund), form=form, is_owed=is_owed
    )


def _ask_to_close(subject: str, subject_id: int, form: ReasonForm) -> str:
    amount = _subject_or_404(subject, subject_id).amount_satang
    return render_template("office/exceptions/close.html", subject=subject, subject_id=subject_id, amount=amount, form=form)


def _payment_or_404(payment_id: int) -> Payment:
    return exceptions.payment_by_id(payment_id) or abort(404)


def _refund_or_404(refund_id: int) -> Refund:
    return exceptions.refund_by_id(refund_id) or abort(404)


def _subject_or_404(subject: str, subject_id: int) -> Refund | Dispute:
    """Only what the books cannot settle by themselves: a refund made elsewhere, a dispute that was lost."""
    found = exceptions.refund_by_id(subject_id) if subject == "refund" else exceptions.dispute_by_id(subject_id)
    if isinstance(found, Refund) and found.cause is RefundCause.OUTSIDE:
        return found
    return found if isinstance(found, Dispute) and found.status is DisputeStatus.LOST else abort(404)
