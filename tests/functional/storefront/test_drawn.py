"""Parts of pages that are drawn once: the same for the same product, another when anything it shows is another."""

import re

from shop.catalogue import variants
from shop.catalogue.models import Variant
from shop.kernel.database import db, transaction
from shop.search import browse
from shop.search.browse import Filters
from shop.search.facets import FACETS, AtLeast, Count
from shop.web import drawn
from shop.web.storefront.views import catalogue
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of


def card(client, path: str = "/products") -> str:
    return re.search(r"<article id=.*?</article>", client.get(path).text, re.DOTALL)[0]


def test_a_card_is_drawn_once_and_anew_when_its_price_changes(app, client, session):
    with transaction():
        product = given_a_product(given_a_group(), price_satang=6500)
    first = card(client)
    misses = drawn._drawn.cache_info().misses
    assert card(client) == first
    assert drawn._drawn.cache_info().misses == misses

    with transaction():
        group = product.group
        variants.set_price(db.session.get(Variant, product.variants[0].id), 6600, owner_of(group))

    assert "฿65" in first
    assert "฿66" in card(client)


def test_it_is_drawn_in_the_language_of_the_page_and_with_the_visitors_own_heart(app, client):
    with app.app_context(), transaction():
        given_a_product(given_a_group(), title_en="Chilli paste")

    thai, english = card(client), card(client, "/en/products")
    client.post("/wishlist", data={"keep": re.search(r'value="(card-\d+)"', thai)[1]}, headers={"Referer": "http://localhost/"})

    assert ("Chilli paste" in thai, "Chilli paste" in english) == (False, True)
    assert 'href="/en/products/' in english
    assert 'href="/products/' in thai
    assert 'aria-pressed="false"' in thai
    assert 'aria-pressed="true"' in card(client)


def test_a_count_of_at_least_so_many_is_not_drawn_for_exactly_so_many(app, session, monkeypatch):
    shown = []
    with app.test_request_context("/"):
        for number in (Count(640), AtLeast(640)):
            counts = {key: {} for key in FACETS} | {"category": {"food": number}}
            monkeypatch.setattr(browse, "facets", lambda _filters, counts=counts: counts)
            options = catalogue.facet_options(Filters())["category"]
            shown.append(drawn.drawn("_components/filters.html", "facet", "หมวดสินค้า", "category", options, ""))

    assert ("640+" in shown[0], "640+" in shown[1]) == (False, True)


def test_what_is_typed_is_escaped_in_words_that_were_said_when_compiled(client, session):
    for path in ("/products", "/en/products"):
        text = client.get(f"{path}?q=%3Cb%3E100%25%3C/b%3E").text
        assert "<b>100%" not in text
        assert "&lt;b&gt;100%&lt;/b&gt;" in text
