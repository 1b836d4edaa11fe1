"""Many approved at once, of kinds that the office allowed: chosen, read once more, then each decided by itself: /office/bulk."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import Refusal
from shop.moderation import bulk, settings
from shop.moderation import service as moderation
from shop.web.gate import actor, requires
from shop.web.office import words
from shop.web.office.desk import blueprint
from shop.web.office.titles import title_of


@blueprint.get("/bulk")
@requires(Permission.REVIEW_DECIDE)
def bulk_approval() -> str:
    return _page()


@blueprint.post("/bulk/confirm")
@requires(Permission.REVIEW_DECIDE)
def confirm_bulk() -> str | tuple[str, int]:
    """What is about to be approved, all of it, once more."""
    chosen = _chosen()
    found = bulk.candidates(actor(), chosen) if chosen else []
    if not found:
        return _page(_("เลือกอย่างน้อยหนึ่งรายการที่ยังรออยู่")), 422
    return render_template("office/bulk/confirm.html", found=found, title_of=title_of, words=words, gone=len(chosen) - len(found))


@blueprint.post("/bulk")
@requires(Permission.REVIEW_DECIDE)
def approve_bulk() -> Response | tuple[str, int]:
    """Each in its own transaction, so that one that moved holds up no other; what was left undone is named."""
    chosen = _chosen()
    if not chosen:
        return _page(_("เลือกอย่างน้อยหนึ่งรายการที่ยังรออยู่")), 422
    done = 0
    for submission_id in chosen:
        try:
            with transaction():
                bulk.approve_among(submission_id, actor(), len(chosen))
            done += 1
        except Refusal as refused:
            db.session.rollback()
            flash(_("ไม่ได้อนุมัติคำขอเลขที่ %(id)s: %(why)s", id=submission_id, why=_why_not(refused)), "error")
    if done:
        flash(ngettext("อนุมัติแล้ว %(num)s รายการ แจ้งกลุ่มแล้ว", "อนุมัติแล้ว %(num)s รายการ แจ้งกลุ่มแล้ว", done), "success")
    return redirect(url_for("office.bulk_approval"), 303)


def _why_not(refused: Refusal) -> str:
    if isinstance(refused, moderation.HeldByAnother):
        return _("คนอื่นเปิดตรวจอยู่")
    if isinstance(refused, bulk.NotForMany):
        return _("อนุมัติรวมกับรายการอื่นไม่ได้แล้ว เปิดตรวจทีละรายการ")
    return _("มีคนตัดสินก่อน หรือกลุ่มเปลี่ยนไปแล้ว")


def _chosen() -> list[int]:
    typed = request.form.getlist("submission")
    if len(typed) > bulk.MOST or not all(one.isascii() and one.isdecimal() and len(one) < 10 for one in typed):
        abort(422)
    return sorted({int(one) for one in typed})


def _page(problem: str = "") -> str:
    return render_template(
        "office/bulk/index.html",
        found=bulk.candidates(actor()),
        settings=settings.read_settings(),
        title_of=title_of,
        words=words,
        problem=problem,
    )
