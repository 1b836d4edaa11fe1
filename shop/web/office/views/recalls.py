"""Recalls: recorded by who decides reviews, with the group's side and who was told; never taken away: /office/recalls."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue.models import Product
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import oversight
from shop.moderation.queries import names_of
from shop.recalls import queries, service, telling
from shop.recalls.models import Recall
from shop.web import recall_words
from shop.web.forms import Form
from shop.web.gate import actor, requires
from shop.web.office import asked
from shop.web.office.desk import blueprint
from shop.web.office.forms.recalls import EndForm, RecallForm, ReverseForm


@blueprint.get("/recalls")
@requires(Permission.REVIEW_DECIDE)
def recalls() -> str:
    before = asked.number("before")
    found = queries.recalls(before, queries.PAGE + 1)
    shown = found[: queries.PAGE]
    return render_template(
        "office/recalls/list.html",
        items=shown,
        total=queries.count_recalls(),
        next_url=url_for(".recalls", before=shown[-1].id) if len(found) > len(shown) else "",
        first_url=url_for(".recalls") if request.args.get("before") else "",
        words_of=recall_words,
    )


@blueprint.get("/products/<int:product_id>/recall")
@requires(Permission.REVIEW_DECIDE)
def new_recall(product_id: int) -> str:
    return _form(_product_or_404(product_id), RecallForm(formdata=None))


@blueprint.post("/products/<int:product_id>/recall")
@requires(Permission.REVIEW_DECIDE)
def record_recall(product_id: int) -> Response | tuple[str, int]:
    form = RecallForm()
    if not form.validate():
        return _form(_product_or_404(product_id), form), 422
    try:
        with transaction():
            recall_id = service.record_recall(_product_or_404(product_id), actor(), **form.values()).id
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _form(_product_or_404(product_id), form), 422
    except LostRace:
        db.session.rollback()
        flash(_("สถานะเปลี่ยนไปแล้ว ลองอีกครั้ง"), "warning")
        return _form(_product_or_404(product_id), form), 409
    flash(_("เรียกคืนแล้ว ผู้ซื้อไม่เห็นสินค้านี้อีก กำลังแจ้งคนที่ซื้อไป"), "success")
    return redirect(url_for(".show_recall", recall_id=recall_id), 303)


@blueprint.get("/recalls/<int:recall_id>")
@requires(Permission.REVIEW_DECIDE)
def show_recall(recall_id: int) -> str:
    return _page(recall_id)


@blueprint.post("/recalls/<int:recall_id>/close")
@requires(Permission.REVIEW_DECIDE)
def close_recall(recall_id: int) -> Response | tuple[str, int]:
    form = EndForm()
    try:
        with transaction():
            back = bool(form.back_on_sale.data)
            words = (form.outcome.data or "", actor(), form.outcome_en.data or "")
            service.close(_recall_or_404(recall_id), *words, back_on_sale=back)
    except BadValue as refused:
        return _refused(recall_id, form, refused, end=form)
    except LostRace:
        return _too_late(recall_id)
    flash(_("ปิดเรื่องแล้ว หน้าเรียกคืนยังอยู่ให้อ่าน"), "success")
    return redirect(url_for(".show_recall", recall_id=recall_id), 303)


@blueprint.post("/recalls/<int:recall_id>/reverse")
@requires(Permission.REVIEW_DECIDE)
def reverse_recall(recall_id: int) -> Response | tuple[str, int]:
    form = ReverseForm()
    try:
        with transaction():
            service.reverse(_recall_or_404(recall_id), form.correction.data or "", actor(), form.correction_en.data or "")
    except BadValue as refused:
        return _refused(recall_id, form, refused, mistake=form)
    except LostRace:
        return _too_late(recall_id)
    flash(_("ลงคำชี้แจงแล้ว สินค้ากลับมาขายได้ กำลังแจ้งคนที่เคยแจ้งไป"), "success")
    return redirect(url_for(".show_recall", recall_id=recall_id), 303)


def _refused(recall_id: int, form: Form, refused: BadValue, **shown: Form) -> tuple[str, int]:
    form.refuse(refused)
    return _page(recall_id, **shown), 422


def _too_late(recall_id: int) -> tuple[str, int]:
    flash(_("เรื่องนี้เปลี่ยนไปแล้ว ด้านล่างคือล่าสุด"), "warning")
    return _page(recall_id), 409


def _recall_or_404(recall_id: int) -> Recall:
    found = queries.recall_by_id(recall_id)
    return found or abort(404)


def _product_or_404(product_id: int) -> Product:
    """One that buyers could have bought."""
    product = oversight.product_by_id(product_id)
    return product if product and product.published_revision_id else abort(404)


def _form(product: Product, form: RecallForm) -> str:
    return render_template("office/recalls/new.html", product=product, form=form, past=queries.recalls_of_product(product.id))


def _page(recall_id: int, end: EndForm | None = None, mistake: ReverseForm | None = None) -> str:
    db.session.rollback()
    db.session.expire_all()
    recall = _recall_or_404(recall_id)
    return render_template(
        "office/recalls/show.html",
        recall=recall,
        orders=telling.count_orders(recall),
        names=names_of({recall.recalled_by, recall.ended_by}),
        end=end or EndForm(formdata=None),
        mistake=mistake or ReverseForm(formdata=None),
        words_of=recall_words,
    )
