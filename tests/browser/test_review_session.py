"""A review session of twenty submissions, by keyboard alone: what is pressed for each decision is counted and printed."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.moderation.models import Decision, Outcome, Submission, SubmissionStatus
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.people import wait_for_keys
from tests.browser.test_review_desk import sign_in
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import (
    given_a_requested_price,
    given_a_submitted_change,
    given_a_submitted_group,
    given_a_submitted_product,
)

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)
COUNT = 20
DECIDED = "[data-flash]"


@pytest.fixture
def app(market) -> Flask:
    """Twenty wait: groups, new products, changes and prices, five of each."""
    with market.app.app_context(), transaction():
        for number in range(COUNT // 4):
            waiting = [
                given_a_submitted_group(f"กลุ่มจักสานคลอง {number + 1}"),
                given_a_submitted_change(given_a_product(given_a_group(), f"น้ำพริก {number + 1}"), description="ปลาช่อนย่าง"),
                given_a_submitted_product(f"ไข่เค็มสมุนไพร {number + 1}"),
                given_a_requested_price(9900, given_a_product(given_a_group(), f"ขนมชั้น {number + 1}")),
            ]
            for place, submission in enumerate(waiting):
                submission.submitted_at = now() - timedelta(hours=100 - number * 4 - place)
    return market.app


class Keyboard:
    """Presses keys and counts them; letters typed into a box are words, not keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.pressed += 1

    def counted(self) -> int:
        pressed, self.pressed = self.pressed, 0
        return pressed


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def decide(page: Page, keys: Keyboard, number: int) -> Outcome:
    """Of the group, the change, the new product and the price in turn: approved, asked to change, refused, approved."""
    wait_for_keys(page)
    title = heading(page)
    if number % 4 == 1:
        keys.press("c")
        expect(page.get_by_label("คำแนะนำ: เรื่องทั่วไป")).to_be_focused()
        page.keyboard.type("ถ่ายรูปฉลากให้เห็นวันหมดอายุ")
        keys.press("Control+Enter")
    elif number % 4 == 2:
        keys.press("r")
        page.keyboard.type("ขายไม่ได้")
        keys.press("Control+Enter")
    else:
        keys.press("a")  # what was left unticked is asked about
        expect(page.get_by_role("heading", level=1)).to_contain_text("อนุมัติเลยไหม")
        wait_for_keys(page)
        keys.press("Tab")
        keys.press("Enter")
    expect(page.locator(DECIDED).first).to_contain_text(title)
    return {1: Outcome.CHANGES_REQUESTED, 2: Outcome.REJECTED}.get(number % 4, Outcome.APPROVED)


def test_twenty_are_decided_without_a_mouse_and_without_a_page_being_loaded(app: Flask, serve, open_page, record_property):
    server = serve(jobs=False)
    page = sign_in(open_page(viewport={"width": 390, "height": 844}), app, server.url)
    keys, loads = Keyboard(page), []
    page.on("load", lambda _page: loads.append(page.url))
    page.goto(f"{server.url}/office")
    assert_accessible(page)
    keys.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("กลุ่มจักสานคลอง 1")
    keys.counted()

    wanted, pressed = [], []
    for number in range(COUNT):
        wanted.append(decide(page, keys, number))
        pressed.append(keys.counted())
        if number == 0:  # heard, and taken back once: it is decided anew
            expect(page.locator("[data-voice]")).to_contain_text("อนุมัติแล้ว")
            wait_for_keys(page)
            page.keyboard.press("u")
            expect(page.locator(DECIDED).first).to_contain_text("เอาคำตัดสินคืนแล้ว")
            expect(page.get_by_role("heading", level=1)).to_have_text("กลุ่มจักสานคลอง 1")
            assert_accessible(page)
            assert_fits(page, 390)
            decide(page, keys, number)
            keys.counted()

    expect(page.get_by_role("heading", name="ตรวจครบแล้ว ไม่มีคำขอรออยู่")).to_be_visible()
    with app.app_context():
        told = db.select(Decision.outcome).join(Submission).order_by(Submission.submitted_at)
        assert list(db.session.scalars(told)) == wanted
        assert db.session.scalars(db.select(Submission).where(Submission.status == SubmissionStatus.WAITING)).all() == []
    print(f"\nkeys pressed for a decision: {max(pressed)} at most, {sum(pressed) / COUNT:.1f} on average")
    record_property("keys_a_decision", max(pressed))
    assert max(pressed) <= 3
    assert len(loads) == 1, "only the first page was loaded"
