"""An official advises, her group sees the step, mends it on a phone, and both see that it is done."""

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import expect

from shop.groups.models import Group
from shop.kernel.database import db, transaction
from tests.browser.conftest import PHONE
from tests.browser.people import Official, Seller, wait_for_keys
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import given_a_submitted_product
from tests.factories.people import given_an_official
from tests.factories.quality import given_a_training

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)
ADVICE = "บอกวิธีเก็บรักษา และเก็บได้นานแค่ไหน"
STORY = "โขลกมือทุกกระปุก ใช้ปลาช่อนย่างจากบ่อของกลุ่ม ปิดฝาแล้วเก็บในตู้เย็นได้หนึ่งเดือน เปิดแล้วกินให้หมดในสองสัปดาห์ ใช้ช้อนแห้งตักทุกครั้ง " * 2


@pytest.fixture
def people(market) -> dict[str, int]:
    with market.app.app_context(), transaction():
        group = given_a_group("แม่บ้านคลองสาม")
        given_a_submitted_product("น้ำพริกเผาปลาย่าง", group=group)
        given_a_training(title="อบรมเล่าเรื่องสินค้า", helps=["description"])
        return {"official": given_an_official().id, "owner": owner_of(db.session.get_one(Group, group.id)).id}


def signed_in(visitor, app: Flask, account_id: int):
    """With the session that a sign-in would give."""
    session = SecureCookieSessionInterface().get_signing_serializer(app)
    value = session.dumps({"_user_id": f"{account_id}:0", "_fresh": True})
    name = app.config["SESSION_COOKIE_NAME"]
    visitor.page.context.add_cookies([{"name": name, "value": value, "url": visitor.url}])
    return visitor


def test_what_an_official_advised_is_mended_and_seen_to_be_done(market, serve, open_page, people: dict[str, int]):
    url = serve(jobs=False).url
    official = signed_in(Official(open_page(**PHONE), url), market.app, people["official"])
    official.goes_to("/office")
    official.page.locator(".queue-row", has_text="น้ำพริกเผา").first.click()
    expect(official.page.get_by_role("heading", level=1)).to_contain_text("น้ำพริกเผา")
    official.page.locator("details:has(#advice-description) > summary").first.click()
    official.page.get_by_label("คำแนะนำ: คำอธิบาย").fill(ADVICE)
    wait_for_keys(official.page)
    official.page.locator("main [data-key=c]").first.click()
    expect(official.page.locator("[data-flash]", has_text="ขอให้แก้แล้ว").first).to_be_visible()

    seller = signed_in(Seller(open_page(**PHONE), url), market.app, people["owner"])
    seller.goes_to("/sell/quality")
    seller.sees("คำอธิบาย")
    seller.follows("น้ำพริกเผาปลาย่าง")
    advised = seller.page.locator("#advised")
    expect(advised).to_contain_text(ADVICE)
    expect(advised).to_contain_text("ยังไม่ได้แก้")
    expect(advised).to_contain_text("อบรมเล่าเรื่องสินค้า")
    before = int(seller.page.locator("#quality progress").get_attribute("value"))

    advised.get_by_role("link", name="แก้ช่องนี้").click()
    seller.page.wait_for_url("**/edit/about#description")
    seller.looks()
    seller.page.locator("#description").fill(STORY)
    seller.presses("บันทึก แล้วกลับไปหน้าสินค้า")

    expect(advised).to_contain_text("แก้แล้ว")
    expect(advised).to_contain_text("ตอนที่ตรวจ")
    expect(advised.get_by_role("link", name="แก้ช่องนี้")).to_have_count(0)
    assert int(seller.page.locator("#quality progress").get_attribute("value")) > before
    seller.goes_to("/sell/quality")
    seller.follows("อบรมเล่าเรื่องสินค้า")
    seller.presses("เราสนใจ")
    seller.sees("กลุ่มเราบอกสำนักงานแล้วว่าสนใจ")
    seller.looks_in_english()
