"""From asking for many pieces to an order: what the buyer, the group and the office see of it, and what is refused."""

from datetime import timedelta

import pytest
from flask import Flask

from shop.catalogue.models import Product
from shop.groups.models import Membership
from shop.kernel.access import GUEST
from shop.kernel.clock import at, now, today
from shop.kernel.database import db, transaction
from shop.orders.models import Order, Purchase
from shop.orders.states import OrderStatus
from shop.wholesale import asking, quoting
from shop.wholesale.models import WholesaleQuote, WholesaleRequest
from shop.wholesale.states import RequestStatus
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.checkout import ADDRESS, fields
from tests.factories.groups import given_a_group
from tests.factories.orders import group_actor
from tests.factories.people import given_an_account, given_an_official
from tests.factories.wholesale import accept, given_a_quote, given_a_wholesale_request
from tests.queries import queries_of

WHO = {"district": "คลองหลวง", "name": "สมศรี", "phone": "089-123-4567"}
ASKED = {"words": "ชุดของขวัญ 80 ชุด โทร 081-234-5678", "quantity": "80"} | WHO
QUOTED = [
    "variant_1",
    "variant_2",
    "price_1",
    "price_3",
    "pieces_1",
    "quantity",
    "ready_by",
    "valid_until",
    "shipping",
    "includes",
]
ODD = ("", "\x00", "\u200b\x07", "9" * 40, "ก" * 10_000, "-1", "1e9")


@pytest.fixture
def goods(app: Flask) -> dict:
    with app.app_context(), transaction():
        owner = given_an_account()
        product = given_a_product(given_a_group(owner=owner))
        return {"product": product.id, "group": product.group.slug, "variant": product.variants[0].id, "owner": owner.id}


def thai(day) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def ask(client: PageClient, goods: dict, **changes: object):
    page = client.get(f"/wholesale/new?product={goods['product']}")
    form = fields(page.text, "wholesale") | ASKED | {"needed_by": thai(today() + timedelta(days=12))} | changes
    return client.post("/wholesale/new", data=form)


def a_request() -> WholesaleRequest:
    return db.session.scalars(db.select(WholesaleRequest)).one()


def given_an_open_quote(app: Flask, goods: dict, quantity: int = 80) -> tuple[str, str, int]:
    """(address of the request, its key, quote's id)"""
    with app.app_context(), transaction():
        product = db.session.get_one(Product, goods["product"])
        request = given_a_wholesale_request(product.group)
        quote = given_a_quote(request, product, quantity)
        return f"/wholesale/{request.code}", request.link_key, quote.id


def accepting_form(client: PageClient, where: str, key: str, quote_id: int) -> dict:
    page = client.get(f"{where}/quotes/{quote_id}/accept?key={key}")
    assert page.status_code == 200
    return fields(page.text, "accept") | ADDRESS | {"shipping": "flat", "payment_method": "cod"}


def test_ask_quote_accept_order(app, client, goods):
    answer = ask(client, goods)
    assert answer.status_code == 303
    where = answer.location
    assert "รอกลุ่มเสนอราคา" in client.get(where).text
    with app.app_context():
        code = a_request().code

    seller = PageClient(app, app.response_class)
    seller.sign_in(goods["owner"])
    shown = seller.get(f"/sell/wholesale/{code}")
    assert "•••" in shown.text
    assert "081-234-5678" not in shown.text
    assert "สมศรี" not in shown.text
    assert "089" not in shown.text
    form = fields(shown.text, "quote") | {"price_1": "55", "ready_by": thai(today() + timedelta(days=8)), "shipping": "150"}
    assert form["variant_1"] == str(goods["variant"])
    assert seller.post(f"/sell/wholesale/{code}/quote", data=form).status_code == 303

    page = client.get(where)
    assert "฿4,550" in page.text
    with app.app_context():
        quote_id = db.session.scalars(db.select(WholesaleQuote.id)).one()
    path, _mark, query = where.partition("?")
    answer = client.post(f"{path}/quotes/{quote_id}/accept?{query}", data=accepting_form(client, path, query[4:], quote_id))
    assert answer.status_code == 303, answer.text
    assert client.get(answer.location).status_code == 200
    with app.app_context():
        order = db.session.scalars(db.select(Order)).one()
        assert (order.total_satang, a_request().status) == (455_000, RequestStatus.FILLED)
        assert order.code in seller.get(f"/sell/wholesale/{code}").text
    assert "สั่งแล้ว 80 จาก 80" in client.get(where).text


