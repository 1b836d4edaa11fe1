"""The words and figures of a product as they are kept: tidied, and refused where they cannot be meant."""

from shop.catalogue.allergens import ALLERGENS
from shop.catalogue.categories import SUBCATEGORIES, Category
from shop.kernel import thai
from shop.kernel.refusals import BadValue

SHORTEST_TITLE = 3
LENGTHS = {
    "title": 120,
    "title_en": 120,
    "description": 5000,
    "description_en": 5000,
    "size_text": 120,
    "ingredients": 2000,
}
SEVERAL_LINES = {"description", "description_en", "ingredients"}
RANGES = {
    "shelf_life_days": (1, 3650),
    "made_to_order_days": (1, 180),
    "weekly_capacity": (1, 100_000),
}
WEIGHT_GRAMS = (1, 100_000)


def checked_content(content: dict) -> dict:
    """The fields of a revision that were given, in their kept form. Raises BadValue with the field and its reason:
    too_long, too_short, out_of_range, unknown. A TypeError is a name that is no field."""
    kept = {}
    for name, value in content.items():
        if name in LENGTHS:
            kept[name] = _text(name, value or "")
        elif name in RANGES:
            kept[name] = _figure(name, value)
        elif name == "allergens":
            kept[name] = _allergens(value or [])
        elif name not in ("category", "subcategory"):
            raise TypeError(f"a product has no {name}")
    if "category" in content or "subcategory" in content:
        kept["category"], kept["subcategory"] = _category(content.get("category"), content.get("subcategory"))
    return kept


def short_text(field: str, value: str, longest: int) -> str:
    """One line of at most so many characters. Raises BadValue."""
    text = thai.tidy(value)
    if len(text) > longest:
        raise BadValue(field, "too_long")
    return text


def figure(field: str, value: int | None, least: int, most: int) -> int | None:
    """Raises BadValue."""
    if value is not None and not least <= value <= most:
        raise BadValue(field, "out_of_range")
    return value


def _text(name: str, value: str) -> str:
    text = thai.tidy(value, multiline=name in SEVERAL_LINES)
    if len(text) > LENGTHS[name]:
        raise BadValue(name, "too_long")
    if name == "title" and text and (len(text) < SHORTEST_TITLE or not thai.has_letter_or_digit(text)):
        raise BadValue(name, "too_short")
    return text


def _figure(name: str, value: int | None) -> int | None:
    return figure(name, value, *RANGES[name])


def _allergens(keys: list[str]) -> list[str]:
    if set(keys) - set(ALLERGENS):
        raise BadValue("allergens", "unknown")
    return [key for key in ALLERGENS if key in keys]


def _category(category: str | None, subcategory: str | None) -> tuple[Category | None, str | None]:
    if not category:
        if subcategory:
            raise BadValue("subcategory", "unknown")
        return None, None
    if category not in set(Category):
        raise BadValue("category", "unknown")
    if subcategory and subcategory not in SUBCATEGORIES[Category(category)]:
        raise BadValue("subcategory", "unknown")
    return Category(category), subcategory or None
