"""Take a person's words, name and photos out of a review at their request, or a group's out of its answer; the stars stay."""

from sqlalchemy import or_, update

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.database import db
from shop.kernel.erased import AT_REQUEST, ERASED
from shop.kernel.refusals import NotAllowed
from shop.reviews.actions import BuyerReviewAction
from shop.reviews.models import Review, ReviewAnswer, ReviewPhoto
from shop.reviews.photos import review_photos


def erase_review(review: Review, actor: Actor) -> bool:
    """Whether there was something. What an official has open of it she decides no more. Raises NotAllowed."""
    if not (actor.can(Permission.WORDS_ERASE) or _is_writer(review, actor)):
        raise NotAllowed(Permission.WORDS_ERASE)
    left = or_(Review.words.not_in(ERASED), Review.name != "", Review.photos.any())
    stands = update(Review).where(Review.id == review.id, left)
    stands = stands.values(words=AT_REQUEST, name="", number=Review.number + 1).execution_options(synchronize_session=False)
    if db.session.execute(stands).rowcount != 1:
        return False
    review_photos.erase(ReviewPhoto.review_id == review.id)
    db.session.expire(review)
    audit.record(actor, BuyerReviewAction.ERASE, "buyer_review", review.id, group_id=review.group_id)
    return True


def erase_review_answer(answer: ReviewAnswer, actor: Actor) -> bool:
    """Raises NotAllowed."""
    if not actor.can(Permission.WORDS_ERASE):
        raise NotAllowed(Permission.WORDS_ERASE)
    stands = update(ReviewAnswer).where(ReviewAnswer.id == answer.id, ReviewAnswer.words.not_in(ERASED))
    stands = stands.values(words=AT_REQUEST, number=ReviewAnswer.number + 1).execution_options(synchronize_session=False)
    if db.session.execute(stands).rowcount != 1:
        return False
    db.session.expire(answer)
    review = answer.review
    audit.record(actor, BuyerReviewAction.ERASE_ANSWER, "buyer_review", review.id, group_id=review.group_id)
    return True


def _is_writer(review: Review, actor: Actor) -> bool:
    return actor.id is not None and review.line.order.purchase.account_id == actor.id
