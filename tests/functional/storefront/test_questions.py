"""A buyer asks about a product, the group answers for all or for one, an official takes down; nobody sees a number."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product
from shop.conversations.checks import questions_are_whole
from shop.conversations.models import Question
from shop.conversations.states import QuestionStatus
from shop.groups.models import Group
from shop.kernel.codes import new_key
from shop.kernel.database import db, transaction
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.conversations import given_a_question, given_an_answer
from tests.factories.groups import given_a_group, owner_of
from tests.factories.people import given_an_account, given_an_official

S = QuestionStatus
ASKED = "เก็บในตู้เย็นได้กี่วันคะ"
PHONE = "081-234-5678"


@pytest.fixture
def product(app: Flask) -> int:
    with app.app_context(), transaction():
        return given_a_product(given_a_group("แม่บ้านบางขะแยง"), "น้ำพริก").id


def asked_of(product_id: int, client: PageClient, words: str = ASKED, prefix: str = "", **form: object):
    typed = {"words": words, "identifier": "malee@example.com", "token": new_key()} | form
    return client.post(f"{prefix}/products/{product_id}/ask", data=typed)


def the_questions(app: Flask) -> list[Question]:
    with app.app_context():
        return list(db.session.scalars(select(Question).order_by(Question.id)))


def group_desk(app: Flask, product_id: int) -> PageClient:
    with app.app_context():
        group = db.session.get_one(Group, db.session.get_one(Product, product_id).group_id)
        return PageClient(app).sign_in(owner_of(group).id)


def told(app: Flask, kind: NoticeKind) -> list[Notice]:
    with app.app_context():
        return list(db.session.scalars(select(Notice).where(Notice.kind == kind)))


def test_a_guest_asks_once_and_is_told_the_answer_that_all_read_without_numbers(app: Flask, client: PageClient, product: int):
    token = new_key()
    first, second = (asked_of(product, client, token=token) for _click in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert "key=" in first.location
    (question,) = the_questions(app)
    assert ASKED in client.get(first.location).text
    assert ASKED not in client.get(f"/products/{product}", follow_redirects=True).text  # it waits
    assert len(told(app, NoticeKind.QUESTION_ASKED)) == 1

    desk = group_desk(app, product)
    assert "1 คำถามรอคุณตอบ" in desk.get("/sell").text
    page = desk.get(f"/sell/questions/{question.id}").text
    assert ASKED in page
    assert "malee" not in page
    answer = f"เจ็ดวันค่ะ โทร {PHONE}"
    warned = desk.post(f"/sell/questions/{question.id}", data={"words": answer, "shown_to": "all"})
    assert (warned.status_code, "ตั้งใจส่งตามนี้" in warned.text) == (422, True)
    sent = desk.post(f"/sell/questions/{question.id}", data={"words": answer, "shown_to": "all", "sure": "y"})
    assert sent.status_code == 303

    for prefix in ("", "/en"):
        public = client.get(f"{prefix}/products/{product}", follow_redirects=True).text
        assert ASKED in public
        assert "เจ็ดวันค่ะ" in public
        assert PHONE not in public
    assert PHONE not in client.get(f"/products/{product}/questions").text
    (notice,) = told(app, NoticeKind.QUESTION_ANSWERED)
    assert notice.recipient_email == "malee@example.com"
    assert "เจ็ดวัน" not in str(notice.params)
    with app.app_context():
        assert questions_are_whole() == []
        assert ASKED not in str([entry.changes for entry in db.session.scalars(select(AuditEntry))])


def test_a_private_question_never_becomes_public(app: Flask, client: PageClient, product: int):
    here = asked_of(product, client, wants_private="y").location
    (question,) = the_questions(app)
    desk = group_desk(app, product)

    assert desk.post(f"/sell/questions/{question.id}", data={"words": "ได้ค่ะ", "shown_to": "all"}).status_code == 422
    assert desk.post(f"/sell/questions/{question.id}", data={"words": "ได้ค่ะ"}).status_code == 303

    assert the_questions(app)[0].status is S.PRIVATE
    assert "ได้ค่ะ" in client.get(here).text
    assert ASKED not in client.get(f"/products/{product}/questions").text
    assert desk.post(f"/sell/questions/{question.id}", data={"words": "อีกครั้ง", "shown_to": "one"}).status_code == 409
    assert client.get(f"/questions/{question.id}").status_code == 404
    assert client.get(f"/questions/{question.id}?key=x").status_code == 404


def test_what_cannot_be_asked_is_said_kindly(app: Flask, client: PageClient, product: int):
    assert asked_of(product, client, words=" ").status_code == 422
    assert asked_of(product, client, words="ก" * 1001).status_code == 422
    assert asked_of(product, client, identifier="021234567").status_code == 422
    assert asked_of(product, client, words=f"โทรกลับ {PHONE}").status_code == 422
    assert asked_of(10**12, client).status_code == 404
    assert the_questions(app) == []
    assert group_desk(app, product).post(f"/products/{product}/ask", data={"words": ASKED}).status_code == 409

    assert [asked_of(product, client).status_code for _again in range(3)] == [303, 303, 409]
    with app.app_context(), transaction():
        others = [given_a_product(given_a_group()).id for _more in range(2)]
    answers = [asked_of(other, client, prefix="/en").status_code for other in (*others, *others)]
    assert answers == [303, 303, 303, 429]


def test_who_is_signed_in_finds_theirs_and_the_group_puts_its_answer_right(app: Flask, client: PageClient, product: int):
    with app.app_context(), transaction():
        malee, other = given_an_account("มาลี"), given_an_account()
        question = given_an_answer(given_a_question(db.session.get_one(Product, product), ASKED, malee))
        account_id, other_id, number = malee.id, other.id, question.id
    client.sign_in(account_id)
    assert ASKED in client.get("/account/questions").text
    assert "7 วัน" in client.get(f"/questions/{number}").text
    assert PageClient(app).sign_in(other_id).get(f"/questions/{number}").status_code == 404

    desk = group_desk(app, product)
    assert desk.post(f"/sell/questions/{number}", data={"words": "10 วันค่ะ"}).status_code == 303
    assert "10 วันค่ะ" in client.get(f"/products/{product}/questions").text


def test_an_official_takes_down_and_both_are_told_why(app: Flask, client: PageClient, product: int):
    with app.app_context(), transaction():
        number = given_an_answer(given_a_question(db.session.get_one(Product, product), ASKED)).id
        office = PageClient(app).sign_in(given_an_official().id)
    here = f"/office/questions/{number}/take-down"

    assert ASKED in office.get(here).text
    assert office.post(here, data={"reason": ""}).status_code == 422
    assert office.post(here, data={"reason": "ไม่สุภาพ"}).status_code == 303
    assert office.post(here, data={"reason": "อีก"}).status_code == 409

    assert ASKED not in client.get(f"/products/{product}/questions").text
    assert len(told(app, NoticeKind.QUESTION_TAKEN_DOWN)) == 2
    assert "ไม่สุภาพ" in group_desk(app, product).get(f"/sell/questions/{number}").text
    assert "เอาคำถามออก" in office.get("/office/audit").text
