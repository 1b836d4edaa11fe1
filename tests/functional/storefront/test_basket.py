"""A visitor fills, changes and keeps a basket."""

from datetime import timedelta

import pytest
from flask import Flask, g

from shop.basket import service
from shop.basket.models import Basket, BasketItem
from shop.basket.service import MOST_PIECES
from shop.catalogue import listing, stock
from shop.catalogue.models import Variant
from shop.kernel.access import MARKET
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.people.models import Account
from shop.web import basket_cookie
from tests.client import PageClient
from tests.factories.checkout import add, given_goods
from tests.factories.people import PASSWORD, given_an_account
from tests.queries import queries_of


def in_baskets(app: Flask) -> list[tuple[int, int]]:
    with app.app_context():
        asked = db.select(BasketItem.variant_id, BasketItem.quantity).order_by(BasketItem.id)
        return [tuple(row) for row in db.session.execute(asked)]


def change_variant(app: Flask, variant_id: int, **values: object) -> None:
    with app.app_context(), transaction():
        variant = db.session.get_one(Variant, variant_id)
        for name, value in values.items():
            setattr(variant, name, value)
        listing.refresh_product(variant.product_id)


def suspend(app: Flask, variant_id: int) -> None:
    with app.app_context(), transaction():
        product = db.session.get_one(Variant, variant_id).product
        product.suspended_at = now()
        listing.refresh_product(product.id)


def sell_out(app: Flask, variant_id: int, left: int = 0) -> None:
    with app.app_context(), transaction():
        seen = db.session.get_one(Variant, variant_id).available
        stock.count_again(variant_id, left, seen, MARKET)


def test_a_guest_fills_a_basket_and_finds_it_again(app: Flask, client: PageClient):
    (variant,) = given_goods(app)

    answer = add(client, variant, 2)

    assert (answer.status_code, answer.location) == (303, "/basket")
    cookie = client.get_cookie("basket")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert 59 * 86400 < cookie.max_age <= 60 * 86400
    page = client.get("/basket").text
    assert "น้ำพริกเผาปลาย่าง" in page
    assert "฿130" in page
    with app.app_context():
        assert cookie.value not in str(db.session.execute(db.select(Basket.key_digest)).all())


def test_looking_at_pages_sets_no_cookie(app: Flask, client: PageClient):
    given_goods(app)

    for path in (
        "/",
        "/products",
        client.get("/products/1").location,
        "/groups",
        "/basket",
        "/checkout",
        "/en/basket",
        "/checkout/places?postcode=12120",
    ):
        answer = client.get(path)
        assert "Set-Cookie" not in answer.headers, path


def test_an_empty_basket_says_so_in_both_languages(app: Flask, client: PageClient):
    assert "ยังไม่มีอะไรในตะกร้า" in client.get("/basket").text
    assert "Your basket is empty" in client.get("/en/basket").text


def test_adding_the_same_again_adds_up_but_never_over_what_is_left(app: Flask, client: PageClient):
    (variant,) = given_goods(app, stock_pieces=5)

    add(client, variant, 2)
    add(client, variant, 2)
    assert in_baskets(app) == [(variant, 4)]

    add(client, variant, 4)
    assert in_baskets(app) == [(variant, 5)]
    assert "มีเหลือ 5 ชิ้น" in client.get("/basket").text


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "สอง", "", "1.5", "9" * 400, "1e3"])
def test_a_bad_quantity_is_refused_and_nothing_is_kept(app: Flask, client: PageClient, quantity: str):
    (variant,) = given_goods(app)

    answer = add(client, variant, quantity)

    assert answer.status_code == 422
    assert f"1 ถึง {MOST_PIECES:,}" in answer.text
    assert in_baskets(app) == []
    assert "Set-Cookie" not in answer.headers or "basket=" not in answer.headers["Set-Cookie"]


def test_thai_digits_are_a_number(app: Flask, client: PageClient):
    (variant,) = given_goods(app)

    assert add(client, variant, "๓").status_code == 303
    assert in_baskets(app) == [(variant, 3)]


