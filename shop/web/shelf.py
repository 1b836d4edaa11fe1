"""Products as lists show them: what the card macro wants of a row."""

from functools import lru_cache
from typing import NamedTuple

from flask import request, url_for

from shop.favourites.models import GuestWish, Wish
from shop.kernel import thai
from shop.search.cards import Card, CardPhoto, cards_of
from shop.web.language import locale
from shop.web.page import in_language


class Seal(NamedTuple):
    kind: str
    stars: int | None


class ShelfItem(NamedTuple):
    """Equal items look the same."""

    id: int
    url: str
    title: str
    price_satang: int
    price_from: bool
    shipping_satang: int | None
    group_name: str
    unit: str
    image: CardPhoto | None
    seals: tuple[Seal, ...]
    in_stock: bool
    rating: float | None = None  # stars out of five; None: nobody has reviewed it
    review_count: int = 0


def average(stars: int, count: int) -> float | None:
    """Of so many stars together, to one place."""
    return round(stars / count, 1) if count else None


def product_address(product_id: int, title: str, **values: object) -> str:
    return url_for("storefront.product", product_id=product_id, slug=thai.slugify(title), **values)


def on_shelf(cards: list[Card], fair: str | None = None, code: str | None = None) -> list[ShelfItem]:
    """`fair`: the slug of the fair whose page or filter shows them; `code`: the printed code that led to their group.

    Their links carry both on to the basket.
    """
    here = locale(), request.script_root
    return [_item(card, fair, code, *here) for card in cards]


@lru_cache(maxsize=4096)
def _item(card: Card, fair: str | None, code: str | None, _locale: str, _root: str) -> ShelfItem:
    return ShelfItem(
        id=card.id,
        url=product_address(card.id, card.title, fair=fair, code=code or None),
        title=in_language(card, "title"),
        price_satang=card.price_satang,
        price_from=card.is_price_from,
        shipping_satang=card.shipping_satang,
        group_name=in_language(card, "group_name"),
        unit=in_language(card, "unit"),
        image=card.photo,
        seals=tuple(
            Seal(kind.value, int(number) if kind == "otop" and number.isdecimal() else None) for kind, number in card.standards
        ),
        in_stock=card.is_in_stock,
        rating=average(card.star_sum, card.review_count),
        review_count=card.review_count,
    )


def on_wishlist(wishes: list[Wish] | list[GuestWish]) -> list[tuple[Wish | GuestWish, ShelfItem]]:
    """Each with its product, those that left the market meanwhile left out."""
    items = {item.id: item for item in on_shelf(cards_of([wish.product_id for wish in wishes]))}
    return [(wish, items[wish.product_id]) for wish in wishes if wish.product_id in items]
