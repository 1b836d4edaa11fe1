"""What a group will most likely answer of a new product: from its own products first, then from what goods of the kind are like.

Offered, never filled in for it: each is one tap, and anything else can be typed.
"""

from sqlalchemy import ColumnElement, Select, func, select

from shop.catalogue.categories import SUBCATEGORIES, Category, category_of
from shop.catalogue.common_words import NAMES, PIECE, UNITS
from shop.catalogue.guess import spoken_of
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.kernel.database import db
from shop.kernel.money import SATANG

MOST_KINDS = 4
MOST_NAMES = 40
MOST_PRICES = 6
MOST_UNITS = 5
MOST_WEIGHTS = 6
LOOKED_AT = 200  # rows of a group's own past
COMMON_BAHT: dict[Category, tuple[int, ...]] = {
    Category.FOOD: (20, 35, 50, 65, 100, 150),
    Category.DRINKS: (20, 35, 50, 80, 120, 150),
    Category.TEXTILES: (150, 250, 350, 500, 800, 1200),
    Category.HOUSEHOLD: (50, 100, 150, 250, 350, 500),
    Category.HERBAL: (35, 50, 80, 100, 150, 250),
}
COMMON_GRAMS = (100, 250, 500, 1000, 2000, 5000)  # with what it is wrapped in: the steps that carriers charge by


def likely_kinds(group_id: int, title: str = "") -> list[str]:
    """Sub-categories: that of which the name speaks, then those that the group sells already, most used first."""
    used = _own(ProductRevision.subcategory, group_id).where(ProductRevision.subcategory.is_not(None))
    rows = list(db.session.scalars(used))
    by_use = sorted(dict.fromkeys(rows), key=lambda one: -rows.count(one))
    known = {sub for subs in SUBCATEGORIES.values() for sub in subs}
    return [one for one in dict.fromkeys([spoken_of(title), *by_use]) if one in known][:MOST_KINDS]


def likely_names(group_id: int, subcategory: str | None, product_id: int) -> list[str]:
    """What the group's other products of the kind are called, then what such goods are called everywhere."""
    own = _own(ProductRevision.title, group_id, subcategory, product_id).where(ProductRevision.title != "")
    return list(dict.fromkeys([*db.session.scalars(own), *common_names(subcategory)]))[:MOST_NAMES]


def common_names(subcategory: str | None) -> list[str]:
    return NAMES.get(subcategory or "", "").split()


def usual_prices(group_id: int, subcategory: str | None, product_id: int) -> list[int]:
    """In satang, cheapest first: the group's own, those that most listed goods of the kind have, then round ones."""
    own = db.session.scalars(_own_variants(Variant.price_satang, group_id, subcategory, product_id))
    listed = select(Product.min_price_satang).where(Product.is_listed, Product.subcategory == subcategory)
    listed = listed.group_by(Product.min_price_satang).order_by(func.count(Product.id).desc(), Product.min_price_satang)
    common = COMMON_BAHT.get(category_of(subcategory or ""), COMMON_BAHT[Category.FOOD])
    found = dict.fromkeys([*list(dict.fromkeys(own))[:3], *db.session.scalars(listed.limit(MOST_PRICES))])
    return sorted(list(dict.fromkeys([*found, *(baht * SATANG for baht in common)]))[:MOST_PRICES])


def usual_units(group_id: int, subcategory: str | None, product_id: int) -> list[str]:
    """What a price buys: as the group says it, then as it is said of such goods."""
    own = _own_variants(Variant.unit, group_id, subcategory, product_id).where(Variant.unit != "")
    common = [*UNITS.get(subcategory or "", "").split(), PIECE]
    return list(dict.fromkeys([*list(dict.fromkeys(db.session.scalars(own)))[:2], *common]))[:MOST_UNITS]


def usual_weights(group_id: int, subcategory: str | None, product_id: int) -> list[int]:
    """In grams, lightest first: the group's own parcels of the kind, then the steps that carriers charge by."""
    own = _own_variants(Variant.weight_grams, group_id, subcategory, product_id).where(Variant.weight_grams.is_not(None))
    mine = list(dict.fromkeys(db.session.scalars(own)))[:2]
    return sorted(list(dict.fromkeys([*mine, *COMMON_GRAMS]))[:MOST_WEIGHTS])


def _own(column: ColumnElement, group_id: int, subcategory: str | None = None, but: int | None = None) -> Select:
    """Of what the group wrote of its products, newest first; of one kind, and of the others than one product."""
    asked = select(column).join(Product, Product.id == ProductRevision.product_id)
    asked = asked.where(Product.group_id == group_id, Product.deleted_at.is_(None), Product.id != (but or 0))
    if subcategory:
        asked = asked.where(ProductRevision.subcategory == subcategory)
    return asked.order_by(ProductRevision.id.desc()).limit(LOOKED_AT)


def _own_variants(column: ColumnElement, group_id: int, subcategory: str | None, but: int) -> Select:
    of_kind = select(ProductRevision.product_id).where(ProductRevision.subcategory == subcategory)
    asked = select(column).join(Product, Product.id == Variant.product_id)
    asked = asked.where(Product.group_id == group_id, Product.deleted_at.is_(None), Product.id != but, Product.id.in_(of_kind))
    return asked.where(Variant.retired_at.is_(None)).order_by(Variant.id.desc()).limit(LOOKED_AT)
