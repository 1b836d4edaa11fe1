"""A group's cover is turned and cut after it was sent, as photos of products are: what was sent and what is public stay."""

from io import BytesIO

import pytest
from flask import Flask

from shop.catalogue.models import Photo, PhotoStatus
from shop.groups.models import Group
from shop.groups.queries import newest_profile
from shop.jobs.registry import load_handlers
from shop.jobs.work import work_everything_due
from shop.kernel.database import db, transaction
from shop.kernel.review import RevisionStatus
from tests.client import PageClient
from tests.factories.groups import given_a_group, owner_of
from tests.factories.returns import a_picture

STEP = "/sell/group/profile/cover"


@pytest.fixture
def desk(app: Flask) -> PageClient:
    with app.app_context(), transaction():
        return PageClient(app).sign_in(owner_of(given_a_group()).id)


def work(app: Flask) -> None:
    with app.app_context():
        load_handlers()
        work_everything_due(app)


def cover(app: Flask) -> Photo:
    """Of the newest profile."""
    with app.app_context():
        group = db.session.scalars(db.select(Group).order_by(Group.id)).first()
        return db.session.get(Photo, newest_profile(group.id).cover_photo_id)


def given_a_cover(app: Flask, desk: PageClient) -> Photo:
    """900 x 600, prepared."""
    desk.post(STEP, data={"photo": (BytesIO(a_picture(size=(900, 600))), "group.jpg")})
    work(app)
    return cover(app)


def test_a_cover_is_turned_and_cut_and_back_again(app: Flask, desk: PageClient):
    sent = given_a_cover(app, desk)
    address = f"{STEP}/{sent.id}"
    assert address in desk.get(STEP).text
    assert "data-photo-edit" in desk.get(address).text
    assert "data-photo-edit" in desk.get(f"/en{address}").text
    for _click in range(2):  # the second finds it done
        answer = desk.post(address, data={"turns": "1", "cut": "wide"})
        assert (answer.status_code, answer.location) == (303, STEP)
    assert "กำลังเตรียม" in desk.get(STEP).text
    work(app)

    changed = cover(app)
    assert (changed.status, changed.turns, changed.width, changed.height) == (PhotoStatus.READY, 1, 600, 450)
    assert changed.key != sent.key
    address = f"{STEP}/{changed.id}"
    for bad in ({"turns": "one"}, {"cut": "box", "box": "1,2"}, {"cut": "round"}, {"turns": "9" * 10_000}):
        assert desk.post(address, data=bad).status_code in (422, 303)
        assert cover(app).id == changed.id
    desk.post(address, data={"turns": "0", "cut": ""})
    work(app)
    assert (cover(app).width, cover(app).height, cover(app).crop) == (900, 600, [])


def test_the_public_cover_stays_until_an_official_has_seen_the_new_one(app: Flask, desk: PageClient):
    sent = given_a_cover(app, desk)
    with app.app_context(), transaction():
        group = db.session.scalars(db.select(Group).order_by(Group.id)).first()
        draft = newest_profile(group.id)
        draft.status = RevisionStatus.APPROVED
        group.published_profile_id = draft.id
    desk.post(f"{STEP}/{sent.id}", data={"turns": "2"})
    with app.app_context():
        group = db.session.scalars(db.select(Group).order_by(Group.id)).first()
        assert group.published.cover_photo_id == sent.id
        draft = newest_profile(group.id)
        assert (draft.status, draft.cover_photo_id != sent.id) == (RevisionStatus.DRAFT, True)


def test_while_it_is_looked_at_and_where_it_is_another_groups_nothing_is_changed(app: Flask, desk: PageClient):
    sent = given_a_cover(app, desk)
    with app.app_context(), transaction():
        other = PageClient(app).sign_in(owner_of(given_a_group()).id)
    assert other.get(f"{STEP}/{sent.id}").status_code == 404
    assert other.post(f"{STEP}/{sent.id}", data={"turns": "1"}).status_code == 404
    assert desk.get(f"{STEP}/{sent.id + 1000}").status_code == 404
    with app.app_context(), transaction():
        group = db.session.scalars(db.select(Group).order_by(Group.id)).first()
        newest_profile(group.id).status = RevisionStatus.IN_REVIEW
    assert desk.get(f"{STEP}/{sent.id}").location == desk.post(f"{STEP}/{sent.id}", data={"turns": "1"}).location == "/sell/group"
    assert cover(app).id == sent.id
