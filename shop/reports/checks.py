"""What must be true of reports at any moment: asked by `doctor`."""

from sqlalchemy import or_, select

from shop.kernel.database import db
from shop.reports.models import Report, ReportCase
from shop.reports.queries import wrong_counts
from shop.reports.states import CaseStatus

MOST_SHOWN = 20


def cases_are_whole() -> list[str]:
    """A case counts its voices, and of one that is closed no contact is kept."""
    kept = select(ReportCase.id).join(ReportCase.reports).where(ReportCase.status == CaseStatus.CLOSED)
    kept = kept.where(or_(Report.contact_email.is_not(None), Report.contact_phone.is_not(None))).distinct().limit(MOST_SHOWN)
    wrong = [f"report case {number} counts other voices than it has" for number in wrong_counts(MOST_SHOWN)]
    return wrong + [f"report case {number} is closed and still holds a contact" for number in db.session.scalars(kept)]


CHECKS = {"reports": cases_are_whole}
