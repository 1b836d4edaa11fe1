"""Notices, each channel's delivery of them, and where and when a person wants to be told."""

from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, index_where
from shop.kernel.secrets import Encrypted

WAITING_CALL = "channel = 'call' AND status = 'pending'"


class Channel(StrEnum):
    LINE = "line"
    EMAIL = "email"
    SMS = "sms"
    CALL = "call"  # nothing else reached them: somebody telephones


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    SENT = "sent"  # taken by the mail server or gateway; nobody can promise that it was read
    FAILED = "failed"  # given up
    BLOCKED = "blocked"  # the person does not have the market's LINE account as a friend, or took their LINE away
    NOT_CONFIGURED = "not_configured"  # the market has no such gateway: nothing was sent


class Notice(db.Model):
    """Something told to a person or a guest. It stands in the person's inbox whether or not any channel delivers it."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint(
            "account_id IS NOT NULL OR recipient_email IS NOT NULL OR recipient_phone IS NOT NULL", name="has_recipient"
        ),
        Index(None, "account_id", "id"),
        Index(None, "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    recipient_email: Mapped[str | None] = mapped_column(String(254))
    recipient_phone: Mapped[str | None] = mapped_column(String(16))  # E.164
    locale: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(40))  # a key of kinds.KINDS
    params: Mapped[dict]  # ids, codes, names of groups and products, amounts in satang
    sealed: Mapped[dict | None] = mapped_column(Encrypted)  # keys of links, until every channel is through with them
    subject_kind: Mapped[str] = mapped_column(String(40))  # order, purchase, group, product, account, exhibit
    subject_id: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]

    deliveries: Mapped[list["Delivery"]] = relationship(
        back_populates="notice", lazy="selectin", order_by="Delivery.id", passive_deletes=True, cascade="all, delete-orphan"
    )


class Delivery(db.Model):
    """One channel's delivery of a notice: what the desks show of it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("notice_id", "channel"),
        index_where("ix_deliveries_calls", "notice_id", where=WAITING_CALL),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    status: Mapped[DeliveryStatus] = mapped_column(enum_column(DeliveryStatus), default=DeliveryStatus.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(String(200))  # the kind of error, never an address
    sent_at: Mapped[datetime | None]
    # By this LINE knows a repeated push. Random, so that a restored backup never uses one for something else.
    retry_key: Mapped[str | None] = mapped_column(String(36), default=lambda: str(uuid4()))

    notice: Mapped[Notice] = relationship(back_populates="deliveries")


class LineAddress(db.Model):
    """A person's LINE, linked by LINE Login: where they are written to, and by what they may sign in. One account's only."""

    __tablename__ = "line_addresses"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    user_id: Mapped[str] = mapped_column(Encrypted)
    user_fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    linked_at: Mapped[datetime] = mapped_column(default=now)
    lost_at: Mapped[datetime | None]  # since when it is known that they do not have the market's LINE account as a friend


class NoticeSettings(db.Model):
    """What a person chose of how they are told. Without a row: what is usual, see choices.py."""

    __tablename__ = "notice_settings"
    __table_args__ = (
        CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_hours_have_both_ends"),
        CheckConstraint("quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet_hours_are_hours"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    ways: Mapped[dict]  # by topic: line, email or inbox
    quiet_from: Mapped[int | None] = mapped_column(SmallInteger)  # hours of the Thai day; none: they may be told at any hour
    quiet_until: Mapped[int | None] = mapped_column(SmallInteger)
