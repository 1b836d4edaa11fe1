"""Sales at a booth, each under the id its device gave it, and the tasks that some of them leave to be reconciled."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import Variant
from shop.fairs.models import Fair
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, index_where
from shop.orders.models import Order


class BoothSale(db.Model):
    """What came of one press of "paid" on one device: the same again, however often it is sent, is this row."""

    __tablename__ = "booth_sales"
    __table_args__ = (UniqueConstraint("group_id", "client_id"), Index(None, "fair_id", "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    client_id: Mapped[str] = mapped_column(String(36))  # a UUID, made on the device or of a sheet's token
    digest: Mapped[str] = mapped_column(String(64))  # of all that was said of it
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id"))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), unique=True)
    device_at: Mapped[datetime]  # when it was sold, by the device's own clock; the order says what was believed of it
    is_typed: Mapped[bool] = mapped_column(default=False, server_default=false())  # from a sheet of paper
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by: Mapped[int | None]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None]

    fair: Mapped[Fair] = relationship()
    order: Mapped[Order] = relationship()
    clashes: Mapped[list["BoothClash"]] = relationship(back_populates="sale", order_by="BoothClash.id")


class ClashKind(StrEnum):
    SHORT = "short"  # more was sold than there was by the market's figure
    OFF_SALE = "off_sale"  # the market had taken it off sale meanwhile
    WRONG_TIME = "wrong_time"  # by the device's clock it was sold on a day on which there was no fair


class BoothClash(db.Model):
    """Something about a sale that a person has to look at. The money was taken, so the sale itself always stands."""

    __tablename__ = "booth_clashes"
    __table_args__ = (
        CheckConstraint("(kind = 'short') = (quantity > 0) AND quantity >= 0", name="short_of_some"),
        index_where("ix_booth_clashes_open", "group_id", where="settled_at IS NULL"),
        Index(None, "sale_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("booth_sales.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variants.id"))  # None where it is about the whole sale
    kind: Mapped[ClashKind] = mapped_column(enum_column(ClashKind))
    quantity: Mapped[int] = mapped_column(default=0, server_default="0")  # pieces that were sold beyond the figure
    created_at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None]

    sale: Mapped[BoothSale] = relationship(back_populates="clashes")
    variant: Mapped[Variant | None] = relationship(viewonly=True)
