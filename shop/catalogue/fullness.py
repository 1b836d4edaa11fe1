"""How much a product's page tells: seven parts, for its group to see what is still worth adding. Nothing stops without them."""

from shop.catalogue.categories import Category
from shop.catalogue.models import ProductRevision, Variant

ENOUGH_PHOTOS = 3
EATEN = (Category.FOOD, Category.DRINKS)


def parts_told(revision: ProductRevision, variants: list[Variant]) -> dict[str, bool]:
    """By part, whether it is there: what is eaten has a label and its number, other goods a size and an English name."""
    told = {
        "name": bool(revision.title and revision.subcategory),
        "price": bool(variants),
        "photos": len(revision.photos) >= ENOUGH_PHOTOS,
        "weight": bool(variants) and all(variant.weight_grams for variant in variants),
        "story": bool(revision.description),
    }
    if revision.category in EATEN:
        return told | {"label": bool(revision.ingredients and revision.shelf_life_days), "standards": bool(revision.standards)}
    return told | {"size": bool(revision.size_text), "english": bool(revision.title_en)}
