"""The demonstration's groups and products as they are written down in `content/`, one file a group.

All of it is invented, but for names of products that the province's local authorities have published. Prices are whole baht.
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
PREFIX = "demonstration:"  # of every natural key, so that nothing a person brought in is ever mistaken for it


@dataclass(frozen=True)
class VariantText:
    name: str
    en: str
    baht: int
    stock: int
    grams: int


@dataclass(frozen=True)
class ProductText:
    """`state`: on_sale, in_review or changes_requested (then `advice` by field). `fair`: what became of it at Ban Mai, if shown.
    `text_next`: a description that waits for review while the first one sells; `asks_baht`: a price that does."""

    slug: str
    title: str
    sub: str
    picture: str
    text: str
    variants: list[VariantText]
    title_en: str = ""
    text_en: str = ""
    text_next: str = ""
    pictures: int = 1
    size: str = ""
    ingredients: str = ""
    allergens: list[str] = field(default_factory=list)
    keeps: int | None = None
    made_days: int | None = None
    weekly: int | None = None
    standards: dict[str, str] = field(default_factory=dict)
    fair: str = ""
    state: str = "on_sale"
    days_ago: int = 0
    asks_baht: int | None = None
    advice: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return PREFIX + self.slug


@dataclass(frozen=True)
class GroupText:
    """`state`: approved or in_review. `shipping`: kind, name, baht or steps of [up to grams, baht], free_over in baht."""

    slug: str
    name: str
    name_en: str
    kind: str
    subdistrict: str
    postcode: str
    address: str
    contact: str
    phone: str
    members: int
    older: int
    disabled: int
    story: str
    story_en: str
    pickup_place: str
    rest_days: list[int]
    shipping: list[dict]
    enterprise: str = ""
    state: str = "approved"
    approved_days_ago: int = 0
    days_ago: int = 0
    products: list[ProductText] = field(default_factory=list)

    @property
    def key(self) -> str:
        return PREFIX + self.slug

    @property
    def has_standards(self) -> bool:
        return any(product.standards for product in self.products)


def read_groups() -> list[GroupText]:
    """The group that has sold longest first, those that still apply last."""
    groups = [_group(tomllib.loads(file.read_text(encoding="utf-8"))) for file in sorted(CONTENT.glob("*.toml"))]
    return sorted(groups, key=lambda group: -group.approved_days_ago)


def _group(raw: dict) -> GroupText:
    products = [_product(product) for product in raw.pop("products", [])]
    return GroupText(**raw, products=products)


def _product(raw: dict) -> ProductText:
    variants = [VariantText(**variant) for variant in raw.pop("variants")]
    return ProductText(**raw, variants=variants)
