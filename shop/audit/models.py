"""What was done: rows are only ever added, triggers see to it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db


class AuditEntry(db.Model):
    __tablename__ = "audit_entries"
    __table_args__ = (
        Index(None, "subject_kind", "subject_id"),
        Index(None, "group_id", "id"),
        Index(None, "actor_id", "id"),
        Index(None, "action", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor_id: Mapped[int | None]  # an account's id, not a reference: the record outlives the person
    actor_role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    group_id: Mapped[int | None]
    changes: Mapped[dict]


class AuditSeal(db.Model):
    """A batch of entries, closed: the digest is over the digest before it and every entry from `from_id` to `to_id`.

    Batches join without a gap, so an id that stands in one of them and was not there when it was sealed is found.
    """

    __tablename__ = "audit_seals"
    __table_args__ = (CheckConstraint("from_id <= to_id AND count > 0", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(unique=True)  # so of two that seal at once one finds it taken
    to_id: Mapped[int]
    count: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256, hexadecimal
    sealed_at: Mapped[datetime] = mapped_column(default=now)
