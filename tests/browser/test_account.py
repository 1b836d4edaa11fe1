"""A person opens an account, looks after it, and comes back with a code, by phone and at a desk, in either language."""

import pytest
from playwright.sync_api import Page, expect

from shop.kernel.access import Role
from shop.kernel.database import transaction
from tests.browser.axe import assert_accessible
from tests.factories.people import PASSWORD, given_an_account, given_an_official
from tests.servers import LiveServer

BUTTON = {"": "เปิดบัญชี", "/en": "Open an account"}
OPEN_TO_ALL = ("/sign-in", "/sign-up", "/sign-up/sent", "/forgot", "/forgot/sent", "/reset-code", "/reset/spent")
OWN = ("", "/notices", "/profile", "/profile/name", "/profile/email", "/profile/phone", "/security")

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def sign_in(page: Page, url: str, identifier: str, password: str = PASSWORD, to: str = "/account") -> None:
    page.goto(f"{url}/account/sign-in?next={to}")
    page.locator("#identifier").fill(identifier)
    page.locator("#password").fill(password)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    expect(page).to_have_url(f"{url}{to}")


@pytest.mark.parametrize("window, language", [("page_phone", ""), ("page_desk", "/en")])
def test_somebody_signs_up_after_a_mistake_and_sees_their_pages(
    request: pytest.FixtureRequest, live_server: LiveServer, window: str, language: str
):
    page: Page = request.getfixturevalue(window)
    for path in OPEN_TO_ALL:
        page.goto(f"{live_server.url}{language}/account{path}")
        assert_accessible(page)

    button = BUTTON[language]
    page.goto(f"{live_server.url}{language}/account/sign-up")
    page.locator("#identifier").fill("081 234 5678")
    page.locator("#password").fill("1234567890")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#identifier")).to_have_value("081 234 5678")
    assert_accessible(page)

    page.locator("#name").fill("มาลี")
    page.locator("#password").fill("rain falls upward")
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("มาลี")
    for path in OWN:
        page.goto(f"{live_server.url}{language}/account{path}")
        assert_accessible(page)


def test_an_official_prints_a_code_and_its_holder_comes_back(live_server: LiveServer, page_desk: Page, open_page, market):
    with market.app.app_context(), transaction():
        given_an_official(Role.ADMINISTRATOR, email="admin@office.example")
        person = given_an_account("มาลี", phone="+66812345678").id
    url, page = live_server.url, page_desk
    sign_in(page, url, "admin@office.example", to="/office/people")
    for path in ("", "/invite", f"/{person}", f"/{person}/disable", f"/{person}/reset-code"):
        page.goto(f"{url}/office/people{path}")
        assert_accessible(page)
    page.get_by_role("button", name="ตรวจแล้ว พิมพ์รหัส").click()
    letters = page.locator(".reset-code").inner_text()
    assert_accessible(page)

    holder = open_page()
    holder.goto(f"{url}/account/reset-code")
    holder.locator("#identifier").fill("0812345678")
    holder.locator("#code").fill(letters.lower())
    holder.locator("#password").fill("rain falls upward")
    holder.get_by_role("button", name="ตั้งรหัสผ่านใหม่").click()
    expect(holder).to_have_url(f"{url}/account/sign-in")
    sign_in(holder, url, "081-234-5678", "rain falls upward")
