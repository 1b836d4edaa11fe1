"""What the search box offers while somebody types: /search/suggest."""

import orjson
from flask import Response, request, url_for

from shop.catalogue.categories import category_of
from shop.kernel import thai
from shop.kernel.thai import keyboard
from shop.search.suggest import LONGEST, Kind, Suggestion, suggestions
from shop.web import words
from shop.web.gate import public
from shop.web.language import locale
from shop.web.shelf import product_address
from shop.web.storefront.desk import blueprint


@blueprint.get("/search/suggest")
@public
def suggest() -> Response:
    """`[{kind, pieces: [[words, looked for?]], url}]`, at most eight; none for less than two letters. Never kept: what was
    suspended is not offered again."""
    typed = thai.tidy(request.args.get("q", "")[:LONGEST])
    terms = [*thai.normalise(typed).split(), *thai.normalise(keyboard.other_of(typed)).split()]
    offered = [_shown(found, terms) for found in suggestions(typed, locale())]
    return Response(orjson.dumps(offered), mimetype="application/json", headers={"Cache-Control": "no-store"})


def _shown(found: Suggestion, terms: list[str]) -> dict:
    said, url = _words_and_address(found)
    return {"kind": found.kind.value, "pieces": thai.marked(said, terms), "url": url}


def _words_and_address(found: Suggestion) -> tuple[str, str]:
    match found.kind:
        case Kind.PRODUCT:
            return found.text, product_address(int(found.key), found.text)
        case Kind.GROUP:
            return found.text, url_for(".group", slug=found.key)
        case Kind.CATEGORY:
            return str(words.CATEGORIES[found.key]), url_for(".catalogue", category=found.key)
        case Kind.SUBCATEGORY:
            category = category_of(found.key)
            return str(words.SUBCATEGORIES[found.key]), url_for(".catalogue", category=category, subcategory=found.key)
        case Kind.DISTRICT:
            return found.text, url_for(".catalogue", district=found.key)