def test_a_second_click_asks_and_orders_once(app, client, goods):
    page = client.get(f"/wholesale/new?group={goods['group']}")
    form = fields(page.text, "wholesale") | ASKED | {"needed_by": thai(today() + timedelta(days=12))}
    first, second = (client.post("/wholesale/new", data=form) for _ in range(2))
    assert first.location == second.location

    where, key, quote_id = given_an_open_quote(app, goods, 50)
    form = accepting_form(client, where, key, quote_id)
    first, second = (client.post(f"{where}/quotes/{quote_id}/accept?key={key}", data=form) for _ in range(2))
    assert (first.status_code, first.location) == (303, second.location)
    other = client.post(f"{where}/quotes/{quote_id}/accept?key={key}", data=form | {"token": "another token of another form"})
    assert other.status_code == 409
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Purchase.id))) == 1


@pytest.mark.parametrize("what", ["replaced", "withdrawn", "expired", "cancelled", "suspended"])
def test_a_quote_that_stands_no_more_is_told(app, client, goods, what):
    where, key, quote_id = given_an_open_quote(app, goods)
    form = accepting_form(client, where, key, quote_id)
    moment = now()
    with app.app_context(), transaction():
        quote = db.session.get_one(WholesaleQuote, quote_id)
        request, product = quote.invitation.request, quote.lines[0].variant.product
        if what == "replaced":
            given_a_quote(request, product, price_satang=9900)
        elif what == "withdrawn":
            quoting.withdraw(quote.invitation, quote_id, group_actor(product.group_id))
        elif what == "cancelled":
            asking.cancel(request, GUEST)
        elif what == "suspended":
            product.group.status, product.is_listed = "suspended", False
        else:
            moment = now() + timedelta(days=7)
    with at(moment):
        answer = client.post(f"{where}/quotes/{quote_id}/accept?key={key}", data=form)
    assert answer.status_code == 409
    with app.app_context():
        assert not db.session.scalar(db.select(Purchase.id))


@pytest.mark.parametrize("odd", ODD)
def test_odd_words_are_refused_and_kept(app, client, goods, odd):
    for field in ("quantity", "needed_by", "budget", "province", "district", "phone", "words", "name"):
        answer = ask(client, goods, **{field: odd})
        assert answer.status_code in (303, 409, 422, 429), (field, answer.status_code)
    where, key, quote_id = given_an_open_quote(app, goods)
    form = accepting_form(client, where, key, quote_id)
    for field in ("postcode", "shipping", "payment_method", "phone", "email"):
        answer = client.post(f"{where}/quotes/{quote_id}/accept?key={key}", data=form | {field: odd})
        assert answer.status_code in (303, 409, 422), (field, answer.status_code)
    assert client.get(f"{where}?key={odd.encode('utf-8', 'replace').decode()}").status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_odd_quotes_are_refused(app, client, goods, odd):
    where, _key, quote_id = given_an_open_quote(app, goods)
    client.sign_in(goods["owner"])
    page = client.get(f"/sell{where}")
    form = fields(page.text, "quote")
    for field in QUOTED:
        answer = client.post(f"/sell{where}/quote", data=form | {field: odd})
        assert answer.status_code in (303, 422, 409), (field, answer.status_code)
    assert client.post(f"/sell{where}/decline", data={"reason": odd}).status_code in (422, 409)
    assert client.post(f"/sell{where}/withdraw", data={"quote": odd}).status_code == 409
    assert quote_id


