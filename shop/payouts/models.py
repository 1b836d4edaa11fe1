"""Batches of payouts, their rows and what each row pays; corrections by two officials; money moved to the market's bank."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where
from shop.kernel.secrets import Encrypted
from shop.orders.models import Order
from shop.payouts.states import AdjustmentStatus, BatchStatus, PayoutStatus


class Way(StrEnum):
    """Which of a batch's two files a row stands in; never in both, or it would be paid twice."""

    BANK = "bank"
    PROMPTPAY = "promptpay"


class PayoutBatch(db.Model):
    """Closed by one official, approved by another."""

    __tablename__ = "payout_batches"
    __table_args__ = (
        CheckConstraint("approved_by IS NULL OR approved_by <> closed_by", name="two_people"),
        unique_where("uq_payout_batches_draft", "status", where="status = 'draft'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    status: Mapped[BatchStatus] = mapped_column(enum_column(BatchStatus), default=BatchStatus.DRAFT)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    opened_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    ledger_id: Mapped[int | None]  # the ledger's newest transaction when the rows were fixed
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]
    exported_at: Mapped[datetime | None]
    exported_by: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[int | None]

    rows: Mapped[list["Payout"]] = relationship(back_populates="batch", order_by="Payout.number")


class Payout(db.Model):
    """One group's row of a batch. Where the money goes is written down when the rows are fixed: a later change turns nothing."""

    __tablename__ = "payouts"
    __table_args__ = (
        CheckConstraint("amount_satang > 0", name="some"),
        UniqueConstraint("batch_id", "number"),
        UniqueConstraint("batch_id", "group_id"),
        Index(None, "group_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batches.id"))
    number: Mapped[int]  # in its batch, from 1
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    way: Mapped[Way] = mapped_column(enum_column(Way))
    details: Mapped[dict] = mapped_column(
        Encrypted
    )  # {"name", "bank_code", "account"} or {"name", "promptpay_kind", "promptpay_id"}
    amount_satang: Mapped[int]
    status: Mapped[PayoutStatus] = mapped_column(enum_column(PayoutStatus), default=PayoutStatus.WAITING)
    reference: Mapped[str] = mapped_column(String(200), default="")  # the bank's, as evidence
    paid_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")  # why it failed or came back
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None]
    returned_at: Mapped[datetime | None]
    returned_by: Mapped[int | None]

    batch: Mapped[PayoutBatch] = relationship(back_populates="rows")
    group: Mapped[Group] = relationship()
    items: Mapped[list["PayoutItem"]] = relationship(back_populates="payout", order_by="PayoutItem.id")


class PayoutItem(db.Model):
    """What a row pays of one order, or sets off against it; `order_id` empty: of what the group is owed outside of orders.

    An order stands in at most one open item, and once in a batch: batch and order are what makes a payout happen once.
    """

    __tablename__ = "payout_items"
    __table_args__ = (
        CheckConstraint("amount_satang <> 0", name="moves"),
        UniqueConstraint("batch_id", "order_id"),
        unique_where("uq_payout_items_open_order", "order_id", where="is_open"),
        unique_where("uq_payout_items_open_group", "group_id", where="is_open AND order_id IS NULL"),
        Index(None, "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payouts.id"), index=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batches.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    amount_satang: Mapped[int]
    is_open: Mapped[bool] = mapped_column(default=True)  # while its row waits

    payout: Mapped[Payout] = relationship(back_populates="items")
    order: Mapped[Order | None] = relationship()


class Adjustment(db.Model):
    """More or less for a group than its orders say: proposed by one official, decided by another, and only then in the books."""

    __tablename__ = "adjustments"
    __table_args__ = (
        CheckConstraint("amount_satang <> 0", name="moves"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
        Index(None, "status", "id"),
        Index(None, "group_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    amount_satang: Mapped[int]  # positive: the group gets more
    reason: Mapped[str] = mapped_column(String(300))
    status: Mapped[AdjustmentStatus] = mapped_column(enum_column(AdjustmentStatus), default=AdjustmentStatus.PROPOSED)
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    proposed_by: Mapped[int]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]

    group: Mapped[Group] = relationship()
    order: Mapped[Order | None] = relationship()


class BankMovement(db.Model):
    """Money that Stripe sent to the market's bank account, or took back from it (negative)."""

    __tablename__ = "bank_movements"
    __table_args__ = (CheckConstraint("amount_satang <> 0", name="moves"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amount_satang: Mapped[int]
    moved_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(80), unique=True)  # Stripe's, so that one movement is written once
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by: Mapped[int | None]


class ClosedException(db.Model):
    """Something out of the ordinary that an official has dealt with outside of these books, and says how."""

    __tablename__ = "closed_exceptions"
    __table_args__ = (UniqueConstraint("subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(20))  # refund, dispute
    subject_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    closed_at: Mapped[datetime] = mapped_column(default=now)
    closed_by: Mapped[int | None]
