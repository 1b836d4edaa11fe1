"""What was earned, at a phone: an official narrows the report, takes the workbook and sets a target; everybody reads."""

from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import expect

from shop.impact.periods import month_before, months_of_year, this_year
from shop.kernel.access import Role
from shop.kernel.database import transaction
from tests.browser.conftest import PHONE
from tests.browser.test_fairs import look, signed_in
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.impact import count_everything, given_a_sale
from tests.factories.people import given_an_official

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)


def given_a_year_of_sales() -> date:
    """Six groups in two districts sold in the last two months of the year that is over."""
    last = months_of_year(this_year() - 1)[1]
    fair = given_a_fair("งานบ้านใหม่", slug="ban-mai")
    for number in range(6):
        group = given_a_group(f"กลุ่มที่ {number}", district_code="1301" if number < 3 else "1302")
        given_a_sale(group, last, 100 + number, booth=fair)
        given_a_sale(group, month_before(last), 40 + number)
    return last


def test_an_official_reports_and_everybody_reads(app: Flask, serve, open_page):
    with app.app_context():
        with transaction():
            given_a_year_of_sales()
            official_id = given_an_official(Role.LABOUR_OFFICIAL).id
        count_everything()
    url, year = serve(jobs=False).url, this_year() - 1

    official = signed_in(open_page(**PHONE), app, url, official_id)
    look(official, url, f"/office/impact?year={year}", "/office/impact/quiet", f"/office/impact/targets?year={year}")
    official.get_by_label("รายได้ของกลุ่ม (บาท)").fill("1,000")
    official.get_by_role("button", name="บันทึกเป้าหมาย").tap()
    expect(official.get_by_role("progressbar")).to_be_visible()
    official.get_by_label("อำเภอ", exact=True).select_option("1302")
    official.get_by_role("button", name="ดูรายงาน").tap()
    expect(official.get_by_role("table", name="รายได้แต่ละกลุ่ม", exact=True)).to_contain_text("กลุ่มที่ 5")
    expect(official.get_by_role("table", name="รายได้แต่ละกลุ่ม", exact=True)).not_to_contain_text("กลุ่มที่ 0")
    with official.expect_download() as kept:
        official.get_by_role("link", name="ตารางทั้งหมด (XLSX)").tap()
    assert kept.value.suggested_filename.endswith(".xlsx")

    anybody = open_page(**PHONE)
    look(anybody, url, "/impact", "/impact/how")
    anybody.goto(f"{url}/impact")
    expect(anybody.get_by_role("img", name="รายได้แต่ละเดือน (บาท)")).to_be_visible()
    expect(anybody.get_by_role("table", name="รายได้แต่ละอำเภอ")).to_contain_text("อำเภอ")
