"""An exhibitor list brought in: /office/fairs/<slug>/import, from the file to what is saved. What was saved: list_results."""

import hashlib

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop.exhibitors import keeping, service
from shop.exhibitors.marking import marked
from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.exhibitors.reading import Meaning
from shop.fairs import queries
from shop.fairs.models import Fair
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import LostRace
from shop.kernel.storage import NoSuchFile
from shop.web.exhibitor_words import marking_words
from shop.web.gate import actor, requires
from shop.web.office import list_preview, list_words
from shop.web.office.desk import blueprint
from shop.web.office.forms.lists import BadAnswer, answers_given, columns_given, invalid_file, version_given
from shop.web.office.views.list_results import saved_page
from shop.web.sheets import workbook_file

MOST_BYTES = 10 * 1024 * 1024


@blueprint.get("/fairs/<slug>/import")
@requires(Permission.FAIR_MANAGE)
def fair_lists(slug: str) -> str:
    return _lists(fair_or_404(slug))


@blueprint.post("/fairs/<slug>/import")
@requires(Permission.FAIR_MANAGE)
def bring_in_list(slug: str) -> Response | tuple[str, int]:
    """The file is kept privately and a job reads it."""
    fair = fair_or_404(slug)
    sent = request.files.get("file")
    content = sent.stream.read(MOST_BYTES + 1) if sent else b""
    if problem := invalid_file(content, MOST_BYTES):
        return _lists(fair, problem), 422
    db.session.rollback()
    file_key = keeping.store_file(content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction():
        name = (sent.filename or "").replace("\\", "/").rsplit("/", 1)[-1] or _("รายชื่อ")
        code = service.begin(fair_or_404(slug), name, digest, len(content), file_key, actor()).code
    return redirect(url_for(".fair_list", slug=slug, code=code), 303)


@blueprint.get("/fairs/<slug>/import/<code>")
@requires(Permission.FAIR_MANAGE)
def fair_list(slug: str, code: str) -> str | Response:
    """Where it stands: being read, looked at, being saved, or what became of it."""
    batch = batch_or_404(slug, code)
    if batch.status is BatchStatus.READY:
        return _preview(batch)
    if batch.status in (BatchStatus.READING, BatchStatus.SAVING):
        return render_template("office/lists/working.html", fair=batch.fair, batch=batch)
    if batch.status in (BatchStatus.SAVED, BatchStatus.UNDONE):
        return saved_page(batch)
    if batch.status is BatchStatus.DISCARDED:
        return redirect(url_for(".fair_lists", slug=slug), 303)
    return render_template("office/lists/failed.html", fair=batch.fair, batch=batch, words=list_words.fault_of(batch))


@blueprint.post("/fairs/<slug>/import/<code>/columns")
@requires(Permission.FAIR_MANAGE)
def say_columns(slug: str, code: str) -> Response | tuple[str, int]:
    """What each column means: read anew so, and remembered for the next list of this office."""
    batch = batch_or_404(slug, code)
    said = columns_given(_kept(batch).reading.columns)
    if said:
        _answer(
            batch, service.Answers(columns={(column.sheet, column.letter): meaning for column, meaning in said.items()}), said
        )
    return redirect(url_for(".fair_list", slug=slug, code=code), 303)


@blueprint.post("/fairs/<slug>/import/<code>/answers")
@requires(Permission.FAIR_MANAGE)
def answer_list(slug: str, code: str) -> Response | tuple[str, int]:
    """Whether a cell names several products, what a price is, whether a group is one that is known."""
    batch = batch_or_404(slug, code)
    try:
        said = answers_given(_kept(batch))
    except BadAnswer as bad:
        return _preview(batch, bad.words), 422
    _answer(batch, said, {})
    return redirect(url_for(".fair_list", slug=slug, code=code), 303)


@blueprint.post("/fairs/<slug>/import/<code>/save")
@requires(Permission.FAIR_MANAGE)
def save_list(slug: str, code: str) -> Response | tuple[str, int]:
    """All of it, by a job; pressed twice it is saved once."""
    batch = batch_or_404(slug, code)
    if batch.status is BatchStatus.READY and not list_preview.plan_now(batch, _kept(batch)).may_be_saved:
        return _preview(batch, _("ยังบันทึกไม่ได้ มีช่องที่ต้องแก้ในไฟล์หรือคำถามที่ยังไม่ได้ตอบ")), 422
    try:
        with transaction():
            service.ask_to_save(batch_or_404(slug, code), version_given(), actor())
    except LostRace:
        _say_somebody_else()
    return redirect(url_for(".fair_list", slug=slug, code=code), 303)


@blueprint.post("/fairs/<slug>/import/<code>/discard")
@requires(Permission.FAIR_MANAGE)
def discard_list(slug: str, code: str) -> Response:
    try:
        with transaction():
            service.discard(batch_or_404(slug, code), actor())
    except LostRace:
        _say_somebody_else()
        return redirect(url_for(".fair_list", slug=slug, code=code), 303)
    flash(_("เอารายชื่อนี้ออกแล้ว ไม่มีอะไรถูกบันทึก"), "success")
    return redirect(url_for(".fair_lists", slug=slug), 303)


@blueprint.get("/fairs/<slug>/import/<code>/marked.xlsx")
@requires(Permission.FAIR_MANAGE)
def marked_list(slug: str, code: str) -> Response:
    """The same workbook with what is wrong marked in its cells, to be put right and sent again."""
    batch = batch_or_404(slug, code)
    kept = _kept(batch)
    problems = list_preview.plan_now(batch, kept).problems
    content, name = keeping.file_of(batch.file_key), batch.filename
    db.session.rollback()
    return workbook_file(f"marked-{code}", marked(content, name, problems, marking_words(list_words.said_of)))


def _answer(batch: ImportBatch, said: service.Answers, remembered: dict) -> None:
    slug, code = batch.fair.slug, batch.code
    try:
        with transaction():
            standing = batch_or_404(slug, code)
            service.answer(standing, version_given(), said, actor())
            headers: dict[str, Meaning] = {column.header: meaning for column, meaning in remembered.items()}
            service.remember_columns(standing.office, headers, actor())
    except LostRace:
        _say_somebody_else()


def _say_somebody_else() -> None:
    flash(_("มีคนแก้หรือบันทึกรายชื่อนี้ไปก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")


def _lists(fair: Fair, problem: str = "") -> str:
    batches = service.batches_of(fair.id)
    return render_template("office/lists/index.html", fair=fair, batches=batches, problem=problem, statuses=list_words.STATUSES)


def _preview(batch: ImportBatch, problem: str = "") -> str:
    if batch.status is not BatchStatus.READY:
        abort(409)
    return list_preview.page(batch, _kept(batch), problem)


def _kept(batch: ImportBatch) -> keeping.Kept:
    """What was read of the version that stands; a list that is no longer looked at has none."""
    try:
        return keeping.kept_of(batch.file_key or "-", batch.version)
    except NoSuchFile:
        abort(409)


def fair_or_404(slug: str) -> Fair:
    return queries.fair_by_slug(slug) or abort(404)


def batch_or_404(slug: str, code: str) -> ImportBatch:
    return service.batch_by_code(fair_or_404(slug).id, code) or abort(404)
