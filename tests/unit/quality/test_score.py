"""The score is a pure function: what it counts, what it leaves out, and which step gains most."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.quality.allergen_words import WORDS, untold_allergens
from shop.quality.score import HELP_FOR, Facts, Part, score_of

WHOLE = Facts(
    is_eaten=True, wears_label=True, needs_serial=True, photos=3, clear_photos=3, has_label_photo=True,
    title_length=20, has_subcategory=True, description_length=200, has_ingredients=True, is_warned_of_allergens=True,
    has_shelf_life=True, has_size=True, is_priced=True, is_weighed=True, is_in_stock=True, standards=2,
    has_title_en=True, has_description_en=True,
)  # fmt: skip
ANY_FACTS = st.builds(
    Facts,
    **{one.name: st.booleans() for one in fields(Facts) if one.type in (bool, "bool")},
    photos=st.integers(0, 8),
    clear_photos=st.integers(0, 8),
    title_length=st.integers(0, 200),
    description_length=st.integers(0, 5000),
    standards=st.integers(0, 2),
    questions_waiting=st.integers(0, 3),
    reviews=st.integers(0, 9),
    reviews_unanswered=st.integers(0, 9),
).map(lambda facts: replace(facts, reviews_unanswered=min(facts.reviews, facts.reviews_unanswered)))


def marks(facts: Facts) -> dict[Part, int]:
    return {mark.part: mark.points for mark in score_of(facts).marks}


def test_what_tells_everything_has_a_hundred_points_and_no_step():
    score = score_of(WHOLE)

    assert (score.points, score.steps) == (100, [])


def test_other_goods_are_not_asked_for_a_label_nor_food_for_its_size():
    cloth = score_of(replace(WHOLE, is_eaten=False, wears_label=False, needs_serial=False, has_label_photo=False))
    parts = {mark.part for mark in cloth.marks}

    assert cloth.points == 100
    assert not parts & {Part.LABEL_PHOTO, Part.INGREDIENTS, Part.ALLERGENS, Part.SHELF_LIFE}
    assert Part.SIZE in parts
    assert Part.SIZE not in marks(WHOLE)


@pytest.mark.parametrize(
    "changed, part",
    [
        ({"photos": 1, "clear_photos": 1}, Part.PHOTOS),
        ({"clear_photos": 1}, Part.CLEAR_PHOTOS),
        ({"has_label_photo": False}, Part.LABEL_PHOTO),
        ({"title_length": 4}, Part.TITLE),
        ({"description_length": 100}, Part.DESCRIPTION),
        ({"has_ingredients": False}, Part.INGREDIENTS),
        ({"is_warned_of_allergens": False}, Part.ALLERGENS),
        ({"has_shelf_life": False}, Part.SHELF_LIFE),
        ({"standards": 1}, Part.STANDARDS),
        ({"is_priced": False}, Part.PRICE),
        ({"is_weighed": False}, Part.WEIGHT),
        ({"is_in_stock": False}, Part.STOCK),
        ({"questions_waiting": 1}, Part.QUESTIONS),
        ({"reviews": 2, "reviews_unanswered": 1}, Part.REVIEWS),
        ({"has_title_en": False}, Part.ENGLISH),
    ],
)
def test_each_part_counts_by_itself_and_its_step_mends_it(changed: dict, part: Part):
    score = score_of(replace(WHOLE, **changed))

    assert score.points < 100
    assert [step.part for step in score.steps] == [part]
    assert score.points + score.steps[0].gain == 100


@given(ANY_FACTS)
def test_a_score_is_of_a_hundred_and_a_step_gains_what_it_says(facts: Facts):
    score = score_of(facts)
    gains = [step.gain for step in score.steps]

    assert 0 <= score.points <= 100
    assert gains == sorted(gains, reverse=True)
    assert all(0 < gain <= 100 - score.points for gain in gains)
    assert len(score.next_steps) <= 3
    assert all(0 <= mark.points <= mark.most for mark in score.marks)


def test_the_most_useful_steps_stand_first():
    bare = replace(WHOLE, photos=0, clear_photos=0, has_label_photo=False, is_weighed=False, has_title_en=False)
    steps = score_of(bare).next_steps

    assert [step.part for step in steps] == [Part.PHOTOS, Part.LABEL_PHOTO, Part.WEIGHT]
    assert steps[0].gain == 21  # three photos that are clear: nobody retakes what is not there


def test_every_part_has_a_kind_of_help():
    assert set(HELP_FOR) == set(Part)


def test_ingredients_and_warnings_are_held_against_each_other():
    assert untold_allergens("พริกแห้ง กะปิ น้ำปลา", ["fish"]) == ["crustaceans"]
    assert untold_allergens("แป้งข้าวเจ้า ขนมกล้วย น้ำตาล", []) == []  # นม in ขนม is no milk
    assert all(word for words in WORDS.values() for word in words)
