"""What was counted of the ledger: figures by month, group and channel, what offices aim at, and what the public was told."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column


class Channel(StrEnum):
    """Where a buyer met the goods."""

    ONLINE = "online"
    BOOTH = "booth"  # hand to hand at a fair's booth
    FAIR = "fair"  # on the web, by a fair's page or a code printed for it


class MonthFigure(db.Model):
    """What one group earned in one Thai month through one channel, by the ledger. Counted, never written by hand."""

    __tablename__ = "impact_months"
    __table_args__ = (
        Index("ix_impact_months_whole", "month", "group_id", "channel", "fair_id", "orders", "pieces", "satang"),  # read alone
        Index(None, "group_id", "month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]  # its first day
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    fair_id: Mapped[int | None]  # fairs.id, of a booth or a fair's page
    orders: Mapped[int]  # earned in this month; one of several channels counts where most of it was sold
    pieces: Mapped[int]  # of these orders, as many as their buyers kept
    satang: Mapped[int] = mapped_column(BigInteger)  # less what was given back in this month


class GroupSales(db.Model):
    """When a group first and last earned something; one that never did has no row."""

    __tablename__ = "impact_groups"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    first_sale_on: Mapped[date]  # in Thailand
    last_sale_on: Mapped[date]


class YearBuyers(db.Model):
    """How many people bought in a fiscal year, of its months that are over: two counts, and nobody's name or number."""

    __tablename__ = "impact_buyers"

    year: Mapped[int] = mapped_column(primary_key=True)  # Buddhist
    buyers: Mapped[int]
    repeat_buyers: Mapped[int]  # of these, who have bought at least twice by then


class Aim(StrEnum):
    INCOME = "income"  # satang
    SELLING_GROUPS = "selling_groups"
    FIRST_SALES = "first_sales"


class Target(db.Model):
    """What an office wants to reach in a fiscal year."""

    __tablename__ = "impact_targets"
    __table_args__ = (CheckConstraint("amount > 0", name="some"), UniqueConstraint("year", "aim"))

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]  # Buddhist
    aim: Mapped[Aim] = mapped_column(enum_column(Aim))
    amount: Mapped[int] = mapped_column(BigInteger)
    set_at: Mapped[datetime] = mapped_column(default=now)
    set_by: Mapped[int | None]


class PublishedYear(db.Model):
    """What the public is told of a fiscal year. Once the year is over it is told once and never changed."""

    __tablename__ = "impact_years"

    year: Mapped[int] = mapped_column(primary_key=True)  # Buddhist
    through: Mapped[date]  # the first day of the last month that is in it
    is_final: Mapped[bool]
    published_at: Mapped[datetime]
    content: Mapped[dict]  # as published.py makes it: nothing in it tells of one group or of a few people


class Count(db.Model):
    """When all of this was last counted: a single row."""

    __tablename__ = "impact_counts"

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    people_on: Mapped[date | None]
    people: Mapped[list] = mapped_column(default=list)  # rows of people.py: rounded, the few left out
