"""A group changes its prices and an official looks at them while people buy: nobody waits for one another for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

from flask import Flask

from shop.catalogue import listing, variants
from shop.catalogue.models import Product, Variant
from shop.groups.models import Group
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from tests.client import PageClient
from tests.factories.catalogue import given_a_product, given_a_variant
from tests.factories.checkout import add, filled, place, variant_of
from tests.factories.groups import given_a_group


def given_a_stall(app: Flask) -> list[int]:
    """The variants of three products of one group, two of each."""
    with app.app_context(), transaction():
        group = given_a_group()
        products = [given_a_product(group, stock_pieces=500) for _ in range(3)]
        return [
            variant.id for product in products for variant in (variant_of(product), given_a_variant(product, stock_pieces=500))
        ]


def test_prices_change_while_people_buy(app: Flask):
    ids = given_a_stall(app)
    closed = Event()

    def sell(number: int) -> int:
        rounds = 0
        while not closed.is_set():
            for variant_id in ids[number::2]:
                with app.app_context(), transaction():
                    variants.set_price(db.session.get_one(Variant, variant_id), 6500 + (rounds % 5) * 100, MARKET)
            with app.app_context(), transaction():
                group_id = db.session.scalar(db.select(Group.id))
                listing.refresh_group(group_id)
            rounds += 1
            sleep(0.02)  # SQLite's writers do not queue: one who never pauses lets nobody in
        return rounds

    def buy(number: int) -> list[int]:
        answers = []
        for _ in range(8):
            visitor = PageClient(app, app.response_class)
            for variant_id in ids if number % 2 else ids[::-1]:
                add(visitor, variant_id)
            answers.append(place(visitor, filled(visitor)).status_code)
        return answers

    with ThreadPoolExecutor(6) as pool:
        selling = [pool.submit(sell, number) for number in range(2)]
        try:
            bought = [answer for answers in pool.map(buy, range(4)) for answer in answers]
        finally:
            closed.set()
        rounds = [work.result() for work in selling]

    assert set(bought) <= {303, 409}, bought
    assert min(rounds) > 0
    with app.app_context():
        total = db.session.scalar(db.select(db.func.sum(Product.available)))
        assert total == db.session.scalar(db.select(db.func.sum(Variant.available)))
