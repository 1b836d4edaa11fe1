"""Followed groups and wishes: kept once, told once, gathered once a day, and never who."""

from datetime import timedelta

import time_machine
from sqlalchemy import select, update

from shop.catalogue import listing, stock
from shop.catalogue.models import Product
from shop.favourites import queries, service
from shop.jobs.handlers.favourites import tell_what_followed_groups_have_new, tell_what_is_back
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import transaction
from shop.notices.choices import Topic, topic_of
from shop.notices.models import Channel, Notice
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account


def told(session) -> list[tuple]:
    return [(one.kind, one.account_id, one.params) for one in session.scalars(select(Notice).order_by(Notice.id))]


def test_what_is_new_is_gathered_and_told_once(session):
    with transaction():
        group, other, person = given_a_group(), given_a_group(), given_an_account(phone="+66812345678")
        given_a_product(group, "ขายอยู่ก่อน")
        service.follow(group, person.id)
        service.follow(group, person.id)  # the second click
        given_a_product(other, "ของกลุ่มอื่น")
    tell_what_followed_groups_have_new()
    assert told(session) == []

    with time_machine.travel(now() + timedelta(hours=2)):
        with transaction():
            given_a_product(group, "ของใหม่")
            newest = given_a_product(group, "ใหม่กว่า")
            hidden = given_a_product(group, "ถูกระงับ")
            hidden.suspended_at = now()
            listing.refresh_product(hidden.id)
        tell_what_followed_groups_have_new()
        tell_what_followed_groups_have_new()
    ((kind, account_id, params),) = told(session)
    assert (kind, account_id, params["product_id"], params["more"]) == ("followed_new", person.id, newest.id, 1)
    assert topic_of(kind, params) is Topic.FAVOURITES
    assert [way.channel for way in session.scalars(select(Notice)).one().deliveries] == [Channel.EMAIL]

    with transaction():
        service.unfollow(group.id, person.id)
    assert (queries.follows_of(person.id), queries.count_of_group(group.id)) == ([], (0, 0))


def test_what_ran_out_is_told_once_when_it_is_back(session):
    with transaction():
        person = given_an_account()
        product = given_a_product(given_a_group(), stock_pieces=0)
        there = given_a_product(product.group)
        for one in (product, there, there):
            service.wish(one, person.id)
    tell_what_is_back()
    assert told(session) == []
    with transaction():
        stock.receive(product.variants[0].id, 3, MARKET)
        listing.refresh_product(product.id)
    tell_what_is_back()
    tell_what_is_back()
    assert [(kind, params["product_id"]) for kind, _who, params in told(session)] == [("wish_is_back", product.id)]
    assert queries.count_of_group(product.group_id) == (0, 2)

    with transaction():
        session.execute(update(Product).where(Product.id == there.id).values(suspended_at=now()))
        listing.refresh_product(there.id)
    assert [wish.product_id for wish in queries.wishes_of(person.id)] == [product.id]
