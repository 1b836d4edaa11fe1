"""The buyer's receipt: who gets it, and what it says."""

import pytest
import time_machine

from shop.kernel.database import transaction
from shop.orders.models import PaymentMethod
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import refunds
from shop.payments.models import RefundCause
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import given_a_purchase, given_an_order, group_actor, take
from tests.factories.payments import given_a_collected_order, given_a_paid_purchase
from tests.factories.people import given_an_account
from tests.papers import facts_of, text_of


@pytest.fixture(autouse=True)
def _in_april():
    with time_machine.travel("2026-04-20T03:00:00Z"):
        yield


def words_of(answer) -> str:
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return " ".join(text_of(answer.data, layout=True).split())


def given_two_groups_paid(app) -> tuple[str, str]:
    """Chilli paste at 65 and cloth at 250 baht, each sent for 40, paid by PromptPay; then no cloth. Code, key."""
    with app.app_context(), transaction():
        food = given_a_group(name="กลุ่มแม่บ้านคลองหนึ่ง", name_en="Khlong Nueng Housewives")
        cloth = given_a_group(name="กลุ่มทอผ้าบึงยี่โถ")
        purchase = given_a_paid_purchase(
            given_a_product(food, title="น้ำพริกปั่นกำลังดี", price_satang=6500),
            given_a_product(cloth, title="ผ้าขาวม้าทอมือ", price_satang=25000),
        )
        take(purchase.orders[1], OrderAction.CANCEL)
        return purchase.code, purchase.link_key


def test_what_the_market_collected_is_one_receipt_in_thai(app, client):
    code, key = given_two_groups_paid(app)

    answer = client.get(f"/purchases/{code}/receipt.pdf?key={key}")
    said = words_of(answer)

    assert f"เลขที่ {code} " in said
    assert "ใบเสร็จรับเงิน (ไม่ใช่ใบกำกับภาษี)" in said
    assert "20 เมษายน 2569" in said
    assert "งานดี (รับเงินแทนกลุ่มผู้ขายด้านล่าง)" in said
    assert "วิภา ใจดี" in said
    assert "น้ำพริกปั่นกำลังดี" in said
    assert "พร้อมเพย์" in said
    assert "รวมของกลุ่มนี้ 105.00" in said
    assert "รวมของกลุ่มนี้ 290.00" in said
    assert "รับเงินทั้งสิ้น (บาท) 395.00" in said
    assert "(สามร้อยเก้าสิบห้าบาทถ้วน)" in said
    assert "ยกเลิกทั้งคำสั่งซื้อ" in said
    assert "-290.00" in said
    assert "เหลือหลังคืนเงิน (บาท) 105.00" in said
    assert facts_of(answer.data)["Title"] == f"ใบเสร็จรับเงิน {code}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_same_in_english(app, client):
    code, key = given_two_groups_paid(app)

    said = words_of(client.get(f"/en/purchases/{code}/receipt.pdf?key={key}"))

    assert "Receipt (not a tax invoice)" in said
    assert "20 April 2026" in said
    assert "Khlong Nueng Housewives" in said
    assert "(three hundred and ninety-five baht only)" in said
    assert "PromptPay" in said
    assert "105.00" in said


def test_cash_is_received_by_the_group_and_each_receiver_has_a_receipt(app, client):
    with app.app_context(), transaction():
        one, two = given_a_group(name="กลุ่มหนึ่ง"), given_a_group(name="กลุ่มสอง")
        purchase = given_a_purchase()
        given_an_order(one, given_a_product(one), purchase=purchase)
        given_an_order(two, given_a_product(two), purchase=purchase, status=OrderStatus.DELIVERED)
        code, key = purchase.code, purchase.link_key

    said = words_of(client.get(f"/purchases/{code}/receipt.pdf?key={key}"))

    assert "ผู้รับเงิน กลุ่มสอง" in said
    assert f"เลขที่ {code}-2" in said
    assert "กลุ่มหนึ่ง" not in said
    assert "เงินสดเมื่อได้รับของ" in said
    assert "(หนึ่งร้อยห้าบาทถ้วน)" in said


def test_pieces_called_off_and_given_back_are_told(app, client):
    with app.app_context(), transaction():
        group = given_a_group()
        order = given_a_collected_order(group, given_a_product(group, price_satang=6500), quantity=3, status=OrderStatus.RECEIVED)
        line = order.lines[0]
        line.returned_quantity = 1
        refunds.request_refund(order, 6500, RefundCause.RETURNED, group_actor(group.id))
        code, key = order.purchase.code, order.purchase.link_key

    said = words_of(client.get(f"/purchases/{code}/receipt.pdf?key={key}"))

    assert "คืน 1 ชิ้น" in said
    assert "กำลังคืน" in said
    assert "-65.00" in said
    assert "เหลือหลังคืนเงิน (บาท) 170.00" in said


def test_nothing_paid_is_no_receipt_and_no_link_to_one(app, client):
    with app.app_context(), transaction():
        group = given_a_group()
        order = given_an_order(group, given_a_product(group), status=OrderStatus.SHIPPED)
        unpaid = given_an_order(
            group, given_a_product(group), status=OrderStatus.AWAITING_PAYMENT, payment_method=PaymentMethod.STRIPE
        )
        known = [(each.code, each.purchase.code, each.purchase.link_key) for each in (order, unpaid)]

    for order_code, code, key in known:
        assert client.get(f"/purchases/{code}/receipt.pdf?key={key}").status_code == 404
        assert "receipt.pdf" not in client.get(f"/purchases/{code}?key={key}").text
        assert "receipt.pdf" not in client.get(f"/orders/{order_code}?key={key}").text


def test_only_whoever_may_follow_the_purchase_gets_it(app, client):
    with app.app_context(), transaction():
        owner, stranger = given_an_account(), given_an_account()
        group = given_a_group(owner=given_an_account())
        order = given_a_collected_order(group, given_a_product(group), account=owner)
        code, owner_id, stranger_id, seller_id = order.purchase.code, owner.id, stranger.id, group.members[0].account_id

    path = f"/purchases/{code}/receipt.pdf"
    assert client.get(path).status_code == 404
    assert client.get(f"{path}?key=wrong").status_code == 404
    for somebody in (stranger_id, seller_id):
        assert client.sign_in(somebody).get(path).status_code == 404
    assert client.sign_in(owner_id).get(path).status_code == 200


def test_the_pages_of_a_paid_order_lead_to_it(app, client):
    with app.app_context(), transaction():
        group = given_a_group()
        order = given_an_order(group, given_a_product(group), status=OrderStatus.DELIVERED)
        code, purchase, key = order.code, order.purchase.code, order.purchase.link_key

    link = f"/purchases/{purchase}/receipt.pdf?key={key}"
    assert link in client.get(f"/purchases/{purchase}?key={key}").text
    assert f"/en{link}" in client.get(f"/en/orders/{code}?key={key}").text


def test_what_a_buyer_called_herself_is_only_text(app, client):
    with app.app_context(), transaction():
        group = given_a_group()
        purchase = given_a_purchase(name='#panic("x") *เน้น* $x$')
        given_an_order(group, given_a_product(group), purchase=purchase, status=OrderStatus.DELIVERED)
        code, key = purchase.code, purchase.link_key

    assert '#panic("x") *เน้น* $x$' in words_of(client.get(f"/purchases/{code}/receipt.pdf?key={key}"))
