"""Every variant on sale, as other programs list goods: plain rows, read in pieces, so that any market fits in little memory."""

from collections.abc import Iterator

from sqlalchemy import Row, String, cast, select

from shop.catalogue.models import Photo, Product, ProductRevision, Variant
from shop.groups.models import Group
from shop.kernel.database import db

_PIECE = 500  # products read at once


def offers() -> Iterator[Row]:
    """Of listed products with a public photo, by product and position: what a list of goods must name.

    `variant_id product_id title title_en name name_en unit description description_en category price_satang available
    weight_grams group_name photo_key widths formats`; prices in satang, `widths` and `formats` as JSON text.
    """
    last = 0
    while piece := _piece(last):
        yield from piece
        last = piece[-1].product_id


def _piece(after: int) -> list[Row]:
    some = select(Product.id).join(Photo, (Photo.id == Product.cover_photo_id) & Photo.published_at.is_not(None))
    some = some.where(Product.is_listed, Product.id > after).order_by(Product.id).limit(_PIECE).subquery()
    asked = select(
        Variant.id.label("variant_id"),
        Product.id.label("product_id"),
        Product.title,
        Product.title_en,
        Variant.name,
        Variant.name_en,
        Variant.unit,
        ProductRevision.description,
        ProductRevision.description_en,
        Product.category,
        Variant.price_satang,
        Variant.available,
        Variant.weight_grams,
        Group.name.label("group_name"),
        Photo.key.label("photo_key"),
        cast(Photo.widths, String).label("widths"),
        cast(Photo.formats, String).label("formats"),
    )
    asked = asked.join_from(Product, some, some.c.id == Product.id)
    asked = asked.join(Group, Group.id == Product.group_id)
    asked = asked.join(ProductRevision, ProductRevision.id == Product.published_revision_id)
    asked = asked.join(Variant, (Variant.product_id == Product.id) & Variant.retired_at.is_(None))
    asked = asked.join(Photo, Photo.id == Product.cover_photo_id)
    return list(db.session.connection().execute(asked.order_by(Product.id, Variant.position, Variant.id)))
