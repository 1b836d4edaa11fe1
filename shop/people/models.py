"""Accounts, what they may do, and the one-use keys that prove who somebody is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column


class Account(db.Model):
    """A person who can sign in. A phone number without `phone_verified_at` proves nothing and opens nothing."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="can_be_reached"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    email_verified_at: Mapped[datetime | None]
    phone: Mapped[str | None] = mapped_column(String(16), unique=True)  # E.164
    phone_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))  # None until an invited person sets one
    session_epoch: Mapped[int] = mapped_column(default=0)  # raised to end every session
    locale: Mapped[str] = mapped_column(String(2), default="th")
    created_at: Mapped[datetime] = mapped_column(default=now)
    signed_in_at: Mapped[datetime | None]  # the last time; a session ends with the browser
    disabled_at: Mapped[datetime | None]

    roles: Mapped[list["AccountRole"]] = relationship(back_populates="account", lazy="selectin")


class AccountRole(db.Model):
    """An office or volunteer role. Group roles are memberships, and everybody with an account is a buyer."""

    __tablename__ = "account_roles"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    granted_at: Mapped[datetime] = mapped_column(default=now)
    granted_by: Mapped[int | None]

    account: Mapped[Account] = relationship(back_populates="roles")


class KeyPurpose(StrEnum):
    RESET_PASSWORD = "reset_password"  # a link by mail
    RESET_CODE = "reset_code"  # printed by an official, handed over in person
    SET_PASSWORD = "set_password"  # an invited official's first
    VERIFY_EMAIL = "verify_email"


class OneUseKey(db.Model):
    """A link or code that works once, for a while. Only its digest is kept."""

    __tablename__ = "one_use_keys"
    __table_args__ = (Index(None, "account_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    purpose: Mapped[KeyPurpose] = mapped_column(enum_column(KeyPurpose))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    proves: Mapped[str | None] = mapped_column(String(254))  # the address it was mailed to, or the number it was printed for
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[int | None]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class FailedTry(db.Model):
    """A failed sign-in, key or look-up, counted per name tried and per address."""

    __tablename__ = "failed_tries"
    __table_args__ = (Index(None, "kind", "name_fingerprint", "at"), Index(None, "kind", "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # sign_in, reset_code, order_find
    name_fingerprint: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(default=now)
