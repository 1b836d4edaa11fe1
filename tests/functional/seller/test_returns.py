"""A group calls off what it cannot send, answers returns, gives money back: /sell/orders/<code>/call-off, /sell/returns."""

import csv
import io
from io import BytesIO

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product, Variant
from shop.groups.models import Group
from shop.kernel.database import db, transaction
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnAction, ReturnStatus, Side
from shop.orders.states import OrderStatus
from shop.payments.models import Refund, RefundStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account
from tests.factories.returns import a_picture, given_a_return, given_an_order_by, take
from tests.papers import text_of

A, S = ReturnAction, ReturnStatus


@pytest.fixture
def desk(app, client):
    """A signed-in owner, and her group with two products of 50 pieces."""
    with app.app_context(), transaction():
        owner = given_an_account()
        group = given_a_group(owner=owner)
        for _number in range(2):
            given_a_product(group, stock_pieces=50)
        client.sign_in(owner.id)
    return client


def given(app, status=OrderStatus.ACCEPTED, method=PaymentMethod.COD) -> dict:
    """An order of three pieces of each product."""
    with app.app_context(), transaction():
        group = db.session.scalar(select(Group).order_by(Group.id))
        products = db.session.scalars(select(Product).where(Product.group_id == group.id).order_by(Product.id)).all()
        order = given_an_order_by(method, *products, status=status, quantity=3)
        return {"code": order.code, "lines": [line.id for line in order.lines], "total": order.total_satang}


def given_asked(app, *actions, **details) -> dict:
    it = given(app, OrderStatus.RECEIVED, **details)
    with app.app_context(), transaction():
        order = db.session.scalar(select(Order).where(Order.code == it["code"]))
        asked = given_a_return(None, order=order, pieces={order.lines[0].id: 2})
        for action in actions:
            take(asked, action)
        return it | {"id": asked.id, "return_line": asked.lines[0].id}


def state(app, it: dict) -> tuple:
    with app.app_context():
        asked, order = db.session.get(Return, it["id"]), db.session.scalar(select(Order).where(Order.code == it["code"]))
        return asked.status, order.refunded_satang, order.lines[0].returned_quantity


def entries(app) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(AuditEntry.id)))


def test_pieces_are_called_off_after_a_look_at_what_that_comes_to(app, desk):
    it = given(app)
    here = f"/sell/orders/{it['code']}"
    assert f"{here}/call-off" in desk.get(here).text
    assert "บางชิ้นส่งไม่ได้" in desk.get(f"{here}/call-off").text
    before = entries(app)
    chosen = {f"pieces-{it['lines'][0]}": "2", f"pieces-{it['lines'][1]}": "0", "reason": "out_of_stock"}

    look = desk.get(f"{here}/call-off", query_string=chosen)
    assert (look.status_code, entries(app)) == (200, before)
    assert "−฿130" in look.text

    answer = desk.post(f"{here}/call-off", data=chosen)
    assert (answer.status_code, answer.location) == (303, here)
    page = desk.get(here).text
    assert "ยกเลิก 2 ชิ้น" in page
    slip = " ".join(text_of(desk.get(f"{here}/packing-slip", follow_redirects=True).data, layout=True).split())
    assert "เก็บเงิน ฿300" in slip  # of 430, 130 less
    rows = list(csv.reader(io.StringIO(desk.get("/sell/orders/export.csv").text.lstrip("\ufeff"))))
    assert "300.00" in rows[1]
    assert "× 1" in rows[1][10]


@pytest.mark.parametrize(
    ("pieces", "reason", "words"),
    [
        ("0", "out_of_stock", "เลือกอย่างน้อย 1 ชิ้น"),
        ("9", "out_of_stock", "จำนวนต้องเป็นตัวเลข"),
        ("x", "out_of_stock", "จำนวนต้องเป็นตัวเลข"),
        ("1", "", "บอกเหตุผลให้ผู้ซื้อทราบ"),
    ],
)
def test_what_cannot_be_called_off_is_said_and_changes_nothing(app, desk, pieces, reason, words):
    it = given(app)
    chosen = {f"pieces-{it['lines'][0]}": pieces, "reason": reason}
    before = entries(app)
    for answer in (
        desk.get(f"/sell/orders/{it['code']}/call-off", query_string=chosen),
        desk.post(f"/sell/orders/{it['code']}/call-off", data=chosen),
    ):
        assert answer.status_code == 422
        assert words in answer.text
    assert entries(app) == before


def test_all_pieces_cancel_the_order(app, desk):
    it = given(app)
    chosen = {f"pieces-{line}": "3" for line in it["lines"]} | {"reason": "out_of_stock"}
    assert "ยกเลิกทั้งคำสั่งซื้อ" in desk.get(f"/sell/orders/{it['code']}/call-off", query_string=chosen).text
    assert desk.post(f"/sell/orders/{it['code']}/call-off", data=chosen).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Order.status)) is OrderStatus.CANCELLED


def test_what_was_sent_is_not_called_off(app, desk):
    it = given(app, OrderStatus.SHIPPED)
    here = f"/sell/orders/{it['code']}/call-off"
    assert desk.get(here).status_code == 303
    assert desk.post(here, data={f"pieces-{it['lines'][0]}": "1", "reason": "out_of_stock"}).status_code == 409


