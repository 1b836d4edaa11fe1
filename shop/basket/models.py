"""Baskets: a guest's is known by its cookie, a signed-in person has one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import Variant
from shop.kernel.clock import now
from shop.kernel.database import db


class Basket(db.Model):
    __tablename__ = "baskets"

    id: Mapped[int] = mapped_column(primary_key=True)
    key_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    touched_at: Mapped[datetime] = mapped_column(default=now, index=True)

    items: Mapped[list["BasketItem"]] = relationship(
        back_populates="basket", order_by="BasketItem.id", cascade="all, delete-orphan", passive_deletes=True
    )


class BasketItem(db.Model):
    __tablename__ = "basket_items"
    __table_args__ = (
        UniqueConstraint("basket_id", "variant_id"),
        CheckConstraint("quantity > 0", name="some"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    basket_id: Mapped[int] = mapped_column(ForeignKey("baskets.id", ondelete="CASCADE"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id", ondelete="CASCADE"), index=True)
    quantity: Mapped[int]
    seen_price_satang: Mapped[int]  # the price shown last: a change is said before placing
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fairs.id", ondelete="SET NULL"))  # whose page it was found on
    code_id: Mapped[int | None]  # the printed code that brought it here (short_codes.id; codes are never removed)
    added_at: Mapped[datetime] = mapped_column(default=now)

    basket: Mapped[Basket] = relationship(back_populates="items")
    variant: Mapped[Variant] = relationship()
