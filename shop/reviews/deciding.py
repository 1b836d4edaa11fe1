"""An official lets a review or an answer through, or refuses it for one of a few reasons: what she saw, and once."""

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.kernel.access import Actor, HelpScope, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell, tell_all
from shop.orders.messages import buyer_of
from shop.reviews.actions import BuyerReviewAction
from shop.reviews.counts import count_on_product
from shop.reviews.models import RefusedFor, Review, ReviewAnswer, Standing


def decide_review(review_id: int, number: int, refused_for: str | None, actor: Actor) -> None:
    """`number`: what of it she saw. Approves where there is nothing it is refused for. Raises BadValue, NotAllowed, LostRace."""
    review = _decided(Review, review_id, number, refused_for, actor)
    line, is_approved = review.line, review.status is Standing.APPROVED
    _forbid_parties(review, actor)
    action = BuyerReviewAction.APPROVE if is_approved else BuyerReviewAction.REFUSE
    audit.record(actor, action, "buyer_review", review.id, group_id=review.group_id, **_why(refused_for))
    if is_approved:
        count_on_product(review.product_id, 1, review.stars)
        told = {"product_id": review.product_id, "product_title": line.title, "stars": review.stars}
        tell_all(groups.recipients_of(review.group_id, about=HelpScope.LISTINGS), NoticeKind.REVIEW_APPROVED, **told)
    else:
        _tell_buyer(review, NoticeKind.REVIEW_REFUSED, product_title=line.title, why=refused_for)


def decide_answer(answer_id: int, number: int, refused_for: str | None, actor: Actor) -> None:
    """The same for what a group answered."""
    answer = _decided(ReviewAnswer, answer_id, number, refused_for, actor)
    review, is_approved = answer.review, answer.status is Standing.APPROVED
    _forbid_parties(review, actor)
    action = BuyerReviewAction.APPROVE_ANSWER if is_approved else BuyerReviewAction.REFUSE_ANSWER
    audit.record(actor, action, "buyer_review", review.id, group_id=review.group_id, **_why(refused_for))
    told = {"product_title": review.line.title}
    if is_approved:
        _tell_buyer(review, NoticeKind.REVIEW_ANSWERED, **told)
    else:
        about = told | {"product_id": review.product_id, "why": refused_for}
        tell_all(groups.recipients_of(review.group_id, about=HelpScope.LISTINGS), NoticeKind.ANSWER_REFUSED, **about)


def take_down(review: Review, refused_for: str, actor: Actor) -> None:
    """An approved one, after all: its buyer may put it right. Raises BadValue (refused_for), NotAllowed, LostRace."""
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    if refused_for not in set(RefusedFor):
        raise BadValue("refused_for", "unknown")
    _forbid_parties(review, actor)
    stands = update(Review).where(Review.id == review.id, Review.number == review.number, Review.status == Standing.APPROVED)
    stands = stands.values(status=Standing.REFUSED, refused_for=refused_for, decided_at=now(), decided_by=actor.id)
    if db.session.execute(stands.execution_options(synchronize_session=False)).rowcount == 0:
        raise LostRace
    count_on_product(review.product_id, -1, -review.stars)
    db.session.refresh(review)
    audit.record(actor, BuyerReviewAction.REFUSE, "buyer_review", review.id, group_id=review.group_id, **_why(refused_for))
    _tell_buyer(review, NoticeKind.REVIEW_REFUSED, product_title=review.line.title, why=refused_for)


def _decided(table: type, of_id: int, number: int, refused_for: str | None, actor: Actor) -> Review | ReviewAnswer:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    if refused_for is not None and refused_for not in set(RefusedFor):
        raise BadValue("reason", "unknown")
    status = Standing.REFUSED if refused_for else Standing.APPROVED
    waiting = update(table).where(table.id == of_id, table.number == number, table.status == Standing.WAITING)
    waiting = waiting.values(status=status, refused_for=refused_for, decided_at=now(), decided_by=actor.id)
    if db.session.execute(waiting.execution_options(synchronize_session=False)).rowcount == 0:
        raise LostRace
    found = select(table).where(table.id == of_id).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def _forbid_parties(review: Review, actor: Actor) -> None:
    """Who bought it, or works for the group, never decides; raised before the transaction ends, so that nothing is kept."""
    if actor.id is None:
        return
    is_buyer = review.line.order.purchase.account_id == actor.id
    if is_buyer or any(mine.group_id == review.group_id for mine in groups.memberships_of(actor.id)):
        raise NotAllowed(Permission.REVIEW_DECIDE)


def _tell_buyer(review: Review, kind: NoticeKind, **told: object) -> None:
    order = review.line.order
    buyer = buyer_of(order.purchase)
    if buyer.account_id or buyer.email:  # an SMS is paid for, and this does not matter enough
        tell(buyer, kind, code=order.code, key=order.purchase.link_key, **told)


def _why(refused_for: str | None) -> dict[str, str]:
    return {"refused_for": refused_for} if refused_for else {}
