"""Parts of pages that look the same for the same arguments: drawn once, then shown again to everybody.

A macro that is drawn so asks nothing of who is there: all that it shows is in its arguments, in the language and in templates.
Arguments are plain values, so that a card whose product changed is another card; nothing here is ever out of date.
"""

from functools import lru_cache

from flask import Flask, current_app, request
from markupsafe import Markup

from shop.web.language import locale
from shop.web.shelf import ShelfItem
from shop.web.wishlist_cookie import is_wished

MOST_KEPT = 4096  # some 4 KB each


def draw_once(app: Flask) -> None:
    """Give templates `drawn`, and cards by name."""
    app.jinja_env.globals.update(drawn=drawn, product_cards=product_cards)


def drawn(template: str, macro: str, *arguments: object) -> Markup:
    """What this macro makes of these arguments, which must be hashable."""
    return _drawn(current_app.jinja_env, locale(), request.script_root, template, macro, arguments)


def product_cards(items: list[ShelfItem], heading: int = 3, place: str = "card", found: tuple[str, ...] = ()) -> Markup:
    """Products in a list, each with the visitor's own heart; `found`: words to be marked. See _components/cards.html."""
    here = current_app.jinja_env, locale(), request.script_root, "_components/cards.html", "card_of_product"
    return Markup("").join(_drawn(*here, (item, heading, place, is_wished(item.id), found)) for item in items)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(environment, _locale: str, _root: str, template: str, macro: str, arguments: tuple) -> Markup:
    return getattr(environment.get_template(template).module, macro)(*arguments)
