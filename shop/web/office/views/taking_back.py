"""A decision taken back within ten minutes, by whom it was taken: /office/submissions/<id>/take-back."""

from flask import abort, flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue.reversal import ChangedMeanwhile, SoldMeanwhile
from shop.kernel.access import Permission
from shop.kernel.database import transaction
from shop.moderation import queries
from shop.moderation import service as moderation
from shop.moderation.models import Decision
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint

REFUSALS = (ChangedMeanwhile, SoldMeanwhile, moderation.NotYours, moderation.TooLate)


@blueprint.post("/submissions/<int:submission_id>/take-back")
@requires(Permission.REVIEW_DECIDE)
def take_back_decision(submission_id: int) -> Response:
    submission = queries.submission_by_id(submission_id) or abort(404)
    try:
        with transaction():
            moderation.take_back(submission, actor())
    except REFUSALS as refused:
        flash(said_why_not(refused), "error")
        return redirect(url_for("office.review", submission_id=submission_id), 303)
    flash(_("เอาคำตัดสินคืนแล้ว กลุ่มได้รับแจ้ง คำขอนี้เป็นของคุณอีกครั้ง"), "success")
    return redirect(url_for("office.review", submission_id=submission_id), 303)


def said_why_not(refused: Exception) -> str:
    return {
        ChangedMeanwhile: _("เอาคำตัดสินคืนไม่ได้แล้ว กลุ่มหรือเจ้าหน้าที่คนอื่นทำอะไรต่อไปแล้ว"),
        SoldMeanwhile: _("เอาคำตัดสินคืนไม่ได้แล้ว มีผู้ซื้อสั่งซื้อไปแล้ว ถ้าขายต่อไม่ได้ ให้ระงับที่หน้าของสินค้า"),
        moderation.NotYours: _("เอาคืนได้เฉพาะคนที่ตัดสิน"),
        moderation.TooLate: _("เกินสิบนาทีแล้ว เอาคำตัดสินคืนไม่ได้ ถ้าอนุมัติผิด ให้ระงับ"),
    }[type(refused)]


def last_decision() -> Decision | None:
    """What she may still take back, asked once a page."""
    if "last_decision" not in g:
        g.last_decision = moderation.last_decision(actor()) if actor().can(Permission.REVIEW_DECIDE) else None
    return g.last_decision
