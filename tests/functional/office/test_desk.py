"""What the office says of its review desk: the checklist, holidays, what is approved many at once, what is looked at twice."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, insert, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product, RevisionPhoto, Variant
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.moderation import holidays, rules, second_looks
from shop.moderation import service as moderation
from shop.moderation.models import Decision, LookStatus, Outcome, SecondLook, Submission, SubmissionStatus
from shop.moderation.settings import read_settings, save_settings
from tests.client import PageClient
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import (
    given_a_decision,
    given_a_requested_price,
    given_a_second_look,
    given_a_submission,
    given_a_submitted_change,
    given_a_submitted_product,
    official,
)
from tests.factories.people import given_an_official


@pytest.fixture
def official_id(app: Flask) -> int:
    with app.app_context(), transaction():
        return given_an_official(email="malee@office.example").id


@pytest.fixture
def desk(app: Flask, official_id: int) -> PageClient:
    return PageClient(app, app.response_class).sign_in(official_id)


def another(app: Flask) -> PageClient:
    with app.app_context(), transaction():
        account_id = given_an_official().id
    return PageClient(app, app.response_class).sign_in(account_id)


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


# The checklist


def test_a_rule_of_food_in_a_jar_is_asked_of_food_alone_and_its_words_outlive_an_edit(app, desk):
    said = {"kind": "product", "field": "photos", "text": "มีรูปฝากระปุกปิดสนิท", "text_en": "The lid is sealed"}
    assert desk.post("/office/checklist", data={**said, "places": "food/chili_paste"}).status_code == 303
    with app.app_context(), transaction():
        jar, cloth = given_a_submitted_product().id, given_a_submitted_product(category="textiles", subcategory="clothing").id
    assert "มีรูปฝากระปุกปิดสนิท" in desk.get(f"/office/submissions/{jar}").text
    assert "The lid is sealed" in desk.get(f"/en/office/submissions/{jar}").text
    assert "มีรูปฝากระปุกปิดสนิท" not in desk.get(f"/office/submissions/{cloth}").text

    with app.app_context(), transaction():
        rule = rules.all_rules()[-1]
        rule_id, key = rule.id, rule.key
        given_a_decision(db.session.get_one(Submission, jar), checked=[key])
    changed = desk.post(f"/office/checklist/{rule_id}", data={**said, "do": "save", "text": "มีรูปฝา เห็นวันหมดอายุ"})
    assert changed.status_code == 303

    with app.app_context():
        asked = [one.text for one in rules.active_rules()]
        product_id = db.session.get_one(Submission, jar).product_revision.product_id
        with transaction():
            again = given_a_submitted_change(db.session.get_one(Product, product_id)).id
    assert ("มีรูปฝากระปุกปิดสนิท" in asked, "มีรูปฝา เห็นวันหมดอายุ" in asked) == (False, True)
    assert "<li>มีรูปฝากระปุกปิดสนิท</li>" in desk.get(f"/office/submissions/{again}").text
    assert "มีรูปฝากระปุกปิดสนิท" in desk.get("/office/audit").text
    assert {"review:add_rule", "review:change_rule"} <= set(actions(app))


def test_rules_are_retired_put_back_and_moved(app, desk):
    assert desk.post("/office/checklist/begin").status_code == 303
    with app.app_context():
        first, second = [rule.id for rule in rules.active_rules()][:2]
    for do in ("retire", "restore"):
        assert desk.post(f"/office/checklist/{first}", data={"do": do}).status_code == 303
    assert desk.post(f"/office/checklist/{second}", data={"do": "up"}).status_code == 303
    assert desk.post(f"/office/checklist/{first}", data={"do": "restore"}).status_code == 409
    assert desk.post("/office/checklist", data={"kind": "product", "field": "photos", "text": " "}).status_code == 422
    assert desk.post("/office/checklist", data={"kind": "x", "field": "photos", "text": "ก"}).status_code == 422

    with app.app_context():
        assert [rule.id for rule in rules.active_rules()][:2] == [second, first]
    for path in ("/office/checklist", "/en/office/checklist"):
        assert desk.get(path).status_code == 200


# The clock


def test_the_oldest_wait_stands_on_every_page_in_office_hours(app, desk):
    friday = now().replace(year=2026, month=11, day=27, hour=3, minute=0, second=0, microsecond=0)
    with app.app_context(), transaction():
        submission_id = given_a_submission(submitted_at=friday).id
    with time_machine.travel(friday + timedelta(days=3, hours=2), tick=False):  # Monday at noon: 6.5 hours and 3.5
        for path in ("/office", "/office/groups", "/office/audit", f"/office/submissions/{submission_id}"):
            assert "รอนานสุด 1 วันทำการ 2 ชม. ในเวลาราชการ · เกินหนึ่งวันทำการ" in desk.get(path).text
        assert "Longest wait 1 working day 2 h in office hours" in desk.get("/en/office").text
        assert desk.post("/office/holidays", data={"day": "30 พ.ย. 2569", "name": "วันหยุดพิเศษ"}).status_code == 303
        assert "รอนานสุด 6 ชม. 30 นาที ในเวลาราชการ" in desk.get("/office").text
        assert "วันหยุดพิเศษ" in desk.get("/office/holidays?year=2026").text
        assert desk.post("/office/holidays", data={"day": "2026-11-30", "open": "1"}).status_code == 303
        assert "1 วันทำการ 2 ชม." in desk.get("/office").text
    assert actions(app).count("review:change_holiday") == 2


def test_a_day_that_is_none_is_refused(app, desk):
    for typed in ({"day": "32 ม.ค. 2569", "name": "x"}, {"day": "4 ม.ค. 2569", "name": " "}, {"day": "1 ม.ค. 2500", "name": "ก"}):
        assert desk.post("/office/holidays", data=typed).status_code == 422
    assert "New Year" in desk.get("/en/office/holidays?year=2027").text
    with app.app_context():
        assert date(2027, 1, 1) in holidays.holidays()


def test_this_months_usual_and_longest_stand_in_the_queue(app, desk):
    monday = now().replace(year=2026, month=11, day=30, hour=2, minute=0, second=0, microsecond=0)
    with app.app_context():
        for hours in (1, 2, 5):
            with time_machine.travel(monday, tick=False), transaction():
                sent = given_a_submission()
            with time_machine.travel(monday + timedelta(hours=hours), tick=False), transaction():
                given_a_decision(sent)
        with transaction():
            given_a_submission(submitted_at=monday)
    with time_machine.travel(monday + timedelta(hours=6), tick=False):
        page = desk.get("/office").text
    assert re.search(r"เดือนนี้ปกติใช้</dt><dd>2 ชม\.<", page)
    assert re.search(r"เดือนนี้นานสุด</dt><dd>5 ชม\.<", page)


# Many at once


def allow(app: Flask, *kinds: str, percent: int = 60) -> None:
    with app.app_context(), transaction():
        save_settings(official(), list(kinds), percent, 0)


def test_only_what_the_office_allowed_is_approved_at_once_each_by_itself(app, desk):
    with app.app_context(), transaction():
        near, far = given_a_requested_price(9900).id, given_a_requested_price(19900).id
        change = given_a_submitted_change(given_a_product(given_a_group()), description="ใหม่", ingredients="พริก").id
        new = given_a_submitted_product().id
    assert "ยังไม่ได้อนุญาต" in desk.get("/office/bulk").text
    allow(app, "price")
    offered = set(map(int, re.findall(r'name="submission" value="(\d+)"', desk.get("/office/bulk").text)))
    assert offered == {near}

    asked = desk.post("/office/bulk/confirm", data={"submission": [near, far]})
    assert "อนุมัติ 1 รายการนี้หรือไม่" in asked.text
    done = desk.post("/office/bulk", data={"submission": [near, far, change, new]})
    assert done.status_code == 303
    page = desk.get("/office/bulk").text
    assert "อนุมัติแล้ว 1 รายการ" in page
    assert page.count("เปิดตรวจทีละรายการ") >= 3

    with app.app_context():
        decisions = db.session.scalars(select(Decision)).all()
        assert [decision.submission_id for decision in decisions] == [near]
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "review:approve")).one()
        assert (entry.changes["among"], sorted(entry.changes["unticked"])) == (4, ["price_not_misleading", "price_reason"])
        assert db.session.get_one(Variant, db.session.get_one(Submission, near).variant_id).price_satang == 9900


def test_nothing_with_a_grave_finding_is_ever_offered(app, desk):
    allow(app, "change", "price", "variant")
    fine = {"ingredients": "พริก", "shelf_life_days": 30, "category": "textiles", "subcategory": "clothing"}
    with app.app_context(), transaction():
        group = given_a_group()
        bad = given_a_submitted_change(given_a_product(group), flags=[{"kind": "medicine", "word": "แก้ปวด"}])
        bad_id = bad.id
        assert moderation.misses_of(bad, []).found
        good = given_a_submitted_change(given_a_product(group, **fine), description="ใหม่")
        db.session.execute(
            insert(RevisionPhoto).values(
                revision_id=good.product_revision_id, photo_id=given_a_photo(group).id, position=0, alt=""
            )
        )
        good_id = good.id
    offered = set(map(int, re.findall(r'name="submission" value="(\d+)"', desk.get("/office/bulk").text)))
    assert (good_id in offered, bad_id in offered) == (True, False)
    assert desk.post("/office/bulk", data={"submission": bad_id}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Submission, bad_id).status is SubmissionStatus.WAITING
        assert db.session.scalar(select(func.count(Decision.id))) == 0


def test_what_another_official_has_open_is_left_alone_and_told(app, desk):
    allow(app, "price")
    with app.app_context(), transaction():
        mine, hers = given_a_requested_price(9900), given_a_requested_price(9900)
        moderation.claim(hers, official())
        ids = [mine.id, hers.id]
    assert desk.post("/office/bulk", data={"submission": ids}).status_code == 303
    page = desk.get("/office/bulk").text
    assert f"ไม่ได้อนุมัติคำขอเลขที่ {ids[1]}: คนอื่นเปิดตรวจอยู่" in page
    assert "อนุมัติแล้ว 1 รายการ" in page
    assert desk.post("/office/bulk", data={}).status_code == 422
    assert desk.post("/office/bulk/confirm", data={}).status_code == 422


def test_settings_are_kept_and_wrong_ones_refused(app, desk):
    sent = desk.post("/office/desk", data={"bulk_kinds": ["price"], "bulk_price_percent": "40", "second_look_percent": "10"})
    assert sent.status_code == 303
    for wrong in ({"bulk_price_percent": "0"}, {"second_look_percent": "101"}, {"bulk_kinds": "x"}, {"bulk_price_percent": ""}):
        typed = {"bulk_price_percent": "40", "second_look_percent": "10"} | wrong
        assert desk.post("/office/desk", data=typed).status_code == 422
    assert 'value="40"' in desk.get("/en/office/desk").text
    with app.app_context():
        assert read_settings().second_look_percent == 10
    assert actions(app).count("review:change_settings") == 1


# Second looks


def test_a_second_look_is_another_officials_and_ends_in_agreement(app, desk, official_id, monkeypatch):
    monkeypatch.setattr(second_looks, "lot", lambda: 4)
    with app.app_context(), transaction():
        somchai = official()
        given_a_decision(given_a_submission(), actor=somchai)
        given_a_decision(given_a_submission(), Outcome.REJECTED, somchai, reason="ขายไม่ได้")
        look = db.session.scalars(select(SecondLook)).one()
        look_id, first = look.id, somchai.id
    her_own = PageClient(app, app.response_class).sign_in(first)

    assert her_own.post(f"/office/second-looks/{look_id}", data={"verdict": "agree"}).status_code == 409
    assert f"/office/second-looks/{look_id}" not in her_own.get("/office/second-looks").text
    assert f"/office/second-looks/{look_id}" in desk.get("/office/second-looks").text
    assert desk.get(f"/en/office/second-looks/{look_id}").status_code == 200
    assert desk.post(f"/office/second-looks/{look_id}", data={"verdict": "agree"}).status_code == 303
    assert desk.post(f"/office/second-looks/{look_id}", data={"verdict": "agree"}).status_code == 409

    with app.app_context():
        kept = db.session.get_one(SecondLook, look_id)
        assert (kept.status, kept.first_by, kept.looked_by) == (LookStatus.AGREED, first, official_id)
    assert {"review:draw", "review:agree"} <= set(actions(app))


@pytest.mark.parametrize(("verdict", "is_listed"), [("stands", True), ("again", False)])
def test_where_two_think_differently_somebody_else_than_she_settles_it(app, desk, verdict, is_listed):
    with app.app_context(), transaction():
        look = given_a_second_look(given_a_submitted_product())
        look_id, submission_id = look.id, look.submission_id
    path = f"/office/second-looks/{look_id}"
    assert desk.post(path, data={"verdict": "disagree", "note": " "}).status_code == 422
    assert desk.post(path, data={"verdict": "disagree", "note": "ฉลากอ่านไม่ออก"}).status_code == 303
    assert desk.post(path, data={"verdict": verdict, "note": "คุยแล้ว"}).status_code == 409
    third = another(app)
    assert "ฉลากอ่านไม่ออก" in third.get(path).text
    assert third.post(path, data={"verdict": verdict, "note": ""}).status_code == 422
    assert third.post(path, data={"verdict": verdict, "note": "คุยแล้ว"}).status_code == 303

    with app.app_context():
        submission = db.session.get_one(Submission, submission_id)
        assert db.session.get_one(Product, submission.product_revision.product_id).is_listed is is_listed
        assert (submission.status is SubmissionStatus.WAITING) is not is_listed
        assert db.session.get_one(SecondLook, look_id).status == verdict
    assert desk.get(path).status_code == 200


# Taken back


def test_she_takes_her_last_decision_back_from_any_page_of_the_queue(app, desk):
    with app.app_context(), transaction():
        first, second = given_a_submitted_product().id, given_a_submitted_product("ขนมชั้น").id
    with app.app_context():
        accepted = moderation.misses_of(db.session.get_one(Submission, first), []).keys
    desk.get(f"/office/submissions/{first}")
    said = {"outcome": "approved", "accepted": accepted, "because": "เห็นของจริงแล้ว"}
    assert desk.post(f"/office/submissions/{first}/decision", data=said).status_code == 303
    button = f'action="/office/submissions/{first}/take-back"'
    for path in ("/office", f"/office/submissions/{second}", f"/office/submissions/{first}"):
        assert button in desk.get(path).text
    assert button not in another(app).get("/office").text

    back = desk.post(f"/office/submissions/{first}/take-back")
    assert back.location == f"/office/submissions/{first}"
    page = desk.get(back.location).text
    assert "เอาคำตัดสินคืนแล้ว" in page
    assert 'data-key="a"' in page
    again = desk.post(f"/office/submissions/{first}/take-back")
    assert "ทำอะไรต่อไปแล้ว" in desk.get(again.location).text
