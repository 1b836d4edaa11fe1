"""A buyer who sent a slip at the wrong group's order puts it right on the pages; a stranger with her number stops nothing."""

from io import BytesIO

import pytest
from sqlalchemy import select

from shop.kernel.database import db, transaction
from shop.kernel.promptpay import Slip as Code
from shop.orders.models import Order
from shop.orders.states import OrderStatus as S
from shop.payments.slips import limits, service
from shop.payments.slips.models import Slip
from tests.factories import checkout
from tests.factories.orders import given_a_purchase, group_actor
from tests.factories.people import given_an_account
from tests.factories.slips import a_slip_picture, given_a_promptpay_order, given_a_slip, given_promptpay

REF = "2023070112345678901"


@pytest.fixture
def purchase(app, client) -> str:
    """The address of a purchase of two groups, both paid by PromptPay."""
    variants = checkout.given_goods(app, groups=2)
    with app.app_context(), transaction():
        for variant in variants:
            given_promptpay(checkout.group_of(variant))
    for variant in variants:
        checkout.add(client, variant)
    return checkout.place(client, payment_method="promptpay").location


def orders() -> list[Order]:
    db.session.rollback()
    return list(db.session.scalars(select(Order).order_by(Order.id)))


def at(purchase: str, order: Order, tail: str = "") -> str:
    return f"/orders/{order.code}{tail}?{purchase.partition('?')[2]}"


def send(client, address: str, background: str = "white"):
    return client.post(address, data={"slip": (BytesIO(a_slip_picture(REF, background=background)), "slip.jpg")})


def test_the_slip_is_moved_from_the_order_that_refused_it(app, client, purchase):
    with app.app_context():
        wrong, right = orders()
        assert send(client, at(purchase, wrong, "/slip")).status_code == 303
        refused = send(client, at(purchase, right, "/slip"), "ivory")
        slip = db.session.scalars(select(Slip)).one()
        there = at(purchase, wrong, f"/slips/{slip.key}/move")
        assert (refused.status_code, there in refused.text) == (422, True)
        assert there in client.get(purchase).text
        asked = client.get(there)
        assert (asked.status_code, right.code in asked.text) == (200, True)
        for nonsense in ("", "AAAAAAAA", wrong.code, "\0", "x" * 10_000):
            assert client.post(there, data={"to": nonsense}).status_code == 422

        assert client.post(there, data={"to": right.code}).status_code == 303

        wrong, right = orders()
        assert (wrong.status, right.status) == (S.AWAITING_PAYMENT, S.AWAITING_CONFIRMATION)
        page = client.get(purchase).text
        assert "เหลือเวลาโอน 30 นาที" in page
        assert client.get(there).status_code == 404
        assert client.post(there, data={"to": right.code}).status_code == 404
        again = at(purchase, right, f"/slips/{slip.key}/move")
        assert client.get(again).status_code == 409
        assert client.post(again, data={"to": wrong.code}).status_code == 409


def test_the_question_is_asked_in_english(app, client, purchase):
    with app.app_context(), transaction():
        wrong = db.session.scalars(select(Order).order_by(Order.id)).first()
        address = at(purchase, wrong, f"/slips/{given_a_slip(wrong).key}/move")

    assert "Which order does this slip pay for?" in client.get(f"/en{address}").text


def test_a_strangers_order_neither_gives_nor_takes_a_slip(app, client, purchase):
    with app.app_context():
        wrong, right = orders()
        with transaction():
            strange = given_a_promptpay_order(purchase=given_a_purchase(phone=wrong.purchase.phone))
            theirs = given_a_slip(strange, Code("004", REF))
        assert send(client, at(purchase, wrong, "/slip")).status_code == 422
        refused = send(client, at(purchase, right, "/slip")).text
        assert strange.code not in refused
        with transaction():
            mine = given_a_slip(right)
        here = at(purchase, right, f"/slips/{mine.key}/move")
        assert client.post(here, data={"to": strange.code}).status_code == 422
        assert client.get(at(purchase, right, f"/slips/{theirs.key}/move")).status_code == 404
        assert [slip.order_id for slip in db.session.scalars(select(Slip).order_by(Slip.id))] == [strange.id, right.id]


def test_the_pages_say_how_often_somebody_may_ask_for_another_look(app, client, purchase):
    with app.app_context():
        order, _other = orders()
        for words in ("ขอให้ดูใหม่ได้อีก 2 ครั้ง", "ขอให้ดูใหม่ได้อีก 1 ครั้ง", "ขอให้ดูใหม่ครบแล้ว"):
            assert send(client, at(purchase, order, "/slip")).status_code == 303
            with transaction():
                service.deny(orders()[0], group_actor(order.group_id))
            assert words in client.get(at(purchase, order)).text
        assert send(client, at(purchase, order, "/slip")).status_code == 409


def test_three_false_slips_from_elsewhere_do_not_stop_a_buyer(app, client):
    (variant,) = checkout.given_goods(app)
    with app.app_context(), transaction():
        given_promptpay(checkout.group_of(variant))
        for _each in range(3):
            order = given_a_promptpay_order(purchase=given_a_purchase(phone="+66891234567"))
            order.purchase.network = limits.network_fingerprint("203.0.113.7")
            given_a_slip(order)
    checkout.add(client, variant)

    placed = checkout.place(client, payment_method="promptpay")

    assert placed.status_code == 303
    with app.app_context():
        assert send(client, at(placed.location, orders()[-1], "/slip")).status_code == 303


def test_who_shares_a_network_with_the_false_slips_signs_in_and_pays(app, client):
    (variant,) = checkout.given_goods(app)
    with app.app_context(), transaction():
        given_promptpay(checkout.group_of(variant))
        account_id = given_an_account().id
        order = given_a_promptpay_order(purchase=given_a_purchase(phone="+66891234567"))
    checkout.add(client, variant)
    placed = checkout.place(client, payment_method="promptpay").location
    with app.app_context(), transaction():
        for _each in range(3):
            order = given_a_promptpay_order(purchase=given_a_purchase(phone="+66891234567"))
            order.purchase.network = limits.network_fingerprint("127.0.0.1")
            given_a_slip(order)
    assert "เข้าสู่ระบบ แล้วเก็บการสั่งซื้อนี้ไว้ในบัญชี" in client.get(placed).text

    client.sign_in(account_id)
    claimed = client.post(placed.replace("?", "/claim?"), data={"phone": "089-123-4567"})

    assert claimed.status_code == 303
    assert 'class="qr"' in client.get(placed).text
