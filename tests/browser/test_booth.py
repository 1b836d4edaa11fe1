"""A booth at a phone whose signal goes: sold in three touches, kept over a reload, sent once; its code read off the screen."""

import io
import json
from copy import deepcopy
from random import Random

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from shop.catalogue.models import Variant
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.identifiers import PromptPayId, PromptPayKind
from shop.kernel.promptpay import parts_of_payload, payload_of_parts, transfer_payload
from shop.orders.models import Order
from shop.payments.booth.models import BoothSale
from shop.payments.booth.queries import day_of
from tests.browser.axe import assert_accessible
from tests.browser.conftest import PHONE
from tests.browser.test_fairs import look, signed_in
from tests.factories.booth import given_a_booth_today
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.slips import given_promptpay

pytestmark = pytest.mark.parametrize("market", ["sqlite"], indirect=True)

TO = PromptPayId(PromptPayKind.PHONE, "+66812345678")


class Table:
    """The sales page in somebody's hand; every touch is counted."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.taps = page, address, 0

    def opens(self) -> None:
        self.page.goto(self.address)
        self.is_kept()

    def is_kept(self) -> None:
        expect(self.page.locator("html")).to_have_attribute("data-booth", "kept")

    def taps_at(self, words: str) -> None:
        self.page.get_by_role("button", name=words).first.tap()
        self.taps += 1

    def sells(self, *goods: str, way: str = "เงินสด") -> int:
        """In how many touches."""
        before = self.taps
        for words in (*goods, way, "รับเงินแล้ว" if way == "เงินสด" else "เงินเข้าแล้ว"):
            self.taps_at(words)
        expect(self.page.locator("[data-said]")).to_contain_text("บันทึกแล้ว")
        return self.taps - before

    def waits_with(self, count: int) -> None:
        expect(self.page.locator("[data-unsent]")).to_be_visible(visible=bool(count))
        if count:
            expect(self.page.locator("[data-unsent] [data-count]")).to_have_text(str(count))

    def shows(self, total: str) -> None:
        expect(self.page.locator("[data-sum=total]")).to_have_text(total)


def given_a_table(app: Flask) -> dict:
    with app.app_context(), transaction():
        group = given_a_group()
        given_promptpay(group)
        jar = given_a_product(group, "น้ำพริกเผาปลาย่าง", price_satang=6500, stock_pieces=3)
        bag = given_a_product(group, "ตะกร้าผักตบ", price_satang=12550, stock_pieces=20)
        fair = given_a_booth_today(group, slug="this-week")
        return {
            "owner": owner_of(group).id,
            "group": group.id,
            "fair": fair.id,
            "jar": jar.variants[0].id,
            "bag": bag.variants[0].id,
        }


def test_a_booth_sells_without_signal_and_nothing_is_lost_or_counted_twice(app: Flask, serve, open_page):
    there = given_a_table(app)
    url = serve(jobs=False).url
    page = signed_in(open_page(**PHONE), app, url, there["owner"])
    look(page, url, "/sell", "/sell/booth", "/sell/booth/this-week/sheet", "/sell/booth/this-week/day", "/sell/booth/clashes")
    table = Table(page, f"{url}/sell/booth/this-week")
    table.opens()
    assert_accessible(page)

    page.context.set_offline(True)
    taps = table.sells("น้ำพริกเผาปลาย่าง")
    print(f"\na booth sale of one product: {taps} taps")
    assert taps == 3
    table.waits_with(1)
    page.reload()
    table.waits_with(1)
    table.shows("฿65")
    page.close()
    page = table.page = page.context.new_page()  # the phone was dark meanwhile
    page.goto(table.address)
    table.waits_with(1)

    read_the_code(table)
    table.sells("น้ำพริกเผาปลาย่าง", "น้ำพริกเผาปลาย่าง", "น้ำพริกเผาปลาย่าง")  # more than there was
    table.sells("ตะกร้าผักตบ")
    page.get_by_role("button", name="ยกเลิกรายการ").first.tap()
    table.waits_with(3)
    table.shows("฿385.50")

    kept = page.evaluate("boothQueue.all()")
    assert len(kept) == 3
    page.context.set_offline(False)  # the page or its worker sends, whoever hears of it first
    table.waits_with(0)
    table.shows("฿385.50")
    send_again(page, {"group": there["group"], "sales": kept})

    with app.app_context():
        sums = day_of(there["fair"], there["group"], today())
        assert (sums.cash, sums.promptpay, sums.pieces, sums.sales) == (26000, 12550, 5, 3)
        assert db.session.scalar(select(func.count(BoothSale.id))) == db.session.scalar(select(func.count(Order.id))) == 3
        left = dict(db.session.execute(select(Variant.id, Variant.available)).all())
        assert (left[there["jar"]], left[there["bag"]]) == (0, 19)
    count_again(page, url)
    with app.app_context():
        assert db.session.get(Variant, there["jar"]).available == 2
    sign_out_and_in_again(app, table, url, there["owner"])


def read_the_code(table: Table) -> None:
    """A sale by PromptPay: what the page makes of random amounts is what the market makes, and what a camera reads."""
    parts, chance = parts_of_payload(TO), Random(5)
    amounts = [1, 99, 100, 99_999_999, *(chance.randrange(1, 10_000_000) for _ in range(200))]
    made = table.page.evaluate(
        "([parts, amounts]) => amounts.map((amount) => boothPayload(parts, amount, 'ABCDEF012345'))",
        [{"before": parts.before, "reference": parts.has_reference, "after": parts.after}, amounts],
    )
    assert made == [transfer_payload(TO, amount) for amount in amounts]
    bill = parts_of_payload("010555607770000")
    assert table.page.evaluate(
        "(parts) => boothPayload(parts, 12550, 'ABCDEF012345')", {"before": bill.before, "reference": True, "after": bill.after}
    ) == payload_of_parts(bill, 12550, "ABCDEF012345")

    table.taps_at("ตะกร้าผักตบ")
    table.taps_at("พร้อมเพย์")
    expect(table.page.locator("[data-code]")).to_be_visible()
    assert_accessible(table.page)
    seen = zxingcpp.read_barcodes(Image.open(io.BytesIO(table.page.locator("dialog .code-box").screenshot())))
    assert [code.text for code in seen] == [transfer_payload(TO, 12550)]
    table.taps_at("เงินเข้าแล้ว")
    table.waits_with(2)


def send_again(page: Page, body: dict) -> None:
    """The same sales once more, as a phone does that never heard the answer; and another sale under an id that was used."""
    path = "/sell/booth/this-week"
    post = """async ([path, body]) => {
        const { token } = await (await fetch(`${path}/state`)).json();
        const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
        return (await fetch(`${path}/sales`, { method: "POST", headers, body })).json();
    }"""
    assert [answer["result"] for answer in page.evaluate(post, [path, json.dumps(body)])["answers"]] == ["kept"] * 3
    changed = deepcopy(body)
    changed["sales"][0]["lines"][0][1] += 1
    again = page.evaluate(post, [path, json.dumps(changed)])["answers"]
    assert [answer["result"] for answer in again] == ["differs", "kept", "kept"]


def count_again(page: Page, url: str) -> None:
    page.goto(f"{url}/sell")
    page.get_by_role("link", name="ดูและจัดการ").tap()
    assert_accessible(page)
    page.get_by_label("นับใหม่").fill("2")
    page.get_by_role("button", name="บันทึกจำนวน").tap()
    expect(page.get_by_text("จำนวนตรงหมดแล้ว")).to_be_visible()


def sign_out_and_in_again(app: Flask, table: Table, url: str, owner_id: int) -> None:
    """What is not sent outlives the session; all else is gone from the phone."""
    page = table.page
    table.opens()
    cookies = [cookie for cookie in page.context.cookies() if cookie["name"] == app.config["SESSION_COOKIE_NAME"]]
    page.context.clear_cookies(name=app.config["SESSION_COOKIE_NAME"])
    table.sells("ตะกร้าผักตบ")
    expect(page.get_by_text("ลงชื่อเข้าใช้อีกครั้งเพื่อส่ง")).to_be_visible()
    page.context.add_cookies(cookies)
    page.goto(f"{url}/sell")
    page.locator("summary").first.tap()
    page.get_by_role("button", name="ออกจากระบบ").tap()
    page.wait_for_url(f"{url}/")
    assert page.evaluate("caches.keys()") == []
    signed_in(page, app, url, owner_id)
    table.opens()
    table.waits_with(0)
    with app.app_context():
        assert db.session.scalar(select(func.count(BoothSale.id))) == 4
