"""A group's income page with money that the market collected, and the month's statement as PDF and XLSX."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine

from shop.groups.models import Group
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.orders.states import OrderStatus
from shop.papers import statement_paper
from shop.payments import ledger, refunds
from shop.payments.ledger import Entry
from shop.payments.models import LedgerAccount, RefundCause
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group, given_a_member
from tests.factories.orders import given_an_order, group_actor
from tests.factories.payments import given_a_collected_order
from tests.factories.people import given_an_account
from tests.papers import facts_of, text_of

S = OrderStatus
XL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def money(app, client) -> dict:
    """In March 105 baht by the market less 3 % fee and 105 in cash; in April 40 given back, 50 paid out, 105 on its way."""
    with time_machine.travel("2026-03-10T03:00:00Z"), app.app_context(), transaction():
        owner, volunteer = given_an_account(), given_an_account()
        group = given_a_group(owner=owner, name='=HYPERLINK("x") กลุ่มปั่นฝ้าย', name_en="Cotton Spinners")
        given_a_member(group, volunteer, Role.LABOUR_VOLUNTEER)
        fair = given_a_fair(short_name="งานบ้านใหม่")
        order = given_a_collected_order(group, given_a_product(group), status=S.RECEIVED, fee_basis_points=300)
        order.lines[0].fair_id = fair.id
        given_an_order(group, given_a_product(group), status=S.DELIVERED)
        ids = {"owner": owner.id, "volunteer": volunteer.id, "group": group.id, "code": order.code}
    with time_machine.travel("2026-04-03T03:00:00Z"), app.app_context(), transaction():
        group = db.session.get_one(Group, ids["group"])
        order = db.session.merge(order)
        refunds.request_refund(order, 4000, RefundCause.RETURNED, group_actor(group.id))
        paid = [Entry(LedgerAccount.GROUP_PAYABLE, 5000, group.id), Entry(LedgerAccount.BANK, -5000)]
        ledger.post("payout:1", ledger.PAYOUT, paid, order_id=order.id)
        given_a_collected_order(group, given_a_product(group), status=S.SHIPPED)
    with time_machine.travel("2026-04-20T03:00:00Z"):
        client.sign_in(ids["owner"])
        yield ids


def words_of(answer) -> str:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(text_of(answer.data, layout=True).split())


def sheets_of(answer) -> dict[str, list[list]]:
    """Each sheet's rows as a spreadsheet reads them: text, or a number; a formula anywhere fails."""
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        words = [
            "".join(t.text or "" for t in si.iter(f"{XL}t")) for si in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        ]
        names = [sheet.get("name") for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{XL}sheet")]
        found = {}
        for place, name in enumerate(names, 1):
            tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml"))
            assert tree.find(f".//{XL}f") is None
            assert tree.find(f".//{XL}pane").get("state") == "frozen"
            found[name] = [
                [words[int(c[0].text)] if c.get("t") == "s" else float(c[0].text) for c in row] for row in tree.iter(f"{XL}row")
            ]
    return found


def moment(serial: float) -> str:
    """A spreadsheet counts days from here."""
    return f"{datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=serial):%Y-%m-%d %H:%M}"


def test_the_page_says_what_is_owed_and_when_it_comes(client, money):
    page = client.get("/sell/income?month=2026-03").text

    assert '<b class="big">฿206.85</b>' in page  # 105 less 3.15, and 105 in cash
    assert "ค่าธรรมเนียม ฿3.15" in page
    assert "฿105</dd>" in page  # on its way
    assert "฿13.05" in page  # 101.85 - 40 + 1.20 of the fee - 50
    assert "20 เมษายน 2569" in page  # due since March, so today
    assert "งานบ้านใหม่" in page
    assert "ออนไลน์" in page
    april = client.get("/en/sell/income").text
    assert '<b class="big">-฿38.80</b>' in april
    assert "given back ฿40" in april
    assert "Through the market" in april


def test_the_statement_in_thai_closes_with_the_ledger(app, client, money):
    march = client.get("/sell/income/statement.pdf?month=2026-03")
    said = words_of(march)
    assert "สรุปรายได้ มีนาคม 2569" in said.replace("งานดี ", "")
    assert "กลุ่มปั่นฝ้าย" in said
    assert "ตลาดค้างจ่ายต้นเดือน 0.00" in said
    assert "ขายได้ ของถึงผู้ซื้อแล้ว 105.00" in said
    assert "ค่าธรรมเนียมตลาด -3.15" in said
    assert "ตลาดค้างจ่ายสิ้นเดือน (บาท) 101.85" in said
    assert "รวมเงินที่กลุ่มรับเอง 105.00" in said
    assert facts_of(march.data)["Title"] == "สรุปรายได้ มีนาคม 2569"

    april = words_of(client.get("/sell/income/statement.pdf"))
    assert "ตลาดค้างจ่ายต้นเดือน 101.85" in april
    assert "คืนเงินผู้ซื้อ -40.00" in april
    assert "จ่ายให้กลุ่ม -50.00" in april
    assert "ตลาดค้างจ่ายสิ้นเดือน (บาท) 13.05" in april
    with app.app_context():
        assert ledger.balance(LedgerAccount.GROUP_PAYABLE, group_id=money["group"]) == -1305


def test_the_statement_in_english(client, money):
    said = words_of(client.get("/en/sell/income/statement.pdf?month=2026-03"))
    assert "Statement of income" in said
    assert "March 2026" in said
    assert "Cotton Spinners" in said
    assert "Owed by the market at the end (baht) 101.85" in said


def test_the_workbook_has_numbers_dates_and_text(client, money):
    sheets = sheets_of(client.get("/sell/income/statement.xlsx?month=2026-04"))

    assert list(sheets) == ["สรุป", "ผ่านตลาด", "กลุ่มรับเอง"]
    assert sheets["สรุป"][0] == ['=HYPERLINK("x") กลุ่มปั่นฝ้าย', "เมษายน 2569"]
    assert sheets["สรุป"][1:] == [
        ["ตลาดค้างจ่ายต้นเดือน", 101.85],
        ["คืนเงินผู้ซื้อ", -40.0],
        ["จ่ายให้กลุ่ม", -50.0],
        ["ค่าธรรมเนียมตลาด", 1.2],
        ["ตลาดค้างจ่ายสิ้นเดือน (บาท)", 13.05],
        ["เงินสดและพร้อมเพย์ที่กลุ่มรับเอง", 0.0],
    ]
    when, what, code, gross, fee, net, owed = sheets["ผ่านตลาด"][1]
    assert (moment(when), what, code) == ("2026-04-03 10:00", "คืนเงินผู้ซื้อ", money["code"])
    assert (gross, fee, net, owed) == (-40.0, 1.2, -38.8, 63.05)
    assert list(sheets_of(client.get("/en/sell/income/statement.xlsx"))) == [
        "Summary",
        "Through the market",
        "Paid to the groups",
    ]


def test_the_workbook_and_the_paper_say_the_same(client, money):
    said = words_of(client.get("/sell/income/statement.pdf?month=2026-03"))
    for label, amount in sheets_of(client.get("/sell/income/statement.xlsx?month=2026-03"))["สรุป"][1:-1]:
        assert f"{label} {amount:,.2f}" in said


def test_a_long_month_is_summed_whole_and_printed_in_part(client, money, monkeypatch):
    monkeypatch.setattr(statement_paper, "MOST_ROWS", 1)
    said = words_of(client.get("/sell/income/statement.pdf"))
    assert "พิมพ์ 1 รายการแรก" in said
    assert "ตลาดค้างจ่ายสิ้นเดือน (บาท) 13.05" in said
    assert said.count("2569 10:00 น.") == 2  # its one line, and when it was printed
    assert len(sheets_of(client.get("/sell/income/statement.xlsx"))["ผ่านตลาด"]) == 3


def test_a_volunteer_and_a_stranger_see_no_income(app, client, money):
    with app.app_context(), transaction():
        stranger = given_an_account().id
    for path in ("/sell/income", "/sell/income/statement.pdf", "/sell/income/statement.xlsx"):
        assert client.sign_in(money["volunteer"]).get(path).status_code == 403
        assert client.sign_in(stranger).get(path).status_code in (403, 404)


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_a_month_that_is_none_is_refused_and_an_empty_one_is_empty(client, money, ending):
    assert client.get(f"/sell/income/statement.{ending}?month=2026-13").status_code == 422
    assert client.get(f"/sell/income/statement.{ending}?month=2031-01").status_code == 200