@pytest.mark.parametrize(("variant_id", "status"), [("4711", 404), ("-1", 404), ("9999999999", 404), ("ก", 422), ("", 422)])
def test_a_bad_variant_is_refused(app: Flask, client: PageClient, variant_id: str, status: int):
    given_goods(app)

    assert add(client, variant_id).status_code == status
    assert client.post(f"/basket/items/{variant_id or 'x'}", data={"quantity": 1}).status_code == 404
    assert in_baskets(app) == []


def test_what_is_not_on_sale_cannot_be_added(app: Flask, client: PageClient):
    suspended, retired, sold_out = given_goods(app, groups=3)
    suspend(app, suspended)
    change_variant(app, retired, retired_at=now())
    sell_out(app, sold_out)

    assert [add(client, variant).status_code for variant in (suspended, retired, sold_out)] == [404, 404, 409]
    assert in_baskets(app) == []


def test_a_quantity_is_changed_and_a_removal_undone(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant, 2)

    assert client.post(f"/basket/items/{variant}", data={"quantity": 7}).status_code == 303
    assert in_baskets(app) == [(variant, 7)]
    assert client.post(f"/basket/items/{variant}", data={"quantity": 99}).status_code == 303
    assert in_baskets(app) == [(variant, 10)]

    assert client.post(f"/basket/items/{variant}", data={"quantity": 0}).status_code == 303
    assert in_baskets(app) == []
    page = client.get("/basket").text
    assert "ใส่กลับ" in page
    assert 'name="quantity" value="10"' in page


@pytest.mark.parametrize("quantity", ["-1", "1000000000", "หนึ่ง", ""])
def test_a_bad_change_is_refused_and_changes_nothing(app: Flask, client: PageClient, quantity: str):
    (variant,) = given_goods(app)
    add(client, variant, 2)

    assert client.post(f"/basket/items/{variant}", data={"quantity": quantity}).status_code == 422
    assert in_baskets(app) == [(variant, 2)]


def test_another_visitors_line_is_not_found(app: Flask, client: PageClient):
    mine, theirs = given_goods(app, groups=2)
    other = PageClient(app, app.response_class)
    add(other, theirs, 2)

    assert client.post(f"/basket/items/{theirs}", data={"quantity": 0}).status_code == 404
    add(client, mine)
    assert client.post(f"/basket/items/{theirs}", data={"quantity": 0}).status_code == 404
    assert in_baskets(app) == [(theirs, 2), (mine, 1)]


def test_what_changed_since_is_shown_plainly(app: Flask, client: PageClient):
    dearer, gone, sold_out, fewer = given_goods(app, groups=4)
    for variant in (dearer, gone, sold_out, fewer):
        add(client, variant, 3)
    change_variant(app, dearer, price_satang=7000)
    suspend(app, gone)
    sell_out(app, sold_out)
    sell_out(app, fewer, left=2)

    page = client.get("/basket").text

    assert "ราคาเปลี่ยนจาก ฿65 เป็น ฿70" in page
    assert "หยุดขายแล้ว ไม่นับในยอด" in page
    assert "ของหมดแล้ว ไม่นับในยอด" in page
    assert "เหลือ 2 ชิ้น จากที่เลือกไว้ 3 ชิ้น" in page
    assert "5 ชิ้น จาก 2 กลุ่ม" in page  # three at 70 baht and two at 65, each group 40 baht to send
    assert "฿340" in page
    assert "฿420" in page


