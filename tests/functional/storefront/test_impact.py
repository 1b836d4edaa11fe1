"""What the public is told of what was earned: whole months, enough groups, rounded counts; the same on the page and as data."""

import csv
import io
from datetime import date

import pytest
import time_machine

from shop.groups.models import GroupKind
from shop.kernel.database import transaction
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.impact import count_everything, given_a_sale, given_protected_counts

AUGUST, OCTOBER, NOVEMBER = date(2025, 8, 1), date(2025, 10, 1), date(2025, 11, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2025-12-10T03:00:00Z", tick=False) as travelling:
        yield travelling


@pytest.fixture
def earned(app) -> None:
    """In fiscal year 2568 six farmers and one housewife, in 2569, which runs, a little."""
    with app.app_context():
        with transaction():
            fair = given_a_fair("งานบ้านใหม่", slug="ban-mai")
            farmers = [given_a_group(f"ชาวนา {number}", kind=GroupKind.FARMERS) for number in range(6)]
            alone = given_a_group("แม่บ้านคนเดียว", kind=GroupKind.HOUSEWIVES, district_code="1302")
            for group in farmers:
                given_a_sale(group, AUGUST, 100, booth=fair)
                given_a_sale(group, AUGUST, 50)
                given_a_sale(group, NOVEMBER, 10)
                given_protected_counts(group, older_people=4, people_with_disabilities=0)
            given_a_sale(alone, AUGUST, 77)
            given_a_sale(alone, OCTOBER, 33)
        count_everything()


def test_a_new_market_says_that_there_is_too_little(client):
    assert "ยังมีข้อมูลน้อยเกินไปที่จะแสดง" in client.get("/impact").text
    assert client.get("/impact/data.csv").text.count("\r\n") == 1
    assert client.get("/api/v1/impact").json == {"items": [], "next": None}


def test_a_year_that_is_over_is_told_by_default(client, earned):
    page = client.get("/impact").text

    assert "ปีงบประมาณ 2568" in page
    assert "฿977" in page
    assert "฿600" in page  # at the booth
    assert "ที่บูธในงาน" in page
    assert "2569" in page  # the way to the running year


def test_one_group_is_not_told_alone_nor_by_what_is_left(client, earned):
    """The only housewife, in a district of her own: tables by kind and by district would tell her, and are not there."""
    for address in ("/impact", "/en/impact", "/impact/data.csv", "/api/v1/impact", "/impact?year=2569"):
        said = client.get(address).text
        assert "แม่บ้านคนเดียว" not in said
        assert 'id="of-kind"' not in said
        for alone in ("฿77", ",77.00", ":7700", "฿33<", ",33.00", ":3300"):
            assert alone not in said, (address, alone)


def test_a_running_year_tells_whole_months_and_one_of_too_few_with_the_next(client, earned):
    [row] = client.get("/api/v1/impact?year=2569").json["items"]

    assert not row["is_final"]
    assert row["tables"] == {"month": [{"key": "2025-10/2025-11", "income_satang": 9300, "groups": 5, "orders": 5}]}
    assert "ปีนี้ยังไม่จบ" in client.get("/impact?year=2569").text


def test_what_is_final_stays_as_it_was_told(app, client, earned):
    before = client.get("/api/v1/impact?year=2568").json
    with app.app_context():
        with transaction():
            given_a_sale(given_a_group("มาทีหลัง"), AUGUST, 5)
        count_everything()

    assert client.get("/api/v1/impact?year=2568").json == before


def test_people_are_rounded_and_the_few_are_nowhere(client, earned):
    page = client.get("/impact").text.partition('id="of-people"')[2]

    assert ">25<" in page.replace("\n", "")  # 24 older people
    assert "ไม่แสดง" in page


def test_the_file_has_english_columns_and_the_pages_figures(client, earned):
    text = client.get("/impact/data.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    found = {(row["fiscal_year_buddhist"], row["table"], row["key"]): row for row in rows}

    assert found["2568", "total", "total"]["income_baht"] == "977.00"
    assert found["2568", "channel", "booth"]["income_baht"] == "600.00"
    assert found["2568", "channel", "booth"]["label_en"] == "At the booth"
    assert found["2568", "channel", "booth"]["label_th"] == "ที่บูธในงาน"
    assert found["2569", "people", "1301"]["older_people"] == "25"
    assert found["2569", "people", "1301"]["people_with_disabilities"] == "under_5"
    for row in rows:
        for name in ("groups", "orders", "members", "older_people", "people_with_disabilities"):
            assert row[name] in ("", "under_5") or (int(row[name]) >= 5 and int(row[name]) % 5 == 0)


def test_the_record_describes_each_column_of_the_file(client, earned):
    record = client.get("/impact/metadata.json").json
    header = client.get("/impact/data.csv").data.decode("utf-8-sig").splitlines()[0].split(",")

    assert [field["name"] for field in record["resources"][0]["schema"]["fields"]] == header
    needed = ("title", "owner_org", "maintainer", "tags", "notes", "objective", "update_frequency_unit", "geo_coverage")
    assert all(record[name] for name in (*needed, "data_source", "data_format", "data_category", "license_id"))
    assert record["resources"][0]["url"] == "http://127.0.0.1:8000/impact/data.csv"


def test_how_it_was_counted_is_said_in_both_languages(client):
    assert "นับใหม่เมื่อไรก็ได้เท่าเดิม" in client.get("/impact/how").text
    assert "the same ledger comes to the same figures" in client.get("/en/impact/how").text


@pytest.mark.parametrize("year", ["2567", "x", "0"])
def test_a_year_that_was_not_published_is_422(client, earned, year):
    assert client.get(f"/impact?year={year}").status_code == 422
    assert client.get(f"/api/v1/impact?year={year}").status_code == 422
