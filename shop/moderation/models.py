"""What waits for an official, who looks at it, and what was decided."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import ProductRevision, Variant
from shop.groups.models import Group, GroupProfile
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where

TAKEN_BACK_WITHIN = timedelta(minutes=10)


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
    __table_args__ = (Index(None, "decided_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    reason: Mapped[str] = mapped_column(Text, default="")  # shown to the group
    advice: Mapped[dict] = mapped_column(default=dict)  # {field: text}, shown at the field
    checked: Mapped[list] = mapped_column(default=list)  # keys of the checklist that the official ticked
    decided_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[int | None]
    examples: Mapped[dict] = mapped_column(default=dict, server_default="{}")  # {field: [ids of advice pictures]}
    # What it changed, as it stood before and after: for taking it back. Empty: it cannot be.
    before: Mapped[dict] = mapped_column(default=dict, server_default="{}")
    after: Mapped[dict] = mapped_column(default=dict, server_default="{}")

    submission: Mapped[Submission] = relationship(back_populates="decision")

    @property
    def until(self) -> datetime:
        """When it can no longer be taken back."""
        return self.decided_at + TAKEN_BACK_WITHIN


class Phrase(db.Model):
    """A sentence of advice that officials often need: chosen with one tap, edited freely before it is sent."""

    __tablename__ = "advice_phrases"
    __table_args__ = (Index(None, "field", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int] = mapped_column(default=0)


class ChecklistRule(db.Model):
    """A thing that an official looks at with her own eyes. Its words never change: who changes them puts another in its place."""

    __tablename__ = "checklist_rules"
    __table_args__ = (Index(None, "position", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)  # kept with each decision that ticked it
    kind: Mapped[SubmissionKind] = mapped_column(enum_column(SubmissionKind))
    categories: Mapped[list] = mapped_column(default=list)  # of these alone; empty: of all
    subcategories: Mapped[list] = mapped_column(default=list)
    needs_serial: Mapped[bool] = mapped_column(default=False)  # only where the label has to show a food serial
    field: Mapped[str] = mapped_column(String(40))  # where advice about it stands
    text: Mapped[str] = mapped_column(String(200))
    text_en: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]  # no longer asked; past decisions still say what was ticked


class AdvicePicture(db.Model):
    """A good example shown beside a phrase of advice: `public/advice/<file_key>/`. It stays where a group was sent it."""

    __tablename__ = "advice_pictures"
    __table_args__ = (Index(None, "phrase_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase_id: Mapped[int | None] = mapped_column(ForeignKey("advice_phrases.id", ondelete="SET NULL"))
    file_key: Mapped[str] = mapped_column(String(40), unique=True)
    widths: Mapped[list] = mapped_column(default=list)
    dominant_colour: Mapped[str] = mapped_column(String(7), default="#eef4ee")
    added_at: Mapped[datetime] = mapped_column(default=now)
    added_by: Mapped[int | None]
    removed_at: Mapped[datetime | None]  # from the phrase

    @property
    def key(self) -> str:
        """What the address of a photo is made of, as of any other photo."""
        return f"advice/{self.file_key}"


class BulkKind(StrEnum):
    PRICE = "price"  # another price of a variant, not far from the reviewed one
    VARIANT = "variant"  # the first price of an option added to a product on sale
    CHANGE = "change"  # a change of a product on sale


class DeskSettings(db.Model):
    """What the office wants of its review desk: one row, or none while nobody has said anything."""

    __tablename__ = "desk_settings"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("second_look_percent BETWEEN 0 AND 100", name="share"),
        CheckConstraint("bulk_price_percent BETWEEN 1 AND 100", name="step"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1, autoincrement=False)
    bulk_kinds: Mapped[list] = mapped_column(default=list)  # of BulkKind: what may be approved many at once
    bulk_price_percent: Mapped[int] = mapped_column(default=30)  # how far from the reviewed price
    second_look_percent: Mapped[int] = mapped_column(default=5)  # of approvals that another official sees again


class LookStatus(StrEnum):
    WAITING = "waiting"  # for another official than who approved it
    AGREED = "agreed"
    TALK = "talk"  # she would have decided otherwise
    STANDS = "stands"  # they talked: the approval stands
    AGAIN = "again"  # they talked: it waits for review again


class SecondLook(db.Model):
    """An approval drawn by lot, which another official looks at after it was published."""

    __tablename__ = "second_looks"
    __table_args__ = (
        Index(None, "status", "id"),
        Index(None, "submission_id"),
        unique_where("uq_second_looks_open", "submission_id", where="status IN ('waiting', 'talk')"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id", ondelete="CASCADE"))
    status: Mapped[LookStatus] = mapped_column(enum_column(LookStatus), default=LookStatus.WAITING)
    first_by: Mapped[int | None]  # who approved it
    drawn_at: Mapped[datetime] = mapped_column(default=now)
    looked_by: Mapped[int | None]
    looked_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(500), default="")  # hers who looked again
    settled_by: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(String(500), default="")  # of who settled it

    submission: Mapped[Submission] = relationship()


class OfficeHoliday(db.Model):
    """A day that the office changed in the list of holidays: added, renamed, or a working day after all."""

    __tablename__ = "office_holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_holiday: Mapped[bool] = mapped_column(default=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    name_en: Mapped[str] = mapped_column(String(120), default="")