def test_the_way_to_free_delivery_is_shown(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    with app.app_context(), transaction():
        option = db.session.get_one(Variant, variant).product.group_id
        db.session.execute(db.text("UPDATE shipping_options SET free_over_satang = 20000 WHERE group_id = :id"), {"id": option})
    add(client, variant, 2)

    assert "อีก ฿70 ส่งฟรี" in client.get("/basket").text
    add(client, variant, 2)
    page = client.get("/basket").text
    assert "ส่งฟรี" not in page.replace("ค่าส่ง", "")
    assert "฿260" in page


def test_the_first_form_of_a_visitor_without_cookies_needs_no_token(app: Flask, client: PageClient):
    (variant,) = given_goods(app)

    answer = add(client, variant, token=False, headers={"Origin": "http://localhost"})
    assert answer.status_code == 303
    assert in_baskets(app) == [(variant, 1)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": "https://elsewhere.example/localhost"},
    ],
)
def test_a_form_from_elsewhere_is_refused(app: Flask, client: PageClient, headers: dict[str, str]):
    (variant,) = given_goods(app)

    assert add(client, variant, token=False, headers=headers).status_code == 400
    assert in_baskets(app) == []


def test_with_a_basket_the_token_is_needed_and_an_old_page_is_asked_again(app: Flask, client: PageClient):
    first, second = given_goods(app, groups=2)
    add(client, first, token=False, headers={"Origin": "http://localhost"})

    assert add(client, second, token=False).status_code == 400
    assert client.post(f"/basket/items/{first}", data={"quantity": 0}, token=False).status_code == 400
    again = add(client, second, 3, token=False, headers={"Origin": "http://localhost"})

    assert again.status_code == 400
    assert f'name="variant_id" value="{second}"' in again.text
    assert in_baskets(app) == [(first, 1)]


def test_the_basket_goes_with_its_owner_at_sign_in(app: Flask, client: PageClient):
    both, guests, own = given_goods(app, groups=3)
    with app.app_context(), transaction():
        account_id = given_an_account().id
    signed_in = PageClient(app, app.response_class).sign_in(account_id)
    add(signed_in, both, 1)
    add(signed_in, own, 2)
    add(client, both, 3)
    add(client, guests, 1)
    key = client.get_cookie("basket").value

    with app.test_request_context(headers={"Cookie": f"basket={key}"}):
        basket_cookie.take_basket_along(db.session.get_one(Account, account_id))
        assert g.basket_key is None

    assert sorted(in_baskets(app)) == sorted([(both, 3), (own, 2), (guests, 1)])
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Basket.id))) == 1
    assert "6" in signed_in.get("/basket").text
    assert "ยังไม่มีอะไรในตะกร้า" in client.get("/basket").text  # the old cookie opens nothing


def test_signing_in_at_the_door_brings_the_basket_along(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    with app.app_context(), transaction():
        email = given_an_account().email
    add(client, variant, 3)

    answer = client.post("/account/sign-in", data={"identifier": email, "password": PASSWORD})

    assert answer.status_code == 303
    assert client.get_cookie("basket") is None
    assert 'aria-label="จำนวน' in client.get("/basket").text
    with app.app_context():
        (basket,) = db.session.scalars(db.select(Basket))
        assert (basket.account_id is not None, basket.key_digest) == (True, None)

    client.post("/account/sign-out")
    assert "ยังไม่มีอะไรในตะกร้า" in client.get("/basket").text  # on a shared phone the next person finds nothing
    assert in_baskets(app) == [(variant, 3)]


def test_a_basket_that_nobody_touches_is_forgotten(app: Flask, client: PageClient):
    (variant,) = given_goods(app)
    add(client, variant)
    with app.app_context(), transaction():
        assert service.forget_old_baskets() == 0
        db.session.execute(db.update(Basket).values(touched_at=now() - timedelta(days=61)))
        assert service.forget_old_baskets() == 1
    assert in_baskets(app) == []


def test_what_a_basket_asks_of_the_database_does_not_grow_with_it(app: Flask, client: PageClient):
    few, many = given_goods(app, groups=1), given_goods(app, groups=8)
    add(client, few[0])
    with queries_of(app) as to_show_few:
        client.get("/basket")
    with queries_of(app) as to_add:
        add(client, many[0])
    for variant in many[1:]:
        add(client, variant)
    with queries_of(app) as to_show_many:
        client.get("/basket")

    assert len(to_show_many) == len(to_show_few) <= 4, to_show_many
    assert len(to_add) <= 8, to_add
