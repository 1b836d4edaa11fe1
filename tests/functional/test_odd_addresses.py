"""Addresses and choices that no page of ours makes: said to be nothing, on either database, and never a fault."""

import pytest

from shop.kernel.database import transaction
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account


@pytest.fixture
def desk(app, client):
    with app.app_context(), transaction():
        owner = given_an_account()
        given_a_product(given_a_group(owner=owner))
        given_a_fair(slug="ban-mai")
        account_id = owner.id
    return client.sign_in(account_id)


def test_what_holds_a_nul_is_not_found(desk):
    begun = ("/orders", "/purchases", "/fairs", "/g", "/p", "/sell/orders", "/sell/fairs", "/sell/uploads")
    odd = [f"{path}/%00" for path in begun]
    odd += ["/photos/%00/320.webp", "/photos/fairs/%00/320.webp", "/share/%00.jpg", "/sell/slips/%00/320.webp"]
    assert {address: desk.get(address).status_code for address in odd} == dict.fromkeys(odd, 404)


def test_what_is_asked_with_a_nul_is_asked_without_it(desk):
    asked = ["/sell/orders?q=%00", "/sell/orders/export.csv?q=a%00b", "/products?q=%00%01", "/account/notices?before=%00"]
    assert {address: desk.get(address).status_code for address in asked} == dict.fromkeys(asked, 200)
    assert desk.get("/orders/find?code=%00").status_code == 200
    assert desk.get("/sell/orders/print?codes=A,%00").status_code < 500


@pytest.mark.parametrize("number", ["2147483648", "9" * 30, "-1", "x"])
def test_a_product_of_no_possible_number_was_shown_nowhere(desk, number):
    assert desk.post("/sell/fairs/ban-mai", data={"product": number}).status_code == 303


def test_a_code_with_a_nul_is_no_order_of_the_group(desk):
    assert desk.post("/sell/orders/print", data={"codes": "A\0"}).status_code == 409
    desk.reads_pages = False  # what was typed is shown again as it was
    assert desk.post("/sell/orders/parcels", data={"carrier": "thailand_post", "number-A\0": "EY145587898TH"}).status_code == 422
