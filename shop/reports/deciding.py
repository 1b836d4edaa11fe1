"""An official holds a case, asks the group for its side, and closes it: what she saw, once, and never where she has a part."""

from sqlalchemy import ColumnElement, or_, select, update

from shop.audit import service as audit
from shop.catalogue.models import Product
from shop.conversations import order_messages, questions
from shop.conversations.models import OrderMessage, Question
from shop.conversations.words import said
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.moderation import service as moderation
from shop.orders.models import Order
from shop.reports import notify
from shop.reports.models import Report, ReportCase
from shop.reports.states import CaseAction, CaseStatus, Outcome, from_states
from shop.reports.subjects import Subject, author_of, subject_of_case
from shop.reviews import deciding as reviews
from shop.reviews.models import Review

LONGEST_WORDS = 300  # what the reasons of suspensions may have


def hold(case: ReportCase, actor: Actor) -> bool:
    """For 15 minutes from now, as submissions are held; whether it is hers: never where she has a part. Raises NotAllowed."""
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    subject = subject_of_case(case)
    if subject is None or has_part(case, subject, actor):
        return False
    free = update(ReportCase).where(ReportCase.id == case.id, ReportCase.status != CaseStatus.CLOSED, _is_free(actor))
    free = free.values(held_by=actor.id, held_until=now() + moderation.HELD_FOR).execution_options(synchronize_session=False)
    is_hers = db.session.execute(free).rowcount == 1
    db.session.refresh(case)
    return is_hers


def ask_group(case: ReportCase, words: str, actor: Actor) -> None:
    """For its side, once. The group reads these words, never those of who reported. Raises NotAllowed, BadValue, LostRace."""
    subject = _may_decide(case, actor)
    kept = _words(words)
    _move(case, CaseAction.ASK, actor, status=CaseStatus.ASKED, asked_words=kept, asked_at=now(), asked_by=actor.id)
    audit.record(actor, CaseAction.ASK, "report_case", case.id, group_id=case.group_id)
    notify.group_is_asked(case, subject)


def close(case: ReportCase, outcome: str, words: str, seen: int, actor: Actor, refused_for: str = "") -> None:
    """`seen`: how many voices she read; `refused_for`: of a review that is taken down. Whoever can be told is told.

    Raises NotAllowed, BadValue (outcome, words, refused_for), LostRace.
    """
    subject = _may_decide(case, actor)
    if outcome not in set(Outcome):
        raise BadValue("outcome", "unknown")
    kept = _words(words)
    was_asked = case.asked_at is not None
    values = {"status": CaseStatus.CLOSED, "outcome": Outcome(outcome), "closed_words": kept}
    values |= {"closed_at": now(), "closed_by": actor.id, "held_by": None, "held_until": None}
    _move(case, CaseAction.CLOSE, actor, ReportCase.voices == seen, **values)
    if outcome == Outcome.TAKEN_DOWN:
        _take_down(subject, kept, actor, refused_for)
    audit.record(actor, CaseAction.CLOSE, "report_case", case.id, group_id=case.group_id, outcome=outcome)
    notify.reporters_of_outcome(case, subject)
    if was_asked:
        notify.group_of_outcome(case, subject)
    forgotten = update(Report).where(Report.case_id == case.id).values(contact_email=None, contact_phone=None)
    db.session.execute(forgotten.execution_options(synchronize_session="fetch"))


def has_part(case: ReportCase, subject: Subject, actor: Actor) -> bool:
    """Whether the official reported it, wrote it, works for its group, or bought what a message is about."""
    if actor.id is None:
        return False
    is_voice = db.session.scalar(select(Report.id).where(Report.case_id == case.id, Report.account_id == actor.id).limit(1))
    is_member = any(mine.group_id == case.group_id for mine in groups.memberships_of(actor.id))
    return is_voice is not None or is_member or actor.id in (author_of(subject), _buyer_of(subject))


def _buyer_of(subject: Subject) -> int | None:
    if not isinstance(subject.thing, OrderMessage):
        return None
    return db.session.get_one(Order, subject.thing.order_id).purchase.account_id


def _may_decide(case: ReportCase, actor: Actor) -> Subject:
    subject = subject_of_case(case)
    if subject is None or not actor.can(Permission.REVIEW_DECIDE) or has_part(case, subject, actor):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    return subject


def hand_over_cases(leaving: int, to: int) -> int:
    """The cases that one official has open at this moment become another's, as if just opened; how many. Accounts' ids."""
    held = update(ReportCase).where(ReportCase.held_by == leaving, ReportCase.status != CaseStatus.CLOSED)
    held = held.where(ReportCase.held_until > now())
    held = held.values(held_by=to, held_until=now() + moderation.HELD_FOR).execution_options(synchronize_session=False)
    return db.session.execute(held).rowcount


def _is_free(actor: Actor) -> ColumnElement[bool]:
    return or_(ReportCase.held_by.is_(None), ReportCase.held_by == actor.id, ReportCase.held_until <= now())


def _move(case: ReportCase, action: CaseAction, actor: Actor, *also: ColumnElement[bool], **values: object) -> None:
    """Raises LostRace where it has moved on, another holds it, or more was reported meanwhile."""
    here = (ReportCase.id == case.id, ReportCase.status.in_(from_states(action)), _is_free(actor), *also)
    moved = update(ReportCase).where(*here).values(**values).execution_options(synchronize_session=False)
    if db.session.execute(moved).rowcount != 1:
        raise LostRace
    db.session.refresh(case)


def _words(words: str) -> str:
    kept = said(words)
    if len(kept) > LONGEST_WORDS:
        raise BadValue("words", "too_long")
    return kept


def _take_down(subject: Subject, reason: str, actor: Actor, refused_for: str) -> None:
    thing = subject.thing
    if isinstance(thing, Product):
        moderation.suspend_product(thing, actor, reason)
    elif isinstance(thing, Group):
        moderation.suspend_group(thing, actor, reason)
    elif isinstance(thing, Question):
        questions.take_down(thing, actor, reason)
    elif isinstance(thing, Review):
        reviews.take_down(thing, refused_for, actor)
    else:
        order_messages.take_down(thing, actor)
