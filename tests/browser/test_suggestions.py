"""The search box offers what is meant while somebody types: by keys, by thumb, and as a plain form without script."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from shop.kernel.database import transaction
from shop.search import service
from tests.browser.axe import assert_accessible, assert_fits
from tests.browser.conftest import DESK, PHONE
from tests.databases import Market
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.servers import LiveServer

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

TITLES = ("น้ำพริกเผา", "น้ำพริกนรกปลาย่าง", "ปลาร้าสับ น้ำพริก")


def given_goods_to_look_for(app: Flask) -> None:
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มน้ำพริกแม่สมใจ")
        for title in TITLES:
            service.index_product(given_a_product(group, title).id)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_suggestions_are_walked_by_keys_and_said_aloud(
    market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page], window: dict
):
    given_goods_to_look_for(market.app)
    url = serve(jobs=False).url
    page = open_page(**window)
    page.goto(url)
    box, offered = page.get_by_role("combobox", name="ค้นหาสินค้า"), page.get_by_role("option")
    top = page.locator("main").bounding_box()["y"]

    box.press_sequentially("นำ้พริก")
    expect(offered.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search [role=status]")).to_have_text("มี 5 คำแนะนำ เลือกด้วยปุ่มลูกศร")
    assert min(offered.nth(place).bounding_box()["height"] for place in range(5)) >= 44
    assert page.locator("main").bounding_box()["y"] == top
    assert_accessible(page)
    assert_fits(page, 320)

    page.keyboard.press("ArrowUp")  # from the field to the last
    expect(offered.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")  # past the end: the field again
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == offered.first.get_attribute("id")
    page.keyboard.press("Home")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(offered.first).to_be_hidden()
    expect(box).to_have_value("นำ้พริก")

    page.keyboard.press("ArrowDown")  # opened again without typing
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/products/[0-9]+-"))
    assert page.context.cookies() == []


def test_a_touch_takes_a_suggestion_and_enter_alone_searches(market: Market, serve: Callable[..., LiveServer], page_phone: Page):
    given_goods_to_look_for(market.app)
    page = page_phone
    page.goto(serve(jobs=False).url)
    page.get_by_role("combobox").press_sequentially("แม่สม")
    page.get_by_role("option", name="กลุ่มน้ำพริกแม่สมใจ").tap()
    expect(page).to_have_url(re.compile("/groups/"))

    page.get_by_role("combobox").press_sequentially("น้ำพริก")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/products\?q="))
    expect(page.locator(".card mark").first).to_have_text("น้ำพริก")
    assert_accessible(page)


def test_the_search_box_is_a_plain_form_without_script(
    market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page]
):
    given_goods_to_look_for(market.app)
    page = open_page(java_script_enabled=False, **PHONE)
    page.goto(serve(jobs=False).url)
    page.get_by_role("searchbox", name="ค้นหาสินค้า").fill("น้ำพริก")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/products\?q="))
    expect(page.locator(".card")).to_have_count(3)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "none"])
def test_filters_are_folded_on_a_phone_and_seen_beside_the_goods_on_a_desk(
    market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page], window: dict, script: bool
):
    given_goods_to_look_for(market.app)
    page = open_page(java_script_enabled=script, **window)
    page.goto(f"{serve(jobs=False).url}/products")
    choice, fold = page.get_by_role("radio", name="อาหาร"), page.locator(".facets-box > summary")
    if window is DESK:
        expect(choice).to_be_visible()
        expect(fold).to_be_hidden()
    else:
        expect(choice).to_be_hidden()
        fold.tap()
        expect(choice).to_be_visible()
