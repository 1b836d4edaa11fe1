"""A buyer follows a purchase, and keeps it in an account."""

import pytest
from flask import Flask

from shop.audit.models import AuditEntry
from shop.kernel.database import db, transaction
from shop.orders.models import Order, Purchase
from shop.orders.states import OrderStatus
from shop.people.models import Account
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_a_purchase, given_an_order
from tests.factories.people import given_an_account

PHONE = "089-123-4567"


def given(app: Flask, status: OrderStatus = OrderStatus.PLACED, owner: int | None = None, **columns: object) -> dict[str, str]:
    """The codes and the link's key of a guest's order, or of an account's."""
    with app.app_context(), transaction():
        group = given_a_group()
        account = db.session.get(Account, owner) if owner else None
        order = given_an_order(group, given_a_product(group), status=status, account=account, **columns)
        purchase = order.purchase
        return {"order": order.code, "purchase": purchase.code, "key": purchase.link_key}


def given_somebody(app: Flask) -> int:
    with app.app_context(), transaction():
        return given_an_account().id


def owner_of(app: Flask, code: str) -> int | None:
    with app.app_context():
        return db.session.scalar(db.select(Purchase.account_id).where(Purchase.code == code))


def claims(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(db.select(db.func.count(AuditEntry.id)).where(AuditEntry.action == "purchase:claim"))


def test_the_link_opens_the_purchase_and_each_order(app: Flask, client: PageClient):
    it = given(app)

    page = client.get(f"/purchases/{it['purchase']}?key={it['key']}")
    assert page.status_code == 200
    assert "ขอบคุณที่อุดหนุน" in page.text
    assert f"/orders/{it['order']}?key={it['key']}" in page.text
    order = client.get(f"/orders/{it['order']}?key={it['key']}")
    assert order.status_code == 200
    assert "081-234-5678" in order.text  # the group's
    assert "Thank you for your order" in client.get(f"/en/purchases/{it['purchase']}?key={it['key']}").text


def test_the_pages_of_a_link_are_told_to_nobody(app: Flask, client: PageClient):
    it = given(app)

    for path in (f"/purchases/{it['purchase']}", f"/orders/{it['order']}", f"/orders/{it['order']}/address"):
        answer = client.get(f"{path}?key={it['key']}")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-store"
        assert '<meta name="robots" content="noindex">' in answer.text


@pytest.mark.parametrize("key", ["", "wrong", "x" * 3000, "ก"])
def test_without_the_right_key_there_is_nothing(app: Flask, client: PageClient, key: str):
    it = given(app)

    for path in (f"/purchases/{it['purchase']}", f"/orders/{it['order']}", f"/orders/{it['order']}/cancel"):
        assert client.get(path, query_string={"key": key}).status_code == 404
    for verb in ("cancel", "receive", "address"):
        answer = client.post(f"/orders/{it['order']}/{verb}", query_string={"key": key}, data={"name": "x"})
        assert answer.status_code == 404
    with app.app_context():
        assert db.session.scalar(db.select(Order.status)) is OrderStatus.PLACED


def test_who_lost_the_link_is_led_to_code_and_phone(app: Flask, client: PageClient):
    it = given(app)

    for code in (it["purchase"], it["order"], "XXXXXXXX"):
        for path in ("purchases", "orders"):
            page = client.get(f"/{path}/{code}")
            assert page.status_code == 404
            assert 'action="/orders/find"' in page.text
            assert f'value="{code}"' in page.text
            assert "เลิกขายแล้ว" not in page.text
    assert "who knows the phone number of the order" in client.get(f"/en/orders/{it['order']}").text
    assert 'action="/en/orders/find"' in client.get(f"/en/purchases/{it['order']}").text


def test_the_way_to_follow_an_order_stands_on_every_page_and_the_thanks_page_copies_its_link(app: Flask, client: PageClient):
    it = given(app)
    page = client.get(f"/purchases/{it['purchase']}?key={it['key']}").text

    assert f'data-copy="{app.config["PUBLIC_URL"]}/purchases/{it["purchase"]}?key={it["key"]}"' in page
    for path in ("/", "/products"):
        assert client.get(path).text.count('href="/orders/find"') == 2, path


def test_another_purchases_key_opens_nothing(app: Flask, client: PageClient):
    mine, theirs = given(app), given(app)

    assert client.get(f"/purchases/{theirs['purchase']}?key={mine['key']}").status_code == 404
    assert client.get(f"/orders/{theirs['order']}?key={mine['key']}").status_code == 404
    assert client.get(f"/purchases/XXXXXXXX?key={mine['key']}").status_code == 404


def test_a_signed_in_buyer_sees_their_own_and_no_others(app: Flask, client: PageClient):
    me, other = given_somebody(app), given_somebody(app)
    mine, theirs = given(app, owner=me), given(app, owner=other)
    client.sign_in(me)

    assert client.get(f"/purchases/{mine['purchase']}").status_code == 200
    assert client.get(f"/orders/{mine['order']}").status_code == 200
    assert client.get(f"/purchases/{theirs['purchase']}").status_code == 404
    assert client.post(f"/orders/{theirs['order']}/cancel").status_code == 404


def test_a_guests_purchase_is_claimed_once_by_link_and_phone(app: Flask, client: PageClient):
    me, other, it = given_somebody(app), given_somebody(app), given(app)
    link = f"/purchases/{it['purchase']}/claim?key={it['key']}"
    second = PageClient(app, app.response_class).sign_in(other)
    client.sign_in(me)
    assert "เก็บไว้ในบัญชีของฉัน" in client.get(f"/purchases/{it['purchase']}?key={it['key']}").text

    wrong = client.post(link, data={"phone": "0811111111"})
    assert wrong.status_code == 422
    assert "0811111111" in wrong.text
    assert (owner_of(app, it["purchase"]), claims(app)) == (None, 0)

    assert client.post(link, data={"phone": PHONE}).status_code == 303
    assert (owner_of(app, it["purchase"]), claims(app)) == (me, 1)
    assert client.get(f"/purchases/{it['purchase']}").status_code == 200

    assert second.post(link, data={"phone": PHONE}).status_code == 409
    assert (owner_of(app, it["purchase"]), claims(app)) == (me, 1)


def test_a_claim_needs_the_link(app: Flask, client: PageClient):
    me, it = given_somebody(app), given(app)
    client.sign_in(me)

    assert client.post(f"/purchases/{it['purchase']}/claim", data={"phone": PHONE}).status_code == 404
    assert owner_of(app, it["purchase"]) is None


def test_a_claim_needs_an_account(app: Flask, client: PageClient):
    it = given(app)
    assert client.post(f"/purchases/{it['purchase']}/claim?key={it['key']}", data={"phone": PHONE}).status_code == 401
    assert owner_of(app, it["purchase"]) is None


def test_guessing_phone_numbers_has_an_end(app: Flask, client: PageClient):
    me, it = given_somebody(app), given(app)
    client.sign_in(me)
    link = f"/purchases/{it['purchase']}/claim?key={it['key']}"

    answers = [client.post(link, data={"phone": f"08111111{number:02}"}).status_code for number in range(10)]

    assert answers[:8] == [422] * 8
    assert answers[8:] == [429] * 2
    assert client.post(link, data={"phone": PHONE}).status_code == 429
    assert owner_of(app, it["purchase"]) is None


def test_a_person_finds_all_their_purchases_by_pages(app: Flask, client: PageClient):
    me, other = given_somebody(app), given_somebody(app)
    with app.app_context(), transaction():
        account = db.session.get_one(Account, me)
        group = given_a_group()
        product = given_a_product(group, stock_pieces=50)
        mine = [given_an_order(group, product, account=account).purchase.code for _ in range(22)]
        given_a_purchase(db.session.get_one(Account, other))
    client.sign_in(me)

    first = client.get("/account/orders")
    assert [code in first.text for code in mine] == [False] * 2 + [True] * 20
    after = first.text.split("after=")[1].split('"')[0]
    second = client.get(f"/account/orders?after={after}")
    assert [code in second.text for code in mine] == [True] * 2 + [False] * 20
    for odd in ("0", "-1", "x", "9" * 30):
        assert client.get(f"/account/orders?after={odd}").status_code == 200
    assert "ยังไม่มีการสั่งซื้อ" in PageClient(app, app.response_class).sign_in(given_somebody(app)).get("/account/orders").text
