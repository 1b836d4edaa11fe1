"""A second look: approvals drawn by lot, which another official looks at after they were published.

Where she would have decided otherwise the two talk, and either the approval stands or it waits for review again. Nothing is taken
off sale by a second look alone.
"""

import secrets
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from shop.audit import service as audit
from shop.catalogue.models import ProductRevision, Variant
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed, Refusal
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.moderation.actions import ReviewAction
from shop.moderation.models import LookStatus, SecondLook, Submission
from shop.moderation.settings import read_settings

LONGEST = 500
lot: Callable[[], int] = partial(secrets.randbelow, 100)  # what falls below the share is drawn; tests put their own in its place
SHOWN = 100
OPEN = (LookStatus.WAITING, LookStatus.TALK)


class NotOnesOwn(Refusal):
    """She approved it herself: somebody else looks. Or she disagreed: somebody else settles it."""

    status = 403


class Looks(NamedTuple):
    """`waiting`: what this official may look at; `talks`: where two think differently; `done`: the last ones."""

    waiting: list[SecondLook]
    talks: list[SecondLook]
    done: list[SecondLook]


def draw(submission: Submission, actor: Actor) -> SecondLook | None:
    """By lot, with the share that the office set; what the market itself approves is not drawn."""
    if actor.id is None or lot() >= read_settings().second_look_percent:
        return None
    look = SecondLook(submission_id=submission.id, first_by=actor.id)
    db.session.add(look)
    db.session.flush()
    audit.record(actor, ReviewAction.DRAW, "second_look", look.id, group_id=submission.group_id, submission=submission.id)
    return look


def count_for(actor: Actor) -> int:
    """How many wait for her: to be looked at, or to be talked about."""
    waiting = (SecondLook.status == LookStatus.WAITING) & (SecondLook.first_by != actor.id)
    talk = (SecondLook.status == LookStatus.TALK) & (SecondLook.looked_by != actor.id)
    return db.session.scalar(select(func.count(SecondLook.id)).where(SecondLook.status.in_(OPEN), waiting | talk))


def looks_for(actor: Actor) -> Looks:
    found = {status: _looks(SecondLook.status == status) for status in OPEN}
    done = _looks(SecondLook.status.not_in(OPEN), newest_first=True)
    return Looks([look for look in found[LookStatus.WAITING] if look.first_by != actor.id], found[LookStatus.TALK], done[:20])


def look_by_id(look_id: int) -> SecondLook | None:
    return db.session.scalar(_loaded().where(SecondLook.id == look_id))


def agree(look: SecondLook, actor: Actor, note: str = "") -> None:
    """Raises NotAllowed, NotOnesOwn, BadValue (note), LostRace."""
    _look(look, actor, LookStatus.AGREED, note)
    audit.record(
        actor, ReviewAction.AGREE, "second_look", look.id, group_id=look.submission.group_id, submission=look.submission_id
    )


def disagree(look: SecondLook, actor: Actor, note: str) -> None:
    """She says why; then they talk. Raises NotAllowed, NotOnesOwn, BadValue (note), LostRace."""
    if not has_letter_or_digit(note):
        raise BadValue("note", "empty")
    _look(look, actor, LookStatus.TALK, note)
    _record(actor, ReviewAction.DISAGREE, look)


def settle(look: SecondLook, actor: Actor, status: LookStatus, words: str) -> None:
    """The end of the talk, told by another than who disagreed; STANDS or AGAIN. The caller puts it to review again.

    Raises NotAllowed, NotOnesOwn, BadValue (words, status), LostRace.
    """
    _must_decide(actor)
    if look.looked_by == actor.id:
        raise NotOnesOwn(look.id)
    if status not in (LookStatus.STANDS, LookStatus.AGAIN):
        raise BadValue("status", "unknown")
    if not has_letter_or_digit(words):
        raise BadValue("words", "empty")
    _step(look, LookStatus.TALK, status=status, settled_by=actor.id, settled_at=now(), words=_checked("words", words))
    _record(actor, ReviewAction.SETTLE, look, settled=status)


def _record(actor: Actor, action: ReviewAction, look: SecondLook, **more: object) -> None:
    about = {"group_id": look.submission.group_id, "submission": look.submission_id}
    audit.record(actor, action, "second_look", look.id, **about, **more)


def _look(look: SecondLook, actor: Actor, status: LookStatus, note: str) -> None:
    _must_decide(actor)
    if look.first_by == actor.id:
        raise NotOnesOwn(look.id)
    _step(look, LookStatus.WAITING, status=status, looked_by=actor.id, looked_at=now(), note=_checked("note", note))


def _step(look: SecondLook, at: LookStatus, **values: object) -> None:
    wanted = update(SecondLook).where(SecondLook.id == look.id, SecondLook.status == at).values(**values)
    if db.session.execute(wanted.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace(f"second look {look.id}")
    db.session.refresh(look)


def _checked(name: str, words: str) -> str:
    words = tidy(words, multiline=True)
    if len(words) > LONGEST:
        raise BadValue(name, "too_long")
    return words


def _must_decide(actor: Actor) -> None:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)


def _loaded():
    submission = joinedload(SecondLook.submission)
    return select(SecondLook).options(
        submission.joinedload(Submission.group),
        submission.joinedload(Submission.group_profile),
        submission.joinedload(Submission.product_revision).selectinload(ProductRevision.product),
        submission.joinedload(Submission.variant).joinedload(Variant.product),
    )


def _looks(which, newest_first: bool = False) -> list[SecondLook]:
    order = SecondLook.id.desc() if newest_first else SecondLook.id
    return list(db.session.scalars(_loaded().where(which).order_by(order).limit(SHOWN)))
