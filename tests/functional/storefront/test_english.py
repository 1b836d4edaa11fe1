"""What an English reader reads of an order whose group writes Thai."""

import re

import pytest
from flask import Flask

from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from shop.orders.models import Order
from shop.orders.states import OrderAction
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_a_purchase, given_an_order, take


@pytest.fixture
def order(app: Flask) -> dict:
    with app.app_context(), transaction():
        group = given_a_group(name_en="Bang Khayaeng Housewives")
        product = given_a_product(group, title_en="Grilled fish chilli paste")
        product.variants[0].name_en = "200 g"
        purchase = given_a_purchase(locale="en")
        made = given_an_order(group, product, purchase=purchase)
        made.shipping_name = "ส่งพัสดุ"
        return {"code": made.code, "purchase": purchase.code, "key": purchase.link_key}


def test_titles_place_and_delivery_are_english_where_they_are_known(app: Flask, client: PageClient, order):
    for path in (f"orders/{order['code']}", f"purchases/{order['purchase']}"):
        page = client.get(f"/en/{path}?key={order['key']}").text
        assert re.search(r"Grilled fish chilli paste\s*<span class=\"soft\">200 g</span>", page), path
        assert "Parcel" in page, path
        assert "น้ำพริกเผาปลาย่าง" not in page, path
        assert "น้ำพริกเผาปลาย่าง" in client.get(f"/{path}?key={order['key']}").text, path

    page = client.get(f"/en/orders/{order['code']}?key={order['key']}").text
    assert "Khlong Nueng, Khlong Luang, Pathum Thani 12120" in page
    assert "อ.คลองหลวง" in client.get(f"/orders/{order['code']}?key={order['key']}").text


def test_a_place_that_is_not_known_stays_as_it_was_written(app: Flask, client: PageClient, order):
    with app.app_context(), transaction():
        db.session.scalars(db.select(Order)).one().subdistrict = "ที่ไหนสักแห่ง"

    assert "ต.ที่ไหนสักแห่ง" in client.get(f"/en/orders/{order['code']}?key={order['key']}").text


def test_a_letter_calls_the_group_by_its_english_name(app: Flask, order):
    with app.app_context(), transaction():
        take(db.session.scalars(db.select(Order)).one(), OrderAction.ACCEPT)

    with app.app_context():
        told = db.select(Notice).where(Notice.kind == "order_accepted")
        names = [notice.params["group_name"] for notice in db.session.scalars(told)]
    assert names == ["Bang Khayaeng Housewives"]
