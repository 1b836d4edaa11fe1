"""Fairs at a phone: a group ticks what it showed, an official confirms it, a buyer finds it; every page readable by everybody."""

import re

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Page, expect

from shop.kernel.access import Role
from shop.kernel.database import transaction
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PHONE
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_booth, given_a_code, given_a_fair
from tests.factories.groups import given_a_group, owner_of
from tests.factories.people import given_an_official

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def signed_in(page: Page, app: Flask, url: str, account_id: int) -> Page:
    value = SecureCookieSessionInterface().get_signing_serializer(app).dumps({"_user_id": f"{account_id}:0", "_fresh": True})
    page.context.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": url}])
    return page


def look(page: Page, url: str, *paths: str) -> None:
    for path in paths:
        for language in ("/en", ""):
            page.goto(f"{url}{language}{path}")
            assert_accessible(page)


def test_a_product_is_said_confirmed_and_seen_to_have_been_at_a_fair(app: Flask, serve, open_page):
    with app.app_context(), transaction():
        words = {"short_name": "งานบ้านใหม่", "description": "ของดีทั้งจังหวัด", "organiser": "สำนักงานแรงงานจังหวัด"}
        fair, group = given_a_fair(slug="ban-mai", **words), given_a_group()
        given_a_booth(fair, group, "A12", zone="ริมน้ำ")
        code = given_a_code(group, fair)
        given_a_product(group, "น้ำพริกเผาปลาย่าง")
        owner_id, labour_id = owner_of(group).id, given_an_official(Role.LABOUR_OFFICIAL).id
    url = serve(jobs=False).url

    owner = signed_in(open_page(**PHONE), app, url, owner_id)
    look(owner, url, "/sell/fairs", "/sell/fairs/ban-mai")
    owner.get_by_text("น้ำพริกเผาปลาย่าง").tap()
    owner.get_by_role("button", name="บันทึก").tap()
    expect(owner.get_by_text("เจ้าหน้าที่จะยืนยันให้")).to_be_visible()

    labour = signed_in(open_page(**PHONE), app, url, labour_id)
    look(
        labour, url, "/office/fairs/new", "/office/fairs", *(f"/office/fairs/ban-mai{page}" for page in ("/booths", "/pack", ""))
    )
    labour.get_by_role("checkbox").check()
    labour.get_by_role("button", name="ยืนยันที่เลือก", exact=True).tap()
    expect(labour.get_by_text("ยืนยันแล้ว 1 รายการ")).to_be_visible()

    buyer = open_page(**PHONE)
    look(buyer, url, "/fairs", "/fairs/ban-mai")
    buyer.get_by_role("link", name="น้ำพริกเผาปลาย่าง").tap()
    expect(buyer.get_by_text("งานบ้านใหม่").first).to_be_visible()

    buyer.goto(f"{url}/g/{code.lower()}")
    buyer.get_by_role("link", name="น้ำพริกเผาปลาย่าง").tap()
    expect(buyer).to_have_url(re.compile(f"code={code}"))
