"""A fair's page before, during and after: who comes, where they stand, and what was shown there and is on sale since."""

import json
import re
from datetime import timedelta

import pytest

from shop.catalogue.categories import Category
from shop.fairs.models import Fair
from shop.groups.models import Group
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_booth, given_a_fair, given_a_picture, given_an_exhibit
from tests.factories.groups import given_a_group


@pytest.fixture
def fair(app) -> dict:
    """One with two booths, each of whose groups showed something of its own kind."""
    with app.app_context(), transaction():
        fair = given_a_fair(
            "งานรังสิต",
            slug="rangsit",
            map_url="https://maps.example/x",
            opening_hours="09.00–20.00 น.",
            place_en="Rangsit; square",
        )
        for number, name, title, category in (
            ("A10", "กลุ่มทอผ้า", "ผ้าขาวม้า", Category.TEXTILES),
            ("A2", "กลุ่มน้ำพริก", "น้ำพริกเผา", Category.FOOD),
        ):
            group = given_a_group(name, slug=name)
            given_a_booth(fair, group, number, zone="ริมน้ำ", note="needs-power")
            given_an_exhibit(fair, given_a_product(group, title, category=category))
        given_a_picture(fair)
        return {"id": fair.id}


def on(app, fair: dict, days: int) -> None:
    """The fair begins so many days from now and lasts two."""
    with app.app_context(), transaction():
        found = db.session.get_one(Fair, fair["id"])
        found.starts_on, found.ends_on = today() + timedelta(days), today() + timedelta(days + 1)


def test_before_it_says_who_comes_and_how_to_get_there(app, client, fair):
    on(app, fair, 3)
    page = client.get("/fairs/rangsit").text
    for said in ("ยังไม่ถึงวันงาน", "ใครมาบ้าง", "09.00–20.00 น.", 'href="https://maps.example/x"', "calendar.ics", "ริมน้ำ"):
        assert said in page
    assert page.index("A2") < page.index("A10")
    assert "needs-power" not in page
    assert "Who is coming" in client.get("/en/fairs/rangsit").text


def test_during_it_says_that_it_is_open_today_and_where_the_booths_are(app, client, fair):
    on(app, fair, 0)
    page = client.get("/fairs/rangsit").text
    for said in ("กำลังจัดอยู่", "วันนี้เปิด", "09.00–20.00 น.", "บูธในงาน", "น้ำพริกเผา"):
        assert said in page
    assert "งานจบแล้ว" not in page
    assert page.index("บูธในงาน") < page.index("เห็นในงาน ซื้อได้ที่นี่")


def test_after_it_goes_on_selling_by_booth_and_by_kind(app, client, fair):
    on(app, fair, -9)
    page = client.get("/fairs/rangsit").text
    for said in ("งานจบแล้ว แต่ตลาดยังเปิด", "ผ้าขาวม้า", "น้ำพริกเผา", "A2 · กลุ่มน้ำพริก (1)"):
        assert said in page
    assert "เปิดแผนที่" not in page
    for narrowed in ("category=food", "group=กลุ่มน้ำพริก"):
        goods = client.get(f"/fairs/rangsit?{narrowed}").text.partition('id="goods"')[2]
        assert "น้ำพริกเผา" in goods
        assert 'aria-label="ผ้าขาวม้า"' not in goods
    nothing = client.get("/fairs/rangsit?category=textiles&group=กลุ่มน้ำพริก")
    assert (nothing.status_code, "ไม่มีสินค้าตามนี้" in nothing.text) == (200, True)


@pytest.mark.parametrize("query", ["category=nonsense", "group=nobody", "after=nonsense"])
def test_what_cannot_be_asked_is_422(client, fair, query):
    assert client.get(f"/fairs/rangsit?{query}").status_code == 422


def test_pages_of_goods_keep_what_was_chosen(app, client, fair):
    on(app, fair, -9)
    with app.app_context(), transaction():
        found, group = (
            db.session.get_one(Fair, fair["id"]),
            db.session.scalars(db.select(Group).order_by(Group.id.desc())).first(),
        )
        for number in range(30):
            given_an_exhibit(found, given_a_product(group, f"ของ {number}", category=Category.FOOD))
    page = client.get("/fairs/rangsit?category=food").text
    link = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page).group(1).replace("&amp;", "&")
    assert "category=food" in link
    assert "ผ้าขาวม้า" not in client.get(link).text.partition('id="goods"')[2]


def test_a_calendar_takes_it(app, client, fair):
    on(app, fair, 3)
    for language, title in (("", "งานรังสิต"), ("/en", "งานรังสิต")):
        answer = client.get(f"{language}/fairs/rangsit/calendar.ics")
        assert answer.mimetype == "text/calendar"
        lines = answer.get_data(as_text=True).replace("\r\n ", "").split("\r\n")
        assert f"SUMMARY:{title}" in lines
        assert f"DTSTART;VALUE=DATE:{today() + timedelta(3):%Y%m%d}" in lines
        assert f"DTEND;VALUE=DATE:{today() + timedelta(5):%Y%m%d}" in lines
        assert all(len(line.encode()) <= 75 for line in answer.get_data(as_text=True).split("\r\n"))
    assert r"LOCATION:Rangsit\; square" in lines
    assert client.get("/fairs/nowhere/calendar.ics").status_code == 404


def test_search_engines_are_told_of_it_and_nothing_breaks_out(app, client, fair):
    with app.app_context(), transaction():
        db.session.get_one(Fair, fair["id"]).title = "งาน </script><b> & 'x'"
    page = client.get("/fairs/rangsit").text
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page).group(1))
    assert (said["@type"], said["name"]) == ("Event", "งาน </script><b> & 'x'")
    assert said["image"][0].endswith("/320.webp")
