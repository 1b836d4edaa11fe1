"""Which goods a buyer may send back for no fault of theirs: told before the purchase, kept with each order's line."""

from shop.catalogue.categories import Category

PERISHABLE = frozenset({Category.FOOD, Category.DRINKS})  # eaten or opened, they cannot be sold again
PERISHABLE_KINDS = frozenset({"flowers_and_plants"})


def is_returnable(category: Category | None, subcategory: str | None, made_to_order_days: int | None) -> bool:
    """Food, drinks, plants and what was made for this buyer come back only where they are faulty."""
    return not made_to_order_days and category not in PERISHABLE and subcategory not in PERISHABLE_KINDS
