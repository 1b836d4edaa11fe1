"""Who looks at what: a submission is held by the official who opened it, for a while, so that no two decide the same."""

from datetime import timedelta

from sqlalchemy import or_, update

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import NotAllowed, Refusal
from shop.moderation.actions import ReviewAction
from shop.moderation.models import Submission, SubmissionStatus

HELD_FOR = timedelta(minutes=15)


class HeldByAnother(Refusal):
    """Another official has it open."""


class NotWaiting(Refusal):
    """It was decided, withdrawn or replaced meanwhile: nothing was done."""


def claim(submission: Submission, actor: Actor, *, from_holder: int | None = None) -> None:
    """Hold it for 15 minutes from now; the holder's own call renews. She looks at one at a time: what she held before is free.

    `from_holder`: take it over from that account, which the official was shown. Raises NotAllowed, NotWaiting, HeldByAnother.
    """
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    at = now()
    free = or_(Submission.claimed_by.is_(None), Submission.claimed_by == actor.id, Submission.claimed_until <= at)
    taken_from = submission.claimed_by if from_holder is not None and _is_held(submission, actor) else None
    if from_holder is not None:
        free = or_(free, Submission.claimed_by == from_holder)
    held = update(Submission).where(Submission.id == submission.id, Submission.status == SubmissionStatus.WAITING, free)
    held = held.values(claimed_by=actor.id, claimed_until=at + HELD_FOR).execution_options(synchronize_session=False)
    done = db.session.execute(held).rowcount == 1
    db.session.refresh(submission)
    if not done:
        raise HeldByAnother if submission.status is SubmissionStatus.WAITING else NotWaiting
    others = update(Submission).where(Submission.claimed_by == actor.id, Submission.id != submission.id)
    others = others.where(Submission.status == SubmissionStatus.WAITING).values(claimed_by=None, claimed_until=None)
    db.session.execute(others.execution_options(synchronize_session=False))
    if taken_from is not None:
        took = {"group_id": submission.group_id, "holder": taken_from}
        audit.record(actor, ReviewAction.TAKE_OVER, "submission", submission.id, **took)


def release(submission: Submission, actor: Actor) -> None:
    """Give it back before the time is over; nothing happens where it is not theirs any more."""
    mine = update(Submission).where(Submission.id == submission.id, Submission.claimed_by == actor.id)
    db.session.execute(mine.values(claimed_by=None, claimed_until=None).execution_options(synchronize_session=False))


def _is_held(submission: Submission, actor: Actor) -> bool:
    """By somebody else, now."""
    holder, until = submission.claimed_by, submission.claimed_until
    return holder is not None and holder != actor.id and until is not None and until > now()


def hand_over_claims(leaving: int, to: int) -> int:
    """What one official holds at this moment becomes another's, for as long as if just claimed; how many. Accounts' ids."""
    held = update(Submission).where(Submission.claimed_by == leaving, Submission.status == SubmissionStatus.WAITING)
    held = held.where(Submission.claimed_until > now())
    held = held.values(claimed_by=to, claimed_until=now() + HELD_FOR).execution_options(synchronize_session=False)
    return db.session.execute(held).rowcount
