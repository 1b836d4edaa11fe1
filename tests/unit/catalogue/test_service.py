"""The life of a product's content: what buyers read is always what an official approved."""

import pytest
from sqlalchemy import event, update

from shop.catalogue import queries, service
from shop.catalogue.models import Photo, PhotoStatus, Product, ProductRevision, RevisionImmutable, StandardKind
from shop.catalogue.shown import shown_product
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.review import RevisionStatus
from tests.factories.catalogue import given_a_complete_draft, given_a_photo, given_a_product
from tests.factories.groups import given_a_group, owner_of

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))


@pytest.fixture
def group(session):
    with transaction():
        return given_a_group()


@pytest.fixture
def seller(group):
    return owner_of(group)


def submitted(group, seller) -> tuple[Product, ProductRevision]:
    with transaction():
        product = given_a_complete_draft(group)
        revision = service.submit_draft(product, seller)
    return product, revision


def published(group, seller) -> Product:
    product, revision = submitted(group, seller)
    with transaction():
        service.publish_revision(revision, OFFICIAL)
    return product


def test_an_approved_revision_is_what_is_listed(group, seller):
    product, revision = submitted(group, seller)
    assert not product.is_listed

    with transaction():
        service.publish_revision(revision, OFFICIAL)

    assert product.is_listed
    assert product.title == "กล้วยตากน้ำผึ้ง"
    assert product.published_at is not None
    assert product.cover_photo_id == revision.photos[0].photo_id
    assert product.variants[0].reviewed_price_satang == 6500


def test_editing_what_is_in_review_writes_the_next_draft_and_leaves_it_as_it_was_sent(group, seller):
    product, revision = submitted(group, seller)

    with transaction():
        draft = service.save_draft(product, seller, title="กล้วยตากแดดเดียว")

    assert (draft.number, draft.title, draft.status) == (2, "กล้วยตากแดดเดียว", RevisionStatus.DRAFT)
    assert [one.photo_id for one in draft.photos] == [one.photo_id for one in revision.photos]
    db.session.refresh(revision)
    assert (revision.title, revision.status) == ("กล้วยตากน้ำผึ้ง", RevisionStatus.IN_REVIEW)


def test_standards_and_photos_go_along_into_the_next_draft(group, seller):
    with transaction():
        product = given_a_complete_draft(group)
        evidence = given_a_photo(group)
        service.set_standard(product, seller, StandardKind.TCPS, "มผช. ๓๒๑/๒๕๕๖", evidence=evidence)
        service.arrange_photos(
            product, [product.revisions[0].photos[0].photo_id], seller, {product.revisions[0].photos[0].photo_id: "กล้วยในถาด"}
        )
        service.submit_draft(product, seller)
        draft = service.save_draft(product, seller, description="ตากบนแผงไม้ไผ่")

    assert [(one.kind, one.number, one.evidence_photo_id) for one in draft.standards] == [
        (StandardKind.TCPS, "321/2556", evidence.id)
    ]
    assert [one.alt for one in draft.photos] == ["กล้วยในถาด"]


def test_deciding_a_superseded_revision_is_refused_and_changes_nothing(group, seller):
    product, first = submitted(group, seller)
    with transaction():
        service.save_draft(product, seller, title="กล้วยตากรุ่นใหม่")
        second = service.submit_draft(product, seller)

    with pytest.raises(service.RevisionSuperseded), transaction():
        service.publish_revision(first, OFFICIAL)

    db.session.refresh(first)
    assert first.status is RevisionStatus.SUPERSEDED
    assert second.status is RevisionStatus.IN_REVIEW
    assert product.published_revision_id is None
    assert service.RevisionSuperseded.status == 409


@pytest.mark.parametrize(
    "decide", [service.publish_revision, lambda one, who: service.return_revision(one, RevisionStatus.REJECTED, who)]
)
def test_a_revision_is_decided_once(group, seller, decide):
    _, revision = submitted(group, seller)
    with transaction():
        service.return_revision(revision, RevisionStatus.CHANGES_REQUESTED, OFFICIAL)

    with pytest.raises(LostRace), transaction():
        decide(revision, OFFICIAL)

    db.session.refresh(revision)
    assert revision.status is RevisionStatus.CHANGES_REQUESTED


