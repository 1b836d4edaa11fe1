"""Baskets and what is in them, as things stand at this moment."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from shop.basket.models import Basket, BasketItem
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.catalogue.returnable import is_returnable
from shop.fairs.models import Fair, ShortCode
from shop.groups.models import Group
from shop.kernel.codes import digest
from shop.kernel.database import db


class LineState(StrEnum):
    READY = "ready"
    FEWER = "fewer"  # fewer are left than were wanted: those count
    SOLD_OUT = "sold_out"
    GONE = "gone"  # taken off sale, suspended, or its group is


@dataclass(frozen=True)
class BasketLine:
    """One variant in a basket with all that a page or an order needs of it. `wanted` pieces; only `counted` can be bought."""

    item_id: int
    wanted: int
    seen_price_satang: int
    variant: Variant
    product: Product
    group: Group
    made_to_order_days: int | None
    fair_id: int | None = None  # whose page it was found on
    code_id: int | None = None  # the printed code that led to it

    @property
    def is_returnable(self) -> bool:
        return is_returnable(self.product.category, self.product.subcategory, self.made_to_order_days)

    @property
    def state(self) -> LineState:
        if not self.product.is_listed or self.variant.retired_at:
            return LineState.GONE
        if self.variant.available <= 0:
            return LineState.SOLD_OUT
        return LineState.FEWER if self.variant.available < self.wanted else LineState.READY

    @property
    def counted(self) -> int:
        return min(self.wanted, self.variant.available) if self.state in (LineState.READY, LineState.FEWER) else 0

    @property
    def unit_price_satang(self) -> int:
        return self.variant.price_satang

    @property
    def total_satang(self) -> int:
        return self.counted * self.unit_price_satang

    @property
    def weight_grams(self) -> int:
        """Of the pieces that count; a variant that was never weighed counts as nothing."""
        return self.counted * (self.variant.weight_grams or 0)

    @property
    def is_price_changed(self) -> bool:
        return self.counted > 0 and self.seen_price_satang != self.unit_price_satang


def basket_by_key(key: str) -> Basket | None:
    """A guest's basket by the secret in its cookie."""
    return db.session.scalar(select(Basket).where(Basket.key_digest == digest(key), Basket.account_id.is_(None)))


def basket_of_account(account_id: int) -> Basket | None:
    return db.session.scalar(select(Basket).where(Basket.account_id == account_id))


def lines_in(basket_id: int) -> list[BasketLine]:
    """Everything in a basket, in the order it was put there, read anew."""
    asked = (
        select(BasketItem, Variant, Product, Group, ProductRevision.made_to_order_days)
        .join(Variant, Variant.id == BasketItem.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Group, Group.id == Product.group_id)
        .outerjoin(ProductRevision, ProductRevision.id == Product.published_revision_id)
        .where(BasketItem.basket_id == basket_id)
        .options(joinedload(Product.cover_photo))
        .order_by(BasketItem.id)
        .execution_options(populate_existing=True)
    )
    return [
        BasketLine(item.id, item.quantity, item.seen_price_satang, variant, product, group, days, item.fair_id, item.code_id)
        for item, variant, product, group, days in db.session.execute(asked)
    ]


def count_pieces(basket_id: int) -> int:
    return db.session.scalar(select(func.coalesce(func.sum(BasketItem.quantity), 0)).where(BasketItem.basket_id == basket_id))


class Found(NamedTuple):
    """Where something in a basket was found: the slug of the fair on whose page, the printed code; empty for none."""

    fair: str
    code: str


def found_by(basket_id: int, variant_id: int) -> Found:
    asked = (
        select(func.coalesce(Fair.slug, ""), func.coalesce(ShortCode.code, ""))
        .select_from(BasketItem)
        .outerjoin(Fair, Fair.id == BasketItem.fair_id)
        .outerjoin(ShortCode, ShortCode.id == BasketItem.code_id)
        .where(BasketItem.basket_id == basket_id, BasketItem.variant_id == variant_id)
    )
    row = db.session.execute(asked).one_or_none()
    return Found(*row) if row else Found("", "")


def wanted_of(basket_id: int, variant_id: int) -> int:
    """How many pieces of a variant are in the basket."""
    asked = select(BasketItem.quantity).where(BasketItem.basket_id == basket_id, BasketItem.variant_id == variant_id)
    return db.session.scalar(asked) or 0
