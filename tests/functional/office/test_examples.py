"""A phrase of advice with a good example: put up by an official, sent with the advice, seen by the group and by anybody."""

import io

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from shop.catalogue.models import ProductRevision
from shop.groups.models import Group
from shop.kernel.database import db, transaction
from shop.moderation import advice
from shop.moderation.models import AdvicePicture, Decision, Outcome, Submission
from tests.client import PageClient
from tests.factories.groups import owner_of
from tests.factories.moderation import given_a_decision, given_a_submitted_group, given_a_submitted_product, official
from tests.factories.people import given_an_official

WORDS = "ถ่ายรูปฉลากให้อ่านออก เห็นวันผลิตและวันหมดอายุ"


def a_picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#dbead8").save(out, "JPEG")
    out.seek(0)
    return out


@pytest.fixture
def desk(app: Flask) -> PageClient:
    with app.app_context(), transaction():
        account_id = given_an_official().id
    return PageClient(app, app.response_class).sign_in(account_id)


@pytest.fixture
def phrase_id(app: Flask) -> int:
    with app.app_context(), transaction():
        return advice.add_phrase(official(), "photos", WORDS).id


def put_up(desk: PageClient, phrase_id: int) -> None:
    sent = desk.post(f"/office/phrases/{phrase_id}/picture", data={"photo": (a_picture(), "good.jpg")})
    assert sent.status_code == 303


def test_an_example_goes_with_the_advice_and_stays_when_the_phrase_is_gone(app, desk, phrase_id, client):
    put_up(desk, phrase_id)
    with app.app_context():
        key = db.session.scalars(select(AdvicePicture.file_key)).one()
    assert f"/photos/advice/{key}/320.webp" in desk.get("/office/phrases").text

    with app.app_context(), transaction():
        submission, somchai = given_a_submitted_product(), official()
        told = {"photos": f"{WORDS} และเห็นฝา", "title": "ตั้งชื่อใหม่"}
        given_a_decision(submission, Outcome.CHANGES_REQUESTED, somchai, advice=told)
        product_id = db.session.get_one(ProductRevision, submission.product_revision_id).product_id
        owner_id = owner_of(db.session.get_one(Group, submission.group_id)).id
    assert desk.post(f"/office/phrases/{phrase_id}", data={"remove": "1"}).status_code == 303

    group = PageClient(app, app.response_class).sign_in(owner_id)
    for path in (f"/sell/products/{product_id}", f"/en/sell/products/{product_id}", f"/sell/products/{product_id}/photos"):
        assert f"/photos/advice/{key}/320.webp" in group.get(path).text
    seen = client.get(f"/photos/advice/{key}/320.webp")
    assert (seen.status_code, seen.mimetype) == (200, "image/webp")
    assert client.get(f"/photos/advice/{key}/321.webp").status_code == 404


def test_a_group_sees_the_example_beside_what_it_says_of_itself(app, desk):
    with app.app_context(), transaction():
        phrase_id = advice.add_phrase(official(), "story", "เล่าว่าใครทำ").id
    put_up(desk, phrase_id)
    with app.app_context(), transaction():
        submission = given_a_submitted_group()
        given_a_decision(submission, Outcome.CHANGES_REQUESTED, advice={"story": "เล่าว่าใครทำ"})
        owner_id = owner_of(db.session.get_one(Group, submission.group_id)).id
    assert "/photos/advice/" in PageClient(app, app.response_class).sign_in(owner_id).get("/sell/group").text


def test_words_that_were_edited_away_bring_no_picture(app, desk, phrase_id):
    put_up(desk, phrase_id)
    with app.app_context(), transaction():
        given_a_decision(given_a_submitted_product(), Outcome.CHANGES_REQUESTED, advice={"photos": "ถ่ายใหม่"})
    with app.app_context():
        assert db.session.scalars(select(Decision)).one().examples == {}


def test_a_picture_is_replaced_taken_off_and_what_is_none_is_refused(app, desk, phrase_id):
    path = f"/office/phrases/{phrase_id}/picture"
    assert desk.post(path, data={"photo": (io.BytesIO(b"no picture"), "x.jpg")}).status_code == 422
    assert desk.post(path, data={}).status_code == 422
    assert desk.post(path, data={"remove": "1"}).status_code == 409
    put_up(desk, phrase_id)
    put_up(desk, phrase_id)
    with app.app_context():
        assert len([one for one in db.session.scalars(select(AdvicePicture)) if one.removed_at is None]) == 1
    assert desk.post(path, data={"remove": "1"}).status_code == 303
    assert "/photos/advice/" not in desk.get("/office/phrases").text
    with app.app_context():
        assert db.session.scalars(select(Submission)).all() == []
