"""What is counted of each group at night, for lists; trainings that offices announce, and which groups would like to come."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db


class GroupQuality(db.Model):
    """Derived from the products, never the truth: what a group's own pages say is counted as they are made."""

    __tablename__ = "group_qualities"
    __table_args__ = (
        CheckConstraint("mean_score BETWEEN 0 AND 100", name="score_of_hundred"),
        Index(None, "mean_score", "group_id"),
        Index(None, "open_advice", "group_id"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    mean_score: Mapped[int]
    product_count: Mapped[int]
    open_advice: Mapped[int]  # pieces of advice that were not followed yet
    needs: Mapped[list]  # keys of score.Help, by what its products would gain, open advice too
    lowest: Mapped[list]  # ids of its lowest products
    counted_at: Mapped[datetime] = mapped_column(default=now)


class Training(db.Model):
    """Announced by an office, shown beside steps and advice of its kinds until it is over or called off."""

    __tablename__ = "trainings"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("shown_until <= ends_on", name="shown_until_it_ends"),
        CheckConstraint("seats IS NULL OR seats > 0", name="seats_positive"),
        Index(None, "shown_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    helps: Mapped[list]  # keys of score.Help
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours: Mapped[str] = mapped_column(String(80), default="")  # as people write them: 9.00-16.00 น.
    place: Mapped[str] = mapped_column(String(200))
    district_code: Mapped[str | None] = mapped_column(String(4))
    seats: Mapped[int | None]
    enrol_phone: Mapped[str | None] = mapped_column(String(16))  # E.164
    enrol_url: Mapped[str] = mapped_column(String(300), default="")
    enrol_words: Mapped[str] = mapped_column(String(300), default="")  # by LINE, or at the office
    details: Mapped[str] = mapped_column(Text, default="")
    shown_until: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    told_until: Mapped[int] = mapped_column(default=0)  # groups up to this id were told
    told_count: Mapped[int] = mapped_column(default=0)  # groups it was told to
    told_at: Mapped[datetime | None]  # all were

    interests: Mapped[list["TrainingInterest"]] = relationship(order_by="TrainingInterest.id")


class TrainingInterest(db.Model):
    """A group would like to come. Taken back: the row is gone."""

    __tablename__ = "training_interests"
    __table_args__ = (UniqueConstraint("training_id", "group_id"), Index(None, "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("trainings.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    said_at: Mapped[datetime] = mapped_column(default=now)
    said_by: Mapped[int | None]

    group: Mapped[Group] = relationship()
