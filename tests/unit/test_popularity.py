"""What is popular: sold of late and kept in view, counted at night, so that by day nothing moves."""

from datetime import timedelta

import pytest
import time_machine

from shop.catalogue import stock
from shop.catalogue.models import Product
from shop.favourites import guests, popularity
from shop.favourites import service as favourites
from shop.jobs.registry import TIMED, load_handlers
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.search.browse import Filters, Sort, page_of_products
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account


def stands(product: Product) -> int:
    db.session.expire_all()
    return product.popularity


def sell(product: Product, pieces: int) -> None:
    stock.hold(product.variants[0].id, pieces, 1, MARKET)
    stock.sell_held(product.variants[0].id, pieces, 1, MARKET)


@pytest.fixture
def count():
    load_handlers()
    return TIMED["count-popularity"].work


def test_what_is_sold_and_kept_in_view_counts_from_the_next_night_on(session, count):
    with transaction():
        group = given_a_group()
        sold, kept, neither = (given_a_product(group, name, stock_pieces=50) for name in ("ไข่เค็ม", "กล้วยตาก", "ตะกร้า"))
        sell(sold, 7)
        stock.take_back(sold.variants[0].id, 2, 1, MARKET)
        favourites.wish(kept, given_an_account().id)
        guests.wish(kept, guests.open_list()[0])
    assert {stands(product) for product in (sold, kept, neither)} == {0}

    count()

    assert [stands(product) for product in (sold, kept, neither)] == [5, 2, 0]
    assert [card.title for card in page_of_products(Filters(), Sort.POPULAR).cards] == ["ไข่เค็ม", "กล้วยตาก", "ตะกร้า"]
    assert popularity.changes() == []


def test_what_was_sold_long_ago_is_forgotten(session, count):
    with transaction():
        product = given_a_product(given_a_group(), stock_pieces=50)
        sell(product, 3)
    count()
    assert stands(product) == 3

    with time_machine.travel(now() + timedelta(days=91)):
        count()

    assert stands(product) == 0
