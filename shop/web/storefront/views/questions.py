"""Ask the group about a product, and read what it answered: /products/<id>/questions and /questions/<id>."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue import queries as catalogue
from shop.catalogue.models import Product
from shop.conversations import queries, questions
from shop.conversations.contacts import mask
from shop.conversations.models import Question
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, Refusal
from shop.notices.service import Recipient
from shop.people.identifier import read_identifier
from shop.people.queries import recipient_of
from shop.people.throttle import TooManyTries
from shop.web.addresses import LARGEST
from shop.web.gate import actor, public
from shop.web.kept import kept, shows_only
from shop.web.language import locale
from shop.web.storefront.desk import blueprint
from shop.web.storefront.forms.questions import AskForm


@blueprint.get("/products/<int:product_id>/questions")
@public
@kept
def questions_of_product(product_id: int) -> str:
    product = _listed(product_id)
    shows_only(product.group_id)
    before = request.args.get("before", type=int)
    found = queries.public_questions(product.id, queries.PAGE + 1, before if before and 0 < before <= LARGEST else None)
    shown = found[: queries.PAGE]
    return render_template(
        "storefront/questions/list.html",
        product=product,
        questions=shown,
        total=queries.count_public(product.id),
        next=shown[-1].id if len(found) > queries.PAGE else None,
        is_first=before is None,
        mask=mask,
    )


@blueprint.get("/products/<int:product_id>/ask")
@public
def ask_about_product(product_id: int) -> str:
    return _ask_page(_listed(product_id), AskForm.blank())


@blueprint.post("/products/<int:product_id>/ask")
@public
def send_question(product_id: int) -> Response | tuple[str, int]:
    form = AskForm()
    try:
        with transaction():
            question = _ask(_listed(product_id), form)
            where = url_for(".show_question", question_id=question.id, key=None if question.account_id else question.link_key)
    except BadValue as refused:
        form.refuse(refused)
        return _ask_page(_listed(product_id), form), 422
    except TooManyTries:
        form.form_errors.append(_("วันนี้ถามครบจำนวนแล้ว ถามใหม่ได้พรุ่งนี้ คำถามที่ส่งไปแล้วกลุ่มจะตอบให้"))
        return _ask_page(_listed(product_id), form), 429
    except Refusal as refused:
        form.form_errors.append(_why_not(refused))
        return _ask_page(_listed(product_id), form), 409
    flash(_("ส่งคำถามถึงกลุ่มแล้ว เมื่อกลุ่มตอบเราจะแจ้งคุณ"), "success")
    return redirect(where, 303)


@blueprint.get("/questions/<int:question_id>")
@public
def show_question(question_id: int) -> str:
    """To who asked it: by the link that was sent, or signed in."""
    question = queries.question_for_key(question_id, request.args.get("key", "")) or (
        queries.question_for_account(question_id, g.account.id) if g.account else None
    )
    if question is None:
        abort(404)
    g.is_private = True
    return render_template("storefront/questions/show.html", question=question)


def _ask(product: Product, form: AskForm) -> Question:
    return questions.ask(
        product,
        _asker(form),
        form.words.data or "",
        actor(),
        token=form.token.data or "",
        name=form.name.data or "",
        wants_private=form.wants_private.data,
        is_sure=form.sure.data,
        address=request.remote_addr,
    )


def _asker(form: AskForm) -> Recipient:
    """Raises BadIdentifier."""
    if g.account:
        return recipient_of(g.account)
    given = read_identifier(form.identifier.data or "")
    return Recipient(None, given.email, given.phone, locale())


def _why_not(refused: Refusal) -> str:
    if isinstance(refused, questions.TooManyWaiting):
        return _("คุณถามเรื่องสินค้านี้ไว้แล้ว รอกลุ่มตอบก่อนนะ")
    if isinstance(refused, questions.OwnProduct):
        return _("นี่เป็นสินค้าของกลุ่มคุณเอง ผู้ซื้อเป็นผู้ถาม")
    return _("วันนี้มีคนถามเรื่องสินค้านี้มากแล้ว กลับมาถามพรุ่งนี้ได้")


def _listed(product_id: int) -> Product:
    found = catalogue.listed_product(product_id)
    return found or abort(404)


def _ask_page(product: Product, form: AskForm) -> str:
    db.session.rollback()
    return render_template("storefront/questions/ask.html", product=_listed(product.id), form=form)
