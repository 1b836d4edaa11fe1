"""Fairs: their booths and pictures, the exhibits that groups say they showed, and the short codes that are printed."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where


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
    map_url: Mapped[str] = mapped_column(String(500), default="", server_default="")  # https, of any map
    opening_hours: Mapped[str] = mapped_column(String(120), default="", server_default="")  # in words: "09.00–20.00 น. ทุกวัน"
    opening_hours_en: Mapped[str] = mapped_column(String(120), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None]

    exhibits: Mapped[list["Exhibit"]] = relationship(back_populates="fair")


class Booth(db.Model):
    """A group's place at a fair, as the plan of the ground names it; a group has one, though it may be as wide as `A1-A2`."""

    __tablename__ = "booths"
    __table_args__ = (UniqueConstraint("fair_id", "number"), UniqueConstraint("fair_id", "group_id"), Index(None, "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(20))  # large letters: what is painted over the table
    zone: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(String(200), default="")  # for officials: "needs power", never shown to buyers
    set_at: Mapped[datetime] = mapped_column(default=now)
    set_by: Mapped[int | None]

    fair: Mapped[Fair] = relationship()
    group: Mapped[Group] = relationship()


class FairPicture(db.Model):
    """A picture of a fair, put up by an official: the first is its cover. Files stand in `public/fairs/<file_key>/`."""

    __tablename__ = "fair_pictures"
    __table_args__ = (Index(None, "fair_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id", ondelete="CASCADE"))
    file_key: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(String(160), default="")
    alt_en: Mapped[str] = mapped_column(String(160), default="")
    widths: Mapped[list] = mapped_column(default=list)
    dominant_colour: Mapped[str] = mapped_column(String(7), default="#eef4ee")
    added_at: Mapped[datetime] = mapped_column(default=now)
    added_by: Mapped[int | None]

    @property
    def key(self) -> str:
        """What the address of a photo is made of, as of any other photo."""
        return f"fairs/{self.file_key}"


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


class ShortCode(db.Model):
    """What a printed QR code holds: a group, or a product of it, at one fair or at none. Once printed it is never taken back."""

    __tablename__ = "short_codes"
    # Of each thing at each fair one code. NULLs are all different to a unique index, so each case has an index of its own.
    __table_args__ = (
        unique_where("uq_short_codes_group_at_fair", "group_id", "fair_id", where="product_id IS NULL AND fair_id IS NOT NULL"),
        unique_where("uq_short_codes_group", "group_id", where="product_id IS NULL AND fair_id IS NULL"),
        unique_where(
            "uq_short_codes_product_at_fair", "product_id", "fair_id", where="product_id IS NOT NULL AND fair_id IS NOT NULL"
        ),
        unique_where("uq_short_codes_product", "product_id", where="product_id IS NOT NULL AND fair_id IS NULL"),
        Index(None, "fair_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))  # None: the group's own code
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fairs.id", ondelete="CASCADE"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[int | None]


class CodeDay(db.Model):
    """How often a code was scanned on one (Thai) day, and filled a basket: counters, so that nobody is written down."""

    __tablename__ = "code_days"
    __table_args__ = (
        UniqueConstraint("code_id", "day"),
        CheckConstraint("scans >= 0 AND baskets >= 0", name="only_up"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code_id: Mapped[int] = mapped_column(ForeignKey("short_codes.id", ondelete="CASCADE"))
    day: Mapped[date]
    scans: Mapped[int] = mapped_column(default=0)
    baskets: Mapped[int] = mapped_column(default=0)


class PackLayout(StrEnum):
    A5 = "a5"  # a card a page
    A4 = "a4"  # two cards a page, with a line to cut along


class FairPack(db.Model):
    """All booth cards of a fair as one PDF, drawn by a job. `wanted` goes up with each change of its booths; `made` follows."""

    __tablename__ = "fair_packs"
    __table_args__ = (UniqueConstraint("fair_id", "layout"), CheckConstraint("made <= wanted", name="follows"))

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fairs.id", ondelete="CASCADE"))
    layout: Mapped[PackLayout] = mapped_column(enum_column(PackLayout))
    wanted: Mapped[int] = mapped_column(default=1)
    made: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by: Mapped[int | None]
    ready_count: Mapped[int] = mapped_column(default=0)  # cards drawn so far of the one being made
    booth_count: Mapped[int] = mapped_column(default=0)  # cards it is to have
    failed_at: Mapped[datetime | None]
    file_key: Mapped[str | None] = mapped_column(String(40))  # private/packs/<file_key>.pdf, of `made`
    made_at: Mapped[datetime | None]
    made_count: Mapped[int] = mapped_column(default=0)  # cards in the file
