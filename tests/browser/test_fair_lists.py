"""From a workbook to a first sale, at a phone: a list is sent, looked at and saved, a group takes its shop over and sells."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shop.groups.models import GroupClaim, GroupProfile
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.people import PASSWORD as SELLERS_PASSWORD
from tests.browser.people import Buyer, Official, Seller, a_photo
from tests.databases import Market
from tests.factories.fairs import given_a_fair
from tests.factories.people import PASSWORD, given_an_official
from tests.servers import LiveServer

WORKBOOK = Path(__file__).parents[1] / "data" / "exhibitors-ban-mai-2567.xlsx"
GROUP, PRODUCT = "กลุ่มผู้สูงอายุ ต.คลองห้า", "กล้วยอบน้ำผึ้ง"
SOON = 30_000  # ms that a job may take on a busy machine


class Labour(Official):
    def brings_in(self, file: Path) -> None:
        self.goes_to("/office/fairs/ban-mai")
        self.follows("นำเข้ารายชื่อ")
        self.page.locator("#file").set_input_files(file)
        self.page.get_by_role("button", name="ส่งไฟล์และอ่าน").tap()
        self.waits_for("ตรวจรายชื่อก่อนบันทึก")

    def waits_for(self, heading: str) -> None:
        """The page asks by itself how far the job is."""
        expect(self.page.locator("h1")).to_contain_text(heading, timeout=SOON)
        self.looks()

    def answers_all(self) -> None:
        self.page.get_by_role("button", name="ข้อนี้").tap()
        expect(self.page.get_by_role("button", name="บันทึกทั้งหมด")).to_be_visible(timeout=SOON)
        self.looks()

    def saves(self) -> None:
        self.page.get_by_role("button", name="บันทึกทั้งหมด").tap()
        self.waits_for("บันทึกรายชื่อแล้ว")


class Passing:
    """Goes through pages that the story of test_story.py has looked at."""

    def looks(self) -> None:
        expect(self.page.locator("h1").first).to_be_visible()


class Commerce(Passing, Official):
    pass


class Shopper(Passing, Buyer):
    pass


class Claimant(Passing, Seller):
    def takes_the_shop_over(self, path: str, name: str, phone: str) -> None:
        self.goes_to(path)
        assert_accessible(self.page)
        self.follows("สมัครแล้วรับร้าน")
        self.fills(name=name, identifier=phone, password=SELLERS_PASSWORD)
        self.page.locator("[name=password]").press("Enter")
        self.page.wait_for_url(f"**{path}")
        assert_accessible(self.page)
        self.presses("รับร้านนี้")

    def completes_the_application(self) -> None:
        self.goes_to("/sell/apply")
        self.follows("ทำต่อ")
        self.fills(contact_name="ป้าแดง ใจดี")
        self.presses("บันทึกแล้วไปต่อ")
        self.fills(story="พวกเราอบกล้วยขายกันในหมู่บ้านมาสิบปี")
        self.presses("บันทึกแล้วไปต่อ")
        self.follows("ข้ามไปก่อน")  # no picture
        self.presses("บันทึกแล้วไปต่อ")  # members, as the list says
        self.follows("ข้ามไปก่อน")  # no enterprise number
        self.follows("ข้ามไปก่อน")  # income details later
        self.follows("ค่าส่งราคาเดียว")
        self.fills(name="ไปรษณีย์", price="40")
        self.presses("บันทึก")
        self.presses("บันทึกแล้วไปต่อ")
        self.page.locator("[name=ways][value=cod]").check()
        self.presses("บันทึกแล้วไปต่อ")
        self.follows("ข้ามไปก่อน")  # no rest days
        self.presses("ส่งให้เจ้าหน้าที่ตรวจ")

    def completes_the_draft(self, title: str, stock: str) -> None:
        """What the list did not say: a photo, the weight, how many there are."""
        self.goes_to("/sell/products")
        self.follows(f"ทำต่อ {title}")
        photo = {"name": "banana.jpg", "mimeType": "image/jpeg", "buffer": a_photo("#c9962f")}
        self.page.locator("input[type=file]").set_input_files(photo)
        self.page.get_by_role("button", name="ไปต่อ").last.tap()
        self.page.get_by_role("button", name="250 กรัม", exact=True).tap()
        self.fills(stock=stock)
        self.presses("ส่งให้เจ้าหน้าที่ตรวจ")
        self.sees("ส่งให้เจ้าหน้าที่แล้ว")


def link_of(market: Market, name: str) -> str:
    """What the group's slip holds."""
    with market.app.app_context():
        asked = db.select(GroupClaim.key).join(GroupProfile, GroupProfile.group_id == GroupClaim.group_id)
        key = db.session.scalars(asked.where(GroupProfile.name == name)).one()
        db.session.remove()
    return f"/sell/claim/{key}"


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_from_import_to_first_sale(market: Market, serve: Callable[..., LiveServer], open_page: Callable[..., Page]):
    with market.app.app_context(), transaction():
        given_a_fair(slug="ban-mai", short_name="งานบ้านใหม่")
        given_an_official(Role.LABOUR_OFFICIAL, email="labour@office.example")
        given_an_official(Role.COMMERCE_OFFICIAL, email="commerce@office.example")
    url = serve(workers=1, jobs=True).url
    labour, commerce, group, buyer = (kind(open_page(**PHONE), url) for kind in (Labour, Commerce, Claimant, Shopper))

    labour.signs_in("labour@office.example", PASSWORD)
    labour.brings_in(WORKBOOK)
    labour.answers_all()
    labour.sees("จะได้ 18 กลุ่ม 51 สินค้า 18 บูธ")
    labour.saves()

    group.takes_the_shop_over(link_of(market, GROUP), "ป้าแดง ใจดี", "0812345678")
    group.completes_the_application()
    commerce.signs_in("commerce@office.example", PASSWORD)
    commerce.approves_what_waits(GROUP)
    group.completes_the_draft(PRODUCT, stock="10")
    commerce.approves_what_waits(PRODUCT)

    buyer.finds("กล้วยอบ", PRODUCT)
    buyer.takes(2)
    buyer.orders("คุณนก", "089-876-5432")
    buyer.sees("฿200")  # 2 x 80 and 40
    group.goes_to("/sell")
    group.sees("คุณนก")
    labour.looks_in_english()