@pytest.mark.parametrize("role", [Role.GROUP_OWNER, Role.LABOUR_OFFICIAL, Role.BUYER, Role.LABOUR_VOLUNTEER])
def test_only_who_reviews_may_decide(group, seller, role):
    product, revision = submitted(group, seller)
    stranger = Actor(9, frozenset({role}), group.id)
    for decide in (
        lambda: service.publish_revision(revision, stranger),
        lambda: service.return_revision(revision, RevisionStatus.REJECTED, stranger),
        lambda: service.suspend_product(product, stranger, "ไม่มีเหตุ"),
        lambda: service.reinstate_product(product, stranger),
    ):
        with pytest.raises(NotAllowed), transaction():
            decide()

    db.session.refresh(revision)
    assert revision.status is RevisionStatus.IN_REVIEW


def test_a_submitted_revision_cannot_be_rewritten_even_past_the_service(group, seller):
    _, revision = submitted(group, seller)
    with pytest.raises(RevisionImmutable), transaction():
        db.session.refresh(revision)
        revision.title = "ของอื่น"
        db.session.flush()
    with pytest.raises(RevisionImmutable), transaction():
        db.session.refresh(revision)
        db.session.delete(revision.photos[0])
        db.session.flush()

    db.session.refresh(revision)
    assert (revision.title, len(revision.photos)) == ("กล้วยตากน้ำผึ้ง", 1)


def test_what_is_missing_is_said_part_by_part(group, seller):
    with transaction():
        product = service.create_product(group.id, seller)

    with pytest.raises(service.Incomplete) as refused, transaction():
        service.submit_draft(product, seller)

    assert refused.value.missing == [("title", "empty"), ("subcategory", "empty"), ("photos", "empty"), ("variants", "empty")]
    assert product.revisions[0].status is RevisionStatus.DRAFT


def test_a_photo_that_could_not_be_opened_is_no_cover(group, seller):
    with transaction():
        product = given_a_complete_draft(group)
        whole = given_a_photo(group)
        service.attach_photos(product, [whole], seller)
        revision = service.submit_draft(product, seller)
        revision.photos[0].photo.status = PhotoStatus.REFUSED
        service.publish_revision(revision, OFFICIAL)

    assert product.cover_photo_id == whole.id


def test_food_is_advised_of_what_the_official_will_ask_for(group):
    with transaction():
        food = given_a_product(group, description="")
        cloth = given_a_product(group, "ผ้าขาวม้า", category="textiles", subcategory="woven_cloth")

    assert service.advisable_parts(food.published) == ["description", "ingredients", "shelf_life_days", "allergens"]
    assert service.advisable_parts(cloth.published) == []


def test_prohibited_goods_are_flagged_when_submitted(group, seller):
    with transaction():
        product = given_a_complete_draft(group, "บุหรี่ไฟฟ้าทำมือ")
        revision = service.submit_draft(product, seller)

    assert "tobacco" in {flag["kind"] for flag in revision.flags}


def test_a_group_that_is_not_approved_submits_nothing(session):
    with transaction():
        group = given_a_group(status="draft")
        product = given_a_complete_draft(group)

    with pytest.raises(service.GroupNotApproved), transaction():
        service.submit_draft(product, owner_of(group))

    assert product.revisions[0].status is RevisionStatus.DRAFT


def test_nothing_new_is_nothing_to_submit(group, seller):
    product = published(group, seller)
    with pytest.raises(service.NothingToSubmit), transaction():
        service.submit_draft(product, seller)


def test_off_sale_and_back(group, seller):
    product = published(group, seller)
    with transaction():
        service.archive_product(product, seller)
    assert not product.is_listed
    with pytest.raises(LostRace), transaction():
        service.archive_product(product, seller)
    with transaction():
        service.unarchive_product(product, seller)
    assert product.is_listed


def test_suspended_is_out_of_reach_until_reinstated(group, seller):
    product = published(group, seller)
    with transaction():
        service.suspend_product(product, OFFICIAL, "ฉลากไม่ตรง")
    assert not product.is_listed
    assert queries.listed_product(product.id) is None
    with transaction():
        service.unarchive_product(product, seller) if product.archived_at else service.save_draft(product, seller, title="ชื่อใหม่")
    assert not product.is_listed
    with transaction():
        service.reinstate_product(product, OFFICIAL)
    assert product.is_listed
    assert product.title == "กล้วยตากน้ำผึ้ง"


def test_a_draft_never_published_can_be_thrown_away(group, seller):
    with transaction():
        product = given_a_complete_draft(group)
    with transaction():
        service.delete_product(product, seller)

    assert queries.product_for_group(product.id, group.id) is None
    assert queries.products_of_group(group.id) == []


