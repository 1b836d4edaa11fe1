"""A buyer goes from a product's page to the thank-you page, on a phone and at a desk, with script and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.conftest import DESK, PHONE
from tests.databases import Market
from tests.factories.checkout import given_goods
from tests.servers import LiveServer

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def put_into_basket(page: Page, url: str, product_id: int) -> None:
    page.goto(f"{url}/products/{product_id}")
    page.locator("form[action$='/basket/items'] button:not([type=button])").first.click()
    expect(page).to_have_url(re.compile(r"/basket$"))


def fill_in(page: Page) -> None:
    for name, typed in {"name": "วิภา ใจดี", "phone": "089-123-4567", "line1": "99/9 หมู่ 3", "postcode": "12120"}.items():
        page.locator(f"#{name}").fill(typed)


@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["thai", "english"])
def test_two_groups_in_one_checkout(
    market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page], window: dict, prefix: str
):
    given_goods(market.app, groups=2)
    url = serve(jobs=False).url + prefix
    page = open_page(**window)
    page.goto(f"{url}/basket")
    assert_accessible(page)

    for product_id in (1, 2):
        put_into_basket(page, url, product_id)
    assert_accessible(page)
    page.locator("a[href$='/checkout']").click()
    page.locator("button.place").click()  # nothing is filled in yet
    expect(page.locator(".error-summary")).to_be_focused()
    assert_accessible(page)

    fill_in(page)
    page.locator("[data-place]").first.click()
    expect(page.locator("#province")).to_have_value("ปทุมธานี")
    page.locator("input[value=collect]").first.check()
    expect(page.locator("button.place")).to_contain_text("฿170")  # twice 65 and one delivery
    page.locator("button.place").click()

    expect(page).to_have_url(re.compile(r"/purchases/\w+\?key="))
    assert_accessible(page)
    page.locator("section h3 a").nth(1).click()
    expect(page).to_have_url(re.compile(r"/orders/\w+\?key="))
    assert_accessible(page)
    page.locator("a[href*='/address']").click()
    assert_accessible(page)
    page.go_back()
    page.locator("a[href*='/cancel']").click()
    assert_accessible(page)
    page.locator("form.confirm button").click()
    expect(page.locator(".timeline .stopped")).to_be_visible()
    page.goto(f"{url}/orders/find")
    assert_accessible(page)


def test_the_whole_way_without_script(market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page]):
    given_goods(market.app)
    url = serve(jobs=False).url
    page = open_page(**PHONE, java_script_enabled=False)

    put_into_basket(page, url, 1)
    page.get_by_role("button", name="เพิ่มหนึ่ง").click()
    page.locator("a[href$='/checkout']").click()
    fill_in(page)
    page.locator("button[name=look_up]").click()
    page.locator("button[name=use_place]").first.click()
    expect(page.locator("#district")).to_have_value("คลองหลวง")
    expect(page.locator("#name")).to_have_value("วิภา ใจดี")
    page.locator("button.place").click()

    expect(page).to_have_url(re.compile(r"/purchases/\w+\?key="))
    expect(page.locator("main")).to_contain_text("฿170")
