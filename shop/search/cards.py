"""The rows that lists of products are made of: plain values read in three queries, without loading objects."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Row

from shop.catalogue.models import Photo, Product, RevisionStandard, StandardKind, Variant
from shop.catalogue.standards import holds_today
from shop.groups.models import Group, ShippingKind, ShippingOption
from shop.kernel.database import db


class CardPhoto(NamedTuple):
    """What `photo_url` needs of a photo."""

    key: str
    widths: list[int]
    dominant_colour: str
    formats: list[str]


@dataclass(frozen=True)
class Card:
    """One product in a list. Prices in satang; `shipping_satang` is the cheapest delivery, None where there is none."""

    id: int
    title: str
    title_en: str
    category: str | None
    price_satang: int
    is_price_from: bool
    unit: str
    unit_en: str
    available: int
    group_slug: str
    group_name: str
    group_name_en: str
    district_code: str | None
    photo: CardPhoto | None
    review_count: int = 0
    star_sum: int = 0
    shipping_satang: int | None = None
    standards: list[tuple[StandardKind, str]] = field(default_factory=list)  # (kind, number)

    @property
    def is_in_stock(self) -> bool:
        return self.available > 0


def columns() -> Select:
    """What a card is read from; `browse` adds the joins to Group, the conditions and the order."""

    def of_cheapest_variant(column):
        on_sale = select(column).where(Variant.product_id == Product.id, Variant.retired_at.is_(None))
        return on_sale.order_by(Variant.price_satang, Variant.position, Variant.id).limit(1).scalar_subquery()

    return select(
        Product.id,
        Product.title,
        Product.title_en,
        Product.category,
        Product.min_price_satang,
        Product.max_price_satang,
        Product.available,
        Product.review_count,
        Product.star_sum,
        Product.published_revision_id,
        Product.group_id,
        of_cheapest_variant(Variant.unit).label("unit"),
        of_cheapest_variant(Variant.name_en).label("unit_en"),
        Group.slug.label("group_slug"),
        Group.name.label("group_name"),
        Group.name_en.label("group_name_en"),
        Group.district_code,
        Photo.key.label("photo_key"),
        Photo.widths.label("photo_widths"),
        Photo.dominant_colour.label("photo_colour"),
        Photo.formats.label("photo_formats"),
    ).outerjoin_from(Product, Photo, (Photo.id == Product.cover_photo_id) & Photo.published_at.is_not(None))


def cards_of(product_ids: list[int]) -> list[Card]:
    """Cards of these products in this order; those not listed are left out."""
    if not product_ids:
        return []
    asked = columns().join(Group, Group.id == Product.group_id).where(Product.is_listed, Product.id.in_(product_ids))
    found = {card.id: card for card in from_rows(db.session.execute(asked).all())}
    return [found[known] for known in product_ids if known in found]


def from_rows(rows: list[Row]) -> list[Card]:
    if not rows:
        return []
    shipping = _cheapest_delivery({row.group_id for row in rows})
    standards = _standards({row.published_revision_id for row in rows})
    return [_card(row, shipping.get(row.group_id), standards.get(row.published_revision_id, [])) for row in rows]


def _card(row: Row, shipping_satang: int | None, standards: list[tuple[StandardKind, str]]) -> Card:
    return Card(
        id=row.id,
        title=row.title,
        title_en=row.title_en,
        category=row.category,
        price_satang=row.min_price_satang,
        is_price_from=row.max_price_satang > row.min_price_satang,
        unit=row.unit or "",
        unit_en=row.unit_en or "",
        available=row.available,
        group_slug=row.group_slug,
        group_name=row.group_name,
        group_name_en=row.group_name_en,
        district_code=row.district_code,
        photo=CardPhoto(row.photo_key, row.photo_widths, row.photo_colour, row.photo_formats) if row.photo_key else None,
        review_count=row.review_count,
        star_sum=row.star_sum,
        shipping_satang=shipping_satang,
        standards=standards,
    )


def _cheapest_delivery(group_ids: set[int]) -> dict[int, int]:
    """Satang by group. By weight the first step counts: what a light parcel costs."""
    asked = (
        select(ShippingOption.group_id, ShippingOption.kind, func.min(ShippingOption.price_satang))
        .where(
            ShippingOption.group_id.in_(group_ids),
            ShippingOption.retired_at.is_(None),
            ShippingOption.kind != ShippingKind.COLLECT,
        )
        .group_by(ShippingOption.group_id, ShippingOption.kind)
    )
    cheapest: dict[int, int] = {}
    for group_id, _kind, satang in db.session.execute(asked):
        cheapest[group_id] = min(satang, cheapest.get(group_id, satang))
    return cheapest


def _standards(revision_ids: set[int]) -> dict[int, list[tuple[StandardKind, str]]]:
    asked = (
        select(RevisionStandard.revision_id, RevisionStandard.kind, RevisionStandard.number)
        .where(RevisionStandard.revision_id.in_(revision_ids), holds_today())
        .order_by(RevisionStandard.id)
    )
    found: dict[int, list[tuple[StandardKind, str]]] = {}
    for revision_id, kind, number in db.session.execute(asked):
        found.setdefault(revision_id, []).append((kind, number))
    return found


def published_photos(photo_ids: list[int | None]) -> dict[int, CardPhoto]:
    """The photos among these whose files anybody may see."""
    asked = select(Photo.id, Photo.key, Photo.widths, Photo.dominant_colour, Photo.formats)
    asked = asked.where(Photo.id.in_([photo_id for photo_id in photo_ids if photo_id]), Photo.published_at.is_not(None))
    return {row.id: CardPhoto(row.key, row.widths, row.dominant_colour, row.formats) for row in db.session.execute(asked)}
