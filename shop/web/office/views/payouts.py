"""Groups are paid: what is due, the batches, each row and what became of it: /office/money/payouts."""

from collections.abc import Callable

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.groups.income_details import mask_account, mask_promptpay
from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.identifiers import BANKS
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.moderation.queries import names_of
from shop.payouts import files, queries, service
from shop.payouts.actors import SamePerson
from shop.payouts.models import Payout, PayoutBatch, Way
from shop.payouts.queries import Stage
from shop.payouts.states import HAS_FILES, BatchStatus, PayoutStatus
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.office import asked, money_words
from shop.web.office.desk import blueprint
from shop.web.office.forms.money import EvidenceForm, ReasonForm

READ, MANAGE, APPROVE = Permission.MONEY_READ, Permission.MONEY_MANAGE, Permission.PAYOUT_APPROVE
ROW = "/money/payouts/<code>/rows/<int:number>"


@blueprint.get("/money/payouts")
@requires(READ)
def payouts() -> str:
    """What is due, why some of it is not paid, and the batches."""
    owed = queries.owed()
    due = queries.groups_due()
    lines = queries.batches(asked.number("before"), queries.PAGE + 1)
    return render_template(
        "office/payouts/index.html",
        payable=[each for each in due if each.hold is None],
        held=[each for each in due if each.hold],
        later=[each for each in owed if each.stage is Stage.LATER],
        returning=[each for each in owed if each.stage is Stage.RETURN_OPEN],
        in_batch=[each for each in owed if each.stage is Stage.IN_BATCH],
        lines=lines[: queries.PAGE],
        next=lines[queries.PAGE - 1].batch.id if len(lines) > queries.PAGE else None,
        draft=queries.draft(),
        words=money_words,
    )


@blueprint.post("/money/payouts")
@requires(MANAGE)
def start_batch() -> Response:
    with transaction():
        code = service.start_batch(actor()).code
    return _to(code)


@blueprint.get("/money/payouts/<code>")
@requires(READ)
def show_batch(code: str) -> str:
    return _page(_batch_or_404(code))


@blueprint.post("/money/payouts/<code>/close")
@requires(MANAGE)
def close_batch(code: str) -> Response | tuple[str, int]:
    """The ticked groups, each with the amount that the official was shown."""
    chosen = {group_id for group_id in request.form.getlist("group", type=int) if 0 < group_id < 2**31}
    seen = sum(request.form.get(f"satang-{group_id}", default=0, type=int) for group_id in chosen)
    return _do(code, lambda batch: service.close_batch(batch, chosen, seen, actor()), _("ปิดยอดแล้ว รอเจ้าหน้าที่อีกคนอนุมัติ"))


@blueprint.get("/money/payouts/<code>/approve")
@requires(APPROVE)
def ask_to_approve_batch(code: str) -> str:
    batch = _batch_or_404(code)
    return render_template(
        "office/payouts/approve.html", batch=batch, total=_total(batch.rows), is_own=batch.closed_by == actor().id
    )


@blueprint.post("/money/payouts/<code>/approve")
@requires(APPROVE)
def approve_batch(code: str) -> Response | tuple[str, int]:
    return _do(code, lambda batch: service.approve_batch(batch, actor()), _("อนุมัติแล้ว ส่งออกไฟล์ให้ธนาคารได้"))


@blueprint.get("/money/payouts/<code>/cancel")
@requires(MANAGE)
def ask_to_cancel_batch(code: str) -> str:
    return render_template("office/payouts/cancel.html", batch=_batch_or_404(code))


@blueprint.post("/money/payouts/<code>/cancel")
@requires(MANAGE)
def cancel_batch(code: str) -> Response | tuple[str, int]:
    return _do(code, lambda batch: service.cancel_batch(batch, actor()), _("ยกเลิกรอบนี้แล้ว เงินทั้งหมดกลับไปรอรอบใหม่"))


