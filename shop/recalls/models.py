"""Recalls as everybody reads them, and who was told: by fingerprints alone, so that no list of buyers is kept."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column
from shop.recalls.states import RecallStatus


class Recall(db.Model):
    """Names stand as they were on that day: the product is out of reach, and the group may change its own."""

    __tablename__ = "recalls"
    __table_args__ = (
        CheckConstraint("sold_until >= sold_from", name="sold_until_after_from"),
        CheckConstraint("(status = 'standing') = (ended_at IS NULL)", name="ended_has_a_time"),
        Index(None, "product_id"),
        Index(None, "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    group_name: Mapped[str] = mapped_column(String(200))
    group_name_en: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[RecallStatus] = mapped_column(enum_column(RecallStatus), default=RecallStatus.STANDING)
    reason: Mapped[str] = mapped_column(String(300))  # the group reads it as the reason of the suspension, too
    reason_en: Mapped[str] = mapped_column(String(300), default="")
    hazard: Mapped[str] = mapped_column(String(300), default="")  # what it may do to people
    hazard_en: Mapped[str] = mapped_column(String(300), default="")
    batch: Mapped[str] = mapped_column(String(120), default="")  # as it is printed; empty: all of it
    sold_from: Mapped[date]
    sold_until: Mapped[date]
    todo: Mapped[list]  # keys of states.ToDo
    suspended: Mapped[bool]  # whether it took the product down, which stood in view until then
    recalled_at: Mapped[datetime] = mapped_column(default=now)
    recalled_by: Mapped[int | None]
    answer: Mapped[str] = mapped_column(Text, default="")  # the group's side, to the office
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]  # closed or reversed, whichever came last
    ended_by: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(300), default="")  # for everybody: how it ended
    outcome_en: Mapped[str] = mapped_column(String(300), default="")
    correction: Mapped[str] = mapped_column(String(300), default="")  # for everybody: why it was a mistake
    correction_en: Mapped[str] = mapped_column(String(300), default="")
    told_until: Mapped[int] = mapped_column(default=0)  # buyers of orders up to this id were told
    told_count: Mapped[int] = mapped_column(default=0)  # buyers
    told_at: Mapped[datetime | None]  # all were


class RecallTelling(db.Model):
    """Somebody was told of a recall: an HMAC of the account or the number, so that who bought twice is told once."""

    __tablename__ = "recall_tellings"
    __table_args__ = (UniqueConstraint("recall_id", "buyer_fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recall_id: Mapped[int] = mapped_column(ForeignKey("recalls.id", ondelete="CASCADE"))
    buyer_fingerprint: Mapped[str] = mapped_column(String(64))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))  # by which they are told of a correction, too
    corrected_at: Mapped[datetime | None]
