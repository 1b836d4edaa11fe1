"""A buyer pays a group straight by PromptPay: chosen at the checkout, paid by the page's QR code, shown by a slip."""

import re
from datetime import timedelta
from io import BytesIO

import html5lib
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.groups.models import IncomeDetails
from shop.groups.states import GroupStatus
from shop.jobs.handlers.orders import turn_order_clocks
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import PromptPayId, PromptPayKind
from shop.kernel.orphans import orphaned_files
from shop.kernel.promptpay import bill_payload, transfer_payload
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderStatus as S
from shop.payments.models import Payment
from shop.payments.slips import limits, service
from shop.payments.slips.models import Slip
from tests.factories import checkout
from tests.factories.orders import group_actor
from tests.factories.slips import a_slip_picture, given_a_promptpay_order, given_a_slip, given_promptpay

REF = "2023070112345678901"
PHONE = PromptPayId(PromptPayKind.PHONE, "+66812345678")


@pytest.fixture
def goods(app) -> int:
    """A variant of a group that takes PromptPay."""
    (variant,) = checkout.given_goods(app)
    with app.app_context(), transaction():
        given_promptpay(checkout.group_of(variant))
    return variant


def bought(client, variant: int, **changes) -> str:
    """The address of the purchase, its key in it."""
    checkout.add(client, variant)
    placed = checkout.place(client, **({"payment_method": "promptpay"} | changes))
    assert placed.status_code == 303, placed.text
    return placed.location


def the_order() -> Order:
    db.session.rollback()
    return db.session.scalars(select(Order).order_by(Order.id.desc())).first()


def address_of(purchase: str, order: Order, tail: str = "") -> str:
    return f"/orders/{order.code}{tail}?{purchase.partition('?')[2]}"


def send(client, address: str, content: bytes | None = None, name: str = "slip.jpg", **more):
    return client.post(address, data={"slip": (BytesIO(content or a_slip_picture(REF)), name)} | more)


def test_from_the_checkout_to_a_slip_on_one_page(app, client, goods):
    purchase = bought(client, goods)
    page = client.get(purchase)

    with app.app_context():
        order = the_order()
        payment = db.session.scalars(select(Payment)).one()
        assert (order.status, order.payment_method, payment.pay_to["bank_account"]) == (
            S.AWAITING_PAYMENT,
            "promptpay",
            "1234567890",
        )
        assert transfer_payload(PHONE, order.total_satang) in qr_of(client, address_of(purchase, order, "/promptpay.png"))
        assert 'class="qr"' in page.text
        for shown in ("เหลือเวลาโอน 30 นาที", "105.00", "081-234-5678", "1234567890", "ธนาคารกรุงไทย", 'data-copy="105.00"'):
            assert shown in page.text
        assert "ขอบคุณที่อุดหนุน" not in page.text

        sent = send(client, address_of(purchase, order, "/slip"), back="purchase")
        assert (sent.status_code, sent.location) == (303, purchase)
        again = send(client, address_of(purchase, order, "/slip"))
        assert again.status_code == 303

        order = the_order()
        slip = db.session.scalars(select(Slip)).one()
        assert (order.status, slip.trans_ref, slip.sending_bank) == (S.AWAITING_CONFIRMATION, REF, "004")
        after = client.get(purchase).text
        assert "ส่งสลิปแล้ว รอกลุ่มยืนยัน" in after
        picture = re.search(r'<a class="slip" href="([^"]+)"', after)[1].replace("&amp;", "&")
        assert client.get(picture).headers["Content-Type"] == "image/webp"
        assert client.get(picture.partition("?")[0].replace(order.code, "AAAAAAAA")).status_code == 404
        assert client.get(address_of(purchase, order, "/promptpay.png")).status_code == 404  # nobody pays twice by it


def qr_of(client, address: str) -> list[str]:
    picture = Image.open(BytesIO(client.get(address).data))
    return [one.text for one in zxingcpp.read_barcodes(picture)]


