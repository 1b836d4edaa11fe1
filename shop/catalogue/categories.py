"""The five OTOP classes and the sub-categories that buyers browse by. Keys stand in addresses and never change.

The five classes are those of the One Tambon One Product register of the Community Development Department of Thailand.
"""

from enum import StrEnum


class Category(StrEnum):
    FOOD = "food"
    DRINKS = "drinks"
    TEXTILES = "textiles"
    HOUSEHOLD = "household"
    HERBAL = "herbal"


SUBCATEGORIES: dict[Category, tuple[str, ...]] = {
    Category.FOOD: (
        "chili_paste", "curry_paste", "thai_sweets", "bakery", "snacks", "dried_fruit", "eggs", "fish_and_meat", "rice",
        "fresh_produce", "condiments", "ready_to_eat",
    ),
    Category.DRINKS: ("herbal_drinks", "tea_and_coffee", "juice", "other_drinks"),
    Category.TEXTILES: ("woven_cloth", "clothing", "bags", "accessories"),
    Category.HOUSEHOLD: ("basketry", "home_decoration", "souvenirs", "kitchenware", "flowers_and_plants", "cleaning"),
    Category.HERBAL: ("soap_and_bath", "skin_care", "balm_and_compress", "aroma"),
}  # fmt: skip


def category_of(subcategory: str) -> Category | None:
    return next((category for category, subs in SUBCATEGORIES.items() if subcategory in subs), None)
