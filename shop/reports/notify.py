"""Who is told of a case: a reporter the outcome, a group that it is asked and what came of it, nobody who reported."""

from shop.groups import queries as groups
from shop.kernel.access import HelpScope
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell, tell_all
from shop.people.models import Account
from shop.people.queries import recipient_of
from shop.reports.models import Report, ReportCase
from shop.reports.subjects import Subject


def group_is_asked(case: ReportCase, subject: Subject) -> None:
    tell_all(
        groups.recipients_of(case.group_id, about=HelpScope.LISTINGS),
        NoticeKind.REPORT_ASKED,
        case_id=case.id,
        title=subject.title,
    )


def group_of_outcome(case: ReportCase, subject: Subject) -> None:
    told = {"case_id": case.id, "title": subject.title, "outcome": str(case.outcome), "words": case.closed_words}
    tell_all(groups.recipients_of(case.group_id, about=HelpScope.LISTINGS), NoticeKind.REPORT_CLOSED_FOR_GROUP, **told)


def reporters_of_outcome(case: ReportCase, subject: Subject) -> None:
    told = {"case_id": case.id, "title": subject.title, "outcome": str(case.outcome), "words": case.closed_words}
    for voice in case.reports:
        if recipient := _reporter(voice):
            tell(recipient, NoticeKind.REPORT_CLOSED, **told)


def _reporter(voice: Report) -> Recipient | None:
    """Nobody, where no contact was left or the account was closed meanwhile."""
    if voice.account_id is not None:
        account = db.session.get(Account, voice.account_id)
        return recipient_of(account) if account and account.disabled_at is None else None
    if voice.contact_email or voice.contact_phone:
        return Recipient(None, voice.contact_email, voice.contact_phone, voice.locale)
    return None
