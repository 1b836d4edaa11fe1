"""A buyer's review of one line of an order: /orders/<code>/lines/<id>/review; and what is public: /products/<id>/reviews."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue import queries as catalogue
from shop.kernel.database import transaction
from shop.kernel.erased import unmarked
from shop.kernel.refusals import BadValue, LostRace
from shop.orders.models import Order, OrderLine
from shop.reviews import queries, service
from shop.reviews.models import Review, Standing
from shop.reviews.photos import review_photos
from shop.web import evidence
from shop.web.addresses import LARGEST
from shop.web.evidence import Evidence
from shop.web.gate import public
from shop.web.kept import kept, shows_only
from shop.web.shelf import average
from shop.web.storefront.desk import blueprint
from shop.web.storefront.following import Follower, order_or_404
from shop.web.storefront.forms.reviews import ReviewForm
from shop.web.storefront.views.orders import again, order_page


@blueprint.get("/orders/<code>/lines/<int:line_id>/review")
@public
def show_review(code: str, line_id: int) -> str | tuple[str, int]:
    order, follower = order_or_404(code)
    line = _line_or_404(order, line_id)
    review = queries.reviews_of_order(order.id).get(line.id)
    if not _may(line, review, follower):
        return cannot_review(order, follower)
    typed = {"stars": str(review.stars), "words": unmarked(review.words), "with_name": bool(review.name)} if review else {}
    return review_page(order, line, review, follower, ReviewForm(formdata=None, data=typed))


@blueprint.post("/orders/<code>/lines/<int:line_id>/review")
@public
def save_review(code: str, line_id: int) -> Response | tuple[str, int]:
    order, follower = order_or_404(code)
    line = _line_or_404(order, line_id)
    review = queries.reviews_of_order(order.id).get(line.id)
    if not _may(line, review, follower):
        return cannot_review(order, follower)
    form, sent = ReviewForm(), evidence.received_about(f"review of {line.id}", service.MOST_PHOTOS, review_photos.store)
    if not form.check(review, sent):
        return review_page(order, line, review, follower, form, sent), 422
    try:
        with transaction():
            order, follower = order_or_404(code)
            written = _save(_line_or_404(order, line_id), form, sent, follower)
            is_public = written.status is Standing.APPROVED
    except (service.CannotReview, LostRace, BadValue):  # it came true meanwhile
        return cannot_review(*again(code))
    flash(_("ขอบคุณ ดาวของคุณขึ้นหน้าสินค้าแล้ว") if is_public else _("ขอบคุณ เจ้าหน้าที่อ่านแล้วจะขึ้นหน้าสินค้า"), "success")
    return redirect(url_for(".show_order", code=code, key=follower.key or None, _anchor="reviews"), 303)


@blueprint.get("/orders/<code>/reviews/photos/<photo_key>/<int:width>.webp")
@public
def review_photo(code: str, photo_key: str, width: int) -> Response:
    order, _follower = order_or_404(code)
    photo = queries.photo_of_order(photo_key, order.id)
    return evidence.private_picture(review_photos.file_of(photo, width) if photo else None)


@blueprint.get("/products/<int:product_id>/reviews")
@public
@kept
def product_reviews(product_id: int) -> str:
    """All of them, newest first; `before` is the last one shown."""
    found = catalogue.listed_product(product_id) or abort(404)
    shows_only(found.group_id)
    before = request.args.get("before", type=int)
    before = before if before and 0 < before <= LARGEST else None
    reviews = queries.reviews_of_product(found.id, queries.PAGE + 1, before)
    shown = reviews[: queries.PAGE]
    return render_template(
        "storefront/catalogue/reviews.html",
        product=found,
        rating=average(found.star_sum, found.review_count),
        spread=queries.spread_of_product(found.id),
        reviews=shown,
        next_url=url_for(".product_reviews", product_id=found.id, before=shown[-1].id) if len(reviews) > len(shown) else "",
        is_first=before is None,
    )


def review_page(
    order: Order, line: OrderLine, review: Review | None, follower: Follower, form: ReviewForm, sent: Evidence | None = None
) -> str:
    return render_template(
        "storefront/orders/review.html",
        order=order,
        line=line,
        review=review,
        key=follower.key or None,
        form=form,
        name=service.first_name(order.purchase.name),
        most_photos=service.MOST_PHOTOS,
        sent=sent,
    )


def cannot_review(order: Order, follower: Follower) -> tuple[str, int]:
    problem = _("รีวิวสินค้านี้ไม่ได้ในตอนนี้ รีวิวได้เมื่อได้รับของแล้ว ภายใน 90 วัน และแก้ได้ภายใน 14 วัน")
    return order_page(order, follower, problem=problem), 409


def _save(line: OrderLine, form: ReviewForm, sent: Evidence, follower: Follower) -> Review:
    review = queries.reviews_of_order(line.order_id).get(line.id)
    told = (form.given, form.words.data or "", form.with_name.data, sent.stored, follower.actor)
    if review is None:
        return service.write(line, *told)
    service.change(review, *told, without=form.without)
    return review


def _may(line: OrderLine, review: Review | None, follower: Follower) -> bool:
    return service.may_change(review, follower.actor) if review else service.may_write(line, follower.actor)


def _line_or_404(order: Order, line_id: int) -> OrderLine:
    return next((line for line in order.lines if line.id == line_id), None) or abort(404)
