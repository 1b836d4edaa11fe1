"""A slip: the photo of a transfer, what its small code tells, and whether the money came."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column
from shop.orders.models import Order


class SlipStatus(StrEnum):
    WAITING = "waiting"  # for a person of the group, or of the office, to look in the bank's app
    CONFIRMED = "confirmed"
    DENIED = "denied"  # the money did not come


class Slip(db.Model):
    """It proves nothing by itself: whoever confirms has seen the money."""

    __tablename__ = "slips"
    __table_args__ = (
        UniqueConstraint("order_id", "digest"),  # the second click
        CheckConstraint("(status = 'waiting') = (decided_at IS NULL)", name="decided_once"),
        Index(None, "status", "acts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    status: Mapped[SlipStatus] = mapped_column(enum_column(SlipStatus), default=SlipStatus.WAITING)
    is_late: Mapped[bool] = mapped_column(default=False, server_default=false())  # its order had ended by then
    key: Mapped[str] = mapped_column(String(64), unique=True)  # names its files under private/
    widths: Mapped[list]
    digest: Mapped[str] = mapped_column(String(64))  # of the file as it was sent
    trans_ref: Mapped[str | None] = mapped_column(String(40), unique=True)  # of the transfer: used once in the whole market
    sending_bank: Mapped[str | None] = mapped_column(String(3))  # the Bank of Thailand's three digits
    objections: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")  # sent though the money "did not come"
    received_at: Mapped[datetime] = mapped_column(default=now)
    moved_at: Mapped[datetime | None]  # from another order it had been shown at by mistake: once
    reminded_at: Mapped[datetime | None]
    at_office_at: Mapped[datetime | None]  # since then it is the office's task
    acts_at: Mapped[datetime | None]  # when time acts on it next
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]

    order: Mapped[Order] = relationship()
