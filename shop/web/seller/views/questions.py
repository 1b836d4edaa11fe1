"""What people ask the group about its products: /sell/questions."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations import queries, questions
from shop.conversations.models import Question
from shop.conversations.states import QuestionStatus
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.web.addresses import LARGEST
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.questions import FOR_ALL, AnswerQuestionForm
from shop.web.seller.views.orders import as_group


@blueprint.get("/questions")
@requires(Permission.PRODUCT_EDIT)
def list_questions() -> str:
    group_id = actor().group_id or abort(404)
    before = request.args.get("before", type=int)
    found = queries.questions_of_group(group_id, queries.PAGE + 1, before if before and 0 < before <= LARGEST else None)
    shown = found[: queries.PAGE]
    return render_template(
        "seller/questions/list.html",
        questions=shown,
        next=shown[-1].id if len(found) > queries.PAGE and shown[-1].status is not QuestionStatus.WAITING else None,
    )


@blueprint.get("/questions/<int:question_id>")
@requires(Permission.PRODUCT_EDIT)
def show_question(question_id: int) -> str:
    question = _own_question(question_id)
    return _page(question, AnswerQuestionForm.blank(words=question.answer))


@blueprint.post("/questions/<int:question_id>")
@requires(Permission.PRODUCT_EDIT)
def answer_question(question_id: int) -> Response | tuple[str, int]:
    """The answer, or where it was given for all to read, a better one."""
    form = AnswerQuestionForm()
    try:
        with transaction():
            _answer(_own_question(question_id), form)
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(_own_question(question_id), form), 422
    except LostRace:
        db.session.rollback()
        flash(_("มีคนตอบหรือแก้คำถามนี้ไปแล้ว ดูล่าสุดด้านล่าง"), "error")
        question = _own_question(question_id)
        return _page(question, AnswerQuestionForm.blank(words=question.answer)), 409
    flash(_("บันทึกคำตอบแล้ว"), "success")
    return redirect(url_for(".list_questions"), 303)


def _answer(question: Question, form: AnswerQuestionForm) -> None:
    words, is_sure = form.words.data or "", form.sure.data
    if question.status is QuestionStatus.PUBLIC:
        questions.correct(question, words, as_group(), is_sure=is_sure)
    else:
        is_public = form.is_for_all(question.wants_private)
        questions.answer(question, words, as_group(), is_public=is_public, is_sure=is_sure)


def _own_question(question_id: int) -> Question:
    found = queries.question_for_group(question_id, actor().group_id or abort(404))
    return found or abort(404)


def _page(question: Question, form: AnswerQuestionForm) -> str:
    form.shown_to.data = form.shown_to.data or FOR_ALL
    return render_template("seller/questions/show.html", question=question, form=form)
