"""A decision taken back leaves no trace but in the record: what buyers, groups and officials see is what it was."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.audit.models import AuditEntry
from shop.catalogue import listing
from shop.catalogue import service as catalogue
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.catalogue.reversal import ChangedMeanwhile, SoldMeanwhile
from shop.groups.models import Group, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.refusals import Refusal
from shop.moderation import queries, second_looks
from shop.moderation import service as moderation
from shop.moderation.models import Decision, LookStatus, Outcome, SecondLook, Submission, SubmissionKind, SubmissionStatus
from shop.moderation.service import NotYours, TooLate
from shop.notices.models import Notice
from shop.search import service as search
from shop.search.models import SearchDocument
from tests.factories.catalogue import given_a_product, given_a_variant
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
from tests.factories.orders import given_an_order

TABLES = (Product, ProductRevision, Variant, Group, GroupProfile, SearchDocument, Submission)
OWN = {"claimed_by", "claimed_until"}


def everything() -> dict[str, list[dict]]:
    """Every row of what a decision may touch, column by column."""
    db.session.expire_all()
    found = {}
    for table in TABLES:
        columns = [column for column in table.__table__.columns if column.name not in OWN]
        rows = db.session.execute(select(*columns).order_by(*table.__table__.primary_key.columns))
        found[table.__tablename__] = [dict(row._mapping) for row in rows]
    return found


def index_all() -> None:
    """Products made by factories are not found yet, nor derived from all that was added to them."""
    for product_id in db.session.scalars(select(Product.id)).all():
        listing.refresh_product(product_id)
        search.index_product(product_id)


def outcomes_of(submission: Submission) -> list[tuple[Outcome, dict]]:
    told = [(Outcome.APPROVED, {}), (Outcome.REJECTED, {"reason": "ขายไม่ได้"})]
    more = [(Outcome.CHANGES_REQUESTED, {"advice": {"general": "แก้ก่อน"}})]
    return told if submission.kind is SubmissionKind.PRICE else told + more


def given_one(what: str) -> Submission:
    make = {
        "group": given_a_submitted_group,
        "product": given_a_submitted_product,
        "change": lambda: given_a_submitted_change(given_a_product(given_a_group()), title="น้ำพริกตาแดง"),
        "price": given_a_requested_price,
    }
    return make[what]()


@pytest.mark.parametrize("what", ["group", "product", "change", "price"])
def test_whatever_was_decided_everything_stands_as_it_stood(session, what):
    with transaction():
        submission, somchai = given_one(what), official()
        moderation.claim(submission, somchai)
        index_all()
    before = everything()

    for outcome, words in outcomes_of(submission):
        with transaction():
            given_a_decision(submission, outcome, somchai, **words)
        assert everything() != before
        with transaction():
            moderation.take_back(submission, somchai)
        assert everything() == before
        assert listing.differences() == search.differences() == []

    assert session.scalars(select(Decision)).all() == []
    assert [row.id for row in queries.queue().rows] == [submission.id]
    assert (submission.claimed_by, submission.claimed_until > now()) == (somchai.id, True)
    kinds = session.scalars(select(Notice.kind).order_by(Notice.id)).all()
    assert kinds[1::2] == [f"{'group' if what == 'group' else 'product'}_decision_taken_back"] * (len(kinds) // 2)
    taken = session.scalars(select(AuditEntry).where(AuditEntry.action == "review:take_back").order_by(AuditEntry.id)).all()
    assert [entry.changes["was_decided"] for entry in taken] == [outcome for outcome, _words in outcomes_of(submission)]
    with transaction():
        given_a_decision(submission, actor=somchai)
    assert submission.status is SubmissionStatus.DECIDED


FEW = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
MOVES = st.sampled_from(["first", "price", "option", "retire", "suspended"])


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@FEW
@given(moves=st.lists(MOVES, max_size=4), prices=st.lists(st.integers(1, 200), min_size=1, max_size=3))
def test_however_the_product_came_there(session, moves, prices):
    with transaction():
        group, somchai = given_a_group(), official()
        owner = owner_of(group)
        product = given_a_product(group, published="first" not in moves)
        others = [given_a_variant(product, price * 100, name=f"ขนาด {price}") for price in prices]
        if "price" in moves and product.published_revision_id:
            moderation.request_price(others[0], prices[0] * 300, owner)
        submission = given_a_submitted_product(group=group)
        if product.published_revision_id:
            submission = given_a_submitted_change(product, title="น้ำพริกตาแดง")
        if "option" in moves:
            late = given_a_variant(product, 9900, name="ขนาดใหม่")
            late.reviewed_price_satang = None
        if "retire" in moves:
            catalogue.retire_variant(others[-1], owner)
        if "suspended" in moves and product.published_revision_id:
            moderation.suspend_product(product, somchai, "ตรวจฉลาก")
        moderation.claim(submission, somchai)
        index_all()
    before = everything()

    with transaction():
        given_a_decision(submission, actor=somchai)
    with transaction():
        moderation.take_back(submission, somchai)

    after = everything()
    for seen in (before, after):
        # An option that nobody had seen was queued and left the queue again: that much stays in the list of submissions.
        seen["submissions"] = [one for one in seen["submissions"] if one["status"] != "superseded"]
    assert after == before


def refused(kind: type[Refusal], submission: Submission, actor) -> None:
    before = everything()
    with pytest.raises(kind), transaction():
        moderation.take_back(submission, actor)
    assert everything() == before


def test_only_by_whom_it_was_taken_and_only_for_ten_minutes(session):
    with transaction():
        submission, somchai, malee = given_a_submission(), official(), official()
    with transaction():
        given_a_decision(submission, actor=somchai)

    refused(NotYours, submission, malee)
    with time_machine.travel(now() + moderation.TAKEN_BACK_WITHIN, tick=False):
        refused(TooLate, submission, somchai)
    with transaction():
        moderation.take_back(submission, somchai)
    refused(ChangedMeanwhile, submission, somchai)  # there is no decision any more


def test_what_was_sold_meanwhile_stays_on_sale(session):
    with transaction():
        submission, somchai = given_a_submitted_product(), official()
    with transaction():
        given_a_decision(submission, actor=somchai)
    with transaction():
        product = session.get_one(Product, submission.product_revision.product_id)
        given_an_order(session.get_one(Group, submission.group_id), product)

    refused(SoldMeanwhile, submission, somchai)
    assert session.get_one(Product, product.id).is_listed


def test_a_group_that_went_on_keeps_its_decision(session):
    with transaction():
        price, product, somchai = given_a_requested_price(), given_a_submitted_product(), official()
        group = given_a_submitted_group()
    with transaction():
        for one in (price, product, group):
            given_a_decision(one, actor=somchai)
    with transaction():
        owner = owner_of(session.get_one(Group, price.group_id))
        moderation.request_price(session.get_one(Variant, price.variant_id), 50000, owner)
        catalogue.save_draft(product.product_revision.product, owner, title="ชื่อใหม่")
        given_a_submitted_product(group=session.get_one(Group, group.group_id))

    for one in (price, product, group):
        refused(ChangedMeanwhile, one, somchai)
    assert session.get_one(Group, group.group_id).status is GroupStatus.APPROVED


def test_an_unseen_second_look_goes_with_its_decision(session, monkeypatch):
    monkeypatch.setattr(second_looks, "lot", lambda: 0)
    with transaction():
        submission, somchai = given_a_submission(), official()
    with transaction():
        given_a_decision(submission, actor=somchai)
    assert session.scalars(select(SecondLook)).one().submission_id == submission.id
    with transaction():
        moderation.take_back(submission, somchai)

    assert session.scalars(select(SecondLook)).all() == []


def test_a_talk_about_it_is_settled_by_taking_it_back(session, monkeypatch):
    monkeypatch.setattr(second_looks, "lot", lambda: 0)
    with transaction():
        submission, somchai, malee = given_a_submission(), official(), official()
    with transaction():
        given_a_decision(submission, actor=somchai)
        second_looks.disagree(session.scalars(select(SecondLook)).one(), malee, "ฉลากอ่านไม่ออก")
    with transaction():
        moderation.take_back(submission, somchai)
    with transaction():
        given_a_decision(submission, actor=somchai)  # drawn again

    looks = session.execute(select(SecondLook.status, SecondLook.settled_by).order_by(SecondLook.id)).all()
    assert looks == [(LookStatus.AGAIN, somchai.id), (LookStatus.WAITING, None)]


def test_the_last_decision_is_offered_while_it_can_be_taken_back(session):
    with transaction():
        first, second, somchai = given_a_submission(), given_a_submission(), official()
    with transaction():
        given_a_decision(first, actor=somchai)
        given_a_decision(second, actor=somchai)

    assert moderation.last_decision(somchai).submission_id == second.id
    assert moderation.last_decision(official()) is None
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert moderation.last_decision(somchai) is None
