"""A group, and after it the office, says whether a buyer's PromptPay came: each answer once, and what it makes of the order."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.groups.models import Group, IncomeDetails
from shop.jobs.handlers.slips import turn_slip_clocks
from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.promptpay import Slip as Code
from shop.orders.models import Order
from shop.orders.states import OrderStatus as S
from shop.payments.models import LedgerTransaction, Refund, RefundStatus
from shop.payments.slips.models import Slip, SlipStatus
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import PASSWORD, given_an_account, given_an_official
from tests.factories.slips import given_a_kept_slip, given_a_promptpay_order, given_promptpay

CODE = Code("014", "00111222233344ABCD12")


@pytest.fixture
def desk(app: Flask) -> dict:
    """Ids of a group and its owner, and the code of an order that waits for its answer."""
    return given(app)


def given(app: Flask, status: S = S.AWAITING_PAYMENT, *, with_slip: bool = True, **product: object) -> dict:
    with app.app_context(), transaction():
        owner = given_an_account()
        group = given_promptpay(given_a_group(owner=owner))
        order = given_a_promptpay_order(group, given_a_product(group, **product), status=status)
        if with_slip:
            given_a_kept_slip(order)
        return {"code": order.code, "group": group.id, "owner": owner.id}


def the_order() -> Order:
    db.session.rollback()
    return db.session.scalars(select(Order).order_by(Order.id)).first()


def answer(client: PageClient, desk: dict, step: str):
    return client.post(f"/sell/orders/{desk['code']}/slip/{step}")


def test_the_slip_is_shown_big_with_what_to_look_at_first(app, client, desk):
    with app.app_context(), transaction():
        slip = db.session.scalars(select(Slip)).one()
        slip.trans_ref, slip.sending_bank = CODE.trans_ref, CODE.sending_bank
    client.sign_in(desk["owner"])
    page = client.get(f"/sell/orders/{desk['code']}").text

    for shown in ("เปิดแอปธนาคารของกลุ่ม ดูว่าเงิน ฿105", "ธนาคารไทยพาณิชย์", CODE.trans_ref, "ดูแล้ว เงินไม่เข้า", "/320.webp"):
        assert shown in page
    assert desk["code"] in client.get("/sell/slips").text
    assert "รอคุณดูว่าเงินเข้า" in client.get("/sell").text


def test_confirmed_it_is_income_and_work(app, client, desk):
    client.sign_in(desk["owner"])
    assert answer(client, desk, "confirm").status_code == 303
    assert answer(client, desk, "confirm").status_code == 409
    assert answer(client, desk, "deny").status_code == 409

    with app.app_context():
        assert the_order().status is S.PLACED
        assert db.session.scalar(select(func.count(LedgerTransaction.id))) == 1
        assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == "order:confirm_payment")) == 1
    income = client.get("/sell/income").text
    assert "พร้อมเพย์ถึงกลุ่ม" in income
    assert "เงินที่ตลาดเก็บแทนกลุ่ม" not in income
    assert "ไม่มีสลิปค้างอยู่" in client.get("/sell/slips").text


def test_money_that_did_not_come_is_asked_about_twice(app, client, desk):
    client.sign_in(desk["owner"])
    asked = client.get(f"/sell/orders/{desk['code']}/slip/deny").text
    assert "ไม่เข้าใช่ไหม" in asked
    assert answer(client, desk, "deny").status_code == 303

    with app.app_context():
        order = the_order()
        assert (order.status, order.cancel_reason) == (S.CANCELLED, "money_did_not_come")
        assert db.session.scalars(select(Slip.status)).one() is SlipStatus.DENIED
    assert "ไม่พบเงินก้อนนี้" in client.get(f"/sell/orders/{desk['code']}").text


def test_late_money_becomes_an_order_again_or_a_debt_with_evidence(app, client):
    desk = given(app, S.EXPIRED, stock_pieces=1)
    client.sign_in(desk["owner"])
    page = client.get(f"/sell/orders/{desk['code']}").text
    assert "เงินเข้าแล้ว จะส่งของให้" in page
    with app.app_context(), transaction():  # somebody else buys the last piece
        order = the_order()
        given_a_promptpay_order(db.session.get(Group, desk["group"]), order.lines[0].variant.product)

    refused = answer(client, desk, "take")
    assert (refused.status_code, "ของไม่พอแล้ว" in refused.text) == (409, True)
    assert "เงินเข้าแล้ว จะส่งของให้" not in refused.text
    assert answer(client, desk, "owe").status_code == 303
    with app.app_context():
        refund = db.session.scalars(select(Refund)).one()
        assert (refund.status, the_order().status) == (RefundStatus.OWED, S.EXPIRED)
        purchase = the_order().purchase
        buyers_page = client.get(f"/purchases/{purchase.code}?key={purchase.link_key}").text
        assert "เงินมาถึงหลังหมดเวลา" in buyers_page
        assert "กลุ่มจะคืนหรือคืนแล้ว ฿105" in buyers_page
        address = f"/sell/orders/{desk['code']}/refunds/{refund.id}"
    assert client.post(address, data={"reference": ""}).status_code == 422
    assert client.post(address, data={"reference": "โอนคืน 26 พ.ย. 0042"}).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Refund.status)).one() is RefundStatus.SETTLED


def test_the_office_sees_what_nobody_answers_and_what_is_owed_for_late_money(app, client, desk, time_machine):
    late = given(app, S.EXPIRED)
    with app.app_context(), transaction():
        official = given_an_official(Role.COMMERCE_OFFICIAL).id
    client.sign_in(late["owner"])
    assert answer(client, late, "owe").status_code == 303
    client.sign_in(official)
    exceptions = client.get("/office/money/exceptions").text
    assert late["code"] in exceptions  # owed, at once
    assert desk["code"] not in exceptions

    time_machine.move_to(now() + timedelta(hours=49))
    with app.app_context():
        turn_slip_clocks()
        slip_id = db.session.scalars(select(Slip.id).where(Slip.at_office_at.is_not(None))).one()
    client.sign_in(official)
    assert desk["code"] in client.get("/office/money/exceptions").text
    assert "โทรถามกลุ่มก่อน" in client.get(f"/office/money/slips/{slip_id}").text
    assert client.post(f"/office/money/slips/{slip_id}/confirm").status_code == 303
    assert client.post(f"/office/money/slips/{slip_id}/confirm").status_code == 409
    with app.app_context():
        assert the_order().status is S.PLACED
        by = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "slip:confirm")).one()
        assert by.actor_id is not None


def test_a_group_takes_promptpay_once_its_owner_has_entered_an_id(app, client):
    with app.app_context(), transaction():
        owner = given_an_account()
        group_id = given_a_group(owner=owner).id
        owner_id = owner.id
    client.sign_in(owner_id)
    ways = {"ways": ["promptpay", "cod"]}
    refused = client.post("/sell/group/payment", data=ways)
    assert (refused.status_code, "ใส่พร้อมเพย์ไว้" in refused.text) == (422, True)

    biller = {"biller_id": "0994000165501", "biller_suffix": "1", "password": PASSWORD}
    wrong = client.post("/sell/group/income-details", data=biller | {"biller_id": "123"})
    assert (wrong.status_code, "Biller ID มี 13 หลัก" in wrong.text) == (422, True)
    assert client.post("/sell/group/income-details", data=biller).status_code == 303
    assert client.post("/sell/group/payment", data=ways).status_code == 303
    with app.app_context():
        assert db.session.get(Group, group_id).accepts_promptpay
        assert db.session.get(IncomeDetails, group_id).biller_id == "099400016550101"
    assert "xxxxxxxxxxx0101" in client.get("/sell/group/income-details").text

    assert (
        client.post("/sell/group/income-details", data={"remove_biller": "y", "password": biller["password"]}).status_code == 303
    )
    with app.app_context():
        assert not db.session.get(Group, group_id).accepts_promptpay


def test_an_order_paid_by_promptpay_asks_for_no_money_when_it_is_collected(app, client):
    with app.app_context(), transaction():
        owner = given_an_account()
        group = given_promptpay(given_a_group(owner=owner))
        order = given_a_promptpay_order(group, status=S.PACKED)
        order.shipping_kind = "collect"
        code, owner_id = order.code, owner.id
    client.sign_in(owner_id)

    page = client.get(f"/sell/orders/{code}").text

    assert "จ่ายแล้ว ไม่ต้องเก็บเงิน" in page
