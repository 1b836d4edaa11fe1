"""Returns and complaints: what a buyer wants to give back, why, what both sides showed, and how it was settled."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where
from shop.orders.models import Order, OrderLine
from shop.orders.returns.states import ReturnReason, ReturnStatus, Side


class Return(db.Model):
    """One at a time of an order. What a person wrote stands here, never in the audit."""

    __tablename__ = "returns"
    __table_args__ = (
        CheckConstraint("refund_satang >= 0", name="refund_not_negative"),
        Index(None, "group_id", "status", "id"),
        Index(None, "status", "acts_at"),
        unique_where("uq_returns_open_of_order", "order_id", where="ended_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    status: Mapped[ReturnStatus] = mapped_column(enum_column(ReturnStatus), default=ReturnStatus.REQUESTED)
    reason: Mapped[ReturnReason] = mapped_column(enum_column(ReturnReason))
    words: Mapped[str] = mapped_column(Text, default="")  # the buyer's
    answer: Mapped[str] = mapped_column(Text, default="")  # the group's
    complaint: Mapped[str] = mapped_column(Text, default="")  # to the office, of whoever asked it
    decision: Mapped[str] = mapped_column(Text, default="")  # the official's
    decided_by: Mapped[int | None]
    carrier: Mapped[str | None] = mapped_column(String(40))
    tracking_number: Mapped[str | None] = mapped_column(String(40))
    refund_satang: Mapped[int] = mapped_column(default=0, server_default="0")
    with_shipping: Mapped[bool] = mapped_column(default=False, server_default=false())  # part of what was given back

    requested_at: Mapped[datetime] = mapped_column(default=now)
    accepted_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    sent_back_at: Mapped[datetime | None]
    disputed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    acts_at: Mapped[datetime | None]  # when time acts if nobody does

    order: Mapped[Order] = relationship()
    lines: Mapped[list["ReturnLine"]] = relationship(back_populates="asked", order_by="ReturnLine.id")
    photos: Mapped[list["ReturnPhoto"]] = relationship(back_populates="asked", order_by="ReturnPhoto.id")

    def photos_of(self, side: Side) -> list["ReturnPhoto"]:
        return [photo for photo in self.photos if photo.side is side]


class ReturnLine(db.Model):
    """Pieces of one line of the order."""

    __tablename__ = "return_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("refunded_quantity BETWEEN 0 AND quantity", name="refunded_of_asked"),
        CheckConstraint("resold_quantity BETWEEN 0 AND refunded_quantity", name="resold_of_refunded"),
        Index("uq_return_lines_once", "return_id", "order_line_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]
    refunded_quantity: Mapped[int] = mapped_column(default=0, server_default="0")
    resold_quantity: Mapped[int] = mapped_column(default=0, server_default="0")  # came back and can be sold again

    asked: Mapped[Return] = relationship(back_populates="lines")
    line: Mapped[OrderLine] = relationship()


class ReturnPhoto(db.Model):
    """What one side shows. Its files stand under private/ and are never public."""

    __tablename__ = "return_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    side: Mapped[Side] = mapped_column(enum_column(Side))
    widths: Mapped[list] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=now)

    asked: Mapped[Return] = relationship(back_populates="photos")
