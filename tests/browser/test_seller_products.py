"""A group puts a product up with photos, an official agrees, and buyers see the photos that were prepared meanwhile."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from shop.catalogue import service
from shop.catalogue.models import Product
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from shop.people.models import Account
from tests.browser.axe import assert_accessible
from tests.databases import Market
from tests.factories.groups import given_a_group, owner_of
from tests.factories.people import PASSWORD
from tests.servers import LiveServer

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))
PARTS = (
    "edit/about",
    "edit/food",
    "edit/making",
    "edit/english",
    "photos",
    "standards",
    "standards/fda",
    "variants/new",
    "delete",
)


class SellerDesk:
    """The desk as its seller uses it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def signs_in(self, identifier: str) -> None:
        self.page.goto(f"{self.url}/account/sign-in?next=/sell/products")
        self.page.locator("[name=identifier]").fill(identifier)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("main form button.button").last.click()
        expect(self.page).to_have_url(f"{self.url}/sell/products")

    def adds_a_product(self, photos: list[Path]) -> str:
        """The address of its page."""
        self.page.goto(f"{self.url}/sell/products/new")
        self.page.locator("[name=photos]").set_input_files(photos)
        fields = {"title": "น้ำพริกกากหมู", "price": "65", "unit": "กระปุก 200 กรัม", "stock": "12", "weight": "260"}
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(value)
        self.page.locator("[name=subcategory]").select_option("chili_paste")
        self.page.get_by_role("button", name="บันทึกร่าง").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("น้ำพริกกากหมู")
        return self.page.url

    def sends_it_for_review(self) -> None:
        self.page.get_by_role("button", name="ส่งให้เจ้าหน้าที่ตรวจ").click()
        expect(self.page.get_by_text("ส่งตรวจแล้ว รอเจ้าหน้าที่")).to_be_visible()


def until(is_so: Callable[[], bool], patience_seconds: float = 30) -> None:
    deadline = time.monotonic() + patience_seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.2)


def two_photos(folder: Path) -> list[Path]:
    paths = []
    for number, colour in enumerate(("#b5402a", "#0e5a4a")):
        paths.append(folder / f"photo{number}.jpg")
        Image.new("RGB", (1600, 1200), colour).save(paths[-1], "JPEG")
    return paths


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@pytest.mark.parametrize("window, language", [("page_phone", ""), ("page_desk", "/en")])
def test_a_product_comes_from_a_phone_to_the_market(
    request: pytest.FixtureRequest, live_server: LiveServer, market: Market, tmp_path: Path, window: str, language: str
):
    page: Page = request.getfixturevalue(window)
    with market.app.app_context(), transaction():
        group = given_a_group()
        email = db.session.get(Account, owner_of(group).id).email
    desk = SellerDesk(page, live_server.url)
    desk.signs_in(email)
    assert_accessible(page)
    address = desk.adds_a_product(two_photos(tmp_path))

    def is_prepared() -> bool:
        page.goto(address)
        return page.locator("main img").count() >= 3 and page.get_by_text("กำลังเตรียมรูป").count() == 0

    until(is_prepared)
    for part in ("", *PARTS):
        page.goto(f"{address.replace('/sell/', language + '/sell/')}/{part}".rstrip("/"))
        assert_accessible(page)
    page.goto(address)
    desk.sends_it_for_review()
    with market.app.app_context():
        with transaction():
            product = db.session.scalars(db.select(Product)).one()
            service.publish_revision(product.revisions[-1], OFFICIAL)
        key = product.cover_photo.key

    def is_public() -> bool:
        return page.request.get(f"{live_server.url}/photos/{key}/640.webp").status == 200

    until(is_public)
    page.goto(f"{live_server.url}/sell/products")
    page.locator("[name=stock]").fill("20")
    page.get_by_role("button", name="บันทึก").first.click()
    expect(page.get_by_text("บันทึก น้ำพริกกากหมู แล้ว")).to_be_visible()
    assert_accessible(page)
