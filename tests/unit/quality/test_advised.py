"""What was advised is done where the field has become another; what stands is counted and brought to lists."""

from datetime import timedelta

import pytest

from shop.catalogue import service as catalogue
from shop.catalogue.models import Product, RevisionPhoto
from shop.catalogue.queries import own_product
from shop.groups.models import Group
from shop.jobs.handlers.quality import count_quality, tell_of_training
from shop.kernel.clock import at, now
from shop.kernel.database import db, transaction
from shop.moderation import service as moderation
from shop.moderation.models import Outcome
from shop.notices.kinds import NoticeKind
from shop.notices.models import Notice
from shop.quality import queries, trainings
from shop.quality.advised import advice_on, open_advice
from shop.quality.facts import scores_of, scores_of_own
from shop.quality.models import GroupQuality, Training
from shop.quality.score import Part
from tests.factories.catalogue import given_a_photo, given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import given_a_decision, given_a_submitted_product, official
from tests.factories.quality import given_a_training
from tests.queries import queries_of

ADVICE = {"description": "บอกวิธีเก็บ", "photos": "ถ่ายรูปฉลาก", "variants": "ใส่น้ำหนัก", "general": "ใกล้แล้ว"}


def given_advice(group=None, outcome=Outcome.CHANGES_REQUESTED, **advice: str) -> Product:
    submission = given_a_submitted_product(group=group)
    given_a_decision(submission, outcome, advice=advice or ADVICE)
    return db.session.get_one(Product, submission.product_revision.product_id)


def done(product: Product) -> dict[str, bool]:
    return {piece.field: piece.is_done for piece in advice_on(product.id)[0].pieces}


def test_advice_is_done_where_its_field_changed_and_nowhere_else(session):
    with transaction():
        product = given_advice()
        owner = owner_of(product.group)
        assert done(product) == dict.fromkeys(ADVICE, False)
        with at(now() + timedelta(minutes=1)):
            catalogue.save_draft(product, owner, description="เก็บในตู้เย็นได้สองสัปดาห์")
            catalogue.edit_variant(product.variants[0], owner, weight_grams=300)
    assert done(product) == {"description": True, "photos": False, "variants": True, "general": False}
    (piece,) = [one for one in advice_on(product.id)[0].pieces if one.field == "description"]
    assert (piece.before, piece.after) == ("โขลกมือทุกกระปุก", "เก็บในตู้เย็นได้สองสัปดาห์")

    with transaction():
        catalogue.attach_photos(product, [given_a_photo(product.group)], owner)
    assert done(product)["photos"]
    assert [one.field for one in open_advice([product.id])[product.id].open] == ["general"]


def test_a_later_decision_makes_earlier_advice_past(session):
    with transaction():
        product = given_advice()
        draft = catalogue.open_draft(product)
        draft.photos.append(RevisionPhoto(photo=given_a_photo(product.group), position=0))
        db.session.flush()
        submission = moderation.submit_product(product, owner_of(product.group))
        given_a_decision(submission)
    assert open_advice([product.id]) == {}
    assert [one.is_past for one in advice_on(product.id)] == [True]


def test_many_products_are_asked_as_often_as_one(app, session):
    with transaction():
        group = given_a_group()
        products = [given_advice(group).id for _more in range(3)]
    with queries_of(app) as few:
        scores_of(products[:1]), open_advice(products[:1])
    db.session.expire_all()
    with queries_of(app) as many:
        assert len(scores_of(products)) == len(open_advice(products)) == 3
    assert len(many) == len(few) <= 16


def test_a_label_photo_is_one_that_says_so(session):
    with transaction():
        product = given_a_product(given_a_group())
        product.published.photos.append(RevisionPhoto(photo=given_a_photo(product.group), position=0, alt="ฉลากด้านหลัง"))
        db.session.flush()
    score = scores_of([product.id])[product.id]
    marks = {mark.part: mark.points for mark in score.marks}

    assert marks[Part.LABEL_PHOTO] == 10
    assert marks[Part.PHOTOS] == 5
    assert scores_of_own([own_product(product.id, product.group_id)]) == {product.id: score}


def given_counted(group: Group, need: str) -> None:
    db.session.add(GroupQuality(group_id=group.id, mean_score=50, product_count=1, open_advice=0, needs=[need], lowest=[]))
    db.session.flush()


def counted() -> dict[int, GroupQuality]:
    db.session.expire_all()
    return {one.group_id: one for one in db.session.scalars(db.select(GroupQuality))}


def test_groups_are_counted_at_night_and_found_by_what_they_lack(session):
    with transaction():
        low, high, _empty = (given_a_group(name).id for name in ("ต่ำ", "สูง", "ว่าง"))
        given_advice(db.session.get_one(Group, low))
        whole = given_a_product(db.session.get_one(Group, high))
        for number in range(3):
            photo = given_a_photo(whole.group)
            whole.published.photos.append(RevisionPhoto(photo=photo, position=number, alt="ฉลาก"))
        db.session.flush()
    count_quality()
    rows = counted()

    assert set(rows) == {low, high}
    assert rows[low].mean_score < rows[high].mean_score
    assert (rows[low].open_advice, rows[high].open_advice) == (4, 0)
    assert "label" in rows[low].needs
    found = queries.find_groups(queries.QualitySearch(), limit=1)
    assert ([group.id for _row, group in found.rows], found.total) == ([low], 2)
    following = queries.find_groups(queries.QualitySearch(), after=found.next, limit=1)
    assert ([group.id for _row, group in following.rows], following.next) == ([high], None)
    assert [group.id for _row, group in queries.find_groups(queries.QualitySearch(has_advice=True)).rows] == [low]

    with transaction():
        db.session.execute(db.update(Product).where(Product.group_id == low).values(archived_at=now()))
    count_quality()
    assert set(counted()) == {high}


def test_a_training_is_told_once_to_those_it_would_help(session, monkeypatch):
    monkeypatch.setattr(trainings, "GROUPS_AT_ONCE", 2)
    with transaction():
        groups = [given_a_group(f"กลุ่ม {number}") for number in range(3)]
        for group in groups:
            given_counted(group, "label")
        given_counted(given_a_group("ครบแล้ว"), "photo")
        training = given_a_training()
    told: list[int] = []
    after: int | None = 0
    while after is not None:
        tell_of_training(0, {"training_id": training.id, "after": after})
        tell_of_training(0, {"training_id": training.id, "after": after})  # after a power cut
        db.session.expire_all()
        kept = db.session.get_one(Training, training.id)
        told.append(kept.told_count)
        after = None if kept.told_at else kept.told_until
    notices = db.session.scalars(db.select(Notice).where(Notice.kind == NoticeKind.TRAINING_ANNOUNCED)).all()

    assert told == [2, 3, 3]
    assert {notice.account_id for notice in notices} == {owner_of(group).id for group in groups}
    assert len(notices) == 3


def test_past_and_cancelled_trainings_are_shown_to_nobody(session):
    with transaction():
        coming, cancelled = given_a_training(), given_a_training()
        trainings.cancel(cancelled, official())
    assert [one.id for one in queries.trainings_shown()] == [coming.id]
    with at(now() + timedelta(days=8)):
        assert queries.trainings_shown() == []
        with pytest.raises(trainings.TrainingOver), transaction():
            trainings.say_interest(coming, owner_of(given_a_group()))
