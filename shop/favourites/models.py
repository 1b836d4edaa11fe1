"""Followed groups and wished-for products, one row a person each; and the wishlists of guests, each known by its cookie."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db


class Follow(db.Model):
    __tablename__ = "follows"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, index=True)
    since: Mapped[datetime] = mapped_column(default=now)
    told_until: Mapped[datetime] = mapped_column(default=now)  # what was new up to then has been told

    group: Mapped[Group] = relationship()


class Wish(db.Model):
    __tablename__ = "wishes"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True)
    price_satang: Mapped[int]  # the lowest when it was kept
    added_at: Mapped[datetime] = mapped_column(default=now)
    gone_since: Mapped[datetime | None]  # out of stock: they are told once when it is back

    product: Mapped[Product] = relationship()


class GuestWishlist(db.Model):
    """Of whoever holds the key, of which only the digest is kept."""

    __tablename__ = "guest_wishlists"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    touched_at: Mapped[datetime] = mapped_column(default=now, index=True)


class GuestWish(db.Model):
    """Nobody is told of it: there is nobody to tell."""

    __tablename__ = "guest_wishes"

    wishlist_id: Mapped[int] = mapped_column(
        ForeignKey("guest_wishlists.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, index=True)
    price_satang: Mapped[int]  # the lowest when it was kept
    added_at: Mapped[datetime] = mapped_column(default=now)

    product: Mapped[Product] = relationship()
