"""The rows that lists of products are made of: plain values read by one statement, without loading objects."""

import json
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ScalarSelect, Select, String, cast, func, select
from sqlalchemy.engine import Row

from shop.catalogue.categories import Category
from shop.catalogue.models import Photo, Product, RevisionStandard, StandardKind
from shop.catalogue.standards import holds_today
from shop.groups.models import Group, ShippingKind, ShippingOption
from shop.kernel.database import db


class CardPhoto(NamedTuple):
    """What `photo_url` needs of a photo."""

    key: str
    widths: tuple[int, ...]
    dominant_colour: str
    formats: tuple[str, ...]


class Card(NamedTuple):
    """One product in a list: equal cards look the same. Prices in satang; `shipping_satang` is the cheapest delivery, None
    where there is none."""

    id: int
    title: str
    title_en: str
    category: Category | None
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
    review_count: int
    star_sum: int
    shipping_satang: int | None
    standards: tuple[tuple[StandardKind, str], ...]  # (kind, number)

    @property
    def is_in_stock(self) -> bool:
        return self.available > 0


def columns() -> Select:
    """What a card is read from, in the order of `_card`; `browse` adds the conditions, the order and its keys."""
    asked = select(
        Product.id,
        Product.title,
        Product.title_en,
        Product.category,
        Product.min_price_satang,
        Product.max_price_satang,
        Product.unit,
        Product.unit_en,
        Product.available,
        Product.review_count,
        Product.star_sum,
        Group.slug,
        Group.name,
        Group.name_en,
        Product.district_code,
        Photo.key,
        cast(Photo.widths, String),
        Photo.dominant_colour,
        cast(Photo.formats, String),
        _cheapest_delivery().label("shipping_satang"),
        _standards().label("standards"),
    )
    asked = asked.join_from(Product, Group, Group.id == Product.group_id)
    return asked.outerjoin(Photo, (Photo.id == Product.cover_photo_id) & Photo.published_at.is_not(None))


def cards_of(product_ids: list[int]) -> list[Card]:
    """Cards of these products in this order; those not listed are left out."""
    if not product_ids:
        return []
    asked = columns().where(Product.is_listed, Product.id.in_(product_ids))
    found = {card.id: card for card in from_rows(db.session.connection().execute(asked).all())}
    return [found[known] for known in product_ids if known in found]


def from_rows(rows: list[Row]) -> list[Card]:
    return [_card(*row) for row in rows]


def _card(
    product_id, title, title_en, category, lowest, highest, unit, unit_en, available, review_count, star_sum,
    slug, name, name_en, district, key, widths, colour, formats, shipping, standards, *_keys,
) -> Card:  # fmt: skip
    return Card(
        product_id, title, title_en, category, lowest, highest > lowest, unit, unit_en, available, slug, name, name_en, district,
        CardPhoto(key, _listed(widths), colour, _listed(formats)) if key else None,
        review_count, star_sum, shipping, _standards_in(standards) if standards else (),
    )  # fmt: skip


def _cheapest_delivery() -> ScalarSelect[int]:
    """Satang. By weight the first step counts: what a light parcel costs."""
    return (
        select(func.min(ShippingOption.price_satang))
        .where(
            ShippingOption.group_id == Product.group_id,
            ShippingOption.retired_at.is_(None),
            ShippingOption.kind != ShippingKind.COLLECT,
        )
        .correlate(Product)
        .scalar_subquery()
    )


def _standards() -> ScalarSelect[str]:
    """One a line: id, kind, number."""
    line = cast(RevisionStandard.id, String) + " " + cast(RevisionStandard.kind, String) + " " + RevisionStandard.number
    of_it = RevisionStandard.revision_id == Product.published_revision_id
    return select(func.aggregate_strings(line, "\n")).where(of_it, holds_today()).correlate(Product).scalar_subquery()


@lru_cache(maxsize=1024)
def _standards_in(lines: str) -> tuple[tuple[StandardKind, str], ...]:
    """Those noted first come first."""
    parts = sorted((line.split(" ", 2) for line in lines.split("\n")), key=lambda part: int(part[0]))
    return tuple((StandardKind(kind), number) for _id, kind, number in parts)


@lru_cache(maxsize=1024)
def _listed(text: str) -> tuple:
    """A JSON list as a tuple; photos have the same few."""
    return tuple(json.loads(text))


def published_photos(photo_ids: list[int | None]) -> dict[int, CardPhoto]:
    """The photos among these whose files anybody may see."""
    asked = select(Photo.id, Photo.key, Photo.widths, Photo.dominant_colour, Photo.formats)
    asked = asked.where(Photo.id.in_([photo_id for photo_id in photo_ids if photo_id]), Photo.published_at.is_not(None))
    found = db.session.connection().execute(asked)
    return {row.id: CardPhoto(row.key, tuple(row.widths), row.dominant_colour, tuple(row.formats)) for row in found}
