"""A buyer follows an order, corrects it, calls it off, says that it arrived; and finds it again by code and phone."""

from io import BytesIO

import pytest
from flask import Flask

from shop.catalogue.models import Variant
from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from shop.orders import clocks
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import service as payments
from shop.payments.models import Payment, PaymentStatus
from shop.web.order_steps import steps_of
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order, take
from tests.functional.storefront.test_purchases import PHONE, given, given_somebody

BETTER = {
    "name": "วิภา ใจงาม",
    "phone": "0899999999",
    "line1": "1/1 ซอยใหม่",
    "subdistrict": "บางพูน",
    "district": "เมือง",
    "province": "จ.ปทุมธานี",
    "postcode": "12000",
}


def the_order(app: Flask) -> dict[str, object]:
    with app.app_context():
        order = db.session.scalars(db.select(Order)).one()
        return {column.name: getattr(order, column.name) for column in Order.__table__.columns}


def pieces_left(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(db.select(Variant.available))


def test_a_placed_order_is_called_off_and_its_pieces_go_back(app: Flask, client: PageClient):
    it = given(app)
    assert pieces_left(app) == 9
    page = client.get(f"/orders/{it['order']}/cancel?key={it['key']}")
    assert "ยกเลิกแล้วย้อนกลับไม่ได้" in page.text

    answer = client.post(f"/orders/{it['order']}/cancel?key={it['key']}", data={"reason": "สั่งผิด"})

    assert (answer.status_code, answer.location) == (303, f"/orders/{it['order']}?key={it['key']}")
    order = the_order(app)
    assert (order["status"], order["cancel_reason"]) == (OrderStatus.CANCELLED, "สั่งผิด")
    assert pieces_left(app) == 10
    assert "สั่งผิด" in client.get(answer.location).text
    with app.app_context():
        assert db.session.scalar(db.select(Payment.status)) is PaymentStatus.CANCELLED


@pytest.mark.parametrize("status", [OrderStatus.PACKED, OrderStatus.SHIPPED, OrderStatus.DELIVERED, OrderStatus.CANCELLED])
def test_too_late_to_cancel_is_told_with_where_it_is(app: Flask, client: PageClient, status: OrderStatus):
    it = given(app, status)
    before = the_order(app)

    assert client.get(f"/orders/{it['order']}/cancel?key={it['key']}").status_code == 409
    answer = client.post(f"/orders/{it['order']}/cancel?key={it['key']}", data={"reason": ""})

    assert answer.status_code == 409
    assert "คำสั่งซื้อเดินหน้าไปแล้ว" in answer.text
    assert the_order(app) == before


def test_a_buyer_says_that_it_arrived_and_the_money_is_income(app: Flask, client: PageClient):
    it = given(app, OrderStatus.SHIPPED)
    assert "ได้รับของแล้ว" in client.get(f"/orders/{it['order']}?key={it['key']}").text

    first = client.post(f"/orders/{it['order']}/receive?key={it['key']}")
    again = client.post(f"/orders/{it['order']}/receive?key={it['key']}")

    assert (first.status_code, again.status_code) == (303, 409)
    assert the_order(app)["status"] is OrderStatus.RECEIVED
    with app.app_context():
        assert db.session.scalar(db.select(Payment.status)) is PaymentStatus.PAID


def test_what_is_not_sent_cannot_have_arrived(app: Flask, client: PageClient):
    it = given(app)
    assert client.post(f"/orders/{it['order']}/receive?key={it['key']}").status_code == 409
    assert the_order(app)["status"] is OrderStatus.PLACED


def test_the_address_is_corrected_until_packing(app: Flask, client: PageClient):
    it = given(app)
    link = f"/orders/{it['order']}/address?key={it['key']}"
    assert "99/9 หมู่ 3" in client.get(link).text

    assert client.post(link, data=BETTER).status_code == 303
    order = the_order(app)
    assert (order["recipient_name"], order["recipient_phone"], order["line1"]) == ("วิภา ใจงาม", "+66899999999", "1/1 ซอยใหม่")
    assert (order["subdistrict"], order["district"], order["postcode"]) == ("บางพูน", "เมืองปทุมธานี", "12000")

    with app.app_context(), transaction():
        packed = db.session.scalars(db.select(Order)).one()
        take(packed, OrderAction.ACCEPT)
        take(packed, OrderAction.PACK)
    assert client.get(link).status_code == 409
    assert client.post(link, data=BETTER | {"name": "สายไป"}).status_code == 409
    assert the_order(app)["recipient_name"] == "วิภา ใจงาม"


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("phone", "123"), ("line1", ""), ("district", "ลาดพร้าว"), ("postcode", "10000")]
)
def test_a_bad_correction_is_marked_and_changes_nothing(app: Flask, client: PageClient, field: str, value: str):
    it = given(app)
    before = the_order(app)

    answer = client.post(f"/orders/{it['order']}/address?key={it['key']}", data=BETTER | {field: value})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "ซอยใหม่" in answer.text or field == "line1"
    assert the_order(app) == before


def test_of_what_is_collected_only_the_person_is_corrected(app: Flask, client: PageClient):
    it = given(app, payment_method=PaymentMethod.PICKUP)
    page = client.get(f"/orders/{it['order']}/address?key={it['key']}")
    assert 'name="line1"' not in page.text

    answer = client.post(f"/orders/{it['order']}/address?key={it['key']}", data={"name": "มาลี", "phone": PHONE})

    assert answer.status_code == 303
    assert the_order(app)["recipient_name"] == "มาลี"
    assert "บ้านต้นโพธิ์" in client.get(answer.location).text