def test_the_page_speaks_english(app, client, goods):
    purchase = bought(client, goods)
    page = client.get(f"/en{purchase}").text

    assert "30 minutes left to pay" in page
    assert "I have paid: send the slip" in page
    boxes = html5lib.parse(page, namespaceHTMLElements=False).iter("section")
    (box,) = [box for box in boxes if box.get("aria-labelledby", "").startswith("pay-")]
    assert not [text for text in box.itertext() if re.search("[ก-ฮ]", text.replace("กลุ่มแม่บ้านบางขะแยง", ""))]


def test_a_biller_gets_the_orders_code_with_the_money(app, client, goods):
    with app.app_context(), transaction():
        db.session.get(IncomeDetails, checkout.group_of(goods).id).biller_id = "099400016550100"
    purchase = bought(client, goods)

    with app.app_context():
        order = the_order()
        payload = bill_payload("099400016550100", order.code, order.purchase.code, order.total_satang)
        assert qr_of(client, address_of(purchase, order, "/promptpay.png")) == [payload]


def test_a_group_that_changed_its_promptpay_lately_is_not_paid_so(app, client, goods):
    with app.app_context(), transaction():
        db.session.get(IncomeDetails, checkout.group_of(goods).id).changed_at = now() - timedelta(hours=47)
    checkout.add(client, goods)

    assert 'value="promptpay"' not in client.get("/checkout").text
    assert checkout.place(client, payment_method="promptpay").status_code == 422


def test_what_changes_afterwards_does_not_turn_the_money_elsewhere(app, client, goods):
    purchase = bought(client, goods)
    with app.app_context(), transaction():
        kept = db.session.get(IncomeDetails, checkout.group_of(goods).id)
        kept.promptpay_id, kept.changed_at = "+66899999999", now()

    with app.app_context():
        order = the_order()
        assert qr_of(client, address_of(purchase, order, "/promptpay.png")) == [transfer_payload(PHONE, order.total_satang)]


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "ไฟล์นี้ว่างเปล่า"), (b"%PDF-1.7 no picture", "ไฟล์นี้ไม่ใช่รูป"), (a_slip_picture()[:900], "ไฟล์รูปเสีย")]
)
def test_what_is_no_picture_is_said_at_the_field(app, client, goods, content, words):
    purchase = bought(client, goods)
    with app.app_context():
        order = the_order()
        answer = client.post(address_of(purchase, order, "/slip"), data={"slip": (BytesIO(content), "slip.jpg")})

        assert (answer.status_code, words in answer.text) == (422, True)
        assert "aria-describedby" in answer.text
        nothing = client.post(address_of(purchase, order, "/slip"), data={"slip": "text"})
        assert (nothing.status_code, "เลือกรูปสลิปก่อน" in nothing.text) == (422, True)
        assert the_order().status is S.AWAITING_PAYMENT
        assert not db.session.scalars(select(Slip)).all()


def test_the_same_transfer_for_another_order_is_refused_kindly(app, client, goods):
    for number in range(2):
        purchase = bought(client, goods, phone=f"089-123-450{number}")
        with app.app_context():
            order = the_order()
        answer = send(client, address_of(purchase, order, "/slip"), a_slip_picture(REF, background=("white", "ivory")[number]))

    assert (answer.status_code, "สลิปนี้เคยส่งมาแล้วกับคำสั่งซื้ออื่น" in answer.text) == (422, True)
    with app.app_context():
        assert the_order().status is S.AWAITING_PAYMENT
        assert len(orphaned_files("private/slips", Slip.key, now() + timedelta(minutes=1))) == 2  # its photo waits to be swept


def test_the_fourth_checkout_of_a_phone_waits_for_the_groups(app, client, goods):
    with app.app_context(), transaction():
        given = [given_a_promptpay_order() for _ in range(3)]
        for order in given:
            order.purchase.phone = "+66891234567"
            order.purchase.network = limits.network_fingerprint("127.0.0.1")
            given_a_slip(order)
    checkout.add(client, goods)
    answer = checkout.place(client, payment_method="promptpay")

    assert (answer.status_code, "ไม่เกิน 3 คำสั่งซื้อ" in answer.text) == (422, True)
    assert checkout.place(client, payment_method="cod").status_code == 303


