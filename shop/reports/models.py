"""Cases and the voices in them. Who reported, and how to reach them, is the office's alone, and goes once they were told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where
from shop.kernel.secrets import Encrypted
from shop.reports.states import CaseStatus, Outcome, Reason, SubjectKind


class ReportCase(db.Model):
    """All that is reported of one thing until it is decided; what is reported afterwards begins another."""

    __tablename__ = "report_cases"
    __table_args__ = (
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_has_a_time"),
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="closed_has_an_outcome"),
        CheckConstraint("status NOT IN ('asked', 'answered') OR asked_at IS NOT NULL", name="asked_has_a_time"),
        CheckConstraint("voices >= 0", name="voices_not_negative"),
        unique_where("uq_report_cases_standing", "subject_kind", "subject_id", where="status <> 'closed'"),
        Index(None, "status", "opened_at", "id"),
        Index(None, "group_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[SubjectKind] = mapped_column(enum_column(SubjectKind))
    subject_id: Mapped[int]
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))  # whose it is, or at whose thing it was said
    status: Mapped[CaseStatus] = mapped_column(enum_column(CaseStatus), default=CaseStatus.OPEN)
    outcome: Mapped[Outcome | None] = mapped_column(enum_column(Outcome))
    voices: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    held_by: Mapped[int | None]
    held_until: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    asked_by: Mapped[int | None]
    asked_words: Mapped[str] = mapped_column(Text, default="")  # the office's, to the group
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")  # the group's side
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    closed_words: Mapped[str] = mapped_column(Text, default="")  # the office's, to all who are told

    def is_held_by_another(self, account_id: int | None) -> bool:
        until = self.held_until
        return self.held_by not in (None, account_id) and until is not None and until > now()

    reports: Mapped[list["Report"]] = relationship(back_populates="case", order_by="Report.id")


class Report(db.Model):
    """One voice. The same person counts once in a case."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("case_id", "reporter_fingerprint"), Index(None, "account_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("report_cases.id"))
    reason: Mapped[Reason] = mapped_column(enum_column(Reason))
    words: Mapped[str] = mapped_column(Text, default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    contact_email: Mapped[str | None] = mapped_column(Encrypted)
    contact_phone: Mapped[str | None] = mapped_column(Encrypted)
    reporter_fingerprint: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(2), default="th")
    reported_at: Mapped[datetime] = mapped_column(default=now)

    case: Mapped[ReportCase] = relationship(back_populates="reports")
