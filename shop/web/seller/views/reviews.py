"""What buyers say of the group's goods, and its answer to each: /sell/reviews."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug import Response
from wtforms import TextAreaField

from shop.favourites import queries as favourites
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.reviews import queries, service
from shop.web import review_words
from shop.web.addresses import LARGEST
from shop.web.forms import Form
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.shelf import average


class AnswerForm(Form):
    refusals = review_words.REFUSALS

    words = TextAreaField(lazy_gettext("คำตอบของกลุ่ม"))


@blueprint.get("/reviews")
@requires(Permission.PRODUCT_EDIT)
def reviews() -> str:
    return _page()


@blueprint.post("/reviews/<int:review_id>/answer")
@requires(Permission.PRODUCT_EDIT)
def answer_review(review_id: int) -> Response | tuple[str, int]:
    form = AnswerForm()
    try:
        with transaction():
            review = queries.review_for_group(review_id, _group_id()) or abort(404)
            service.answer(review, form.words.data or "", actor())
    except BadValue as refused:
        db.session.rollback()
        form.refuse(refused)
        return _page(form, review_id), 422
    except (service.CannotReview, LostRace):
        db.session.rollback()
        flash(_("มีคนทำไปก่อนแล้ว ด้านล่างคือล่าสุด"), "warning")
        return _page(), 409
    flash(_("ส่งคำตอบแล้ว เจ้าหน้าที่อ่านแล้วจะขึ้นหน้าสินค้า"), "success")
    return redirect(url_for(".reviews", _anchor=f"review-{review_id}"), 303)


def _page(refused: AnswerForm | None = None, refused_id: int | None = None) -> str:
    before = request.args.get("before", type=int)
    before = before if before and 0 < before <= LARGEST else None
    found = queries.reviews_of_group(_group_id(), before, queries.PAGE + 1)
    shown = found[: queries.PAGE]
    if refused_id is not None and all(review.id != refused_id for review in shown):
        shown = [queries.review_for_group(refused_id, _group_id()), *shown]
    count, stars = queries.rating_of_group(_group_id())
    followers, wishes = favourites.count_of_group(_group_id())
    return render_template(
        "seller/reviews/list.html",
        reviews=shown,
        rating=average(stars, count),
        count=count,
        next_url=url_for(".reviews", before=shown[-1].id) if len(found) > queries.PAGE else "",
        refused=refused,
        followers=followers,
        wishes=wishes,
        refused_id=refused_id,
        most=service.LONGEST_ANSWER,
        review_words=review_words,
    )


def _group_id() -> int:
    return actor().group_id or abort(404)