def test_what_is_missing_is_marked_and_what_was_typed_kept(client, goods):
    answer = ask(client, goods, quantity="", needed_by="")
    assert answer.status_code == 422
    assert "ใส่จำนวนที่ต้องการ" in answer.text
    assert "ใส่วันที่ต้องใช้ของ" in answer.text
    assert "ชุดของขวัญ 80 ชุด" in answer.text
    assert client.post("/wholesale/new", data=ASKED).status_code == 422


def test_a_group_sees_nothing_of_anothers_quote(app, client, goods):
    with app.app_context(), transaction():
        mine = db.session.get_one(WholesaleQuote, given_an_open_quote_in(goods)).invitation
        other = given_a_product(given_a_group(name="กลุ่มอื่น"))
        request = given_a_wholesale_request(mine.group, other.group)
        given_a_quote(request, other, price_satang=7700)
        code = request.code
    client.sign_in(goods["owner"])
    page = client.get(f"/sell/wholesale/{code}").text
    assert "77" not in page.split("<main")[1]
    assert "กลุ่มอื่น" not in page


def given_an_open_quote_in(goods: dict) -> int:
    product = db.session.get_one(Product, goods["product"])
    return given_a_quote(given_a_wholesale_request(product.group), product).id


def group_owner_id(group_id: int) -> int:
    return db.session.scalars(db.select(Membership.account_id).where(Membership.group_id == group_id)).first()


def test_lists_of_each_desk_ask_few_questions(app, client, goods):
    with app.app_context(), transaction():
        buyer, official = given_an_account(), given_an_official()
        products = [given_a_product(given_a_group()) for _ in range(3)]
        for number in range(4):
            request = given_a_wholesale_request(*(product.group for product in products), account=buyer)
            for product in products:
                quote = given_a_quote(request, product, 20)
            if number == 0:
                accept(quote)
                asking.close(request, GUEST)
        owner = group_owner_id(products[0].group_id)
        code, people = request.code, {"buyer": buyer.id, "official": official.id, "owner": owner}
    for who, path, most in (
        ("buyer", "/account/wholesale", 10),
        ("buyer", f"/wholesale/{code}", 18),
        ("owner", "/sell/wholesale", 14),
        ("owner", f"/sell/wholesale/{code}", 20),
        ("official", "/office/wholesale", 12),
    ):
        visitor = PageClient(app, app.response_class)
        visitor.sign_in(people[who])
        with queries_of(app) as asked:
            assert visitor.get(path).status_code == 200
        assert len(asked) <= most, (path, len(asked))


def test_a_request_whose_order_came_to_nothing_is_opened_again(app, client, goods):
    where, key, quote_id = given_an_open_quote(app, goods)
    with app.app_context(), transaction():
        accept(db.session.get_one(WholesaleQuote, quote_id))
    button, form = "เปิดคำขออีกครั้ง ถามกลุ่มเดิม", {"what": "reopen"}
    assert button not in client.get(f"{where}?key={key}").text
    assert client.post(f"{where}/end?key={key}", data=form).status_code == 409

    with app.app_context(), transaction():
        db.session.scalars(db.select(Order)).one().status = OrderStatus.CANCELLED
    assert button in client.get(f"{where}?key={key}").text
    answer = client.post(f"{where}/end?key={key}", data=form)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "เปิดคำขออีกครั้งแล้ว แจ้งกลุ่มแล้ว" in page
    assert button not in page


@pytest.mark.parametrize("odd", [{"product": "9" * 5000}, {"group": "a\0"}, {"product": "\u0e51"}])
def test_what_no_page_sends_is_left_out(app, client, odd):
    client.reads_pages = False
    assert client.get("/wholesale/new", query_string=odd).status_code == 200
    assert client.post("/wholesale/new", data=odd).status_code == 422


def test_an_order_knows_the_network_it_came_from(app, client, goods):
    where, key, quote_id = given_an_open_quote(app, goods)
    form = accepting_form(client, where, key, quote_id)
    assert client.post(f"{where}/quotes/{quote_id}/accept?key={key}", data=form).status_code == 303
    with app.app_context():
        assert db.session.scalars(db.select(Purchase)).one().network is not None
