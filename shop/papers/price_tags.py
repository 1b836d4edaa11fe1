"""Price tags with a QR: one for each size or flavour of a product, ten on an A4 with lines to cut along."""

from collections.abc import Sequence
from typing import NamedTuple

from shop.catalogue.models import Product, Variant
from shop.fairs import codes
from shop.kernel import paper
from shop.kernel.access import Actor
from shop.kernel.money import format_baht
from shop.papers.booth_cards import Press
from shop.papers.qr import as_read, qr_svg

MOST = 200  # tags of one printing


class Tag(NamedTuple):
    title: str
    title_en: str
    unit: str
    price: str
    group: str
    code: str


def tags_of(products: Sequence[Product], fair_id: int | None, actor: Actor) -> list[Tag]:
    """Of what is on sale, option by option; codes are made where they were never printed, so it wants a transaction."""
    known = codes.codes_of_products([(product.id, product.group_id) for product in products], fair_id, actor)
    tags = [_tag(product, variant, known[product.id]) for product in products for variant in _on_sale(product)]
    return tags[:MOST]


def draw_tags(tags: list[Tag], press: Press) -> bytes:
    return paper.draw(
        "price_tags",
        {
            "title": "ป้ายราคา",
            "locale": "th",
            "market": press.market,
            "foot": "",
            "tags": [tag._asdict() | _qr_of(tag.code, press) for tag in tags],
        },
    )


def _on_sale(product: Product) -> list[Variant]:
    return [variant for variant in product.variants if variant.retired_at is None]


def _tag(product: Product, variant: Variant, code: str) -> Tag:
    named = [variant.name, variant.unit] if variant.name != variant.unit else [variant.name]
    unit = " · ".join(filter(None, named))
    return Tag(product.title, product.title_en, unit, format_baht(variant.price_satang), product.group.name, code)


def _qr_of(code: str, press: Press) -> dict[str, str]:
    address = f"{press.public_url}/p/{code}"
    return {"qr": qr_svg(address), "address": as_read(address)}
