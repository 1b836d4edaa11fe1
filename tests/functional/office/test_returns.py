"""Officials decide what buyer and group do not agree on: /office/returns."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.notices.models import Notice
from shop.orders.models import PaymentMethod
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnStatus
from shop.payments.models import Refund
from shop.people.models import Account
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_official
from tests.factories.returns import given_a_return, given_an_order_by

S = ReturnStatus


@pytest.fixture
def office(app, client):
    with app.app_context(), transaction():
        client.sign_in(given_an_official(Role.COMMERCE_OFFICIAL).id)
    return client


def given(app, status: ReturnStatus = S.DISPUTED, method=PaymentMethod.STRIPE, account_id=None) -> dict:
    with app.app_context(), transaction():
        product = given_a_product(given_a_group(), stock_pieces=9)
        account = db.session.get(Account, account_id) if account_id else None
        order = given_an_order_by(method, product, quantity=3, account=account)
        asked = given_a_return(None, order=order, status=status)
        return {"id": asked.id, "line": asked.lines[0].id, "code": order.code}


def state(app, it: dict) -> tuple:
    with app.app_context():
        asked = db.session.get(Return, it["id"])
        return asked.status, asked.refund_satang, db.session.scalar(select(func.count(Refund.id)))


def test_disputed_ones_are_counted_and_on_top(app, office):
    disputed = given(app)
    asked = given(app, S.REQUESTED)
    page = office.get("/office/returns").text
    assert "1 เรื่องรอตัดสิน" in page
    assert page.index(f"/office/returns/{disputed['id']}") < page.index(f"/office/returns/{asked['id']}")
    assert '<b class="count">1</b>' in office.get("/office/orders").text
    assert f"/office/returns/{asked['id']}" in office.get(f"/office/orders/{asked['code']}").text


def test_a_part_is_granted_with_words_that_both_sides_read(app, office):
    it = given(app)
    here = f"/office/returns/{it['id']}"
    assert "ขวดแตกตอนเปิดกล่อง" in office.get(here).text
    decision = {"outcome": "return:grant", f"pieces-{it['line']}": "1", "with_shipping": "y", "words": "แตก 1 ขวด"}

    answer = office.post(f"{here}/decide", data=decision)

    assert (answer.status_code, answer.location) == (303, "/office/returns")
    assert state(app, it) == (S.REFUNDED, 10500, 1)
    with app.app_context():
        told = db.session.scalars(select(Notice).where(Notice.kind == "return_settled")).all()
        assert [notice.params["words"] for notice in told] == ["แตก 1 ขวด"] * len(told)
        assert {bool(notice.params.get("for_group")) for notice in told} == {True, False}
    page = office.get(here).text
    assert "ตัดสินให้คืนเงิน" in page
    assert "/decide" not in page
    assert office.post(f"{here}/decide", data=decision).status_code == 409
    assert state(app, it) == (S.REFUNDED, 10500, 1)


def test_it_is_declined(app, office):
    it = given(app)
    answer = office.post(f"/office/returns/{it['id']}/decide", data={"outcome": "return:decline", "words": "ไม่พบรอยแตก"})
    assert (answer.status_code, state(app, it)) == (303, (S.DECLINED, 0, 0))
    assert "ไม่พบรอยแตก" in office.get(f"/office/returns/{it['id']}").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"outcome": ""}, "เลือกคำตัดสิน"),
        ({"outcome": "return:grant", "pieces": "0"}, "เลือกอย่างน้อย 1 ชิ้น"),
        ({"outcome": "return:grant", "pieces": "4"}, "จำนวนต้องเป็นตัวเลข"),
        ({"outcome": "return:decline", "words": ""}, "เขียนให้อีกฝ่ายเข้าใจ"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_decided(app, office, form, words):
    it = given(app)
    typed = {"words": "ดูแล้ว", "pieces": "1"} | form
    typed[f"pieces-{it['line']}"] = typed.pop("pieces")
    answer = office.post(f"/office/returns/{it['id']}/decide", data=typed)
    assert (answer.status_code, state(app, it)) == (422, (S.DISPUTED, 0, 0))
    assert words in answer.text


@pytest.mark.parametrize("status", [S.REQUESTED, S.ACCEPTED, S.REFUSED, S.DECLINED])
def test_only_what_is_disputed_is_decided(app, office, status):
    it = given(app, status)
    assert "/decide" not in office.get(f"/office/returns/{it['id']}").text
    answer = office.post(f"/office/returns/{it['id']}/decide", data={"outcome": "return:decline", "words": "ดูแล้ว"})
    assert (answer.status_code, state(app, it)) == (409, (status, 0, 0))


def test_an_official_does_not_decide_what_she_bought_herself(app, client):
    with app.app_context(), transaction():
        official_id = given_an_official(Role.ADMINISTRATOR).id
        client.sign_in(official_id)
    it = given(app, account_id=official_id)
    with app.app_context():
        before = db.session.scalar(select(func.count(AuditEntry.id)))
    answer = client.post(f"/office/returns/{it['id']}/decide", data={"outcome": "return:decline", "words": "ดูแล้ว"})
    assert (answer.status_code, state(app, it)) == (409, (S.DISPUTED, 0, 0))
    with app.app_context():
        assert db.session.scalar(select(func.count(AuditEntry.id))) == before


def test_cash_that_groups_owe_is_listed(app, office):
    it = given(app, S.REFUNDED, PaymentMethod.COD)
    page = office.get("/en/office/returns").text
    assert "Still to be given back by groups" in page
    assert f"/en/office/orders/{it['code']}" in page


def test_a_labour_official_has_no_such_desk(app, client):
    it = given(app)
    with app.app_context(), transaction():
        client.sign_in(given_an_official(Role.LABOUR_OFFICIAL).id)
    assert client.get("/office/returns").status_code == 403
    assert client.post(f"/office/returns/{it['id']}/decide", data={"outcome": "return:decline", "words": "x"}).status_code == 403
    assert "/office/returns" not in client.get("/office/orders").text
    assert state(app, it) == (S.DISPUTED, 0, 0)
