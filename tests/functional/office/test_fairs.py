"""Fairs through their pages: an official makes one, a group says what it showed, an official confirms, a buyer sees it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.kernel.access import Role
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.search import service as search
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group, owner_of
from tests.factories.people import given_an_official

BAN_MAI = {"title": "งานนำบริการด้านแรงงาน", "short_name": "งานบ้านใหม่", "place": "บ้านใหม่", "starts_on": "๒๓ ม.ค. ๒๕๖๗"}
HERE = "/office/fairs/งานบ้านใหม่-2567"


def visitor(app: Flask, account_id: int) -> PageClient:
    return PageClient(app, app.response_class).sign_in(account_id)


@pytest.fixture
def labour(app) -> PageClient:
    with app.app_context(), transaction():
        account_id = given_an_official(Role.LABOUR_OFFICIAL).id
    return visitor(app, account_id)


def test_a_fair_goes_from_its_maker_to_the_buyer(app, labour, client):
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มแม่บ้านบางขะแยง")
        shown, kept_home = given_a_product(group, "น้ำพริกเผาปลาย่าง"), given_a_product(group, "กล้วยตากอบน้ำผึ้ง")
        ids, owner_id = (shown.id, kept_home.id), owner_of(group).id
    made = labour.post("/office/fairs", data=BAN_MAI)
    assert made.status_code == 303
    assert "ไม่มีรายการรอยืนยัน" in labour.get(made.location).text

    owner = visitor(app, owner_id)
    assert "งานนำบริการด้านแรงงาน" in owner.get("/sell/fairs").text
    said = owner.post("/sell/fairs/งานบ้านใหม่-2567", data={"product": [ids[0]]})
    assert (said.status_code, said.location) == (303, "/sell/fairs")
    assert "รอยืนยัน 1" in owner.get("/sell/fairs").text
    assert "น้ำพริกเผาปลาย่าง" not in client.get("/fairs/งานบ้านใหม่-2567").text

    with app.app_context():
        exhibit_id = db.session.scalar(select(Exhibit.id))
    confirmed = labour.post(f"{HERE}/exhibits", data={"exhibit": [exhibit_id], "decision": "confirmed"})
    assert confirmed.status_code == 303
    assert "ยืนยันแล้ว 1 รายการ" in labour.get(confirmed.location).text

    page = client.get("/fairs/งานบ้านใหม่-2567").text
    assert "น้ำพริกเผาปลาย่าง" in page
    assert "กลุ่มแม่บ้านบางขะแยง" in page
    assert "กล้วยตากอบน้ำผึ้ง" not in page
    assert "1 กลุ่ม · 1 สินค้า" in client.get("/fairs").text
    assert "23 ม.ค. 2567" in client.get(f"/products/{ids[0]}", follow_redirects=True).text
    assert client.get("/en/fairs/งานบ้านใหม่-2567").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "ใส่ชื่องาน"),
        ({"place": " "}, "ใส่สถานที่จัดงาน"),
        ({"starts_on": "เร็ว ๆ นี้"}, "อ่านวันที่ไม่ออก"),
        ({"ends_on": "22/1/2567"}, "วันสุดท้ายอยู่ก่อนวันแรก"),
        ({"title": "ก" * 201}, "ยาวเกินไป"),
        ({"district_code": "x"}, "เลือกอำเภอจากรายการ"),
    ],
)
def test_a_bad_form_says_where_and_keeps_what_was_typed(app, labour, wrong, words):
    answer = labour.post("/office/fairs", data=BAN_MAI | {"organiser": "สำนักงานแรงงาน"} | wrong)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="สำนักงานแรงงาน"' in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(Fair.id))) == 0


@pytest.mark.parametrize("path", ["/office/fairs", f"{HERE}/edit"])
def test_an_empty_form_names_every_field_at_once(labour, path):
    labour.post("/office/fairs", data=BAN_MAI)
    answer = labour.post(path, data={})

    assert answer.status_code == 422
    for words in ("ใส่ชื่องาน", "ใส่สถานที่จัดงาน", "ใส่วันแรกของงาน"):
        assert words in answer.text
    assert "อ่านวันที่ไม่ออก" not in answer.text
    assert "Enter the first day of the fair" in labour.post(f"/en{path}", data={}).text


def test_a_fair_is_edited_and_keeps_its_address(app, labour):
    labour.post("/office/fairs", data=BAN_MAI)
    assert 'value="23 ม.ค. 2567"' in labour.get(f"{HERE}/edit").text

    assert labour.post(f"{HERE}/edit", data=BAN_MAI | {"title": "งานใหม่", "ends_on": "24/1/2567"}).status_code == 303
    assert labour.post(f"{HERE}/edit", data=BAN_MAI | {"title": ""}).status_code == 422
    with app.app_context():
        fair = db.session.scalars(select(Fair)).one()
        assert (fair.title, fair.slug, fair.ends_on.day) == ("งานใหม่", "งานบ้านใหม่-2567", 24)


def given_claims(app: Flask, count: int = 3) -> tuple[str, list[int]]:
    with app.app_context(), transaction():
        fair, group = given_a_fair(slug="ban-mai"), given_a_group()
        claims = [given_an_exhibit(fair, given_a_product(group), ExhibitStatus.CLAIMED) for _ in range(count)]
        return fair.slug, [claim.id for claim in claims]


def test_many_are_decided_at_once_and_a_second_time_is_a_409(app, labour):
    slug, ids = given_claims(app)
    decision = {"exhibit": ids[:2], "decision": "refused", "reason": "ไม่มีในรายชื่อผู้ร่วมงาน"}

    assert labour.post(f"/office/fairs/{slug}/exhibits", data=decision).status_code == 303
    again = labour.post(f"/office/fairs/{slug}/exhibits", data=decision)

    assert again.status_code == 409
    assert "ตัดสินหรือกลุ่มถอนไปแล้ว" in again.text
    assert labour.post(f"/office/fairs/{slug}/exhibits", data={"decision": "confirmed"}).status_code == 422
    assert labour.post(f"/office/fairs/{slug}/exhibits", data={"exhibit": ids, "decision": "claimed"}).status_code == 422
    with app.app_context():
        statuses = list(db.session.scalars(select(Exhibit.status).order_by(Exhibit.id)))
        assert statuses == ["refused", "refused", "claimed"]


def test_a_group_cannot_speak_for_another_nor_of_a_fair_to_come(app):
    with app.app_context(), transaction():
        given_a_fair(slug="past")
        given_a_fair(slug="future", starts_on=today() + timedelta(days=3), ends_on=today() + timedelta(days=3))
        group = given_a_group()
        other = given_a_product(given_a_group())
        own = given_a_product(group)
        ids, owner_id = (own.id, other.id), owner_of(group).id
    owner = visitor(app, owner_id)

    assert owner.post("/sell/fairs/past", data={"product": [ids[1]]}).status_code == 422
    assert owner.post("/sell/fairs/future", data={"product": [ids[0]]}).status_code == 409
    assert owner.get("/sell/fairs/nowhere").status_code == 404
    assert "งานนี้ยังไม่เริ่ม" in owner.get("/sell/fairs/future").text
    with app.app_context():
        assert db.session.scalar(select(func.count(Exhibit.id))) == 0


def test_a_group_takes_back_what_nobody_decided_yet(app):
    with app.app_context(), transaction():
        fair, group = given_a_fair(slug="past"), given_a_group()
        decided, claimed = (
            given_an_exhibit(fair, given_a_product(group)),
            given_an_exhibit(fair, given_a_product(group), ExhibitStatus.CLAIMED),
        )
        ids, owner_id = (decided.id, claimed.id), owner_of(group).id

    assert visitor(app, owner_id).post("/sell/fairs/past", data={}).status_code == 303
    with app.app_context():
        statuses = [db.session.get_one(Exhibit, exhibit_id).status for exhibit_id in ids]
        assert statuses == [ExhibitStatus.CONFIRMED, ExhibitStatus.WITHDRAWN]


def test_pages_of_fairs_ask_as_often_for_many_as_for_few(app, client, labour):
    with app.app_context(), transaction():
        fair = given_a_fair(slug="ban-mai")
        given_an_exhibit(fair, given_a_product(given_a_group()))
    with app.app_context():
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries(who: PageClient, path: str) -> int:
        asked.clear()
        assert who.get(path).status_code == 200
        return len(asked)

    pages = [(client, "/fairs"), (client, "/fairs/ban-mai"), (labour, "/office/fairs"), (labour, "/office/fairs/ban-mai")]
    few = [queries(who, path) for who, path in pages]
    with app.app_context(), transaction():
        fair = db.session.scalars(select(Fair)).one()
        for _ in range(6):
            given_a_fair()
            product = given_a_product(given_a_group())
            given_an_exhibit(fair, product)
            search.index_product(product.id)

    assert [queries(who, path) for who, path in pages] == few
    assert max(few) <= 20
