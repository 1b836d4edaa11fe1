"""The report of what was earned: on the page, on paper and in the workbook the figures are the ledger's."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.groups.models import GroupKind
from shop.impact.models import Aim
from shop.impact.targets import targets_of
from shop.jobs.work import work_everything_due
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.kernel.money import format_amount
from shop.payments import queries as ledger
from tests.client import PageClient
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.impact import count_everything, given_a_sale, given_protected_counts
from tests.factories.people import given_an_official
from tests.papers import facts_of, text_of
from tests.queries import queries_of

YEAR = "/office/impact?year=2569"
NOVEMBER, MARCH, APRIL = date(2025, 11, 1), date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-05-10T03:00:00Z", tick=False) as travelling:
        yield travelling


@pytest.fixture
def officer(app) -> PageClient:
    with app.app_context(), transaction():
        return PageClient(app, app.response_class).sign_in(given_an_official(Role.LABOUR_OFFICIAL).id)


@pytest.fixture
def earned(app) -> dict[str, int]:
    """Satang by group name, as the ledger has it; three ways, three months, two districts."""
    with app.app_context():
        with transaction():
            fair = given_a_fair("งานบ้านใหม่", slug="ban-mai")
            first = given_a_group("กลุ่มน้ำพริก", kind=GroupKind.FARMERS)
            second = given_a_group("กลุ่มจักสาน", district_code="1302")
            given_a_sale(first, NOVEMBER, 1234)
            given_a_sale(first, MARCH, 200, booth=fair)
            given_a_sale(second, APRIL, 35, found_at=fair)
            given_a_sale(second, date(2025, 9, 1), 9999)  # of the fiscal year before
            ids = {first.id: "กลุ่มน้ำพริก", second.id: "กลุ่มจักสาน"}
        count_everything()
        months = ledger.income_by_month_and_group()
        db.session.rollback()
    sums: dict[str, int] = dict.fromkeys(ids.values(), 0)
    for (month, group_id), satang in months.items():
        sums[ids[group_id]] += satang if month >= date(2025, 10, 1) else 0
    return sums


def test_the_page_says_what_the_ledger_does(officer, earned):
    page = officer.get(YEAR).text

    assert earned == {"กลุ่มน้ำพริก": 143400, "กลุ่มจักสาน": 3500}
    for said in ("฿1,469", "กลุ่มน้ำพริก", "฿1,434", "กลุ่มจักสาน", "฿35", "ที่บูธในงาน", "งานบ้านใหม่", "พฤศจิกายน 2568"):
        assert said in page
    assert 'role="img"' in page
    assert "9,999" not in page


@pytest.mark.parametrize(
    "query,is_there,is_not",
    [
        ("from=2026-03&to=2026-03", "฿200", "฿1,234"),
        ("year=2569&district=1302", "กลุ่มจักสาน", "กลุ่มน้ำพริก"),
        ("year=2569&kind=farmers", "กลุ่มน้ำพริก", "กลุ่มจักสาน"),
        ("year=2569&fair=ban-mai", "฿235", "฿1,234"),
        ("year=2568", "฿9,999", "กลุ่มน้ำพริก"),
        ("year=2567", "ยังไม่มีรายได้ในช่วงนี้", "฿"),
    ],
)
def test_it_is_narrowed_by_what_the_address_asks(officer, earned, query, is_there, is_not):
    main = officer.get(f"/office/impact?{query}").text.partition("</form>")[2]

    assert is_there in main
    assert is_not not in main


@pytest.mark.parametrize(
    "query", ["year=x", "year=12", "from=2026-13", "from=2026-05&to=2026-01", "district=9999", "kind=x", "fair=x", "sort=x"]
)
@pytest.mark.parametrize("place", ["", "/report.pdf", "/report.xlsx"])
def test_what_nobody_knows_is_422(officer, place, query):
    if place and query == "sort=x":
        return
    assert officer.get(f"/office/impact{place}?{query}").status_code == 422


def test_groups_stand_in_the_order_that_is_asked(officer, earned):
    def names(sort: str) -> list[int]:
        rows = officer.get(f"{YEAR}&sort={sort}").text.partition('id="of-group"')[2]
        return [rows.index(name) for name in ("กลุ่มน้ำพริก", "กลุ่มจักสาน")]

    assert names("income") == sorted(names("income"))
    assert names("name") != sorted(names("name"))


def test_the_papers_figures_are_the_ledgers(officer, earned):
    answer = officer.get("/office/impact/report.pdf?year=2569")
    words = text_of(answer.data, layout=True)
    lines = [" ".join(line.split()) for line in words.splitlines()]

    assert answer.mimetype == "application/pdf"
    assert facts_of(answer.data)["Tagged"] == "yes"
    for name, satang in earned.items():
        assert any(line.startswith(name) and f" {format_amount(satang)} " in line for line in lines), (name, words)
    assert any(line.startswith("รวม") and format_amount(sum(earned.values())) in line for line in lines)
    assert "2569" in words
    assert "http://127.0.0.1:8000/impact/how" in words


def test_the_workbooks_numbers_are_numbers_and_the_ledgers(officer, earned):
    answer = officer.get("/office/impact/report.xlsx?year=2569")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))

    groups = {row[0]: row[4] for row in book["รายได้แต่ละกลุ่ม"].iter_rows(min_row=2, values_only=True)}
    whole = sum(earned.values())
    assert groups == {name: satang / 100 for name, satang in earned.items()} | {"รวม": whole / 100}
    assert book["รายได้แต่ละเดือน"]["B14"].value == whole / 100
    assert book["สรุป"]["B2"].value == whole / 100
    assert "นับอย่างไร" in book.sheetnames


def test_the_paper_of_nothing_says_so_and_both_languages_have_one(officer):
    assert "ยังไม่มีรายได้ในช่วงนี้" in text_of(officer.get("/office/impact/report.pdf").data).replace("\n", "")
    assert "Income of groups" in text_of(officer.get("/en/office/impact/report.pdf").data)


def test_a_target_is_set_recorded_and_measured(app, officer, earned):
    answer = officer.post("/office/impact/targets?year=2569", data={"income": "2,938", "selling_groups": "4", "first_sales": ""})

    assert answer.status_code == 303
    page = officer.get(YEAR).text
    assert "50 %" in page
    assert "2 กลุ่ม จาก 4 กลุ่ม" in page
    with app.app_context():
        assert targets_of(2569) == {Aim.INCOME: 293800, Aim.SELLING_GROUPS: 4}
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "impact_year")).one()
        assert (entry.action, entry.subject_id) == ("impact:set_targets", "2569")
        assert entry.changes == {"fields": ["income", "selling_groups"], "income_satang": 293800, "selling_groups": 4}
    assert 'value="2938"' in officer.get("/office/impact/targets?year=2569").text


@pytest.mark.parametrize("typed", ["x", "-1", "0", "99999999999999"])
def test_a_target_that_is_no_number_is_refused_and_nothing_is_kept(app, officer, typed):
    answer = officer.post("/office/impact/targets?year=2569", data={"income": typed})

    assert answer.status_code == 422
    with app.app_context():
        assert targets_of(2569) == {}
        assert db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "impact_year")).all() == []


def test_groups_that_sell_nothing_are_listed(app, officer, clock):
    with app.app_context(), transaction():
        with time_machine.travel("2026-01-10T03:00:00Z", tick=False):
            given_a_group("กลุ่มไม่เคยขาย")
            sold, long_ago = given_a_group("กลุ่มขายอยู่"), given_a_group("กลุ่มเคยขาย")
        given_a_group("กลุ่มเพิ่งอนุมัติ")
        given_a_sale(sold, APRIL)
        given_a_sale(long_ago, date(2026, 2, 1))
    with app.app_context():
        count_everything()
    page = officer.get("/office/impact/quiet").text

    assert "กลุ่มไม่เคยขาย" in page
    assert "10 ก.พ. 2569" in page
    assert "กลุ่มขายอยู่" not in page
    assert "กลุ่มเพิ่งอนุมัติ" not in page


def test_officials_see_protected_numbers_only_as_everybody_does(app, officer):
    with app.app_context(), transaction():
        for count in range(6):
            given_protected_counts(given_a_group(), older_people=count + 3, people_with_disabilities=0)
    with app.app_context():
        count_everything()
    people = officer.get("/office/impact").text.partition('id="of-people"')[2]

    assert "35" in people  # 33 of them
    assert ">33<" not in people
    assert "ไม่แสดง" in people


def test_counting_now_is_done_by_the_jobs(app, officer):
    with app.app_context(), transaction():
        given_a_sale(given_a_group("กลุ่มใหม่"), APRIL, 77)
    assert officer.post("/office/impact/count").status_code == 303
    assert "กลุ่มใหม่" not in officer.get("/office/impact").text
    work_everything_due(app)

    assert "กลุ่มใหม่" in officer.get("/office/impact").text


def test_the_page_asks_as_many_questions_however_much_was_sold(app, officer, earned):
    with queries_of(app) as before:
        officer.get(YEAR)
    with app.app_context(), transaction():
        for _ in range(5):
            given_a_sale(given_a_group(), MARCH)
    with app.app_context():
        count_everything()
    with queries_of(app) as after:
        officer.get(YEAR)

    assert len(after) == len(before) <= 20
