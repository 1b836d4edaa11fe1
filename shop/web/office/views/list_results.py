"""What a list became: /office/fairs/<slug>/import/<code> once it is saved, its links for groups, and undoing it."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from shop.exhibitors import service, undoing
from shop.exhibitors.models import BatchStatus, ImportBatch, MadeKind
from shop.fairs import queries
from shop.groups import claims
from shop.groups.claims import ClaimRow
from shop.groups.members import AlreadyMember
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import LostRace
from shop.papers.claim_slips import draw_slips, slips_of
from shop.web.gate import actor, requires
from shop.web.office import asked, list_words
from shop.web.office.desk import blueprint
from shop.web.office.views.fair_papers import press
from shop.web.sheets import pdf_file

AT_ONCE = 50


def saved_page(batch: ImportBatch) -> str:
    """What was made, and what became of the links."""
    made = undoing.made_by(batch, MadeKind.GROUP)
    rows = claims.claim_rows(made)
    return render_template(
        "office/lists/saved.html",
        fair=batch.fair,
        batch=batch,
        rows=rows[first() : first() + AT_ONCE],
        first=first(),
        total=len(rows),
        figures=figures_of(rows),
        at_once=AT_ONCE,
        is_open=claims.is_open,
        reaches=claims.recipient_of,
        stays=list_words.STAYS,
    )


def figures_of(rows: list[ClaimRow]) -> dict[str, int]:
    """How many groups have their people, wait with a link, were told, and can be told now."""
    waiting = [row for row in rows if not row.has_owner]
    is_new = [row for row in waiting if claims.is_open(row.claim) and not row.claim.sent_at]
    return {
        "claimed": len(rows) - len(waiting),
        "sent": sum(bool(row.claim and row.claim.sent_at) for row in waiting),
        "reachable": sum(claims.recipient_of(row) is not None for row in is_new),
        "printable": sum(claims.is_open(row.claim) for row in waiting),
    }


def first() -> int:
    return asked.number("from") or 0


@blueprint.post("/fairs/<slug>/import/<code>/claims")
@requires(Permission.FAIR_MANAGE)
def send_claims(slug: str, code: str) -> Response:
    """Tell all that can be told and were not; pressed twice, each is told once."""
    with transaction():
        batch = _saved_or_404(slug, code)
        rows = [row for row in claims.claim_rows(undoing.made_by(batch, MadeKind.GROUP)) if not row.has_owner]
        count = claims.send_claims(rows, batch.fair.title, actor())
    if count:
        flash(ngettext("ส่งคำเชิญแล้ว %(num)s กลุ่ม", "ส่งคำเชิญแล้ว %(num)s กลุ่ม", count), "success")
    else:
        flash(_("ไม่มีกลุ่มที่ส่งคำเชิญได้ ส่งไปแล้วหรือไม่มีเบอร์มือถือ"), "warning")
    return redirect(url_for(".fair_list", slug=slug, code=code), 303)


@blueprint.post("/fairs/<slug>/import/<code>/claims/<int:group_id>")
@requires(Permission.FAIR_MANAGE)
def change_claim(slug: str, code: str, group_id: int) -> Response:
    """`do`: a link made anew, or the one there is withdrawn."""
    do = request.form.get("do")
    if do not in ("anew", "withdraw"):
        abort(422)
    try:
        with transaction():
            row = _row_or_404(_saved_or_404(slug, code), group_id)
            if do == "anew":
                claims.make_anew(row.group, actor())
            else:
                claims.withdraw_claim(row.group, actor())
    except AlreadyMember:
        flash(_("มีคนรับร้านนี้ไปแล้ว"), "warning")
    except LostRace:
        flash(_("ลิงก์ถูกเปลี่ยนหรือใช้ไปก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")
    else:
        flash(_("ทำลิงก์ใหม่แล้ว ลิงก์เดิมใช้ไม่ได้อีก") if do == "anew" else _("ถอนลิงก์แล้ว ใช้ไม่ได้อีก"), "success")
    return redirect(url_for(".fair_list", slug=slug, code=code, **asked.kept(**{"from": request.form.get("from", "")})), 303)


@blueprint.get("/fairs/<slug>/import/<code>/slips.pdf")
@requires(Permission.FAIR_MANAGE)
def claim_slips(slug: str, code: str) -> Response:
    """Slips to hand over at the booths, of all groups that nobody came into; `group`: of one."""
    batch = _saved_or_404(slug, code)
    wanted = asked.number("group")
    rows = [row for row in claims.claim_rows(undoing.made_by(batch, MadeKind.GROUP)) if not row.has_owner]
    slips = slips_of(batch.fair, [row for row in rows if wanted in (None, row.group.id)])
    if not slips:
        abort(404)
    db.session.rollback()
    answer = pdf_file(f"claim-slips-{batch.code}", draw_slips(slips, press()))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/fairs/<slug>/import/<code>/undo")
@requires(Permission.FAIR_MANAGE)
def ask_to_undo(slug: str, code: str) -> str:
    batch = _saved_or_404(slug, code)
    return render_template(
        "office/lists/undo.html", fair=batch.fair, batch=batch, plan=undoing.undoing_of(batch), **_staying(batch)
    )


@blueprint.post("/fairs/<slug>/import/<code>/undo")
@requires(Permission.FAIR_MANAGE)
def undo_list(slug: str, code: str) -> Response:
    try:
        with transaction():
            undoing.undo(_saved_or_404(slug, code), actor())
    except undoing.AlreadySold:
        flash(_("ยกเลิกไม่ได้ มีคนสั่งซื้อสินค้าในรายชื่อนี้แล้ว"), "warning")
    except LostRace:
        flash(_("รายชื่อนี้ถูกยกเลิกไปก่อนแล้ว"), "warning")
    else:
        flash(_("ยกเลิกการนำเข้าแล้ว"), "success")
    return redirect(url_for(".fair_list", slug=slug, code=code), 303)


def _staying(batch: ImportBatch) -> dict[str, object]:
    """Groups that would stay, by name, and why."""
    plan = undoing.undoing_of(batch)
    rows = claims.claim_rows(plan.staying_groups)
    return {"staying": [(row, list_words.STAYS[plan.staying_groups[row.group.id]]) for row in rows]}


def _row_or_404(batch: ImportBatch, group_id: int) -> ClaimRow:
    if group_id not in undoing.made_by(batch, MadeKind.GROUP):
        abort(404)
    return next(iter(claims.claim_rows([group_id])), None) or abort(404)


def _saved_or_404(slug: str, code: str) -> ImportBatch:
    fair = queries.fair_by_slug(slug) or abort(404)
    batch = service.batch_by_code(fair.id, code) or abort(404)
    return batch if batch.status in (BatchStatus.SAVED, BatchStatus.UNDONE) else abort(404)
