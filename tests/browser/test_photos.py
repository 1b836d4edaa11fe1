"""Three photos from a phone on a line that drops: they go on by themselves, one is cut, and buyers look at them closely."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from shop.catalogue import service
from shop.catalogue.models import Product
from shop.kernel.database import db, transaction
from shop.people.models import Account
from tests.browser.axe import assert_accessible
from tests.browser.test_seller_products import OFFICIAL, SellerDesk, until
from tests.databases import Market
from tests.factories.groups import given_a_group, owner_of
from tests.servers import LiveServer

FILLED = {"title": "ผ้าขาวม้าทอมือ", "price": "250", "unit": "ผืน", "stock": "4", "weight": "300"}


def three_photos(folder: Path) -> list[Path]:
    """Two of a megabyte that the browser shows, one that it cannot."""
    paths = [folder / "one.jpg", folder / "two.jpg", folder / "three.heic"]
    for path in paths:
        image = Image.effect_noise((1600, 1200), 60).convert("RGB")
        image.save(path, "HEIF" if path.suffix == ".heic" else "JPEG", quality=90)
    return paths


def drop_the_line_once(page: Page) -> list[str]:
    """The first piece of a photo that has begun to go is lost on its way; gives what was lost."""
    lost: list[str] = []

    def pass_or_drop(route: Route) -> None:
        goes_on = route.request.method == "PATCH" and route.request.headers.get("upload-offset") != "0"
        if goes_on and not lost:
            lost.append(route.request.url)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/sell/uploads/*", pass_or_drop)
    return lost


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_three_photos_on_a_line_that_drops(page_phone: Page, live_server: LiveServer, market: Market, tmp_path: Path):
    page = page_phone
    with market.app.app_context(), transaction():
        email = db.session.get(Account, owner_of(given_a_group()).id).email
    SellerDesk(page, live_server.url).signs_in(email)
    page.goto(f"{live_server.url}/sell/products/new")
    lost = drop_the_line_once(page)
    tiles = page.locator(".upload-tiles > li")

    page.locator("[name=photos]").set_input_files(three_photos(tmp_path))
    expect(page.get_by_text("สัญญาณหลุด จะลองใหม่ใน")).to_be_visible()
    expect(page.get_by_text("ส่งแล้ว 3 จาก 3 รูป")).to_be_visible()
    assert len(lost) == 1
    expect(tiles.nth(2)).to_contain_text("เห็นรูปหลังกดบันทึก")
    page.reload()
    expect(page.get_by_text("ส่งแล้ว 3 จาก 3 รูป")).to_be_visible()
    assert_accessible(page)

    tiles.nth(0).get_by_role("button", name="หมุนหรือตัดรูป").click()
    assert_accessible(page)
    page.get_by_label("ตัดอิสระ").check()
    frame = page.get_by_role("application")
    for key in ("-", "ArrowUp", "ArrowUp"):
        frame.press(key)
    page.get_by_role("button", name="ใช้แบบนี้").click()
    expect(tiles.nth(0).get_by_role("button", name="หมุนหรือตัดรูป")).to_be_focused()
    for name, value in FILLED.items():
        page.locator(f"main [name={name}]").fill(value)
    page.locator("[name=subcategory]").select_option("woven_cloth")
    page.get_by_role("button", name="บันทึกร่าง").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FILLED["title"])
    address = page.url

    def is_prepared() -> bool:
        page.goto(f"{address}/photos")
        return page.locator(".own-photos img").count() == 3

    until(is_prepared)
    with market.app.app_context():
        with transaction():
            product = db.session.scalars(db.select(Product)).one()
            shown = [one.photo for one in product.revisions[-1].photos]
            assert [(one.crop, one.formats) for one in shown][1:] == [([], ["webp", "avif", "jpg"])] * 2
            assert shown[0].crop == [120, 80, 760, 760]
            service.publish_revision(service.submit_draft(product, owner_of(product.group)), OFFICIAL)
        product_id = product.id

    buyers_look_closely(page, f"{live_server.url}/products/{product_id}")


def buyers_look_closely(page: Page, address: str) -> None:
    def is_shown() -> bool:
        page.goto(address)
        return page.locator(".gallery .strip img").count() == 3

    until(is_shown)
    assert (
        page.locator(".gallery .strip img")
        .first.evaluate("image => image.decode().then(() => image.currentSrc)")
        .endswith(".avif")
    )
    page.locator(".gallery .strip a").first.focus()
    page.keyboard.press("Enter")
    large = page.get_by_role("dialog", name="รูปขยาย")
    expect(large.get_by_role("status")).to_have_text("รูปที่ 1 จาก 3")
    image = large.locator("img")
    until(lambda: image.evaluate("image => image.complete && image.clientWidth > 0"))
    width = image.evaluate("image => image.clientWidth")
    page.keyboard.press("+")
    assert image.evaluate("image => image.clientWidth") > width * 1.4
    assert_accessible(page)
    page.keyboard.press("-")
    page.keyboard.press("ArrowRight")
    expect(large.get_by_role("status")).to_have_text("รูปที่ 2 จาก 3")
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(page.locator("#photo-2")).to_be_focused()