def test_the_parcel_can_be_tracked(app: Flask, client: PageClient):
    it = given(app, OrderStatus.PACKED)
    with app.app_context(), transaction():
        order = db.session.scalars(db.select(Order)).one()
        take(order, OrderAction.SHIP, carrier="thailand_post", tracking="EY145587898TH")

    page = client.get(f"/orders/{it['order']}?key={it['key']}").text

    assert "trackNumber=EY145587898TH" in page
    assert 'rel="noreferrer noopener"' in page


@pytest.mark.parametrize("status", list(OrderStatus))
def test_every_state_has_its_page(app: Flask, client: PageClient, status: OrderStatus):
    it = given(app, status)
    for prefix in ("", "/en"):
        assert client.get(f"{prefix}/orders/{it['order']}?key={it['key']}").status_code == 200
        assert client.get(f"{prefix}/purchases/{it['purchase']}?key={it['key']}").status_code == 200


def test_the_clocks_reason_is_told_in_words(app: Flask, client: PageClient):
    it = given(app)
    with app.app_context(), transaction():
        order = db.session.scalars(db.select(Order)).one()
        payments.advance_order(order, OrderAction.CANCEL, MARKET, reason=clocks.NOT_ACCEPTED)
    page = client.get(f"/orders/{it['order']}?key={it['key']}").text
    assert clocks.NOT_ACCEPTED not in page


def test_code_and_phone_open_it_for_a_while(app: Flask, client: PageClient):
    it = given(app)
    other = given(app)

    answer = client.post("/orders/find", data={"code": f" {it['order'].lower()[:4]}-{it['order'].lower()[4:]} ", "phone": PHONE})
    assert (answer.status_code, answer.location) == (303, f"/orders/{it['order']}")
    assert client.get(f"/orders/{it['order']}").status_code == 200
    assert client.get(f"/purchases/{it['purchase']}").status_code == 200
    assert client.get(f"/orders/{other['order']}").status_code == 404
    assert PageClient(app, app.response_class).get(f"/orders/{it['order']}").status_code == 404

    by_purchase = client.post("/orders/find", data={"code": other["purchase"], "phone": PHONE})
    assert by_purchase.location == f"/purchases/{other['purchase']}"
    assert client.post(f"/orders/{it['order']}/cancel").status_code == 303

    with client.session_transaction() as session:
        session["following"] = dict.fromkeys(session["following"], 1)
    assert client.get(f"/orders/{it['order']}").status_code == 404


def test_a_wrong_pair_finds_nothing_and_too_many_have_to_wait(app: Flask, client: PageClient):
    it = given(app)

    wrong = client.post("/orders/find", data={"code": it["order"], "phone": "0811111111"})
    assert wrong.status_code == 404
    assert it["order"] in wrong.text
    assert "ไม่พบคำสั่งซื้อ" in wrong.text
    for _ in range(7):
        client.post("/orders/find", data={"code": it["order"], "phone": "0811111111"})
    late = client.post("/orders/find", data={"code": it["order"], "phone": PHONE})

    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0
    assert client.get(f"/orders/{it['order']}").status_code == 404


@pytest.mark.parametrize(
    "form", [{}, {"code": "", "phone": PHONE}, {"code": "K7Q2M9RB", "phone": "x"}, {"code": "ก" * 500, "phone": ""}]
)
def test_a_bad_search_is_marked(app: Flask, client: PageClient, form: dict[str, str]):
    assert client.get("/orders/find").status_code == 200
    assert client.post("/orders/find", data=form).status_code == 422


def test_an_accounts_session_does_not_make_a_group_out_of_a_buyer(app: Flask, client: PageClient):
    """The group's owner who opens a buyer's link sees the buyer's buttons, and takes only the buyer's steps."""
    me, it = given_somebody(app), given(app)
    client.sign_in(me)
    page = client.get(f"/orders/{it['order']}?key={it['key']}").text
    assert "ยกเลิกคำสั่งซื้อ" in page
    assert client.post(f"/orders/{it['order']}/cancel?key={it['key']}").status_code == 303


@pytest.mark.parametrize(
    ("status", "method", "words"),
    [
        (OrderStatus.AWAITING_PAYMENT, PaymentMethod.STRIPE, "รอชำระเงิน"),
        (OrderStatus.PLACED, PaymentMethod.COD, "รอกลุ่มรับคำสั่งซื้อ"),
        (OrderStatus.ACCEPTED, PaymentMethod.COD, "กลุ่มกำลังแพ็กของ"),
        (OrderStatus.ACCEPTED, PaymentMethod.PICKUP, "กลุ่มกำลังเตรียมของ"),
        (OrderStatus.PACKED, PaymentMethod.COD, "รอส่งออก"),
        (OrderStatus.PACKED, PaymentMethod.PICKUP, "รอผู้ซื้อมารับ"),
        (OrderStatus.SHIPPED, PaymentMethod.COD, "ของกำลังเดินทาง"),
        (OrderStatus.DELIVERED, PaymentMethod.COD, "รอผู้ซื้อยืนยันว่าได้รับของ"),
    ],
)
def test_the_step_that_is_not_done_does_not_read_as_done(app, status, method, words):
    with app.test_request_context():
        with transaction():
            group = given_a_group()
            order = given_an_order(group, given_a_product(group), status=status, payment_method=method)
        assert [step.name for step in steps_of(order) if step.state == "now"] == [words]


def test_a_file_in_the_place_of_words_is_no_word(client: PageClient):
    answer = client.post("/orders/find", data={"code": (BytesIO(b"ABCDEFGH"), "code.txt"), "phone": "0812345678"})

    assert answer.status_code == 422
