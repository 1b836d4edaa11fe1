"""The limit of slips that nobody confirmed: a stranger with somebody's number uses up none of what that person may do."""

from datetime import timedelta

import pytest

from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.orders.models import Purchase
from shop.payments.slips import limits, service
from tests.factories.orders import given_a_purchase
from tests.factories.people import given_an_account
from tests.factories.slips import given_a_promptpay_order, given_a_slip

PHONE = "+66891234567"


def order_from(network: str | None, phone: str = PHONE, account=None, **columns):
    purchase = given_a_purchase(account, phone=phone, **columns)
    purchase.network = network and limits.network_fingerprint(network)
    return given_a_promptpay_order(purchase=purchase)


def full(network: str | None, phone: str = PHONE, account_id: int | None = None) -> bool:
    return not limits.has_room(limits.Payer(account_id, phone, network and limits.network_fingerprint(network)))


def test_three_false_slips_with_somebodys_number_stop_who_made_them_and_nobody_else(session):
    with transaction():
        for _each in range(3):
            given_a_slip(order_from("203.0.113.7"))
        fourth, hers, account = order_from("203.0.113.7"), order_from("198.51.100.9"), given_an_account()
        signed_in = order_from("203.0.113.7", account=account)

    with pytest.raises(service.TooManySlips), transaction():
        given_a_slip(fourth)
    for order in (hers, signed_in):
        with transaction():
            given_a_slip(order)
    assert full("203.0.113.7")
    assert not full("203.0.113.7", phone="+66890000000")
    assert not full("203.0.113.7", account_id=account.id)


def test_who_signed_in_has_a_limit_of_her_own_whatever_number_she_types(session):
    with transaction():
        account = given_an_account()
        orders = [order_from(f"203.0.113.{number}", f"+6689000000{number}", account) for number in range(4)]
        for order in orders[:3]:
            given_a_slip(order)
    with pytest.raises(service.TooManySlips), transaction():
        given_a_slip(orders[3])


def test_a_guest_who_keeps_the_purchase_in_an_account_is_let_through(session):
    with transaction():
        for _each in range(3):
            given_a_slip(order_from("203.0.113.7"))
        order, account = order_from("203.0.113.7"), given_an_account()
        order.purchase.account_id = account.id
    with transaction():
        given_a_slip(order)


def test_one_network_with_ever_new_numbers_comes_to_an_end(session, monkeypatch):
    monkeypatch.setattr(limits, "MOST_OF_NETWORK", 4)
    with transaction():
        for number in range(4):
            given_a_slip(order_from("203.0.113.7", f"+6689000000{number}"))
        account = given_an_account()
    assert full("203.0.113.7", "+66890000009")
    assert not full("203.0.113.7", "+66890000009", account.id)
    assert not full("198.51.100.9", "+66890000009")


def test_where_purchases_came_from_is_forgotten_after_a_month(session):
    with transaction():
        old = given_a_purchase(placed_at=now() - timedelta(days=32))
        young = given_a_purchase()
        old.network = young.network = "x"
    with transaction():
        assert limits.forget_networks() == 1
    kept = dict(db.session.execute(db.select(Purchase.id, Purchase.network)).all())
    assert kept == {old.id: None, young.id: "x"}
