"""Consent to listing to revocation, on a phone: an owner lets a volunteer in, a listing is written for the group, and it ends."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from shop.kernel.clock import today
from shop.kernel.database import transaction
from tests.browser.conftest import PHONE
from tests.browser.test_returns import signed_in
from tests.factories.groups import given_a_group
from tests.factories.helping import given_a_volunteer
from tests.factories.people import given_an_account

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def test_from_consent_to_a_listing_to_its_end(market, serve, open_page):
    with market.app.app_context(), transaction():
        owner, volunteer = given_an_account("สมใจ"), given_a_volunteer("อารีย์")
        group_id = given_a_group("กลุ่มขนมไทยคลองสาม", owner=owner).id
        owner_id, volunteer_id = owner.id, volunteer.id
    url = serve(jobs=False).url
    helper = signed_in(open_page(**PHONE), market.app, url, volunteer_id)
    head = signed_in(open_page(**PHONE), market.app, url, owner_id)

    # The volunteer asks.
    helper.goes_to("/sell/helping/find?q=ขนมไทย")
    helper.page.get_by_role("link", name="กลุ่มขนมไทยคลองสาม").click()
    helper.page.wait_for_url(f"**/sell/helping/groups/{group_id}")
    helper.looks()
    day = today() + timedelta(days=60)
    helper.fills(until=f"{day.day}/{day.month}/{day.year + 543}")
    helper.presses("ส่งคำขอ")
    helper.sees("รอหัวหน้ากลุ่มตอบ")

    # The owner consents, to the goods alone.
    head.goes_to("/sell/group/helpers")
    head.page.get_by_role("link", name="ดูและตอบ").click()
    head.page.wait_for_url("**/requests/*")
    head.looks()
    head.presses("ยินยอมให้ช่วย")
    head.sees("ช่วยอยู่ตอนนี้ (1)")

    # A listing is written for the group; orders stay shut.
    helper.goes_to("/sell/helping")
    helper.presses("ไปที่ร้าน")
    helper.goes_to("/sell/products/new")
    helper.fills(title="ขนมชั้นใบเตย", price="45", unit="กล่อง 9 ชิ้น", stock="10", weight="300")
    helper.page.locator("[name=subcategory]").select_option("thai_sweets")
    helper.presses("บันทึกร่าง")
    helper.sees("ขนมชั้นใบเตย")
    expect(helper.page.get_by_role("navigation", name="โต๊ะของกลุ่ม").get_by_role("link", name="คำสั่งซื้อ")).to_have_count(0)
    assert helper.page.goto(f"{url}/sell/orders").status == 403

    # The group reads who did it, and ends it: the next request finds no desk.
    head.goes_to("/sell/group/done?by=helpers")
    head.sees("โดย อารีย์ แทน กลุ่มขนมไทยคลองสาม")
    head.goes_to("/sell/group/helpers")
    head.page.get_by_role("link", name="ยกเลิก อารีย์").click()
    head.page.wait_for_url("**/end")
    head.looks()
    head.presses("ยกเลิกความยินยอม")
    head.sees("ช่วยอยู่ตอนนี้ (0)")
    assert helper.page.goto(f"{url}/sell/products").status == 403
    helper.goes_to("/sell/helping")
    helper.sees("ยังไม่มีกลุ่มที่ให้คุณช่วย")
