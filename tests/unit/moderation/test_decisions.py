"""A decision is taken once, with everything that follows from it, or not at all."""

import pytest
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.models import Product, Variant
from shop.groups import queries as group_queries
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.review import RevisionStatus
from shop.moderation import queries
from shop.moderation import service as moderation
from shop.moderation.models import Decision, Outcome, Submission, SubmissionKind, SubmissionStatus
from shop.moderation.service import HeldByAnother, NotWaiting
from shop.notices.models import Notice
from shop.search.models import SearchDocument
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group, owner_of
from tests.factories.moderation import (
    given_a_decision,
    given_a_requested_price,
    given_a_submission,
    given_a_submitted_change,
    given_a_submitted_group,
    given_a_submitted_product,
    official,
)
from tests.factories.people import given_an_official


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def kinds_of_notices() -> list[str]:
    return list(db.session.scalars(select(Notice.kind).order_by(Notice.id)))


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_an_approved_group_is_what_buyers_see(session):
    with transaction():
        submission = given_a_submitted_group("กลุ่มจักสานคลองสี่")
        group_id = submission.group_id
    with transaction():
        given_a_decision(submission, advice={"story": "เล่าเรื่องได้ดีมาก"})

    group = session.get_one(Group, group_id)
    assert (group.status, group.name) == (GroupStatus.APPROVED, "กลุ่มจักสานคลองสี่")
    assert group_queries.published_group(group.slug) is group
    assert submission.status is SubmissionStatus.DECIDED
    assert kinds_of_notices() == ["group_approved"]
    assert session.scalars(select(Notice)).one().params["advice"] == "เล่าเรื่องได้ดีมาก"
    assert {"group:approve", "review:approve"} <= set(actions())


def test_an_approved_product_is_listed_and_found(session):
    with transaction():
        submission = given_a_submitted_product("ไข่เค็มสมุนไพร 7 รส")
    product_id = submission.product_revision.product_id
    assert not session.get_one(Product, product_id).is_listed
    with transaction():
        given_a_decision(submission, checked=["photos_are_of_it"])

    product = session.get_one(Product, product_id)
    assert product.is_listed
    assert product.title == "ไข่เค็มสมุนไพร 7 รส"
    assert session.get(SearchDocument, product_id) is not None
    assert session.scalars(select(Decision)).one().checked == ["photos_are_of_it"]
    assert kinds_of_notices() == ["product_approved"]


def test_what_is_sent_back_leaves_the_approved_on_sale_and_tells_why_at_the_field(session):
    with transaction():
        product = given_a_product(given_a_group(), "น้ำพริกเผา")
        submission = given_a_submitted_change(product, title="น้ำพริกเผารักษาโรค")
    with transaction():
        given_a_decision(submission, Outcome.CHANGES_REQUESTED, advice={"title": "ตัดคำว่ารักษาโรคออก", "photos": "  "})

    assert session.get_one(Product, product.id).title == "น้ำพริกเผา"
    assert submission.product_revision.status is RevisionStatus.CHANGES_REQUESTED
    assert queries.advice_for_product(product.id).advice == {"title": "ตัดคำว่ารักษาโรคออก"}
    assert kinds_of_notices() == ["product_changes_requested"]


def test_a_rejected_group_is_told_the_reason(session):
    with transaction():
        submission = given_a_submitted_group()
    with transaction():
        given_a_decision(submission, Outcome.REJECTED, reason="ไม่พบกลุ่มนี้ในตำบล")

    assert session.get_one(Group, submission.group_id).status is GroupStatus.REJECTED
    assert queries.advice_for_group(submission.group_id).reason == "ไม่พบกลุ่มนี้ในตำบล"
    assert session.scalars(select(Notice)).one().params["reason"] == "ไม่พบกลุ่มนี้ในตำบล"


