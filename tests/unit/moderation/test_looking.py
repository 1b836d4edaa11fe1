"""What an official is shown beside a submission: what changed, what to look at, and what the market saw by itself."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.categories import Category
from shop.catalogue.models import RevisionStandard, StandardKind
from shop.kernel.access import Actor, Role
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, NotAllowed
from shop.moderation import advice, queries
from shop.moderation.changes import changes_of, compare_texts
from shop.moderation.checklist import advice_fields, checks_for
from shop.moderation.findings import Level, findings_for
from shop.moderation.models import SubmissionKind
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import (
    given_a_decision,
    given_a_requested_price,
    given_a_submission,
    given_a_submitted_change,
    given_a_submitted_product,
    official,
)


def test_a_change_is_shown_by_whole_words():
    pieces = compare_texts("ปลาช่อนนาย่างเตาถ่าน สูตรโบราณ", "ปลาช่อนนาย่างเตาถ่าน ไม่ใส่ผงชูรส")

    assert pieces[0].kind == "same"
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == "ปลาช่อนนาย่างเตาถ่าน สูตรโบราณ"
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == "ปลาช่อนนาย่างเตาถ่าน ไม่ใส่ผงชูรส"


@given(st.text(alphabet="กขคงาิ่ ำabc1\n", max_size=40), st.text(alphabet="กขคงาิ่ ำabc1\n", max_size=40))
def test_the_pieces_of_a_comparison_are_both_texts(before, after):
    pieces = compare_texts(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_only_fields_that_differ_are_changes(session):
    with transaction():
        product = given_a_product(given_a_group(), description="ของเดิม")
        revision = given_a_submitted_change(product, description="ของใหม่").product_revision

    changed = [change.field for change in changes_of(revision, product.published) if change.is_change]

    assert changed == ["description"]


@pytest.mark.parametrize(
    ("category", "subcategory", "asked", "not_asked"),
    [
        (Category.FOOD, "chili_paste", {"fda_as_label", "label_readable", "allergens_told"}, {"fibre_told"}),
        (Category.FOOD, "fresh_produce", {"label_readable"}, {"fda_as_label"}),
        (Category.HERBAL, "balm_and_compress", {"cosmetic_notified", "herbal_no_cure"}, {"ingredients_as_label"}),
        (Category.TEXTILES, "woven_cloth", {"fibre_told"}, {"fda_as_label"}),
        (Category.HOUSEHOLD, "cleaning", {"hazard_notified", "material_told"}, {"food_safe"}),
    ],
)
def test_the_checklist_follows_what_it_is(session, category, subcategory, asked, not_asked):
    with transaction():
        submission = given_a_submitted_product(category=category, subcategory=subcategory)
    keys = {check.key for check in checks_for(submission)}

    assert asked <= keys
    assert not keys & not_asked
    assert {check.field for check in checks_for(submission)} <= set(advice_fields(submission))


def keys_of(submission, *levels: Level) -> set[str]:
    return {finding.key for finding in findings_for(submission) if finding.level in levels}


def test_the_market_sees_what_a_food_lacks(session):
    with transaction():
        bare = given_a_submitted_product(description="อร่อย รักษาเบาหวาน")
        bare.product_revision.product.variants[0].weight_grams = None

    missing = {"photos_none", "serial_missing", "ingredients_missing", "shelf_life_days_missing", "weight_missing"}
    assert missing <= keys_of(bare, Level.BAD)
    assert {"allergens_missing", "description_short"} <= keys_of(bare, Level.LOOK)


def test_standards_are_read_by_form_by_date_and_by_their_evidence(session):
    with transaction():
        submission = given_a_submitted_product()
        kinds = [
            (StandardKind.FDA, "13-2-01234-1-0001", None),
            (StandardKind.TCPS, "321", None),
            (StandardKind.HALAL, "ก 12/2560", today() - timedelta(days=1)),
        ]
        for kind, number, expires_on in kinds:
            revision_id = submission.product_revision.id
            db.session.add(RevisionStandard(revision_id=revision_id, kind=kind, number=number, expires_on=expires_on))
    found = {(finding.key, finding.params.get("standard")) for finding in findings_for(submission)}

    assert ("standard_form", StandardKind.TCPS) in found
    assert ("standard_expired", StandardKind.HALAL) in found
    assert ("standard_no_evidence", StandardKind.FDA) in found
    assert ("standard_form", StandardKind.FDA) not in found
    assert "serial_missing" not in {key for key, _kind in found}


def test_a_price_far_from_its_kind_is_pointed_out(session):
    with transaction():
        group = given_a_group()
        for price in (5000, 6000, 6500, 7000, 8000):
            given_a_product(group, f"น้ำพริก {price}", price)
        usual = given_a_requested_price(8000, given_a_product(group))
        within = given_a_requested_price(9000, given_a_product(group))
        far = given_a_requested_price(90000, given_a_product(group))

    assert "price_usual" in keys_of(usual, Level.OK)
    assert "price_within" in keys_of(within, Level.OK)
    assert "price_usual" not in keys_of(within, Level.OK)  # nobody calls 90 near 65
    assert {"price_far", "price_up"} <= keys_of(far, Level.LOOK)


@pytest.mark.parametrize("kind", list(SubmissionKind))
def test_every_kind_can_be_looked_at(session, kind):
    with transaction():
        submission = given_a_submission(kind)

    assert checks_for(submission)
    assert findings_for(submission)
    assert advice_fields(submission)[-1] == "general"


def test_phrases_are_given_until_an_official_makes_them_her_own(session):
    given_first = {field: [phrase.text for phrase in some] for field, some in advice.phrases_by_field().items()}
    assert set(given_first) <= set(advice.FIELDS)
    with transaction():
        somchai = official()
    with transaction():
        added = advice.add_phrase(somchai, "photos", " ถ่ายด้านหลังด้วย ")
    assert [phrase.text for phrase in advice.phrases_by_field()["photos"]] == [*given_first["photos"], "ถ่ายด้านหลังด้วย"]

    with transaction():
        advice.change_phrase(added.id, somchai, "ถ่ายด้านหลังและด้านข้าง")
    with transaction():
        advice.remove_phrase(advice.phrases_by_field()["title"][0].id, somchai)

    assert advice.phrases_by_field()["photos"][-1].text == "ถ่ายด้านหลังและด้านข้าง"
    assert [phrase.text for phrase in advice.phrases_by_field()["title"]] == given_first["title"][1:]


@pytest.mark.parametrize(
    ("field", "text", "wrong"), [("photos", "  ", "text"), ("photos", "ก" * 301, "text"), ("nothing", "คำ", "field")]
)
def test_an_empty_or_endless_phrase_is_refused(session, field, text, wrong):
    with transaction():
        somchai = official()
    with pytest.raises(BadValue) as refused, transaction():
        advice.add_phrase(somchai, field, text)
    assert refused.value.field == wrong


def test_a_labour_official_leaves_the_phrases_alone(session):
    with pytest.raises(NotAllowed), transaction():
        advice.add_phrase(Actor(1, frozenset({Role.LABOUR_OFFICIAL})), "photos", "คำ")


def test_the_usual_wait_is_that_of_four_in_five_and_unsaid_where_few_were_decided(session):
    with transaction():
        for days in (1, 2, 3, 4, 30):
            assert queries.usual_wait() is None
            submission = given_a_submission()
            given_a_decision(submission)
            submission.submitted_at -= timedelta(days=days)
            db.session.flush()
    assert timedelta(days=4) <= queries.usual_wait() < timedelta(days=5)
