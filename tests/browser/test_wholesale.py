"""An office asks for 80 sets on a phone, a group quotes on its own, and the quote becomes an order."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.orders.models import Order
from tests.browser.conftest import PHONE
from tests.browser.people import Buyer
from tests.browser.test_returns import signed_in
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_account

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def thai(days: int) -> str:
    day = today() + timedelta(days=days)
    return f"{day.day}/{day.month}/{day.year + 543}"


def test_asked_quoted_accepted_ordered(market, serve, open_page):
    with market.app.app_context(), transaction():
        owner = given_an_account()
        product_id, owner_id = given_a_product(given_a_group(owner=owner)).id, owner.id
    url = serve(jobs=False).url
    buyer = Buyer(open_page(**PHONE), url)
    page = buyer.page

    buyer.goes_to(f"/products/{product_id}")
    page.locator("a[href*='/wholesale/new']").first.click()
    page.wait_for_url("**/wholesale/new**")
    buyer.looks()
    buyer.fills(words="ชุดของขวัญปีใหม่ ผูกโบว์", quantity="80", needed_by=thai(12), name="วิภา ใจดี", phone="089-123-4567")
    page.locator("#wholesale button:not([type=button])").last.click()
    page.wait_for_url("**/wholesale/*?key=*")
    buyer.looks()
    request_url = page.url
    code = request_url.split("/wholesale/")[1].split("?")[0]

    group = signed_in(open_page(**PHONE), market.app, url, owner_id)
    group.goes_to(f"/sell/wholesale/{code}")
    group.looks()
    seller = group.page
    seller.locator("[name=price_1]").fill("55")
    seller.locator("[name=ready_by]").fill(thai(8))
    seller.locator("[name=shipping]").fill("150")
    seller.locator("#quote button").last.click()
    expect(seller.locator(".flash, [role=status]").first).to_be_visible()
    group.looks()

    page.goto(request_url)
    buyer.looks()
    page.locator("a[href*='/accept']").click()
    page.wait_for_url("**/accept**")
    buyer.looks()
    buyer.fills(line1="99/9 หมู่ 3", postcode="12120", subdistrict="คลองหนึ่ง", district="คลองหลวง", province="ปทุมธานี")
    page.locator("[name=payment_method][value=cod]").check()
    page.locator("#accept button:not([type=button])").last.click()
    page.wait_for_url("**/purchases/**")
    with market.app.app_context():
        order = db.session.scalars(db.select(Order)).one()
        assert (order.total_satang, order.lines[0].takes_stock) == (455_000, False)