def test_after_30_minutes_a_slip_is_late_and_still_taken(app, client, goods, time_machine):
    time_machine.move_to(now(), tick=False)
    purchase = bought(client, goods)
    time_machine.shift(timedelta(minutes=31))
    with app.app_context():
        turn_order_clocks()
        order = the_order()
        page = client.get(purchase).text
        assert order.status is S.EXPIRED
        assert "ยังไม่ได้ชำระเงิน การสั่งซื้อจึงถูกยกเลิก" in page
        assert "หมดเวลาโอนแล้ว" in page
        assert "โอนไปแล้ว ส่งสลิป" in page

        assert send(client, address_of(purchase, order, "/slip")).status_code == 303
        assert db.session.scalars(select(Slip)).one().is_late
        assert "สลิปมาหลังหมดเวลา" in client.get(purchase).text
        time_machine.shift(timedelta(days=31))
        assert send(client, address_of(purchase, order, "/slip"), a_slip_picture()).status_code == 409


def test_a_buyer_cancels_before_paying_and_not_after_the_slip(app, client, goods):
    purchase = bought(client, goods)
    with app.app_context():
        order = the_order()
        assert send(client, address_of(purchase, order, "/slip")).status_code == 303
        assert "ยกเลิกคำสั่งซื้อ" not in client.get(address_of(purchase, order)).text
        assert client.post(address_of(purchase, order, "/cancel")).status_code == 409
        assert the_order().status is S.AWAITING_CONFIRMATION
        assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "order:cancel")).all()

        second = bought(client, goods)
        order = the_order()
        assert client.post(address_of(second, order, "/cancel")).status_code == 303
        assert the_order().status is S.CANCELLED


def test_several_groups_are_several_transfers(app, client):
    variants = checkout.given_goods(app, groups=2)
    with app.app_context(), transaction():
        for variant in variants:
            given_promptpay(checkout.group_of(variant))
    checkout.add(client, variants[0])
    page = client.get(bought(client, variants[1])).text

    assert "ต้องโอน 2 ครั้ง" in page
    assert len(re.findall(r'class="qr"', page)) == 2
    with app.app_context():
        assert {order.payment_method for order in db.session.scalars(select(Order))} == {PaymentMethod.PROMPTPAY}


def test_nobody_is_asked_to_pay_a_group_that_was_suspended_meanwhile(app, client, goods):
    purchase = bought(client, goods)
    with app.app_context():
        with transaction():
            checkout.group_of(goods).status = GroupStatus.SUSPENDED
        order = the_order()
        page = client.get(purchase).text
        assert ("อย่าเพิ่งโอนรายการนี้" in page, 'class="qr"' in page) == (True, False)
        assert client.get(address_of(purchase, order, "/promptpay.png")).status_code == 404
        assert send(client, address_of(purchase, order, "/slip")).status_code == 303  # who had paid before shows it
        assert the_order().status is S.AWAITING_CONFIRMATION


def test_who_insists_reads_that_the_office_looks(app, client, goods):
    purchase = bought(client, goods)
    with app.app_context():
        order = the_order()
        send(client, address_of(purchase, order, "/slip"))
        with transaction():
            service.deny(the_order(), group_actor(order.group_id))
        assert "ส่งสลิปอีกครั้ง" in client.get(purchase).text

        assert send(client, address_of(purchase, order, "/slip"), back="purchase").status_code == 303

        page = client.get(purchase).text
        assert "ได้รับสลิปแล้ว เจ้าหน้าที่ของตลาดจะดูให้" in page
        assert "เจ้าหน้าที่ของตลาดกำลังดูให้" in page
        assert "สลิปมาหลังหมดเวลา" not in page


def test_pictures_are_not_decoded_without_end(app, client, goods):
    purchase = bought(client, goods)
    with app.app_context():
        address = address_of(purchase, the_order(), "/slip")
    answers = [send(client, address, b"no picture").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
