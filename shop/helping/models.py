"""Consents as they were given, papers' photos, and visits. Whether a consent stands is its membership's to say."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.groups.models import Group, Membership
from shop.helping.states import ConsentStatus, ConsentWay
from shop.kernel.access import HelpScope
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, index_where, unique_where
from shop.people.models import Account


class Consent(db.Model):
    """One group lets one volunteer do something for it: asked for, given, or not."""

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint(
            "(status = 'given') = (given_at IS NOT NULL) AND (status = 'given') = (membership_id IS NOT NULL)",
            name="given_has_a_time",
        ),
        CheckConstraint("(way = 'code') = (code_until IS NOT NULL)", name="code_has_an_end"),
        unique_where("uq_consents_open", "group_id", "account_id", "way", where="status IN ('asked', 'sent', 'photographed')"),
        index_where("ix_consents_papers", "asked_at", where="status = 'photographed'"),
        Index(None, "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))  # the volunteer
    way: Mapped[ConsentWay] = mapped_column(enum_column(ConsentWay))
    status: Mapped[ConsentStatus] = mapped_column(enum_column(ConsentStatus))
    scope: Mapped[HelpScope] = mapped_column(enum_column(HelpScope))
    until: Mapped[datetime]
    wording: Mapped[int] = mapped_column(SmallInteger)  # which text was agreed to: service.WORDING
    asked_at: Mapped[datetime] = mapped_column(default=now)
    given_at: Mapped[datetime | None]
    given_by: Mapped[int | None]  # the owner's account; of a paper whoever owned the group when it was signed
    confirmed_by: Mapped[int | None]  # the official who compared a paper
    closed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")  # why an official did not take a paper
    code_digest: Mapped[str] = mapped_column(String(64), default="")
    code_until: Mapped[datetime | None]
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), unique=True)
    reminded_at: Mapped[datetime | None]

    group: Mapped[Group] = relationship()
    volunteer: Mapped[Account] = relationship()
    membership: Mapped[Membership | None] = relationship()
    photos: Mapped[list["ConsentPhoto"]] = relationship(order_by="ConsentPhoto.id")


class ConsentPhoto(db.Model):
    """A signed paper: seen by the volunteer who took it, by the group and by officials who compare papers."""

    __tablename__ = "consent_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    consent_id: Mapped[int] = mapped_column(ForeignKey("consents.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    widths: Mapped[list] = mapped_column(default=list)


class Visit(db.Model):
    """A volunteer was with a group. The note is for volunteers and officials."""

    __tablename__ = "visits"
    __table_args__ = (Index(None, "group_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    note: Mapped[str] = mapped_column(String(500), default="")
