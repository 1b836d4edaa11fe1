"""Officials look at what buyers and groups wrote before anybody else does: /office/reviews."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from shop.conversations.contacts import found_in
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.refusals import LostRace, NotAllowed
from shop.orders import lists
from shop.reviews import deciding, queries
from shop.reviews.models import RefusedFor, Review, ReviewAnswer
from shop.reviews.photos import review_photos
from shop.web import evidence, review_words
from shop.web.gate import actor, requires
from shop.web.office.desk import blueprint
from shop.web.office.review import marked

MOST_AT_ONCE = 50
DECIDE = {"review": deciding.decide_review, "answer": deciding.decide_answer}


@blueprint.context_processor
def reviews_waiting() -> dict:
    """The number on the rail, for those who decide."""
    return {"review_count": queries.count_waiting()} if actor().can(Permission.REVIEW_DECIDE) else {}


@blueprint.get("/reviews")
@requires(Permission.REVIEW_DECIDE)
def buyer_reviews() -> str:
    return _page()


@blueprint.post("/reviews")
@requires(Permission.REVIEW_DECIDE)
def decide_buyer_reviews() -> Response | tuple[str, int]:
    """One by its own button, or all that are ticked; each in its own transaction, so that one that moved holds up no other."""
    refused_for = request.form.get("reason", "") if request.form.get("outcome") == "refuse" else None
    only = request.form.get("approve", "")
    chosen, refused_for = ([only], None) if only else (request.form.getlist("chosen")[:MOST_AT_ONCE], refused_for)
    problem = _problem(chosen, only, refused_for)
    if problem:
        return _page(problem, chosen), 422
    done = sum(_decide(*_named(name), refused_for) for name in chosen)
    if done:
        flash(ngettext("ตัดสินแล้ว %(num)s รายการ", "ตัดสินแล้ว %(num)s รายการ", done), "success")
    if done == len(chosen):
        return redirect(url_for(".buyer_reviews"), 303)
    return _page(_("บางรายการเปลี่ยนไปแล้ว มีคนตัดสินก่อน หรือคุณเป็นฝ่ายหนึ่งของเรื่องนั้น")), 409


@blueprint.get("/reviews/photos/<photo_key>/<int:width>.webp")
@requires(Permission.REVIEW_DECIDE)
def buyer_review_photo(photo_key: str, width: int) -> Response:
    photo = queries.photo_for_official(photo_key)
    return evidence.private_picture(review_photos.file_of(photo, width) if photo else None)


def _problem(chosen: list[str], only: str, refused_for: str | None) -> str:
    if not chosen:
        return _("ทำเครื่องหมายรายการที่จะตัดสินก่อน")
    if not only and request.form.get("outcome") not in ("approve", "refuse"):
        abort(422)
    if refused_for is not None and refused_for not in set(RefusedFor):
        return _("เลือกเหตุผลที่ไม่ให้ขึ้น")
    return ""


def _named(name: str) -> tuple[str, int, int]:
    """ "review-12-1": what it is, its id, and what of it she saw."""
    kind, _dash, numbers = name.partition("-")
    of_id, _dash, number = numbers.partition("-")
    if kind not in DECIDE or not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (of_id, number)):
        abort(422)
    return kind, int(of_id), int(number)


def _decide(kind: str, of_id: int, number: int, refused_for: str | None) -> bool:
    try:
        with transaction():
            DECIDE[kind](of_id, number, refused_for, actor())
    except (LostRace, NotAllowed):
        return False
    return True


def _page(problem: str = "", chosen: list[str] = ()) -> str:
    db.session.rollback()
    waiting = queries.waiting()
    of = [one if isinstance(one, Review) else one.review for one in waiting]
    return render_template(
        "office/reviews/list.html",
        items=list(zip(waiting, of, strict=True)),
        is_answer=lambda one: isinstance(one, ReviewAnswer),
        total=queries.count_waiting(),
        names=lists.names_of_groups({review.group_id for review in of}),
        marked=lambda words: marked(words, found_in(words)),
        review_words=review_words,
        problem=problem,
        chosen=chosen,
    )