@pytest.mark.parametrize(
    ("outcome", "price", "kind"),
    [(Outcome.APPROVED, 9900, "price_approved"), (Outcome.REJECTED, 6500, "price_rejected")],
)
def test_a_price_waits_for_its_decision(session, outcome, price, kind):
    with transaction():
        submission = given_a_requested_price(9900)
    variant = session.get_one(Variant, submission.variant_id)
    assert (variant.price_satang, variant.requested_price_satang) == (6500, 9900)
    with transaction():
        given_a_decision(submission, outcome, reason="แพงกว่าเดิมมาก")

    session.refresh(variant)
    assert (variant.price_satang, variant.requested_price_satang) == (price, None)
    assert session.get_one(Product, variant.product_id).min_price_satang == price
    assert kinds_of_notices() == [kind]


def test_a_price_asked_anew_replaces_the_one_that_waits(session):
    with transaction():
        first = given_a_requested_price(9900)
        variant = session.get_one(Variant, first.variant_id)
        owner, somchai = owner_of(session.get_one(Group, first.group_id)), official()
    with transaction():
        moderation.claim(first, somchai)
    with transaction():
        moderation.request_price(variant, 12000, owner)

    with pytest.raises(NotWaiting), transaction():
        moderation.decide(first, Outcome.APPROVED, somchai)
    assert first.status is SubmissionStatus.SUPERSEDED
    assert [row.title for row in queries.queue().rows] == ["น้ำพริกเผาปลาย่าง"]
    with transaction():
        moderation.request_price(variant, 6500, owner)  # she thinks better of it
    assert queries.queue().rows == []


def test_the_second_decision_is_refused_and_tells_nobody_anything(session):
    with transaction():
        submission, somchai = given_a_submission(), official()
    with transaction():
        given_a_decision(submission, actor=somchai)
    told, recorded = count(Notice), count(AuditEntry)

    with pytest.raises(NotWaiting), transaction():
        moderation.decide(submission, Outcome.REJECTED, somchai, reason="เปลี่ยนใจ")

    assert (count(Notice), count(AuditEntry), count(Decision)) == (told, recorded, 1)


def test_what_its_group_replaced_meanwhile_is_not_decided(session):
    with transaction():
        product = given_a_product(given_a_group())
        submission, somchai = given_a_submitted_change(product, title="น้ำพริกตาแดง"), official()
        moderation.claim(submission, somchai)
    with transaction():
        submission.status = SubmissionStatus.SUPERSEDED
        submission.product_revision.status = RevisionStatus.SUPERSEDED

    with pytest.raises(NotWaiting), transaction():
        moderation.decide(submission, Outcome.APPROVED, somchai)

    assert session.get_one(Product, product.id).title == "น้ำพริกเผาปลาย่าง"
    assert count(Notice) == count(Decision) == 0


def test_only_the_official_who_holds_it_decides(session):
    with transaction():
        submission, somchai, malee = given_a_submission(), official(), official()
    with transaction():
        moderation.claim(submission, somchai)

    with pytest.raises(HeldByAnother), transaction():
        moderation.decide(submission, Outcome.APPROVED, malee)
    assert submission.status is SubmissionStatus.WAITING


@pytest.mark.parametrize("role", [Role.LABOUR_OFFICIAL, Role.ADMINISTRATOR, Role.GROUP_OWNER])
def test_those_who_may_not_decide_change_nothing(session, role):
    with transaction():
        submission = given_a_submission()
        stranger = Actor(given_an_official().id, frozenset({role}))
        submission.claimed_by, submission.claimed_until = stranger.id, now() + moderation.HELD_FOR
    recorded = count(AuditEntry)

    with pytest.raises(NotAllowed), transaction():
        moderation.decide(submission, Outcome.APPROVED, stranger)
    assert (submission.status, count(AuditEntry)) == (SubmissionStatus.WAITING, recorded)


