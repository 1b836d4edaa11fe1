"""What is like a product, of other groups: /products/<id>/similar."""

from flask import Flask

from shop.kernel.database import transaction
from shop.search import service
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group


def test_a_product_leads_to_what_is_like_it_and_back(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        mine, like, unlike = (
            given_a_product(given_a_group(), title, subcategory=kind).id
            for title, kind in (("น้ำพริกเผา", "chili_paste"), ("น้ำพริกเผากุ้ง", "chili_paste"), ("ตะกร้าสาน", "basketry"))
        )
        service.index_products([mine, like, unlike])

    assert f'href="/products/{mine}/similar"' in client.get(f"/products/{mine}-น้ำพริกเผา").text
    page = client.get(f"/products/{mine}/similar").text

    assert f"/products/{like}-" in page
    assert f"/products/{mine}-" in page  # the way back
    assert f"/products/{unlike}-" not in page


def test_where_nothing_is_like_it_there_is_a_way_on(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        alone = given_a_product(given_a_group(), "ตะกร้าสาน", subcategory="basketry").id
        service.index_products([alone])

    page = client.get(f"/en/products/{alone}/similar").text

    assert "No other group has anything like it yet" in page
    assert 'href="/en/products?category=food"' in page


def test_a_product_that_is_not_there_has_nothing_like_it(client: PageClient):
    assert client.get("/products/999/similar").status_code == 404
    assert client.get(f"/products/{2**40}/similar").status_code == 404
