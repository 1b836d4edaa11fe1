"""A guest scans a booth's code, buys, pays the group by PromptPay and shows the slip; the group sees the money, and ships."""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from shop.kernel.database import db, transaction
from shop.kernel.identifiers import PromptPayId, PromptPayKind
from shop.kernel.promptpay import transfer_payload
from shop.orders.models import Order, OrderLine
from shop.orders.states import OrderStatus
from shop.payments.slips.models import Slip
from tests.browser.conftest import PHONE
from tests.browser.people import Buyer
from tests.browser.test_returns import signed_in
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_booth, given_a_code, given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account
from tests.factories.slips import a_slip_picture, given_promptpay

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

MOST_PAGES = 4
REF = "2023070112345678901"


def test_a_guest_pays_by_promptpay_and_the_group_ships(market, serve, open_page, capsys):
    with market.app.app_context(), transaction():
        owner, fair = given_an_account(), given_a_fair()
        group = given_promptpay(given_a_group(owner=owner))
        given_a_booth(fair, group)
        given_an_exhibit(fair, given_a_product(group))
        code, owner_id, fair_id = given_a_code(group, fair), owner.id, fair.id
    url = serve(jobs=False).url
    buyer = Buyer(open_page(**PHONE), url)
    page, pages = buyer.page, []
    page.on("framenavigated", lambda frame: pages.append(urlsplit(frame.url).path) if frame == page.main_frame else None)

    buyer.goes_to(f"/g/{code}")
    page.locator("a[href*='/products/']").first.click()
    page.wait_for_url("**/products/**")
    page.locator("form[action$='/basket/items'] button:not([type=button])").first.click()
    page.wait_for_url("**/basket")
    page.locator("a[href$='/checkout']").first.click()
    buyer.fills(name="วิภา ใจดี", phone="089-123-4567", line1="99/9 หมู่ 3", postcode="12120")
    buyer.fills(subdistrict="คลองหนึ่ง", district="คลองหลวง", province="ปทุมธานี")
    page.locator("[name=payment_method][value=promptpay]").check()
    page.locator("button.place").click()
    page.wait_for_url("**/purchases/**")
    buyer.looks()

    payload = transfer_payload(PromptPayId(PromptPayKind.PHONE, "+66812345678"), 10_500)
    seen = Image.open(BytesIO(page.locator("svg.qr").screenshot()))
    assert [one.text for one in zxingcpp.read_barcodes(seen)] == [payload]
    with page.expect_download() as saved:
        page.get_by_role("link", name="เก็บรูป QR ไว้ในเครื่อง").click()
    assert saved.value.suggested_filename.endswith(".png")
    assert [one.text for one in zxingcpp.read_barcodes(Image.open(saved.value.path()))] == [payload]
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")  # read from afar
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.documentElement.style.removeProperty('font-size')")

    slip = {"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": a_slip_picture(REF)}
    page.set_input_files("input[name=slip]", slip)
    page.get_by_role("button", name="โอนแล้ว ส่งสลิป").click()
    expect(page.get_by_role("heading", name="ส่งสลิปแล้ว รอกลุ่มยืนยัน")).to_be_visible()
    buyer.looks()
    expect(page.locator(".slip img")).to_have_js_property("complete", True)
    passed = list(dict.fromkeys(re.sub(r"/products/\d+.*", "/products", path) for path in pages))
    passed = passed[passed.index("/products") :]  # the scan has led to the group, and she has chosen
    with capsys.disabled():
        print(f"\na guest's purchase takes {len(passed)} pages: {' '.join(passed)}")
    assert len(passed) <= MOST_PAGES

    group = signed_in(open_page(**PHONE), market.app, url, owner_id)
    group.goes_to("/sell")
    group.follows("ดูสลิปและยืนยัน")
    group.page.locator(".row .button").first.click()
    group.page.wait_for_load_state()
    group.looks()
    group.sees(REF)
    group.presses("เงิน ฿105 เข้าแล้ว")
    group.presses("รับคำสั่งซื้อ")
    group.presses("แพ็กเสร็จแล้ว")
    group.page.locator("[name=tracking_number]").fill("EY145587898TH")
    group.presses("ส่งแล้ว แจ้งผู้ซื้อ" if group.page.get_by_role("button", name="ส่งแล้ว แจ้งผู้ซื้อ").count() else "ส่งแล้ว")
    group.goes_to("/sell/income")
    group.sees("พร้อมเพย์ถึงกลุ่ม")

    page.reload()
    buyer.looks()
    buyer.looks_in_english()
    with market.app.app_context():
        assert db.session.scalars(select(OrderLine.fair_id)).one() == fair_id
        order, shown = db.session.scalars(select(Order)).one(), db.session.scalars(select(Slip)).one()
        assert (order.status, shown.trans_ref) == (OrderStatus.SHIPPED, REF)
