"""The double's payment page as people meet it: by its labels, on any width, sound for everybody."""

from collections.abc import Callable

import pytest
import stripe
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.stripe_double.client import StripeDouble


@pytest.fixture
def session(stripe_double: StripeDouble) -> stripe.checkout.Session:
    client = stripe.StripeClient(stripe_double.api_key, base_addresses={"api": stripe_double.url})
    name = "กระเป๋าผักตบชวาสานมือลายดอกพิกุลใบใหญ่พิเศษ"
    price = {"currency": "thb", "unit_amount": 129_000, "product_data": {"name": name}}
    params = {
        "mode": "payment",
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": f"{stripe_double.url}/pay/thanks?session={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{stripe_double.url}/pay/none",
    }
    return client.v1.checkout.sessions.create(params)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_person_pays_after_a_mistake_and_a_refusal(
    open_page: Callable[..., Page], session: stripe.checkout.Session, stripe_double: StripeDouble, width: int
):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(session.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("หน้าจ่ายเงินสาธิต")
    assert_accessible(page)
    for button in page.get_by_role("button").all():
        assert button.bounding_box()["height"] >= 48

    page.get_by_role("button", name="จ่ายแล้ว / Paid").click()
    expect(page.get_by_role("alert")).to_contain_text("กรอกอีเมลให้ถูกต้อง")
    assert_accessible(page)
    page.get_by_label("E-mail").fill("malee@demo.example")
    page.get_by_role("button", name="บัตรถูกปฏิเสธ").click()
    expect(page.get_by_role("alert")).to_contain_text("จ่ายไม่สำเร็จ")
    page.get_by_role("button", name="จ่ายแล้ว / Paid").click()
    page.wait_for_url(f"**/pay/thanks?session={session.id}")

    page.goto(session.url)
    expect(page.get_by_role("heading", level=2)).to_contain_text("จ่ายเรียบร้อยแล้ว")
    assert_accessible(page)


def test_a_person_turns_back(page_phone: Page, session: stripe.checkout.Session):
    page_phone.goto(session.url)
    page_phone.get_by_role("link", name="ยกเลิก กลับไปที่ร้าน").click()
    page_phone.wait_for_url("**/pay/none")