def test_what_waits_is_counted_and_on_top(app, desk):
    old = given_asked(app, A.REFUSE)
    new = given_asked(app)
    assert "ผู้ซื้อขอคืนของ 1 เรื่อง" in desk.get("/sell").text
    page = desk.get("/sell/returns").text
    assert page.index(f"/sell/returns/{new['id']}") < page.index(f"/sell/returns/{old['id']}")
    assert f"/sell/returns/{new['id']}" in desk.get(f"/sell/orders/{new['code']}").text
    assert desk.get(f"/sell/returns?before={old['id']}").status_code == 200
    assert desk.get("/sell/returns?before=x").status_code == 422


def test_a_group_accepts_and_confirms_what_came_back(app, desk):
    it = given_asked(app, method=PaymentMethod.STRIPE)
    here = f"/sell/returns/{it['id']}"
    for step in ("accept", "refuse", "refund"):
        assert f"{here}/{step}" in desk.get(here).text
    assert desk.post(f"{here}/accept", data={"words": "ส่งมาที่กลุ่ม 12 หมู่ 3"}).status_code == 303
    with app.app_context(), transaction():
        take(db.session.get(Return, it["id"]), A.SEND_BACK)

    page = desk.get(here).text
    assert "ขายต่อได้กี่ชิ้น" in page
    too_many = desk.post(f"{here}/refund", data={f"resold-{it['return_line']}": "3"})
    assert (too_many.status_code, state(app, it)[0]) == (422, S.SENT_BACK)
    assert desk.post(f"{here}/refund", data={f"resold-{it['return_line']}": "1"}).status_code == 303
    assert state(app, it) == (S.REFUNDED, 13000, 2)
    with app.app_context():
        assert sorted(db.session.scalars(select(Variant.available))) == [47, 48]
    again = desk.post(f"{here}/refund")
    assert (again.status_code, state(app, it)) == (409, (S.REFUNDED, 13000, 2))


def test_a_refusal_needs_words_and_may_have_photos(app, desk):
    it = given_asked(app)
    here = f"/sell/returns/{it['id']}"
    empty = desk.post(f"{here}/refuse", data={"words": "", "photos": [(BytesIO(a_picture()), "one.jpg")]})
    assert (empty.status_code, state(app, it)[0]) == (422, S.REQUESTED)
    kept = empty.text.split('name="kept" value="')[1].split('"')[0]
    assert desk.post(f"{here}/refuse", data={"words": "ของดีอยู่", "kept": kept}).status_code == 303
    with app.app_context():
        asked = db.session.get(Return, it["id"])
        assert (asked.status, asked.answer, [photo.side for photo in asked.photos]) == (S.REFUSED, "ของดีอยู่", [Side.GROUP])
    assert "รูปจากกลุ่ม" in desk.get(here).text


def test_another_groups_return_is_not_there(app, desk):
    with app.app_context(), transaction():
        other = given_a_group()
        asked_id = given_a_return(other, given_a_product(other)).id
    before = entries(app)
    assert desk.get(f"/sell/returns/{asked_id}").status_code == 404
    for step in ("accept", "refuse", "refund", "dispute"):
        assert desk.post(f"/sell/returns/{asked_id}/{step}", data={"words": "x"}).status_code == 404
    assert entries(app) == before


def test_cash_is_given_back_and_recorded_once(app, desk):
    it = given_asked(app, A.REFUND)
    here = f"/sell/orders/{it['code']}"
    assert "คืนเงิน ฿130 ให้ผู้ซื้อ" in desk.get(here).text
    assert "เงินที่ต้องคืนผู้ซื้อ" in desk.get("/sell/returns").text
    with app.app_context():
        refund_id = db.session.scalar(select(Refund.id))
    assert desk.post(f"{here}/refunds/{refund_id}", data={"reference": " "}).status_code == 422
    assert desk.post(f"{here}/refunds/{refund_id}", data={"reference": "โอนพร้อมเพย์ 0012345"}).status_code == 303
    assert desk.post(f"{here}/refunds/{refund_id}", data={"reference": "อีกครั้ง"}).status_code == 409
    with app.app_context():
        refund = db.session.get(Refund, refund_id)
        assert (refund.status, refund.reference) == (RefundStatus.SETTLED, "โอนพร้อมเพย์ 0012345")
    assert "คืนเงิน ฿130" not in desk.get(here).text


def test_what_stripe_gives_back_is_not_the_groups_to_record(app, desk):
    it = given_asked(app, A.REFUND, method=PaymentMethod.STRIPE)
    with app.app_context():
        refund_id = db.session.scalar(select(Refund.id))
    assert desk.post(f"/sell/orders/{it['code']}/refunds/{refund_id}", data={"reference": "โอนแล้ว"}).status_code == 404


def test_the_same_in_english(app, desk):
    it = given_asked(app)
    page = desk.get(f"/en/sell/returns/{it['id']}").text
    for words in ("The buyer asks to give it back", "Give the money back now", "Refuse and tell the buyer"):
        assert words in page
    order = given(app)
    assert "Some pieces cannot be sent" in desk.get(f"/en/sell/orders/{order['code']}/call-off").text
