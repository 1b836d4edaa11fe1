"""An official works through the queue with her keys alone, on a desk; on a phone she reads and decides by touch."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.moderation.models import Decision, Outcome, Submission
from tests.browser.axe import assert_accessible
from tests.browser.people import wait_for_keys
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import (
    given_a_requested_price,
    given_a_submitted_change,
    given_a_submitted_group,
    given_a_submitted_product,
)
from tests.factories.people import given_an_official

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


@pytest.fixture
def app(market) -> Flask:
    """With one of each kind waiting, the group the oldest."""
    with market.app.app_context(), transaction():
        waiting = [
            given_a_submitted_group("กลุ่มจักสานคลองสี่"),
            given_a_submitted_change(given_a_product(given_a_group()), description="ปลาช่อนย่าง ไม่ใส่ผงชูรส"),
            given_a_submitted_product("ไข่เค็มสมุนไพร 7 รส"),
            given_a_requested_price(9900),
        ]
        for hours, submission in enumerate(waiting):
            submission.submitted_at = now() - timedelta(hours=9 - hours)
    return market.app


REMEMBER_STATES = """
    window.states = [];
    new MutationObserver(() => window.states.push(document.documentElement.dataset.keys))
        .observe(document, {subtree: true, attributeFilter: ["data-keys"]});
