"""Hearts are pressed by thumb, by key and without script; photos stand by a message; a cover is turned: in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from shop.jobs.registry import load_handlers
from shop.jobs.work import work_everything_due
from shop.kernel.database import db, transaction
from shop.orders.states import OrderStatus
from shop.people.models import Account
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_seller_products import SellerDesk
from tests.databases import Market
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.orders import given_an_order
from tests.factories.returns import a_picture
from tests.servers import LiveServer

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def given_goods_to_wish_for(app: Flask) -> None:
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มไข่เค็มบ้านคลองสาม")
        for title in ("ไข่เค็มใบเตย", "ไข่เค็มดินสอพอง", "ไข่เค็มสมุนไพร"):
            given_a_product(group, title)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["thai", "english"])
def test_a_heart_is_pressed_without_leaving_the_page(
    market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page], window: dict, prefix: str
):
    given_goods_to_wish_for(market.app)
    url = serve(jobs=False).url + prefix
    page = open_page(**window)
    page.goto(f"{url}/products")
    hearts = page.locator("[data-heart]")
    size = hearts.first.bounding_box()
    assert min(size["width"], size["height"]) >= 48
    assert page.context.cookies() == []

    hearts.nth(0).click()
    hearts.nth(1).click()
    said = page.locator("[data-heart-said]")
    expect(hearts.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(hearts.nth(1)).to_have_attribute("aria-pressed", "true")
    expect(said).to_contain_text("wishlist" if prefix else "เก็บไว้ดู")
    assert page.url == f"{url}/products"
    assert {cookie["name"] for cookie in page.context.cookies()} == {"wishlist"}
    assert_accessible(page)
    assert_fits(page, 320)

    hearts.nth(1).focus()
    page.keyboard.press("Space")
    expect(hearts.nth(1)).to_have_attribute("aria-pressed", "false")
    said.locator("a").click()
    expect(page).to_have_url(re.compile(r"/wishlist$"))
    expect(page.locator(".rows > li")).to_have_count(1)
    assert_accessible(page)
    page.goto(f"{url}/")
    expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    assert_accessible(page)


def test_a_heart_works_without_script(market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page]):
    given_goods_to_wish_for(market.app)
    url = serve(jobs=False).url
    page = open_page(java_script_enabled=False, **PHONE)
    page.goto(f"{url}/products?sort=price_asc")
    page.locator("[data-heart='2']").click()
    expect(page).to_have_url(f"{url}/products?sort=price_asc#card-2")
    expect(page.locator("[data-heart='2']")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-heart='2']").click()
    expect(page.locator("[data-heart='2']")).to_have_attribute("aria-pressed", "false")


def test_a_photo_is_shown_with_a_message_and_a_cover_is_turned(
    market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page], tmp_path: Path
):
    with market.app.app_context(), transaction():
        group = given_a_group()
        order = given_an_order(group, given_a_product(group), status=OrderStatus.RECEIVED)
        code, key = order.code, order.purchase.link_key
        email = db.session.get(Account, owner_of(group).id).email
    picture = tmp_path / "lid.jpg"
    picture.write_bytes(a_picture(size=(1600, 1200)))
    url = serve(jobs=False).url
    load_handlers()

    page = open_page(**PHONE)
    page.goto(f"{url}/orders/{code}/messages?key={key}")
    page.locator("[name=words]").fill("ฝาบุบค่ะ")
    page.locator("[name=photos]").set_input_files(picture)
    page.get_by_role("button", name="ส่งข้อความ").click()
    expect(page.get_by_text("กำลังเตรียมรูป")).to_be_visible()
    work_everything_due(market.app)
    page.reload()
    expect(page.locator(".said img")).to_be_visible()
    assert_accessible(page)
    assert_fits(page, 320, 1280)

    desk = open_page(**DESK)
    SellerDesk(desk, url).signs_in(email)
    desk.goto(f"{url}/sell/orders/{code}/messages")
    expect(desk.locator(".said img")).to_be_visible()
    desk.locator("[name=photos]").set_input_files(picture)
    desk.get_by_role("button", name="ส่งข้อความ").click()
    expect(desk.get_by_text("กำลังเตรียมรูป")).to_be_visible()
    assert_accessible(desk)

    desk.goto(f"{url}/sell/group/profile/cover")
    desk.locator("[name=photo]").set_input_files(picture)
    expect(desk.get_by_text("ส่งแล้ว 1 จาก 1 รูป")).to_be_visible()
    desk.locator("form:has([name=photo]) button.wide").click()
    expect(desk).to_have_url(f"{url}/sell/group")
    work_everything_due(market.app)
    desk.goto(f"{url}/sell/group/profile/cover")
    desk.get_by_role("link", name="หมุนหรือตัด").click()
    assert_accessible(desk)
    desk.get_by_label("หมุนขวา").check(force=True)
    desk.get_by_role("button", name="บันทึก").click()
    expect(desk).to_have_url(f"{url}/sell/group/profile/cover")
    expect(desk.get_by_text("กำลังเตรียม").first).to_be_visible()
