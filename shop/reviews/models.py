"""Reviews: one of each order line that was received, its photos, and the one answer of its group."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import Product
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column
from shop.orders.models import OrderLine


class Standing(StrEnum):
    """Of a review, and of an answer. Only what is approved is public."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class RefusedFor(StrEnum):
    RUDE = "rude"
    PERSONAL_DATA = "personal_data"
    OTHER_MATTER = "other_matter"  # of something else than the goods and how they came
    BAD_PHOTO = "bad_photo"
    ADVERTISING = "advertising"


class _LookedAt:
    """What is written by somebody and looked at by an official.

    `number` counts what was written: what she saw is what she decides.
    """

    words: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[Standing] = mapped_column(enum_column(Standing), default=Standing.WAITING)
    number: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)  # in the queue since then
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    refused_for: Mapped[RefusedFor | None] = mapped_column(enum_column(RefusedFor))


class Review(_LookedAt, db.Model):
    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_of_five"),
        CheckConstraint("(status = 'refused') = (refused_for IS NOT NULL)", name="refused_for_something"),
        Index(None, "product_id", "status", "id"),
        Index(None, "group_id", "status", "id"),
        Index(None, "status", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    stars: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str] = mapped_column(String(60), default="")  # the buyer's first name, where they want it shown

    line: Mapped[OrderLine] = relationship()
    product: Mapped[Product] = relationship()
    photos: Mapped[list["ReviewPhoto"]] = relationship(order_by="ReviewPhoto.id", cascade="all, delete-orphan")
    answer: Mapped["ReviewAnswer | None"] = relationship(back_populates="review")

    @property
    def public_answer(self) -> "ReviewAnswer | None":
        return self.answer if self.answer and self.answer.status is Standing.APPROVED else None


class ReviewPhoto(db.Model):
    """Its files stand under private/: whoever asks for one gets it where a question finds it to be public."""

    __tablename__ = "review_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    widths: Mapped[list] = mapped_column(default=list)


class ReviewAnswer(_LookedAt, db.Model):
    """Of the group, one to a review."""

    __tablename__ = "review_answers"
    __table_args__ = (
        CheckConstraint("words <> ''", name="says_something"),
        CheckConstraint("(status = 'refused') = (refused_for IS NOT NULL)", name="refused_for_something"),
        Index(None, "status", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), unique=True)

    review: Mapped[Review] = relationship(back_populates="answer")
