"""Taking a decision back, within ten minutes and by whom it was taken: everything stands as it stood, and it waits again."""

from sqlalchemy import and_, delete, func, select, update

from shop.audit import service as audit
from shop.catalogue import listing, photos
from shop.catalogue import reversal as catalogue
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.catalogue.reversal import ChangedMeanwhile, SoldMeanwhile
from shop.groups import queries as group_queries
from shop.groups import reversal as groups
from shop.groups.models import GroupProfile
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace, NotAllowed, Refusal
from shop.kernel.review import RevisionStatus
from shop.moderation.actions import ReviewAction
from shop.moderation.claims import HELD_FOR
from shop.moderation.models import (
    TAKEN_BACK_WITHIN,
    Decision,
    LookStatus,
    Outcome,
    SecondLook,
    Submission,
    SubmissionKind,
    SubmissionStatus,
)
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all
from shop.search import service as search

REVISION_STATUSES = {
    Outcome.APPROVED: RevisionStatus.APPROVED,
    Outcome.CHANGES_REQUESTED: RevisionStatus.CHANGES_REQUESTED,
    Outcome.REJECTED: RevisionStatus.REJECTED,
}


class NotYours(Refusal):
    """Another official decided it: she takes it back, or it stands."""


class TooLate(Refusal):
    """Its ten minutes are over."""


def last_decision(actor: Actor) -> Decision | None:
    """What this official decided last and may still take back."""
    since = now() - TAKEN_BACK_WITHIN
    asked = select(Decision).where(Decision.decided_by == actor.id, Decision.decided_at > since)
    return db.session.scalar(asked.order_by(Decision.decided_at.desc(), Decision.id.desc()).limit(1)) if actor.id else None


def take_back(submission: Submission, actor: Actor) -> None:
    """It waits again, and she holds it. Raises NotAllowed, NotYours, TooLate, SoldMeanwhile, ChangedMeanwhile."""
    decision = _decision_of(submission, actor)
    if decision.decided_by != actor.id:
        raise NotYours(submission.id)
    if decision.decided_at <= now() - TAKEN_BACK_WITHIN:
        raise TooLate(submission.id)
    _open_again(submission, decision, actor, held=True)


def put_to_review_again(submission: Submission, actor: Actor) -> None:
    """Whoever decided it, and whenever: two officials agreed that it shall be. It waits, free for anybody.

    Raises NotAllowed, SoldMeanwhile, ChangedMeanwhile.
    """
    _open_again(submission, _decision_of(submission, actor), actor, held=False)


def _decision_of(submission: Submission, actor: Actor) -> Decision:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    decision = db.session.scalar(select(Decision).where(Decision.submission_id == submission.id))
    if decision is None or not decision.before:
        raise ChangedMeanwhile(submission.id)
    return decision


def _open_again(submission: Submission, decision: Decision, actor: Actor, held: bool) -> None:
    outcome, kind = decision.outcome, submission.kind
    undo = {SubmissionKind.GROUP: _group, SubmissionKind.PRODUCT: _product, SubmissionKind.PRICE: _price}[kind]
    undo(submission, decision, actor)
    hold = {"claimed_by": actor.id, "claimed_until": now() + HELD_FOR} if held else {"claimed_by": None, "claimed_until": None}
    decided = and_(Submission.id == submission.id, Submission.status == SubmissionStatus.DECIDED)
    again = update(Submission).where(decided).values(status=SubmissionStatus.WAITING, **hold)
    gone = delete(Decision).where(Decision.id == decision.id)
    for change in (gone, again):
        if db.session.execute(change.execution_options(synchronize_session=False)).rowcount != 1:
            raise ChangedMeanwhile(submission.id)
    db.session.expire_all()
    _close_second_looks(submission, actor)
    audit.record(
        actor, ReviewAction.TAKE_BACK, "submission", submission.id, group_id=submission.group_id, kind=kind, was_decided=outcome
    )


def _close_second_looks(submission: Submission, actor: Actor) -> None:
    """What nobody has looked at yet is moot; what two talked about is settled by this."""
    of_it = SecondLook.submission_id == submission.id
    unseen = delete(SecondLook).where(of_it, SecondLook.status == LookStatus.WAITING)
    talk = update(SecondLook).where(of_it, SecondLook.status == LookStatus.TALK)
    talk = talk.values(status=LookStatus.AGAIN, settled_by=actor.id, settled_at=now())
    for change in (unseen, talk):
        db.session.execute(change.execution_options(synchronize_session=False))


def _group(submission: Submission, decision: Decision, actor: Actor) -> None:
    group_id, since = submission.group_id, decision.decided_at
    built_on = select(func.count(Submission.id)).where(
        Submission.group_id == group_id, Submission.kind != SubmissionKind.GROUP, Submission.submitted_at > since
    )
    if decision.outcome is Outcome.APPROVED:
        if catalogue.is_sold_since(group_id, since):
            raise SoldMeanwhile(group_id)
        if db.session.scalar(built_on):
            raise ChangedMeanwhile(group_id)
    profile = db.session.get_one(GroupProfile, submission.group_profile_id)
    try:
        groups.take_back(profile, REVISION_STATUSES[decision.outcome], decision.before, decision.after, since, actor)
    except LostRace as moved:
        raise ChangedMeanwhile(group_id) from moved
    if decision.outcome is Outcome.APPROVED:
        listing.refresh_group(group_id)
        photos.place_group(group_id)
        search.index_group(group_id)
    _tell(submission, NoticeKind.GROUP_DECISION_TAKEN_BACK, group_id=group_id, group_name=profile.name)


def _product(submission: Submission, decision: Decision, actor: Actor) -> None:
    revision = db.session.get_one(ProductRevision, submission.product_revision_id)
    was = REVISION_STATUSES[decision.outcome]
    changed = catalogue.unpublish(revision, was, decision.before, decision.after, decision.decided_at, actor)
    # Options that nobody had seen went into the queue by themselves when their product was approved.
    for variant_id in changed:
        if decision.before["variants"][str(variant_id)]["requested_price_satang"] is None:
            _leave_queue(variant_id, actor)
    search.index_product(revision.product_id)
    _tell(submission, NoticeKind.PRODUCT_DECISION_TAKEN_BACK, product_id=revision.product_id, product_title=revision.title)


def _price(submission: Submission, decision: Decision, actor: Actor) -> None:
    variant = db.session.get_one(Variant, submission.variant_id)
    catalogue.restore(variant.product_id, decision.before, decision.after, decision.decided_at, actor)
    title = db.session.scalar(select(Product.title).where(Product.id == variant.product_id))
    _tell(submission, NoticeKind.PRODUCT_DECISION_TAKEN_BACK, product_id=variant.product_id, product_title=title)


def _leave_queue(variant_id: int, actor: Actor) -> None:
    waiting = and_(Submission.variant_id == variant_id, Submission.status == SubmissionStatus.WAITING)
    for submission_id, group_id in db.session.execute(select(Submission.id, Submission.group_id).where(waiting)).all():
        closed = update(Submission).where(Submission.id == submission_id, waiting)
        closed = closed.values(status=SubmissionStatus.SUPERSEDED, claimed_by=None, claimed_until=None)
        db.session.execute(closed.execution_options(synchronize_session=False))
        audit.record(actor, ReviewAction.WITHDRAW, "submission", submission_id, group_id=group_id, to=SubmissionStatus.SUPERSEDED)


def _tell(submission: Submission, kind: NoticeKind, **params: object) -> None:
    tell_all(group_queries.recipients_of(submission.group_id), kind, **params)
