"""Wishlists of guests: merged once, never past what a person may keep, forgotten when nobody touches them."""

from datetime import timedelta

import time_machine
from sqlalchemy import func, select

from shop.favourites import guests, queries, service
from shop.favourites.models import GuestWish, GuestWishlist, Wish
from shop.jobs.handlers.favourites import forget_guests_wishlists, tell_what_is_back
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_list_is_merged_once_and_what_stood_there_stays(session):
    with transaction():
        group, person = given_a_group(), given_an_account()
        both, new, gone = given_a_product(group), given_a_product(group), given_a_product(group, stock_pieces=0)
        service.wish(both, person.id)
        both.min_price_satang = 100
        wishlist, key = guests.open_list()
        for product in (both, new, gone):
            guests.wish(product, wishlist)
    assert guests.wished_ids(key) == {both.id, new.id, gone.id}
    assert guests.list_by_key("another key") is None
    assert queries.count_of_group(group.id) == (0, 4)

    for _time in range(2):
        with transaction():
            guests.merge(key, person.id)
    assert {(wish.product_id, wish.price_satang) for wish in queries.wishes_of(person.id)} == {
        (both.id, 6500),
        (new.id, 6500),
        (gone.id, 6500),
    }
    assert db.session.get(Wish, (person.id, gone.id)).gone_since is not None
    assert (count(GuestWishlist), count(GuestWish)) == (0, 0)


def test_a_merge_stops_at_what_a_person_may_keep(session, monkeypatch):
    monkeypatch.setattr(guests, "MOST", 2)
    with transaction():
        group, person = given_a_group(), given_an_account()
        mine, older, newer = (given_a_product(group) for _ in range(3))
        service.wish(mine, person.id)
        wishlist, key = guests.open_list()
        with time_machine.travel(now() - timedelta(hours=1)):
            guests.wish(older, wishlist)
        guests.wish(newer, wishlist)
    with transaction():
        guests.merge(key, person.id)
    assert {wish.product_id for wish in queries.wishes_of(person.id)} == {mine.id, newer.id}


def test_nobody_is_told_of_a_guests_wish_and_old_lists_are_forgotten(session):
    with transaction():
        product = given_a_product(given_a_group(), stock_pieces=0)
        (old, _old_key), (fresh, fresh_key) = guests.open_list(), guests.open_list()
        guests.wish(product, old)
        guests.wish(product, fresh)
    tell_what_is_back()
    assert count(Notice) == 0

    with transaction():
        old.touched_at = now() - guests.KEPT_FOR - timedelta(minutes=1)
    forget_guests_wishlists()
    assert (count(GuestWishlist), count(GuestWish)) == (1, 1)
    assert guests.wished_ids(fresh_key) == {product.id}
