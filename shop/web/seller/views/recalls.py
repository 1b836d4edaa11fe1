"""What was recalled of the group's, and its side of it: /sell/recalls."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.recalls import queries, service
from shop.recalls.models import Recall
from shop.web import recall_words
from shop.web.gate import actor, requires
from shop.web.said import WordsForm
from shop.web.seller.desk import blueprint


@blueprint.get("/recalls")
@requires(Permission.PRODUCT_EDIT)
def recalls() -> str:
    group_id = actor().group_id or abort(404)
    return render_template("seller/recalls/list.html", items=queries.recalls_of_group(group_id), words_of=recall_words)


@blueprint.get("/recalls/<int:recall_id>")
@requires(Permission.PRODUCT_EDIT)
def show_recall(recall_id: int) -> str:
    return _page(_own_recall(recall_id), WordsForm.blank())


@blueprint.post("/recalls/<int:recall_id>")
@requires(Permission.PRODUCT_EDIT)
def answer_recall(recall_id: int) -> Response | tuple[str, int]:
    form = WordsForm()
    try:
        with transaction():
            service.answer(_own_recall(recall_id), form.words.data or "", actor())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(_own_recall(recall_id), form), 422
    except LostRace:
        db.session.rollback()
        flash(_("มีคนทำไปก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")
        return _page(_own_recall(recall_id), form), 409
    flash(_("ส่งถึงเจ้าหน้าที่แล้ว"), "success")
    return redirect(url_for(".show_recall", recall_id=recall_id), 303)


def _own_recall(recall_id: int) -> Recall:
    group_id = actor().group_id or abort(404)
    found = queries.recall_for_group(recall_id, group_id)
    return found or abort(404)


def _page(recall: Recall, form: WordsForm) -> str:
    return render_template("seller/recalls/show.html", recall=recall, form=form, words_of=recall_words)