@blueprint.get("/money/payouts/<code>/export")
@requires(MANAGE)
def ask_to_export_batch(code: str) -> str:
    batch = _batch_or_404(code)
    return render_template("office/payouts/export.html", batch=batch, total=_total(batch.rows))


@blueprint.post("/money/payouts/<code>/export")
@requires(MANAGE)
def export_batch(code: str) -> Response | tuple[str, int]:
    return _do(code, lambda batch: service.export_batch(batch, actor()), _("ไฟล์พร้อมแล้ว ดาวน์โหลดแล้วส่งให้ธนาคาร"))


@blueprint.get("/money/payouts/<code>/<any(bank, promptpay):way>.csv")
@requires(MANAGE)
def payout_file(code: str, way: str) -> Response:
    """Always the same bytes; each time is written down, for it holds account numbers."""
    with transaction():
        batch = _batch_or_404(code)
        if batch.status not in HAS_FILES:
            abort(404)
        service.record_download(batch, Way(way), actor())
        made = files.file_of(batch, Way(way))
    answer = Response(made, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="payout-{batch.code}-{way}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.get("/money/payouts/<code>/paid")
@requires(MANAGE)
def ask_all_paid(code: str) -> str:
    form = EvidenceForm(formdata=None)
    form.paid_on.show(today())
    return _ask_paid(_batch_or_404(code), None, form)


@blueprint.post("/money/payouts/<code>/paid")
@requires(MANAGE)
def all_paid(code: str) -> Response | tuple[str, int]:
    form = EvidenceForm()
    return _fill_in(code, None, form, lambda batch, _row: service.mark_all_paid(batch, actor(), **_evidence(form)), _ask_paid)


@blueprint.get(f"{ROW}/paid")
@requires(MANAGE)
def ask_row_paid(code: str, number: int) -> str:
    form = EvidenceForm(formdata=None)
    form.paid_on.show(today())
    batch = _batch_or_404(code)
    return _ask_paid(batch, _row_or_404(batch, number), form)


@blueprint.post(f"{ROW}/paid")
@requires(MANAGE)
def row_paid(code: str, number: int) -> Response | tuple[str, int]:
    form = EvidenceForm()
    return _fill_in(code, number, form, lambda _batch, row: service.mark_paid(row, actor(), **_evidence(form)), _ask_paid)


@blueprint.get(f"{ROW}/<any(failed, returned):what>")
@requires(MANAGE)
def ask_row_failed(code: str, number: int, what: str) -> str:
    batch = _batch_or_404(code)
    return _ask_failed(what)(batch, _row_or_404(batch, number), ReasonForm(formdata=None))


@blueprint.post(f"{ROW}/<any(failed, returned):what>")
@requires(MANAGE)
def row_failed(code: str, number: int, what: str) -> Response | tuple[str, int]:
    form = ReasonForm()
    mark = service.mark_failed if what == "failed" else service.mark_returned
    return _fill_in(code, number, form, lambda _batch, row: mark(row, form.reason.data or "", actor()), _ask_failed(what))


def _do(code: str, step: Callable[[PayoutBatch], object], done: str) -> Response | tuple[str, int]:
    """One step of a batch; refused, its page says why and shows how it stands now."""
    try:
        with transaction():
            step(_batch_or_404(code))
    except Refusal as refused:
        flash(_why_not(refused), "warning")
        return _page(_batch_or_404(code)), 409
    flash(done, "success")
    return _to(code)


def _fill_in(code: str, number: int | None, form, step: Callable, ask: Callable) -> Response | tuple[str, int]:
    """What became of one row, or of all that wait."""
    batch = _batch_or_404(code)
    row = _row_or_404(batch, number) if number is not None else None
    if not form.validate():
        return ask(batch, row, form), 422
    try:
        with transaction():
            batch = _batch_or_404(code)
            step(batch, _row_or_404(batch, number) if number is not None else None)
    except BadValue as refused:
        form.refuse(refused)
        batch = _batch_or_404(code)
        return ask(batch, _row_or_404(batch, number) if number is not None else None, form), 422
    except LostRace as refused:
        flash(_why_not(refused), "warning")
        return _page(_batch_or_404(code)), 409
    flash(_("บันทึกแล้ว แจ้งกลุ่มแล้ว"), "success")
    return _to(code)


def _page(batch: PayoutBatch) -> str:
    is_draft = batch.status is BatchStatus.DRAFT
    due = queries.groups_due() if is_draft else []
    payable = [each for each in due if each.hold is None]
    return render_template(
        "office/payouts/show.html",
        batch=batch,
        payable=payable,
        held=[each for each in due if each.hold],
        seen=sum(each.satang for each in payable),
        total=_total(batch.rows),
        waiting=sum(row.status is PayoutStatus.WAITING for row in batch.rows),
        by_way={way: [row for row in batch.rows if row.way is way] for way in Way},
        has_files=batch.status in HAS_FILES,
        names=names_of({batch.opened_by, batch.closed_by, batch.approved_by, batch.exported_by, batch.cancelled_by}),
        is_own=batch.closed_by == actor().id,
        destination=_destination,
        reference_of=service.reference_of,
        words=money_words,
    )


def _ask_paid(batch: PayoutBatch, row: Payout | None, form: EvidenceForm) -> str:
    waiting = [each for each in batch.rows if each.status is PayoutStatus.WAITING]
    rows = [row] if row else waiting
    return render_template("office/payouts/paid.html", batch=batch, row=row, rows=rows, total=_total(rows), form=form)


def _ask_failed(what: str) -> Callable:
    def ask(batch: PayoutBatch, row: Payout, form: ReasonForm) -> str:
        return render_template("office/payouts/failed.html", batch=batch, row=row, form=form, what=what)

    return ask


def _destination(row: Payout) -> tuple[str, str, str]:
    """Bank or PromptPay, the masked number, and the name to compare it with."""
    details = row.details
    if row.way is Way.PROMPTPAY:
        return _("พร้อมเพย์"), mask_promptpay(details["promptpay_kind"], details["promptpay_id"]), details["name"]
    return BANKS[details["bank_code"]].name(locale()), mask_account(details["account"]), details["name"]


def _evidence(form: EvidenceForm) -> dict[str, object]:
    return {"reference": form.reference.data or "", "paid_on": form.paid_on.value}


def _total(rows: list[Payout]) -> int:
    return sum(row.amount_satang for row in rows)


def _why_not(refused: Refusal) -> str:
    """The likeliest words for what stopped it."""
    if isinstance(refused, SamePerson):
        return _("คนที่ปิดยอดอนุมัติเองไม่ได้ ให้เจ้าหน้าที่อีกคนอนุมัติ")
    if isinstance(refused, service.NothingDue):
        return _("เลือกกลุ่มที่จ่ายได้อย่างน้อยหนึ่งกลุ่ม")
    if isinstance(refused, service.DueChanged):
        return _("ยอดเปลี่ยนไปจากที่เห็นเมื่อครู่ ด้านล่างคือยอดล่าสุด ตรวจแล้วปิดยอดอีกครั้ง")
    if isinstance(refused, service.BatchOutdated):
        return _("มีการคืนเงินหรือขอคืนสินค้าหลังปิดยอด ยกเลิกรอบนี้แล้วเริ่มใหม่")
    return _("มีคนทำไปก่อนแล้ว ด้านล่างคือล่าสุด")


def _batch_or_404(code: str) -> PayoutBatch:
    return queries.batch_by_code(code) or abort(404)


def _row_or_404(batch: PayoutBatch, number: int) -> Payout:
    return next((row for row in batch.rows if row.number == number), None) or abort(404)


def _to(code: str) -> Response:
    return redirect(url_for("office.show_batch", code=code), 303)
