"""Fairs, and the exhibits that groups say they showed and officials confirm."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column


class Fair(db.Model):
    __tablename__ = "fairs"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    short_name: Mapped[str] = mapped_column(String(60), default="")  # "งานบ้านใหม่": how a product's page names it
    short_name_en: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200))
    place_en: Mapped[str] = mapped_column(String(200), default="")
    district_code: Mapped[str | None] = mapped_column(String(4))
    organiser: Mapped[str] = mapped_column(String(200), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None]

    exhibits: Mapped[list["Exhibit"]] = relationship(back_populates="fair")


class ExhibitStatus(StrEnum):
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # the group took its word back before anybody decided


class Exhibit(db.Model):
    """A product that a group showed at a fair: the group's word until an official confirms it."""

    __tablename__ = "exhibits"
    __table_args__ = (UniqueConstraint("fair_id", "product_id"), Index(None, "product_id"), Index(None, "fair_id", "status"))

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    status: Mapped[ExhibitStatus] = mapped_column(enum_column(ExhibitStatus), default=ExhibitStatus.CLAIMED)
    claimed_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]

    fair: Mapped[Fair] = relationship(back_populates="exhibits")
