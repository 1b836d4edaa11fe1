"""Reading the record."""

from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.kernel.database import db


def entries_for(subject_kind: str, subject_id: object, limit: int = 50) -> list[AuditEntry]:
    """What was done to one subject, newest first."""
    asked = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == str(subject_id))
    return list(db.session.scalars(asked.order_by(AuditEntry.id.desc()).limit(limit)))
