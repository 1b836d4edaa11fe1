"""What waits for an official, who looks at it, and what was decided."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import ProductRevision, Variant
from shop.groups.models import Group, GroupProfile
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where


class SubmissionKind(StrEnum):
    GROUP = "group"  # a group's profile
    PRODUCT = "product"  # a product's revision
    PRICE = "price"  # a variant's requested price


class SubmissionStatus(StrEnum):
    WAITING = "waiting"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Submission(db.Model):
    """One thing sent for review. What it is about stands in exactly one of the three references."""

    __tablename__ = "submissions"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'group' AND group_profile_id IS NOT NULL AND product_revision_id IS NULL AND variant_id IS NULL)"
            " OR (kind = 'product' AND product_revision_id IS NOT NULL AND group_profile_id IS NULL AND variant_id IS NULL)"
            " OR (kind = 'price' AND variant_id IS NOT NULL AND group_profile_id IS NULL AND product_revision_id IS NULL)",
            name="one_subject",
        ),
        Index(None, "status", "submitted_at", "id"),
        Index(None, "group_id"),
        unique_where("uq_submissions_waiting_price", "variant_id", where="status = 'waiting'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[SubmissionKind] = mapped_column(enum_column(SubmissionKind))
    status: Mapped[SubmissionStatus] = mapped_column(enum_column(SubmissionStatus), default=SubmissionStatus.WAITING)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    group_profile_id: Mapped[int | None] = mapped_column(ForeignKey("group_profiles.id", ondelete="CASCADE"), unique=True)
    product_revision_id: Mapped[int | None] = mapped_column(ForeignKey("product_revisions.id", ondelete="CASCADE"), unique=True)
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variants.id", ondelete="CASCADE"))
    price_satang: Mapped[int | None]  # the requested price, as submitted
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    submitted_by: Mapped[int | None]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    claimed_until: Mapped[datetime | None]

    decision: Mapped["Decision | None"] = relationship(back_populates="submission")
    group: Mapped[Group] = relationship()
    group_profile: Mapped[GroupProfile | None] = relationship()
    product_revision: Mapped[ProductRevision | None] = relationship()
    variant: Mapped[Variant | None] = relationship()


class Outcome(StrEnum):
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"


class Decision(db.Model):
    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    reason: Mapped[str] = mapped_column(Text, default="")  # shown to the group
    advice: Mapped[dict] = mapped_column(default=dict)  # {field: text}, shown at the field
    checked: Mapped[list] = mapped_column(default=list)  # keys of the checklist that the official ticked
    decided_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None]

    submission: Mapped[Submission] = relationship(back_populates="decision")


class Phrase(db.Model):
    """A sentence of advice that officials often need: chosen with one tap, edited freely before it is sent."""

    __tablename__ = "advice_phrases"
    __table_args__ = (Index(None, "field", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)
