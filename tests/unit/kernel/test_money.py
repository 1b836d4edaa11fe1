"""Money read, written and split."""

import pytest

from shop.kernel.money import BadAmount, allocate, format_baht, parse_baht


@pytest.mark.parametrize(
    "typed, satang",
    [
        ("1240", 124_000),
        ("1,240", 124_000),
        ("1,234,567.89", 123_456_789),
        (" ฿12.50 ", 1250),
        ("12.5", 1250),
        ("๕๐", 5000),
        ("๑,๒๕๐.๕๐ บาท", 125_050),
        ("50.-", 5000),
        ("50.- บาท", 5000),
        ("50,-", 5000),
        ("50บาทถ้วน", 5000),
        ("THB 50", 5000),
        ("50 baht", 5000),
        ("0050", 5000),
        ("50.", 5000),
        ("0", 0),
        ("10,000,000", 1_000_000_000),
    ],
)
def test_what_people_type_is_read(typed, satang):
    assert parse_baht(typed) == satang


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("", "empty"),
        ("   ", "empty"),
        ("-1", "negative"),
        ("−1", "negative"),
        ("12.345", "too_precise"),
        ("10,000,000.01", "too_large"),
        ("9" * 5000, "too_large"),
        ("12,50", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("1e3", "not_a_number"),
        ("ห้าสิบ", "not_a_number"),
        ("50-60", "not_a_number"),
        ("บาท", "not_a_number"),
        (".5", "not_a_number"),
        ("nan", "not_a_number"),
        ("５０", "not_a_number"),
    ],
)
def test_what_is_not_an_amount_is_refused_with_its_reason(typed, reason):
    with pytest.raises(BadAmount) as refused:
        parse_baht(typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    "satang, shown",
    [(0, "฿0"), (124_000, "฿1,240"), (1250, "฿12.50"), (5, "฿0.05"), (-1250, "-฿12.50"), (100_000_000, "฿1,000,000")],
)
def test_amounts_are_shown_as_people_read_them(satang, shown):
    assert format_baht(satang) == shown


def test_a_split_gives_the_rest_to_the_largest_remainders_and_then_the_earlier():
    assert allocate(100, [1, 1, 1]) == [34, 33, 33]
    assert allocate(10, [3, 3, 1]) == [4, 4, 2]
    assert allocate(5000, [0, 7]) == [0, 5000]
    assert allocate(-100, [1, 1, 1]) == [-34, -33, -33]
    assert allocate(0, [0, 0]) == [0, 0]


@pytest.mark.parametrize("total, weights", [(1, []), (0, []), (1, [1, -1]), (1, [0, 0])])
def test_a_split_by_nothing_is_refused(total, weights):
    with pytest.raises(ValueError):
        allocate(total, weights)
