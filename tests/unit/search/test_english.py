"""English forms are compared whatever their number and whichever side of the sea they come from."""

import pytest

from shop.search.english import fold


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("cookies", "cookie"), ("berries", "berry"), ("knives", "knife"), ("leaves", "leaf"), ("dishes", "dish"),
        ("tomatoes", "tomato"), ("mangos", "mangoes"), ("shoes", "shoe"), ("glasses", "glass"), ("pies", "pie"),
        ("boxes", "box"), ("scarves", "scarf"), ("toys", "toy"), ("noodles", "noodle"), ("spices", "spice"),
        ("Sun-Dried  Bananas", "sun dried banana"), ("chillies", "chili"), ("chilli", "chilies"), ("jewellery", "jewelry"),
        ("savoury dishes", "savory dish"), ("colours", "color"), ("Mother's Day", "mothers day"),
        ("ＦＩＳＨ sauce", "fish sauce"),
    ],
)  # fmt: skip
def test_one_form_for_both(typed, same):
    assert fold(typed) == fold(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [("glass", "gla"), ("asparagus", "asparagu"), ("basis", "basi"), ("tea", "toy"), ("rice", "ric"), ("egg", "eggplant")],
)
def test_what_only_looks_like_a_plural_stays(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize("typed", ["", " - ", "ไข่เค็ม", "3 in 1 coffees", "s", "es", "ies", "ves", "y", "a" * 10_000, "\ud800s"])
def test_folding_twice_changes_nothing_and_nothing_is_too_odd(typed):
    assert fold(fold(typed)) == fold(typed)
