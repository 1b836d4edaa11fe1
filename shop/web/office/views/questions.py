"""An official takes down a question that everybody reads: /office/questions/<id>."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.conversations import queries, questions
from shop.conversations.models import Question
from shop.conversations.states import QuestionStatus
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint
from shop.web.said import REFUSALS


@blueprint.get("/questions/<int:question_id>/take-down")
@requires(Permission.REVIEW_DECIDE)
def ask_to_take_down(question_id: int) -> str:
    return _page(_public_or_404(question_id))


@blueprint.post("/questions/<int:question_id>/take-down")
@requires(Permission.REVIEW_DECIDE)
def take_down_question(question_id: int) -> Response | tuple[str, int]:
    reason = request.form.get("reason", "")
    try:
        with transaction():
            questions.take_down(_public_or_404(question_id), actor(), reason)
    except BadValue as refused:
        db.session.rollback()
        return _page(_public_or_404(question_id), reason, str(REFUSALS[refused.field, refused.reason])), 422
    except LostRace:
        db.session.rollback()
        return _page(_public_or_404(question_id)), 409
    flash(_("เอาคำถามออกแล้ว แจ้งกลุ่มและคนถามแล้ว"), "success")
    return redirect(url_for(".ask_to_take_down", question_id=question_id), 303)


def _public_or_404(question_id: int) -> Question:
    found = queries.question_for_official(question_id)
    return found or abort(404)


def _page(question: Question, reason: str = "", problem: str = "") -> str:
    is_down = question.status is QuestionStatus.TAKEN_DOWN
    return render_template("office/questions/take_down.html", question=question, reason=reason, problem=problem, is_down=is_down)