def test_what_is_published_or_before_an_official_is_not_thrown_away(group, seller):
    product, revision = submitted(group, seller)
    with pytest.raises(service.StillInReview), transaction():
        service.delete_product(product, seller)
    with transaction():
        service.publish_revision(revision, OFFICIAL)
    with pytest.raises(LostRace), transaction():
        service.delete_product(product, seller)

    assert product.deleted_at is None


def test_a_copy_begins_as_a_draft_without_name_and_stock(group, seller):
    product = published(group, seller)
    with transaction():
        copy = service.copy_product(product, seller, with_photos=True)

    own = queries.own_product(copy.id, group.id)
    assert (own.title, own.latest.status, own.product.is_listed) == ("", RevisionStatus.DRAFT, False)
    assert own.latest.subcategory == product.subcategory
    assert [(one.name, one.price_satang, one.available, one.reviewed_price_satang) for one in own.variants] == [
        ("200 กรัม", 6500, 0, None)
    ]
    assert len(own.latest.photos) == 1


@pytest.mark.parametrize(
    "field, value, reason",
    [
        ("title", "กอ", "too_short"),
        ("title", "ก" * 121, "too_long"),
        ("title", "!!!!", "too_short"),
        ("description", "ก" * 5001, "too_long"),
        ("shelf_life_days", 0, "out_of_range"),
        ("made_to_order_days", 181, "out_of_range"),
        ("weekly_capacity", -1, "out_of_range"),
        ("allergens", ["bees"], "unknown"),
    ],
)
def test_values_that_cannot_be_meant_are_refused(group, seller, field, value, reason):
    with transaction():
        product = given_a_complete_draft(group)
    with pytest.raises(BadValue) as refused, transaction():
        service.save_draft(product, seller, **{field: value})

    assert (refused.value.field, refused.value.reason) == (field, reason)


def test_controls_are_tidied_and_line_ends_kept_where_there_are_lines(group, seller):
    with transaction():
        product = given_a_complete_draft(group)
        draft = service.save_draft(product, seller, title="ขนม\x00ไทย\n\u202eแท้ ", description="ก\r\nข\x07")

    assert (draft.title, draft.description) == ("ขนมไทย แท้", "ก\nข")


def test_a_category_and_its_subcategory_belong_together(group, seller):
    with transaction():
        product = given_a_complete_draft(group)
    with pytest.raises(BadValue), transaction():
        service.save_draft(product, seller, category="food", subcategory="woven_cloth")


def test_another_groups_photo_is_not_taken(group, seller):
    with transaction():
        other = given_a_group("กลุ่มอื่น")
        theirs = given_a_photo(other)
        product = given_a_complete_draft(group)
    with pytest.raises(BadValue), transaction():
        service.attach_photos(product, [theirs], seller)
    with pytest.raises(BadValue), transaction():
        service.set_standard(product, seller, StandardKind.GI, "สช 5010", evidence=theirs)


def test_at_most_eight_photos(group, seller):
    with transaction():
        product = given_a_complete_draft(group)
        service.attach_photos(product, [given_a_photo(group) for _ in range(7)], seller)
    with pytest.raises(BadValue) as refused, transaction():
        service.attach_photos(product, [given_a_photo(group)], seller)
    assert refused.value.reason == "too_many"


def test_photos_are_arranged_and_taken_out(group, seller):
    with transaction():
        product = given_a_complete_draft(group)
        more = [given_a_photo(group), given_a_photo(group)]
        service.attach_photos(product, more, seller)
        first = product.revisions[0].photos[0].photo_id
        draft = service.arrange_photos(product, [more[1].id, first], seller)

    assert [one.photo_id for one in draft.photos] == [more[1].id, first]


def test_a_buyer_asks_for_a_product_in_five_questions(group, seller):
    product = published(group, seller)
    with transaction():
        service.save_draft(product, seller, title="ยังไม่ได้ตรวจ")
        service.set_standard(product, seller, StandardKind.GI, "สช 50100012")
        db.session.execute(update(Photo).values(published_at=now()))
    asked, product_id = [], product.id

    def count(_connection, _cursor, statement, *_more):
        asked.extend([statement] if statement.startswith("SELECT") else [])

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        found = shown_product(product_id)
        shown = (
            found.group.name,
            found.title,
            found.published.valid_standards,
            len(found.published.photos),
            len(found.variants),
        )
    finally:
        event.remove(db.engine, "before_cursor_execute", count)

    assert shown == ("กลุ่มแม่บ้านบางขะแยง", "กล้วยตากน้ำผึ้ง", [], 1, 1)
    assert len(asked) == 5