"""
HOT_KEY_AND_CLICK = """() => {
    document.documentElement.dataset.keys = "hot";
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "a", bubbles: true}));
    document.querySelector("[data-key=a]").click();
}"""


def sign_in(page: Page, app: Flask, url: str) -> Page:
    """As an official, with the session her sign-in would give."""
    with app.app_context(), transaction():
        account_id = given_an_official().id
    session = SecureCookieSessionInterface().get_signing_serializer(app)
    value = session.dumps({"_user_id": f"{account_id}:0", "_fresh": True})
    page.context.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": url}])
    return page


def outcomes(app: Flask) -> list[Outcome]:
    with app.app_context():
        return list(db.session.scalars(db.select(Decision.outcome).order_by(Decision.id)))


def tick_all(page: Page) -> None:
    """By the keys beside them."""
    wait_for_keys(page)
    for number in range(1, page.locator("label.check").count() + 1):
        page.keyboard.press(str(number))


def test_an_official_decides_by_keys_alone(app: Flask, serve, page_desk: Page):
    server = serve(jobs=False)
    page = sign_in(page_desk, app, server.url)
    page.goto(f"{server.url}/office")
    expect(page.get_by_role("heading", level=1)).to_have_text("คำขอที่รอตรวจ")

    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("กลุ่มจักสานคลองสี่")
    tick_all(page)
    expect(page.get_by_role("checkbox").last).to_be_checked()
    page.keyboard.press("a")
    expect(page.get_by_text("อนุมัติแล้ว: “กลุ่มจักสานคลองสี่”")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("น้ำพริกเผาปลาย่าง")
    expect(page.locator("ins").first).to_be_visible()

    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("ไข่เค็มสมุนไพร 7 รส")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("น้ำพริกเผาปลาย่าง")

    wait_for_keys(page)
    page.keyboard.press("c")  # no advice yet: it leads there instead of sending
    box = page.get_by_label("คำแนะนำ: เรื่องทั่วไป")
    expect(box).to_be_focused()
    expect(page.get_by_role("alert").filter(has_text="เขียนคำแนะนำอย่างน้อยหนึ่งช่อง")).to_be_visible()
    page.keyboard.type("ถ่ายรูปฉลากให้เห็นวันหมดอายุ")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("ขอให้แก้แล้ว: “น้ำพริกเผาปลาย่าง”")).to_be_visible()

    expect(page.get_by_role("heading", level=1)).to_have_text("ไข่เค็มสมุนไพร 7 รส")
    wait_for_keys(page)
    page.keyboard.press("r")
    expect(page.get_by_role("alert").filter(has_text="เขียนเหตุผล กลุ่มจะได้เข้าใจ")).to_be_visible()
    page.keyboard.type("ขายไม่ได้")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_text("ตัดสินว่าไม่อนุมัติ: “ไข่เค็มสมุนไพร 7 รส”")).to_be_visible()

    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog", name="ปุ่มลัด")).to_be_visible()
    page.keyboard.press("Escape")
    tick_all(page)
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="ตรวจครบแล้ว ไม่มีคำขอรออยู่")).to_be_visible()

    assert outcomes(app) == [Outcome.APPROVED, Outcome.CHANGES_REQUESTED, Outcome.REJECTED, Outcome.APPROVED]


def test_one_key_approves_nothing_that_has_not_passed_and_a_hot_key_nothing_at_all(app: Flask, serve, page_desk: Page):
    server = serve(jobs=False)
    page = sign_in(page_desk, app, server.url)
    page.add_init_script(REMEMBER_STATES)
    page.goto(f"{server.url}/office")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("กลุ่มจักสานคลองสี่")
    wait_for_keys(page)
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'ฟ', bubbles: true}))"
    )  # `a` under a Thai layout
    expect(page.get_by_role("heading", level=1)).to_contain_text("ข้อไม่ผ่าน อนุมัติเลยไหม")
    page.keyboard.press("a")
    wait_for_keys(page)
    page.keyboard.press("a")
    assert outcomes(app) == []
    assert_accessible(page)
    page.get_by_role("button", name="กลับไปตรวจต่อ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("กลุ่มจักสานคลองสี่")
    tick_all(page)
    page.keyboard.press("a")
    expect(page.get_by_role("heading", level=1)).to_have_text("น้ำพริกเผาปลาย่าง")
    assert "hot" in page.evaluate("window.states"), "what comes up takes no key at first"
    page.evaluate(HOT_KEY_AND_CLICK)
    wait_for_keys(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("น้ำพริกเผาปลาย่าง")
    assert outcomes(app) == [Outcome.APPROVED]


@pytest.mark.parametrize("window", ["page_phone", "page_desk"])
def test_the_desk_can_be_read_by_everybody_in_both_languages(request, app: Flask, serve, window: str):
    server = serve(jobs=False)
    page = sign_in(request.getfixturevalue(window), app, server.url)
    with app.app_context():
        ids = list(db.session.scalars(db.select(Submission.id).order_by(Submission.id)))
    paths = [f"/office/submissions/{submission_id}" for submission_id in ids]
    paths += ["/office", "/office/groups", "/office/products", "/office/audit", "/office/phrases", "/office/fairs"]
    paths += ["/office/checklist", "/office/holidays", "/office/desk", "/office/bulk", "/office/second-looks"]
    paths += ["/office/search", "/office/search/word?main=กะปิ", "/office/search/missing"]

    for path in paths:
        for language in ("", "/en"):
            page.goto(server.url + language + path)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            assert_accessible(page)


def test_on_a_phone_a_phrase_is_touched_and_the_product_sent_back(app: Flask, serve, page_phone: Page):
    server = serve(jobs=False)
    page = sign_in(page_phone, app, server.url)
    page.goto(f"{server.url}/office")
    page.get_by_role("link", name="ไข่เค็มสมุนไพร 7 รส").tap()

    expect(page.get_by_role("heading", level=1)).to_have_text("ไข่เค็มสมุนไพร 7 รส")
    expect(page.get_by_role("button", name="ขอให้กลุ่มแก้")).to_be_in_viewport()  # before anything is scrolled
    expect(page.locator(".decide kbd").first).to_be_hidden()  # a finger has no keys
    wait_for_keys(page)
    page.locator("summary", has_text="รูปถ่าย").tap()
    page.get_by_role("button", name="ถ่ายรูปสินค้าจริงในที่สว่าง เห็นทั้งชิ้น").tap()
    expect(page.get_by_label("คำแนะนำ: รูปถ่าย")).to_have_value("ถ่ายรูปสินค้าจริงในที่สว่าง เห็นทั้งชิ้น")
    page.get_by_role("button", name="ขอให้กลุ่มแก้").tap()

    expect(page.get_by_text("ขอให้แก้แล้ว: “ไข่เค็มสมุนไพร 7 รส”")).to_be_visible()
    with app.app_context():
        assert db.session.scalars(db.select(Decision)).one().advice == {"photos": "ถ่ายรูปสินค้าจริงในที่สว่าง เห็นทั้งชิ้น"}
