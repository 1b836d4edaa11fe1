"""A product's page as buyers read it: rows of what it shows, asked for by statements that are made once.

Most of what people look at is a product, and making objects that could be changed took longer than asking the database for them.
"""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from types import SimpleNamespace

from sqlalchemy import Row, Select, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from shop.catalogue.models import Photo, Product, ProductRevision, RevisionPhoto, RevisionStandard, Variant
from shop.groups.models import Group, GroupProfile, ShippingOption
from shop.kernel.clock import today
from shop.kernel.database import db

_OF_PRODUCT = (
    *(Product.id, Product.group_id, Product.published_revision_id, Product.title, Product.title_en),
    *(Product.category, Product.subcategory, Product.min_price_satang, Product.available),
    *(Product.sold_count, Product.review_count, Product.star_sum),
)
_OF_REVISION = (
    *(ProductRevision.category, ProductRevision.subcategory, ProductRevision.description, ProductRevision.description_en),
    *(ProductRevision.size_text, ProductRevision.ingredients, ProductRevision.allergens, ProductRevision.shelf_life_days),
    *(ProductRevision.made_to_order_days, ProductRevision.weekly_capacity),
)
_OF_GROUP = (
    *(Group.slug, Group.name, Group.name_en, Group.kind, Group.district_code),
    *(Group.accepts_cod, Group.accepts_pickup, Group.accepts_promptpay),
)
_OF_PROFILE = (GroupProfile.subdistrict_code, GroupProfile.postcode)
_PARTS = (_OF_PRODUCT, _OF_REVISION, _OF_GROUP, _OF_PROFILE)


class Part(SimpleNamespace):
    """Values of a row, each by its column's name."""


class ShownProduct(Part):
    """A product with `group` (its `published` profile, its `shipping_options`), `published` (its `photos` that may be seen, its
    `valid_standards`) and `variants`, of all these what buyers are offered today."""


def shown_product(product_id: int) -> ShownProduct | None:
    """A product that buyers may see, with all that its page says of it and its group, in five queries."""
    connection = db.session.connection()
    row = connection.execute(_product(), {"product_id": product_id}).one_or_none()
    if row is None:
        return None
    values = iter(row)
    product, revision, group, profile = (_named(columns, values) for columns in _PARTS)

    def ask(statement: Select, of: int) -> list[Row]:
        return list(connection.execute(statement, {"of": of, "today": today()}))

    revision["photos"] = ask(_photos(), product["published_revision_id"])
    revision["valid_standards"] = ask(_standards(), product["published_revision_id"])
    group |= {"published": Part(**profile), "shipping_options": ask(_options(), product["group_id"])}
    return ShownProduct(**product, published=Part(**revision), group=Part(**group), variants=ask(_variants(), product_id))


def _named(columns: tuple[InstrumentedAttribute, ...], values: Iterator) -> dict[str, object]:
    """The next of the values by the names of these columns."""
    return {column.key: next(values) for column in columns}


@cache
def _product() -> Select:
    asked = select(*chain(*_PARTS)).join_from(Product, ProductRevision, ProductRevision.id == Product.published_revision_id)
    asked = asked.join(Group, Group.id == Product.group_id).outerjoin(GroupProfile, GroupProfile.id == Group.published_profile_id)
    return asked.where(Product.id == bindparam("product_id"), Product.is_listed)


@cache
def _photos() -> Select:
    shown = (Photo.id, Photo.key, Photo.width, Photo.height, Photo.widths, Photo.formats, Photo.dominant_colour)
    asked = select(*shown).join(RevisionPhoto, RevisionPhoto.photo_id == Photo.id)
    asked = asked.where(RevisionPhoto.revision_id == bindparam("of"), Photo.published_at.is_not(None))
    return asked.order_by(RevisionPhoto.position)


@cache
def _standards() -> Select:
    asked = select(RevisionStandard.kind, RevisionStandard.number, RevisionStandard.expires_on)
    holds = or_(RevisionStandard.expires_on.is_(None), RevisionStandard.expires_on >= bindparam("today"))
    return asked.where(RevisionStandard.revision_id == bindparam("of"), holds).order_by(RevisionStandard.id)


@cache
def _variants() -> Select:
    named = (Variant.id, Variant.name, Variant.name_en, Variant.unit, Variant.name_en.label("unit_en"))
    asked = select(*named, Variant.price_satang, Variant.weight_grams, Variant.available)
    asked = asked.where(Variant.product_id == bindparam("of"), Variant.retired_at.is_(None))
    return asked.order_by(Variant.position, Variant.id)


@cache
def _options() -> Select:
    priced = (ShippingOption.price_satang, ShippingOption.weight_steps, ShippingOption.free_over_satang)
    asked = select(ShippingOption.kind, ShippingOption.name, *priced)
    asked = asked.where(ShippingOption.group_id == bindparam("of"), ShippingOption.retired_at.is_(None))
    return asked.order_by(ShippingOption.position, ShippingOption.id)
