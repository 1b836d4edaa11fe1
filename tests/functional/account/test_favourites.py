"""Following a group and keeping a product in view: from their pages, by way of sign-in, and in the account's lists."""

from flask import Flask

from shop.catalogue.models import Product
from shop.kernel.database import db, transaction
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account


def test_a_person_follows_and_wishes_and_lets_go(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มกะปิหวาน")
        product = given_a_product(group, "กะปิหวาน")
        person, other, slug, product_id = given_an_account().id, given_an_account().id, group.slug, product.id
    wish, follow = f"/products/{product_id}/wish", f"/groups/{slug}/follow"
    assert wish in client.get(f"/products/{product_id}-กะปิหวาน").text
    assert client.get(follow).location.endswith(f"/account/sign-in?next={follow}")
    client.sign_in(person)
    assert "ติดตามกลุ่มนี้" in client.get(follow).text
    assert "เก็บไว้ดู" in client.get(f"/en{wish}").text or "wishlist" in client.get(f"/en{wish}").text
    assert "กดรูปหัวใจ" in client.get("/account/wishlist").text

    for _click in range(2):
        assert client.post(follow).location == f"/groups/{slug}"
        assert client.post(wish).status_code == 303
    assert "ติดตามอยู่" in client.get(f"/groups/{slug}").text
    assert "กลุ่มกะปิหวาน" in client.get("/account/following").text
    with app.app_context(), transaction():
        db.session.execute(db.update(Product).values(min_price_satang=6000))
    page = client.get("/account/wishlist").text
    assert all(words in page for words in ("กะปิหวาน", "฿60", "ตอนเก็บไว้ ฿65", "ถูกลง"))
    assert "กะปิหวาน" not in PageClient(app, app.response_class).sign_in(other).get("/account/wishlist").text

    assert client.post(wish, data={"leave": "y", "from_list": "y"}).location == "/account/wishlist"
    assert client.post(follow, data={"leave": "y", "from_list": "y"}).location == "/account/following"
    assert "กลุ่มกะปิหวาน" not in client.get("/account/following").text
    assert client.post("/products/999/wish").status_code == client.post("/groups/nobody/follow").status_code == 404
