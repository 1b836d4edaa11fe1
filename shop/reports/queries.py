"""Cases as officials and groups may read them."""

from collections import Counter

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import selectinload

from shop.kernel.database import db
from shop.reports.models import Report, ReportCase
from shop.reports.states import CaseStatus, Reason

PAGE = 30
STANDS = ReportCase.status != CaseStatus.CLOSED


def standing_cases(limit: int = PAGE) -> list[ReportCase]:
    """What is to be decided, the longest waiting first."""
    asked = select(ReportCase).where(STANDS).options(selectinload(ReportCase.reports))
    return list(db.session.scalars(asked.order_by(ReportCase.opened_at, ReportCase.id).limit(limit)))


def closed_cases(limit: int = PAGE) -> list[ReportCase]:
    """The last that were decided."""
    asked = select(ReportCase).where(~STANDS).options(selectinload(ReportCase.reports))
    return list(db.session.scalars(asked.order_by(ReportCase.closed_at.desc(), ReportCase.id.desc()).limit(limit)))


def count_standing() -> int:
    return db.session.scalar(select(func.count(ReportCase.id)).where(STANDS))


def case_by_id(case_id: int) -> ReportCase | None:
    return db.session.get(ReportCase, case_id)


def cases_of_group(group_id: int, limit: int = PAGE) -> list[ReportCase]:
    """Those of which the office asked it, the newest first."""
    asked = select(ReportCase).where(ReportCase.group_id == group_id, ReportCase.asked_at.is_not(None))
    return list(db.session.scalars(asked.order_by(ReportCase.asked_at.desc(), ReportCase.id.desc()).limit(limit)))


def case_for_group(case_id: int, group_id: int) -> ReportCase | None:
    mine = (ReportCase.id == case_id, ReportCase.group_id == group_id, ReportCase.asked_at.is_not(None))
    return db.session.scalar(select(ReportCase).where(*mine))


def cases_asked(group_id: int) -> ScalarSelect[int]:
    """How many wait for its side: part of a question."""
    asked = (ReportCase.group_id == group_id, ReportCase.status == CaseStatus.ASKED)
    return select(func.count(ReportCase.id)).where(*asked).scalar_subquery()


def reasons_of(case: ReportCase) -> list[tuple[Reason, int]]:
    """How many gave each reason, the most given first."""
    return Counter(voice.reason for voice in case.reports).most_common()


def wrong_counts(limit: int = 20) -> list[int]:
    """Ids of cases whose count of voices is not theirs: for `doctor`."""
    truth = select(func.count(Report.id)).where(Report.case_id == ReportCase.id).scalar_subquery()
    return list(db.session.scalars(select(ReportCase.id).where(ReportCase.voices != truth).limit(limit)))