@pytest.mark.parametrize(
    ("kind", "outcome", "words", "field"),
    [
        (SubmissionKind.PRODUCT, Outcome.REJECTED, {"reason": " . "}, "reason"),
        (SubmissionKind.PRODUCT, Outcome.REJECTED, {"reason": "ก" * 2001}, "reason"),
        (SubmissionKind.PRODUCT, Outcome.CHANGES_REQUESTED, {"advice": {"title": "  "}}, "advice"),
        (SubmissionKind.PRODUCT, Outcome.CHANGES_REQUESTED, {"advice": {"title": "ก" * 2001}}, "advice-title"),
        (SubmissionKind.PRICE, Outcome.CHANGES_REQUESTED, {"advice": {"variants": "ลดหน่อย"}}, "outcome"),
    ],
)
def test_a_decision_without_its_words_is_none(session, kind, outcome, words, field):
    with transaction():
        submission, somchai = given_a_submission(kind), official()
        moderation.claim(submission, somchai)

    with pytest.raises(BadValue) as refused, transaction():
        moderation.decide(submission, outcome, somchai, **words)
    assert refused.value.field == field
    assert submission.status is SubmissionStatus.WAITING


def test_a_suspended_group_is_gone_and_comes_back_as_it_was_and_no_more(session):
    with transaction():
        group = given_a_group()
        seen, draft = given_a_product(group), given_a_product(group, "ยังไม่ส่ง", published=False)
        waiting = given_a_submitted_product("รอตรวจอยู่", group=group)
        rejected = given_a_submitted_product("ไม่ผ่าน", group=group)
        somchai = official()
        given_a_decision(rejected, Outcome.REJECTED, somchai, reason="ขายไม่ได้")
    ids = {"seen": seen.id, "draft": draft.id}
    ids |= {"waiting": waiting.product_revision.product_id, "rejected": rejected.product_revision.product_id}

    def listed() -> set[str]:
        return {name for name, product_id in ids.items() if session.get_one(Product, product_id).is_listed}

    assert listed() == {"seen"}
    with transaction():
        moderation.suspend_group(group, somchai, "ส่งของไม่ครบหลายครั้ง")
    assert listed() == set()
    assert group_queries.published_group(group.slug) is None
    assert group.suspended_reason == "ส่งของไม่ครบหลายครั้ง"
    with transaction():
        moderation.reinstate_group(group, somchai)

    assert listed() == {"seen"}
    assert kinds_of_notices()[-2:] == ["group_suspended", "group_reinstated"]


def test_a_suspended_product_is_gone_and_comes_back(session):
    with transaction():
        product, somchai = given_a_product(given_a_group()), official()
    with transaction():
        moderation.suspend_product(product, somchai, "ฉลากไม่ตรง")
    assert not session.get_one(Product, product.id).is_listed
    with transaction():
        moderation.reinstate_product(product, somchai)

    assert session.get_one(Product, product.id).is_listed
    assert kinds_of_notices() == ["product_suspended", "product_reinstated"]
    with pytest.raises(BadValue), transaction():
        moderation.suspend_product(product, somchai, "")


def test_a_group_and_its_first_product_go_the_whole_way(session):
    """From what the group itself sends, not from rows that a factory made."""
    with transaction():
        group = given_a_group(status=GroupStatus.DRAFT)
        owner, somchai = owner_of(group), official()
    with transaction():
        sent = moderation.submit_group(group, owner)
    assert [row.is_new for row in queries.queue().rows] == [True]
    with transaction():
        moderation.withdraw_group(group, owner)
    assert (queries.queue().rows, sent.status) == ([], SubmissionStatus.WITHDRAWN)
    with transaction():
        again = moderation.submit_group(group, owner)
    with transaction():
        given_a_decision(again, actor=somchai)

    assert session.get_one(Group, group.id).status is GroupStatus.APPROVED
    assert session.scalar(select(func.count(Submission.id))) == 2


def test_a_product_taken_back_is_a_draft_again_and_leaves_the_queue(session):
    with transaction():
        submission, somchai = given_a_submitted_product(), official()
        product = submission.product_revision.product
        owner = owner_of(session.get_one(Group, submission.group_id))
        moderation.claim(submission, somchai)
    with transaction():
        moderation.withdraw_product(product, owner)

    assert queries.queue().rows == []
    assert [revision.status for revision in product.revisions] == [RevisionStatus.SUPERSEDED, RevisionStatus.DRAFT]
    with pytest.raises(NotWaiting), transaction():
        moderation.decide(submission, Outcome.APPROVED, somchai)
