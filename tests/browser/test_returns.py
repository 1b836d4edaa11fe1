"""A jar breaks on the way: the buyer shows it on a phone, the group refuses, an official decides; each at both widths."""

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.orders.models import Order, PaymentMethod
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnStatus
from shop.orders.states import OrderStatus
from shop.payments import checks
from tests.browser.conftest import DESK, PHONE
from tests.browser.people import Visitor
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account, given_an_official
from tests.factories.returns import a_picture, given_an_order_by

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


@pytest.fixture
def story(market) -> dict:
    """A group's received order of two products, food not to be returned, and one that waits to be packed."""
    with market.app.app_context(), transaction():
        owner, official = given_an_account(), given_an_official(Role.COMMERCE_OFFICIAL)
        group = given_a_group(owner=owner)
        products = [given_a_product(group, stock_pieces=20), given_a_product(group, stock_pieces=20)]
        received = given_an_order_by(PaymentMethod.STRIPE, *products, status=OrderStatus.RECEIVED, quantity=2)
        received.lines[0].is_returnable = False
        waiting = given_an_order_by(PaymentMethod.COD, *products, status=OrderStatus.ACCEPTED, quantity=2)
        return {
            "order": f"/orders/{received.code}?key={received.purchase.link_key}",
            "code": received.code,
            "lines": [line.id for line in received.lines],
            "waiting": waiting.code,
            "owner": owner.id,
            "official": official.id,
        }


def signed_in(page: Page, app: Flask, url: str, account_id: int) -> Visitor:
    session = SecureCookieSessionInterface().get_signing_serializer(app)
    value = session.dumps({"_user_id": f"{account_id}:0", "_fresh": True})
    page.context.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": url}])
    return Visitor(page, url)


def says_yes(page: Page) -> None:
    """To the dialog that market.js opens before what cannot be taken back."""
    with page.expect_navigation():
        page.locator("dialog[open] button:not(.quiet):not(.button-link)").first.click()


def test_a_broken_jar_is_shown_refused_and_decided(market, serve, open_page, story):
    url = serve(jobs=False).url
    buyer = Visitor(open_page(**PHONE), url)
    buyer.goes_to(story["order"])
    buyer.follows("แจ้งปัญหาหรือขอคืนของ")
    buyer.presses("ส่งให้กลุ่ม")
    for problem in ("เลือกอย่างน้อย 1 ชิ้น", "เลือกเหตุผล"):
        buyer.sees(problem)
    buyer.fills(**{f"pieces-{story['lines'][0]}": "1", "words": "ขวดแตกตอนเปิดกล่อง น้ำพริกเลอะทั้งกล่อง"})
    buyer.page.get_by_label("ของชำรุด แตก เสีย หรือหมดอายุ").check()
    buyer.page.set_input_files("input[type=file]", {"name": "jar.jpg", "mimeType": "image/jpeg", "buffer": a_picture()})
    buyer.page.get_by_role("button", name="ส่งให้กลุ่ม").click()
    buyer.sees("รอกลุ่มตอบ")  # upload.js writes the answer into this window: its style comes after its words
    buyer.page.wait_for_load_state("networkidle")
    buyer.looks()
    picture = buyer.page.locator("#returns img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 320)

    group = signed_in(open_page(**PHONE), market.app, url, story["owner"])
    group.goes_to("/sell")
    group.follows("ดูและตอบผู้ซื้อ")
    group.page.locator("article a").first.click()
    group.looks()
    group.page.get_by_text("ไม่รับคืน", exact=True).click()
    group.page.locator("#refuse-words").fill("แพ็กกันกระแทกสามชั้นแล้ว")
    group.presses("ไม่รับคืน แจ้งผู้ซื้อ")

    buyer.goes_to(story["order"])
    buyer.fills(words="แตกจริง ดูรูปได้")
    buyer.presses("ขอให้เจ้าหน้าที่ตัดสิน")

    official = signed_in(open_page(**DESK), market.app, url, story["official"])
    official.goes_to("/office/returns")
    official.follows(story["code"])
    official.page.get_by_label("คืนเงินให้ผู้ซื้อ").check()
    official.page.locator("textarea[name=words]").fill("เห็นรอยแตกในรูป")
    official.page.get_by_role("button", name="บันทึกคำตัดสิน").click()
    says_yes(official.page)
    official.looks()

    buyer.goes_to(story["order"])
    buyer.sees("ให้คืนเงิน จบเรื่อง")
    buyer.sees("เห็นรอยแตกในรูป")
    with market.app.app_context():
        asked = db.session.scalars(db.select(Return)).one()
        assert (asked.status, asked.refund_satang) == (ReturnStatus.REFUNDED, 6500)
        assert {name: check() for name, check in checks.CHECKS.items()} == {name: [] for name in checks.CHECKS}
    for visitor, other in ((buyer, DESK), (group, DESK), (official, PHONE)):
        visitor.looks_in_english()
        visitor.page.set_viewport_size(other["viewport"])
        for path in list(visitor.passed):
            if visitor.page.goto(url + path).ok:
                visitor.looks()


def test_a_group_calls_off_a_jar_by_touch(market, serve, open_page, story):
    group = signed_in(open_page(**PHONE), market.app, serve(jobs=False).url, story["owner"])
    group.goes_to(f"/sell/orders/{story['waiting']}")
    group.follows("บางชิ้นส่งไม่ได้")
    group.page.locator(".piece-lines input").first.fill("1")
    group.page.get_by_label("ของหมด").check()
    group.presses("ตรวจก่อนยืนยัน")
    group.sees("ยอดที่เหลือ")
    group.presses("ยืนยัน ยกเลิกชิ้นเหล่านี้")
    group.sees("ยกเลิก 1 ชิ้น")
    with market.app.app_context():
        order = db.session.scalar(db.select(Order).where(Order.code == story["waiting"]))
        assert (order.called_off_satang, order.status) == (6500, OrderStatus.ACCEPTED)
    group.looks_in_english()
