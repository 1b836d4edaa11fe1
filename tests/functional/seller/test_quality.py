"""A group sees its score, what to mend first, what was advised and done, and says which trainings it would like to come to."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.jobs.handlers.quality import count_quality
from shop.kernel.access import Role
from shop.kernel.clock import at, now, today
from shop.kernel.database import db, transaction
from shop.moderation.models import Outcome
from shop.notices import choices
from shop.notices.choices import Topic
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.quality.models import Training, TrainingInterest
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import given_a_decision, given_a_submitted_product
from tests.factories.people import given_an_official
from tests.factories.quality import given_a_training
from tests.queries import queries_of

NEXT_WEEK = {"title": "อบรมทำฉลาก", "helps": ["label", "photo"], "place": "ศาลากลาง", "enrol_phone": "02-567-0000", "seats": "30"}


@pytest.fixture
def group(app: Flask) -> int:
    with app.app_context(), transaction():
        return given_a_group("แม่บ้านคลองสาม").id


@pytest.fixture
def desk(app: Flask, group: int) -> PageClient:
    with app.app_context():
        return PageClient(app).sign_in(owner_of(db.session.get_one(Group, group)).id)


@pytest.fixture
def office(app: Flask) -> PageClient:
    with app.app_context(), transaction():
        return PageClient(app).sign_in(given_an_official(Role.LABOUR_OFFICIAL).id)


def advised_product(app: Flask, group: int) -> int:
    with app.app_context(), transaction():
        submission = given_a_submitted_product(group=db.session.get_one(Group, group))
        advice = {"description": "บอกวิธีเก็บรักษา", "ingredients": "ใส่ส่วนประกอบ"}
        given_a_decision(submission, Outcome.CHANGES_REQUESTED, advice=advice)
        return submission.product_revision.product_id


def score_in(page: str) -> int:
    return int(re.search(r"คุณภาพของหน้านี้ (\d+) จาก 100", page)[1])


def test_mending_what_was_advised_raises_the_score_and_is_seen(app: Flask, desk: PageClient, group: int):
    product = advised_product(app, group)
    page = desk.get(f"/sell/products/{product}").text
    assert "บอกวิธีเก็บรักษา" in page
    assert "แก้แล้ว" not in page.replace("สิ่งที่แก้แล้ว", "")
    assert f"/sell/products/{product}/edit/about#description" in page
    before = score_in(page)

    story = "เก็บในตู้เย็นได้สองสัปดาห์ " * 10
    saved = desk.post(
        f"/sell/products/{product}/edit/about", data={"title": "ไข่เค็มสมุนไพร", "subcategory": "eggs", "description": story}
    )

    assert saved.status_code == 303
    page = desk.get(f"/sell/products/{product}").text
    assert score_in(page) > before
    assert "แก้แล้ว" in page.replace("สิ่งที่แก้แล้ว", "")
    assert all(words in page for words in ("ตอนที่ตรวจ", "โขลกมือทุกกระปุก", "ยังไม่ได้แก้"))
    english = desk.get(f"/en/sell/products/{product}").text
    assert all(words in english for words in ("Quality of this page", "When it was looked at", "Not changed yet"))
    assert "คุณภาพ " in desk.get("/sell/products").text


def test_the_lowest_come_first_and_the_first_page_says_how_it_stands(app: Flask, desk: PageClient, group: int):
    assert desk.get("/sell/quality").status_code == 200
    product = advised_product(app, group)
    with app.app_context():
        with transaction():
            given_a_product(db.session.get_one(Group, group), "น้ำพริกตาแดง")
            given_a_product(given_a_group("กลุ่มอื่น"), "ของคนอื่น")
        count_quality()
        db.session.remove()
    page = desk.get("/sell/quality").text

    assert page.index("ไข่เค็มสมุนไพร") < page.index("น้ำพริกตาแดง")
    assert "ของคนอื่น" not in page
    assert f"/sell/products/{product}#advised" in page
    assert "คุณภาพของหน้าสินค้าเฉลี่ย" in desk.get("/sell").text
    with app.app_context(), transaction():
        for number in range(12):
            given_a_product(db.session.get_one(Group, group), f"ของชิ้นที่ {number}")
    with queries_of(app) as asked:
        assert desk.get("/en/sell/quality").status_code == 200
    assert len(asked) <= 26


def test_a_training_stands_beside_what_it_helps_with_and_interest_is_counted(
    app: Flask, desk: PageClient, office: PageClient, group: int
):
    product = advised_product(app, group)
    day = (today() + timedelta(days=7)).strftime("%d/%m/%Y")
    assert office.get("/office/trainings/new").status_code == office.get("/office/trainings").status_code == 200
    for wrong in (
        {"title": ""},
        {"starts_on": "x"},
        {"starts_on": "1/1/2567"},
        {"helps": []},
        {"enrol_phone": ""},
        {"seats": "0"},
    ):
        answer = office.post("/office/trainings", data=NEXT_WEEK | {"starts_on": day} | wrong)
        assert (answer.status_code, "ศาลากลาง" in answer.text) == (422, True)
    answer = office.post("/office/trainings", data=NEXT_WEEK | {"starts_on": day})
    assert answer.status_code == 303
    with app.app_context():
        number = db.session.scalars(db.select(Training.id)).one()

    assert "อบรมทำฉลาก" in desk.get(f"/sell/products/{product}").text
    here = f"/sell/trainings/{number}"
    assert "02-567-0000" in desk.get(here).text
    for _again in range(2):
        assert desk.post(f"{here}/interest").status_code == 303
    page = office.get(f"/office/trainings/{number}").text
    assert all(words in page for words in ("แม่บ้านคลองสาม", "สมใจ", "081-234-5678", "กลุ่มที่สนใจ 1 กลุ่ม"))
    assert "สมใจ" in office.get(f"/office/trainings/{number}/interested.csv").text
    assert "We are interested" not in desk.get(f"/en{here}").text

    assert desk.post(f"{here}/no-interest").status_code == 303
    with app.app_context():
        assert db.session.scalars(db.select(TrainingInterest)).all() == []
    assert "เราสนใจ" in desk.get(here).text


def test_who_was_interested_is_told_that_it_is_called_off(app: Flask, desk: PageClient, office: PageClient, group: int):
    with app.app_context(), transaction():
        number = given_a_training(title="อบรมที่จะยกเลิก").id
        other = given_a_group("ไม่สนใจ").id
    desk.post(f"/sell/trainings/{number}/interest")
    assert office.get(f"/office/trainings/{number}/edit").status_code == 200

    assert office.post(f"/office/trainings/{number}/cancel").status_code == 303
    assert office.post(f"/office/trainings/{number}/cancel").status_code == 409
    assert office.get(f"/office/trainings/{number}/edit").status_code == 409

    with app.app_context():
        told = db.session.scalars(db.select(Notice).where(Notice.kind == NoticeKind.TRAINING_CANCELLED)).all()
        assert [notice.account_id for notice in told] == [owner_of(db.session.get_one(Group, group)).id]
        assert other
    assert "การอบรมนี้ยกเลิกแล้ว" in desk.get(f"/sell/trainings/{number}").text
    assert "อบรมที่จะยกเลิก" not in desk.get("/sell/quality").text
    with at(now() + timedelta(days=8)):
        assert desk.get(f"/sell/trainings/{number}").status_code == 404


def test_how_trainings_are_told_is_chosen_by_itself(app: Flask, desk: PageClient):
    assert "การอบรมของสำนักงาน" in desk.get("/account/notices/choices").text
    assert choices.topic_of(NoticeKind.TRAINING_ANNOUNCED, {}) is Topic.TRAINING
    assert choices.topic_of(NoticeKind.RECALL_TOLD, {}) is Topic.BUYING


def test_officials_find_who_needs_help_and_take_the_list_along(app: Flask, office: PageClient, group: int):
    assert office.get("/office/quality").status_code == 200
    advised_product(app, group)
    with app.app_context():
        with transaction():
            given_a_product(given_a_group("กลุ่มธัญบุรี", district_code="1303", kind="farmers"))
        count_quality()
        product = db.session.scalars(db.select(Product.id)).first()
        db.session.remove()
    page = office.get("/office/quality").text
    assert all(words in page for words in ("แม่บ้านคลองสาม", "กลุ่มธัญบุรี"))
    assert "แม่บ้านคลองสาม" not in office.get("/office/quality?district=1303").text
    assert "กลุ่มธัญบุรี" not in office.get("/office/quality?advice=1&sort=advice&kind=housewives").text
    assert office.get("/office/quality?sort=x").status_code == office.get("/office/quality?after=x").status_code == 422
    csv = office.get("/office/quality/export.csv?district=1303").text
    assert ("กลุ่มธัญบุรี" in csv, "แม่บ้านคลองสาม" in csv) == (True, False)
    assert office.get("/en/office/quality/export.xlsx").data[:2] == b"PK"
    shown = office.get(f"/office/groups/{group}").text
    assert all(words in shown for words in ("คุณภาพของหน้าสินค้า", "บอกวิธีเก็บรักษา", f"/office/products/{product}"))
