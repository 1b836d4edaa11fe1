"""People report, an official decides once, a group tells its side, and nobody learns who reported."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.access import Role
from shop.kernel.clock import at, now
from shop.kernel.database import db, transaction
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.orders.returns.states import Side
from shop.reports import deciding, queries, service
from shop.reports.checks import cases_are_whole
from shop.reports.models import Report, ReportCase
from shop.reports.states import CaseStatus, SubjectKind
from shop.reports.subjects import subject_of
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.conversations import given_a_message, given_a_question, given_an_answer
from tests.factories.groups import given_a_group, given_a_member, owner_of
from tests.factories.moderation import official
from tests.factories.orders import group_actor
from tests.factories.people import given_an_official
from tests.factories.reports import given_a_report, given_an_asked_group
from tests.factories.reviews import given_a_received_line, given_a_review
from tests.queries import queries_of

WORDS = "กลิ่นบูด มีเชื้อรา"


@pytest.fixture
def product(app: Flask) -> int:
    with app.app_context(), transaction():
        return given_a_product(given_a_group("แม่บ้านบางขะแยง"), "น้ำพริก").id


def reported(client: PageClient, product_id: int, agent: str = "one", **form: object):
    typed = {"reason": "unsafe", "words": WORDS} | form
    return client.post(f"/report/product/{product_id}", data=typed, headers={"User-Agent": agent})


def the_case(app: Flask) -> ReportCase:
    with app.app_context():
        return db.session.scalars(select(ReportCase)).one()


def an_official(app: Flask) -> PageClient:
    with app.app_context(), transaction():
        return PageClient(app).sign_in(given_an_official().id)


def told(app: Flask, kind: NoticeKind) -> list[Notice]:
    with app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.kind == kind)))


def desk_of(app: Flask, product_id: int) -> PageClient:
    with app.app_context():
        group = db.session.get_one(Group, db.session.get_one(Product, product_id).group_id)
        return PageClient(app).sign_in(owner_of(group).id)


def test_several_voices_are_one_case_and_the_same_person_counts_once(app: Flask, client: PageClient, product: int):
    assert "/report/product/" in client.get(f"/products/{product}", follow_redirects=True).text
    assert client.get(f"/report/product/{product}").status_code == 200
    answers = [reported(client, product, agent, identifier=who).status_code for agent, who in (("one", ""), ("two", ""))]
    answers += [reported(client, product, identifier="malee@example.com").status_code for _again in range(2)]
    answers.append(reported(client, product).status_code)
    assert answers == [303] * 5
    assert "ขอบคุณ" in client.get("/report/thanks").text
    assert the_case(app).voices == 3
    with app.app_context():
        assert cases_are_whole() == []
        assert WORDS not in str([entry.changes for entry in db.session.scalars(select(AuditEntry))])
        assert {voice.contact_email for voice in db.session.scalars(select(Report))} == {None, "malee@example.com"}


def test_what_cannot_be_reported_is_said_and_nothing_is_kept(app: Flask, client: PageClient, product: int):
    assert reported(client, product, reason="").status_code == 422
    assert reported(client, product, reason="other", words=" \0 ").status_code == 422
    assert reported(client, product, words="ก" * 10_000).status_code == 422
    wrong = reported(client, product, identifier="12", words="เก็บไว้ก่อน")
    assert (wrong.status_code, "เก็บไว้ก่อน" in wrong.text) == (422, True)
    for path in ("/report/product/99999999999", "/report/message/1", "/report/nothing/1", f"/report/product/{product + 900}"):
        assert client.get(path).status_code == 404
    assert reported(desk_of(app, product), product).status_code == 409
    with app.app_context():
        assert db.session.scalars(select(ReportCase)).all() == []


def test_too_many_from_one_are_asked_to_wait(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        group = given_a_group()
        products = [given_a_product(group).id for _more in range(11)]
    assert [reported(client, one).status_code for one in products] == [303] * 10 + [429]


def test_an_official_takes_down_what_is_unsafe_and_all_are_told(app: Flask, client: PageClient, product: int):
    reported(client, product, identifier="malee@example.com")
    office, here = an_official(app), f"/office/reports/{the_case(app).id}"
    assert "มีคนแจ้งปัญหา 1 เรื่อง" in office.get("/office").text
    assert "น้ำพริก" in office.get("/office/reports").text
    assert WORDS in office.get(here).text
    decision = {"outcome": "taken_down", "words": "พบเชื้อราจริง", "seen": "1"}
    assert office.post(f"{here}/close", data=decision | {"words": ""}).status_code == 422
    assert office.post(f"{here}/close", data=decision | {"outcome": "x"}).status_code == 422
    assert office.post(f"{here}/close", data=decision | {"seen": "0"}).status_code == 409

    assert office.post(f"{here}/close", data=decision).status_code == 303
    assert office.post(f"{here}/close", data=decision).status_code == 409

    assert client.get(f"/products/{product}", follow_redirects=True).status_code == 404
    (notice,) = told(app, NoticeKind.REPORT_CLOSED)
    assert notice.recipient_email == "malee@example.com"
    assert len(told(app, NoticeKind.PRODUCT_SUSPENDED)) == 1
    assert "พบเชื้อราจริง" in office.get("/office/reports?closed=1").text + office.get(here).text
    assert "ปิดเรื่องที่แจ้งปัญหา" in office.get("/office/audit").text
    with app.app_context():
        assert db.session.scalars(select(Report.contact_email)).all() == [None]
        assert cases_are_whole() == []


def test_the_group_tells_its_side_and_never_sees_who_reported(app: Flask, client: PageClient, product: int):
    reported(client, product, identifier="malee@example.com")
    office, number = an_official(app), the_case(app).id
    assert office.post(f"/office/reports/{number}/ask", data={"words": ""}).status_code == 422
    assert office.post(f"/office/reports/{number}/ask", data={"words": "ผลิตเมื่อไร"}).status_code == 303
    assert office.post(f"/office/reports/{number}/ask", data={"words": "อีกครั้ง"}).status_code == 409

    desk, here = desk_of(app, product), f"/sell/reports/{number}"
    assert "เรื่องรอกลุ่มเล่า" in desk.get("/sell").text
    page = desk.get("/sell/reports").text + desk.get(here).text
    assert "ผลิตเมื่อไร" in page
    assert not [secret for secret in (WORDS, "malee") if secret in page]
    assert desk.post(here, data={"words": " "}).status_code == 422
    assert desk.post(here, data={"words": "เมื่อวานค่ะ"}).status_code == 303
    assert desk.post(here, data={"words": "อีกครั้ง"}).status_code == 409

    assert "เมื่อวานค่ะ" in office.get(f"/office/reports/{number}").text
    done = {"outcome": "no_fault", "words": "ดูแล้วใหม่ดี", "seen": "1"}
    assert office.post(f"/office/reports/{number}/close", data=done).status_code == 303
    assert "ดูแล้วใหม่ดี" in desk.get(here).text
    assert len(told(app, NoticeKind.REPORT_CLOSED_FOR_GROUP)) == len(told(app, NoticeKind.REPORT_CLOSED)) == 1
    assert client.get(f"/products/{product}", follow_redirects=True).status_code == 200
    assert reported(client, product).status_code == 303  # begins another


def test_one_who_has_a_part_or_comes_second_does_not_decide(app: Flask, product: int):
    done = {"outcome": "no_fault", "words": "ไม่พบ", "seen": "1"}
    with app.app_context(), transaction():
        case = given_a_report(db.session.get_one(Product, product))
        member = given_an_official(Role.COMMERCE_OFFICIAL)
        given_a_member(db.session.get_one(Group, case.group_id), member)
        member_id, here = member.id, f"/office/reports/{case.id}"
    relative = PageClient(app).sign_in(member_id)
    assert relative.post(f"{here}/close", data=done).status_code == 409
    first, second = an_official(app), an_official(app)
    assert first.get(here).status_code == 200
    assert "กำลังดูเรื่องนี้อยู่" in second.get(here).text
    assert second.post(f"{here}/close", data=done).status_code == 409
    assert the_case(app).status is CaseStatus.OPEN
    with app.app_context(), transaction():
        db.session.execute(update(ReportCase).values(held_until=now()))
    assert second.post(f"{here}/close", data=done).status_code == 303


def test_a_question_and_a_review_are_taken_down_by_their_own_verbs(app: Flask, client: PageClient, product: int):
    with app.app_context(), transaction():
        sold = db.session.get_one(Product, product)
        question = given_an_answer(given_a_question(sold, "คำหยาบคาย"))
        review = given_a_review(given_a_received_line(sold.group, sold), words="รีวิวหยาบคาย")
        cases = [
            given_a_report(sold, kind=SubjectKind.QUESTION, subject_id=question.id).id,
            given_a_report(sold, kind=SubjectKind.REVIEW, subject_id=review.id).id,
        ]
    office, done = an_official(app), {"outcome": "taken_down", "words": "ไม่สุภาพ", "seen": "1"}
    assert "หยาบคาย" in client.get(f"/products/{product}", follow_redirects=True).text
    assert office.post(f"/office/reports/{cases[1]}/close", data=done).status_code == 422  # for what reason?
    for number in cases:
        assert office.get(f"/office/reports/{number}").status_code == 200
        assert office.post(f"/office/reports/{number}/close", data=done | {"refused_for": "rude"}).status_code == 303
    page = client.get(f"/products/{product}", follow_redirects=True).text
    assert "หยาบคาย" not in page
    with app.app_context():
        assert db.session.get_one(Product, product).review_count == 0


def test_english_pages(app: Flask, client: PageClient, product: int):
    with app.app_context(), transaction():
        case = given_an_asked_group(db.session.get_one(Product, product)).id
    assert "Report a problem" in client.get(f"/en/report/product/{product}").text
    assert "The office asks" in desk_of(app, product).get(f"/en/sell/reports/{case}").text
    assert "What was reported" in an_official(app).get(f"/en/office/reports/{case}").text


def test_an_official_with_a_part_neither_reads_the_voices_nor_holds_the_case(app: Flask):
    with app.app_context(), transaction():
        group, hers, other = given_a_group(), given_an_official(), given_an_official()
        given_a_member(group, hers)
        case_id = given_a_report(given_a_product(group), "เหม็นหืน").id
        contact, hers_id, other_id = db.session.scalars(select(Report.contact_email)).one(), hers.id, other.id

    page = PageClient(app).sign_in(hers_id).get(f"/office/reports/{case_id}")

    assert page.status_code == 200
    assert (contact in page.text, "เหม็นหืน" in page.text) == (False, False)
    decision = {"outcome": "no_fault", "words": "ดูแล้ว", "seen": "1"}
    assert PageClient(app).sign_in(other_id).post(f"/office/reports/{case_id}/close", data=decision).status_code == 303


def test_the_buyer_of_an_order_has_a_part_in_its_messages(session):
    with transaction():
        hers, group = given_an_official(), given_a_group()
        order = given_a_received_line(group, given_a_product(group), hers).order
        message = given_a_message(order, Side.BUYER, "คำหยาบ")  # written by her link, signed out
        subject = subject_of(SubjectKind.MESSAGE, message.id)
        case = service.report(subject, "rude", "พูดไม่ดี", group_actor(group.id), address="192.0.2.4")

        assert deciding.has_part(case, subject, official(hers))


def test_the_queue_goes_page_by_page_with_a_bounded_number_of_questions(app: Flask, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    with app.app_context(), transaction():
        group = given_a_group()
        products = [given_a_product(group, f"ของ {number}") for number in range(5)]
        numbers = [given_a_report(product).id for product in products]
        question = given_an_answer(given_a_question(products[0]))
        numbers.append(given_a_report(products[0], kind=SubjectKind.QUESTION, subject_id=question.id).id)
        numbers.append(given_a_report(products[0], kind=SubjectKind.GROUP, subject_id=group.id).id)
    office = an_official(app)
    shown, here, asked = [], "/office/reports", []
    while here:
        with queries_of(app) as statements:
            page = office.get(here).text
        asked.append(len(statements))
        shown += [int(number) for number in re.findall(r"/office/reports/(\d+)", page)]
        onward = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page)
        here = onward[1].replace("&amp;", "&") if onward else ""

    assert shown == numbers
    assert len(asked) == 3
    assert max(asked) <= 20
    assert office.get("/office/reports?after=x").status_code == office.get("/office/reports?closed=1&after=x").status_code == 422


def test_closed_cases_go_page_by_page_too(app: Flask):
    with app.app_context(), transaction():
        product = given_a_product(given_a_group())
        hers = official()
        numbers = []
        for moment in range(3):
            with at(now() + timedelta(minutes=moment)):
                case = given_a_report(product)
                deciding.close(case, "no_fault", "ดูแล้ว", 1, hers)
                numbers.append(case.id)
    with app.app_context():
        first = queries.closed_cases(limit=2)
        rest = queries.closed_cases(first.next, limit=2)

        assert [case.id for case in (*first.cases, *rest.cases)] == numbers[::-1]
        assert rest.next is None
