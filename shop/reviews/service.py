"""Write a review of what was received, change it, answer it: each waits for an official then. deciding.py is hers.

Stars alone, without words, photos or a name, hold nothing that could be wrong to show: they are public at once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import update

from shop.audit import service as audit
from shop.evidence.photos import StoredPhoto
from shop.groups.models import Membership
from shop.groups.queries import memberships_of
from shop.kernel.access import Actor, Permission, Role
from shop.kernel.clock import now
from shop.kernel.database import db, insert
from shop.kernel.erased import unmarked
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.kernel.thai import tidy
from shop.orders.models import Order, OrderLine
from shop.orders.service import lock, roles_towards
from shop.orders.states import OrderStatus
from shop.reviews.actions import BuyerReviewAction
from shop.reviews.counts import count_on_product
from shop.reviews.models import Review, ReviewAnswer, ReviewPhoto, Standing

LONGEST_WORDS, LONGEST_ANSWER = 1000, 1000
MOST_PHOTOS = 3
WRITTEN_WITHIN = timedelta(days=90)  # of receipt
CHANGED_WITHIN = timedelta(days=14)
RECEIVED = (OrderStatus.DELIVERED, OrderStatus.RECEIVED)
TITLES = {"นาย", "นาง", "นางสาว", "น.ส.", "คุณ", "ดร.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "khun"}


class CannotReview(Refusal):
    """Not received, given back, too late, their own goods, or reviewed already."""


def written_until(order: Order) -> datetime | None:
    """Until when its lines may be reviewed; None: nothing has arrived."""
    arrived_at = order.delivered_at or order.received_at
    return arrived_at + WRITTEN_WITHIN if arrived_at and order.status in RECEIVED else None


def changed_until(review: Review) -> datetime:
    """A refused one may be put right for as long after it was refused."""
    since = review.decided_at if review.status is Standing.REFUSED and review.decided_at else review.written_at
    return since + CHANGED_WITHIN


def may_write(line: OrderLine, actor: Actor) -> bool:
    """Whether this actor may review it now, if nobody has."""
    until = written_until(line.order)
    is_buyer = Role.BUYER in roles_towards(line.order, actor)
    return is_buyer and until is not None and now() <= until and line.kept_quantity > 0 and not _is_of(line.order.group_id, actor)


def may_change(review: Review, actor: Actor) -> bool:
    return Role.BUYER in roles_towards(review.line.order, actor) and now() <= changed_until(review)


def problems_with(stars: int | None, words: str, photos: int) -> list[BadValue]:
    wrong = []
    if stars not in range(1, 6):
        wrong.append(BadValue("stars", "missing"))
    if len(tidy(words, multiline=True)) > LONGEST_WORDS:
        wrong.append(BadValue("words", "too_long"))
    if photos > MOST_PHOTOS:
        wrong.append(BadValue("photos", "too_many"))
    return wrong


def write(line: OrderLine, stars: int, words: str, with_name: bool, photos: Sequence[StoredPhoto], actor: Actor) -> Review:
    """Once a line. Raises CannotReview, BadValue."""
    lock(line.order)
    if not may_write(line, actor):
        raise CannotReview
    _check(stars, words, len(photos))
    order = line.order
    told = _told(order, stars, words, with_name)
    told |= {"status": Standing.WAITING, "number": 1, "written_at": now(), "changed_at": now()}
    values = {"order_line_id": line.id, "product_id": line.product_id, "group_id": order.group_id, **told}
    review_id = db.session.scalar(insert(Review).values(values).on_conflict_do_nothing().returning(Review.id))
    if review_id is None:
        raise CannotReview
    review = db.session.get_one(Review, review_id)
    _add_photos(review, photos)
    audit.record(actor, BuyerReviewAction.WRITE, "buyer_review", review.id, group_id=order.group_id, stars=stars)
    _let_stars_alone_through(review)
    return review


def change(
    review: Review,
    stars: int,
    words: str,
    with_name: bool,
    photos: Sequence[StoredPhoto],
    actor: Actor,
    without: Collection[str] = (),
) -> None:
    """`without`: keys of photos to leave out. It is looked at anew. Raises CannotReview, BadValue, LostRace."""
    if not may_change(review, actor):
        raise CannotReview
    kept = [photo for photo in review.photos if photo.key not in without]
    _check(stars, words, len(kept) + len(photos))
    was, gave, order = review.status, review.stars, review.line.order
    as_read = (Review.id == review.id, Review.number == review.number, Review.status == was)
    told = _told(order, stars, words, with_name)
    if not _write_anew(Review, as_read, told):
        raise LostRace
    if was is Standing.APPROVED:
        count_on_product(review.product_id, -1, -gave)
    db.session.refresh(review)
    review.photos = kept
    _add_photos(review, photos)
    audit.record(actor, BuyerReviewAction.CHANGE, "buyer_review", review.id, group_id=review.group_id, stars=stars)
    _let_stars_alone_through(review)


def answer(review: Review, words: str, actor: Actor) -> None:
    """Of the group, once; sent again it is corrected. Raises BadValue, CannotReview, LostRace."""
    if actor.group_id != review.group_id or not actor.can(Permission.PRODUCT_EDIT) or review.status is not Standing.APPROVED:
        raise CannotReview
    said = tidy(words, multiline=True)
    if not said:
        raise BadValue("words", "missing")
    if len(said) > LONGEST_ANSWER:
        raise BadValue("words", "too_long")
    if review.answer and review.answer.words == said and review.answer.status is not Standing.REFUSED:
        return  # the second click
    if review.answer:
        as_read = (ReviewAnswer.id == review.answer.id, ReviewAnswer.number == review.answer.number)
        is_written = _write_anew(ReviewAnswer, as_read, {"words": said})
    else:
        values = {"review_id": review.id, "words": said, "status": Standing.WAITING, "number": 1}
        values |= {"written_at": now(), "changed_at": now()}
        added = insert(ReviewAnswer).values(values).on_conflict_do_nothing().returning(ReviewAnswer.id)
        is_written = db.session.scalar(added) is not None
    if not is_written:
        raise LostRace
    db.session.expire(review, ["answer"])
    audit.record(actor, BuyerReviewAction.ANSWER, "buyer_review", review.id, group_id=review.group_id)


def first_name(name: str) -> str:
    """ "นาง วิภา ใจดี" is "วิภา"."""
    parts = [part for part in name.split() if part.lower() not in TITLES]
    return parts[0][:60] if parts else ""


def _is_of(group_id: int, actor: Actor) -> bool:
    """Whether they work for the group: nobody praises their own goods."""
    mine: list[Membership] = memberships_of(actor.id) if actor.id is not None else []
    return any(membership.group_id == group_id for membership in mine)


def _told(order: Order, stars: int, words: str, with_name: bool) -> dict:
    name = first_name(order.purchase.name) if with_name else ""
    return {"stars": stars, "words": unmarked(tidy(words, multiline=True)), "name": name}


def _check(stars: int, words: str, photos: int) -> None:
    if wrong := problems_with(stars, words, photos):
        raise wrong[0]


def _write_anew(table: type, as_read: tuple, told: dict) -> bool:
    """It waits again, as something that nobody has looked at; whether it still was as it was read."""
    anew = {"status": Standing.WAITING, "number": table.number + 1, "changed_at": now()}
    anew |= {"decided_at": None, "decided_by": None, "refused_for": None}
    written = update(table).where(*as_read).values(**told, **anew)
    return db.session.execute(written.execution_options(synchronize_session="fetch")).rowcount == 1


def _add_photos(review: Review, photos: Sequence[StoredPhoto]) -> None:
    known = {photo.key for photo in review.photos}
    review.photos += [ReviewPhoto(key=photo.key, widths=list(photo.widths)) for photo in photos if photo.key not in known]
    db.session.flush()


def _let_stars_alone_through(review: Review) -> None:
    if not (review.words or review.name or review.photos):
        review.status, review.decided_at = Standing.APPROVED, now()
        count_on_product(review.product_id, 1, review.stars)
        db.session.flush()
