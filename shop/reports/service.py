"""Report something to the office, and the group tells its side. deciding.py is the official's."""

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.conversations.words import said
from shop.groups.rights import check_may
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db, insert
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.kernel.secrets import vault
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.notices.service import Recipient
from shop.people import throttle
from shop.reports.models import Report, ReportCase
from shop.reports.states import CaseAction, CaseStatus, Reason, SubjectKind, from_states
from shop.reports.subjects import Subject

LONGEST = 1000
NO_CONTACT = Recipient()


class OwnThing(Refusal):
    """Nobody reports the product or the shop of the group they stand for, nor what they wrote themselves."""


def report(
    subject: Subject,
    reason: str,
    words: str,
    actor: Actor,
    contact: Recipient = NO_CONTACT,
    *,
    address: str | None = None,
    agent: str = "",
) -> ReportCase:
    """Add a voice; who has one in the standing case adds none. `contact`: where a guest is told, or the account.

    `address` and `agent` (what the browser calls itself) tell guests apart who leave no contact; only an HMAC is kept.
    Raises BadValue (reason, words), OwnThing, TooManyTries, LostRace.
    """
    kept = _checked(reason, words)
    if subject.kind in (SubjectKind.PRODUCT, SubjectKind.GROUP) and actor.group_id == subject.group_id:
        raise OwnThing
    who = fingerprint_of(contact) or vault.fingerprint("reporter", f"guest {address} {agent}")
    case = _standing_case(subject)
    throttle.take_try("report", who, address)
    values = {"case_id": case.id, "reason": Reason(reason), "words": kept, "account_id": contact.account_id}
    if contact.account_id is None:
        values |= {"contact_email": contact.email, "contact_phone": contact.phone}
    values |= {"reporter_fingerprint": who, "locale": contact.locale, "reported_at": now()}
    added = insert(Report).values(values).on_conflict_do_nothing().returning(Report.id)
    if db.session.scalar(added) is not None:
        case.voices += 1
        db.session.flush()
        about = {"kind": str(subject.kind), "of": subject.id, "reason": reason}
        audit.record(actor, CaseAction.REPORT, "report_case", case.id, group_id=subject.group_id, **about)
    return case


def answer(case: ReportCase, words: str, actor: Actor) -> None:
    """The group tells its side, once. Raises NotAllowed, BadValue (words), LostRace."""
    check_may(actor, Permission.PRODUCT_EDIT, case.group_id)
    kept = said(words)
    asked = update(ReportCase).where(ReportCase.id == case.id, ReportCase.status.in_(from_states(CaseAction.ANSWER)))
    asked = asked.values(status=CaseStatus.ANSWERED, answer=kept, answered_at=now(), answered_by=actor.id)
    if db.session.execute(asked.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace
    db.session.refresh(case)
    audit.record(actor, CaseAction.ANSWER, "report_case", case.id, group_id=case.group_id)


def fingerprint_of(contact: Recipient) -> str:
    """Of whoever can be told; empty where nobody can."""
    if contact.account_id is not None:
        return vault.fingerprint("reporter", f"account {contact.account_id}")
    given = contact.email or contact.phone
    return vault.fingerprint("reporter", given) if given else ""


def _checked(reason: str, words: str) -> str:
    if reason not in set(Reason):
        raise BadValue("reason", "unknown")
    kept = tidy(words, multiline=True)
    if reason == Reason.OTHER and not has_letter_or_digit(kept):
        raise BadValue("words", "empty")
    if len(kept) > LONGEST:
        raise BadValue("words", "too_long")
    return kept


def _standing_case(subject: Subject) -> ReportCase:
    """The one that is not decided yet, held until the end of the transaction. Raises LostRace where it was decided just now."""
    values = {"subject_kind": subject.kind, "subject_id": subject.id, "group_id": subject.group_id}
    values |= {"status": CaseStatus.OPEN, "voices": 0, "opened_at": now()}
    values |= dict.fromkeys(("asked_words", "answer", "closed_words"), "")
    db.session.execute(insert(ReportCase).values(values).on_conflict_do_nothing())
    about = (ReportCase.subject_kind == subject.kind, ReportCase.subject_id == subject.id)
    standing = select(ReportCase).where(*about, ReportCase.status != CaseStatus.CLOSED).with_for_update()
    case = db.session.scalar(standing.execution_options(populate_existing=True))
    if case is None:
        raise LostRace
    return case
