"""Listing in two minutes: every tap and typed character at 390 px is counted; then by keys alone, at 320 px with large text."""

import time

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from shop.catalogue.models import Product
from shop.kernel.database import db, transaction
from shop.moderation import queries as moderation
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import a_photo
from tests.browser.test_returns import signed_in
from tests.factories.groups import given_a_group, owner_of

MOST_TAPS = 12
NARROW = {"viewport": {"width": 320, "height": 700}}
PHOTOS: list[FilePayload] = [
    {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": a_photo(colour)}
    for number, colour in enumerate(("#a63a24", "#0e5a4a", "#855107"))
]


class Thumb:
    """One finger on a phone: nothing is touched or typed but through it, and all of it is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.tapped = self.typed = 0

    def taps(self, target: Locator) -> None:
        self.tapped += 1
        target.tap()
        self.page.wait_for_load_state()

    def types(self, words: str) -> None:
        self.typed += len(words)
        self.page.keyboard.type(words)

    def picks(self, photos: list[FilePayload]) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.taps(self.page.locator("input[type=file]"))
        chooser.value.set_files(photos)

    def goes_on(self) -> None:
        self.taps(self.page.get_by_role("button", name="ไปต่อ").last)


class Keys:
    """Keys alone, at a narrow window with large text; every page passed is looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def looks(self) -> None:
        self.page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert_accessible(self.page)

    def reaches(self, target: Locator) -> None:
        for _press in range(60):
            self.page.keyboard.press("Tab")
            if target.evaluate("(one) => one === document.activeElement"):
                return
        raise AssertionError(f"no key reaches {target}")

    def presses(self, target: Locator, key: str = "Enter") -> None:
        self.reaches(target)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.looks()


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_first_listing_in_twelve_taps_and_by_keys_alone(market, serve, open_page, capsys):
    url = serve(jobs=False).url
    with market.app.app_context(), transaction():
        owner_id = owner_of(given_a_group()).id

    with_a_thumb(signed_in(open_page(**PHONE), market.app, url, owner_id).page, url, capsys)
    with_keys_alone(signed_in(open_page(**NARROW), market.app, url, owner_id).page, url)

    with market.app.app_context():
        waiting = moderation.queue().rows
        assert [(row.title, row.is_new) for row in waiting] == [("น้ำพริกกากหมู", True), ("ผ้าขาวม้าลายดอกบัว", True)]
        first = db.session.scalars(db.select(Product).order_by(Product.id)).first()
        assert len(first.revisions[0].photos) == 3
        assert (first.variants[0].price_satang, first.variants[0].weight_grams, first.variants[0].available) == (6500, 250, 12)


def with_a_thumb(page: Page, url: str, capsys: pytest.CaptureFixture) -> None:
    thumb = Thumb(page)
    page.goto(f"{url}/sell/products")
    began = time.monotonic()
    thumb.taps(page.get_by_role("link", name="เพิ่มสินค้า").first)
    thumb.picks(PHOTOS)
    thumb.goes_on()
    thumb.taps(page.locator("summary", has_text="อาหาร").first)
    thumb.taps(page.locator(".kind-group [value=chili_paste]"))
    thumb.taps(page.locator("[name=title]"))
    thumb.types("น้ำพริกกากหมู")
    thumb.goes_on()
    thumb.taps(page.get_by_role("button", name="฿65", exact=True))
    thumb.taps(page.get_by_role("button", name="250 กรัม", exact=True))
    thumb.taps(page.locator("[name=stock]"))
    thumb.types("12")
    thumb.taps(page.get_by_role("button", name="ส่งให้เจ้าหน้าที่ตรวจ"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ส่งให้เจ้าหน้าที่แล้ว")
    seconds = time.monotonic() - began
    assert_accessible(page)
    with capsys.disabled():
        told = f"{thumb.tapped} taps, {len(PHOTOS)} photos, {thumb.typed} typed characters"
        print(f"\nlisting: {told}, {seconds:.1f} s without a person's pauses")
    assert thumb.tapped <= MOST_TAPS


def with_keys_alone(page: Page, url: str) -> None:
    keys = Keys(page)
    page.goto(f"{url}/en/sell/listing")
    keys.looks()
    keys.reaches(page.locator("input[type=file]"))
    page.locator("input[type=file]").set_input_files(PHOTOS[:1])  # what the key opens is the browser's own window
    keys.presses(page.get_by_role("button", name="Continue"))
    keys.reaches(page.locator("summary", has_text="Cloth"))
    page.keyboard.press("Enter")
    keys.presses(page.locator(".kind-group [value=woven_cloth]"))
    keys.presses(page.locator("[name=title]"))  # Enter on the empty field: the mistake is told
    expect(page.locator(".error-summary")).to_be_focused()
    keys.reaches(page.locator("[name=title]"))
    page.keyboard.type("ผ้าขาวม้าลายดอกบัว")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.looks()
    keys.reaches(page.locator("[name=price]"))
    page.keyboard.type("๓๕๐.-")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.looks()
    keys.presses(page.get_by_role("button", name="500 g", exact=True))
    keys.reaches(page.get_by_role("button", name="+10"))
    page.keyboard.press("Enter")
    expect(page.locator("[name=stock]")).to_have_value("10")
    keys.presses(page.get_by_role("button", name="Send for review"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent to the official")
