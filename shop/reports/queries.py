"""Cases as officials and groups may read them."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from shop.kernel.database import db
from shop.kernel.keyset import read_cursor, write_cursor
from shop.kernel.refusals import BadValue
from shop.reports.models import Report, ReportCase
from shop.reports.states import CaseStatus, Reason

PAGE = 30
STANDS = ReportCase.status != CaseStatus.CLOSED


class CasePage(NamedTuple):
    """`next`: the cursor of the page that follows, None at the end."""

    cases: list[ReportCase]
    next: str | None


def standing_cases(after: str | None = None, limit: int | None = None) -> CasePage:
    """What is to be decided, the longest waiting first. Raises BadValue for a cursor that is not of this list."""
    return _page(select(ReportCase).where(STANDS), ReportCase.opened_at, "standing", after, limit)


def closed_cases(after: str | None = None, limit: int | None = None) -> CasePage:
    """The last that were decided first. Raises BadValue for a cursor that is not of this list."""
    return _page(select(ReportCase).where(~STANDS), ReportCase.closed_at, "closed", after, limit)


def _page(asked: Select, column: InstrumentedAttribute, sort: str, after: str | None, limit: int | None) -> CasePage:
    limit = limit or PAGE
    is_newest_first = sort == "closed"
    if after:
        moment, last = _read(after, sort)
        past = column < moment if is_newest_first else column > moment
        behind = ReportCase.id < last if is_newest_first else ReportCase.id > last
        asked = asked.where(or_(past, and_(column == moment, behind)))
    order = (column.desc(), ReportCase.id.desc()) if is_newest_first else (column, ReportCase.id)
    asked = asked.options(selectinload(ReportCase.reports)).order_by(*order).limit(limit + 1)
    found = list(db.session.scalars(asked))
    page = found[:limit]
    if len(found) <= limit:
        return CasePage(page, None)
    return CasePage(page, write_cursor(sort, getattr(page[-1], column.key).isoformat(), page[-1].id))


def _read(after: str, sort: str) -> tuple[datetime, int]:
    """Raises BadValue."""
    text, row_id = read_cursor(after, sort, str)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadValue("after", "unknown_cursor")
    return moment, row_id


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
