"""Money read, written and split."""

import pytest

from shop.kernel.money import BadAmount, allocate, baht_words, format_amount, format_baht, parse_baht


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


@pytest.mark.parametrize(
    "satang, thai, english",
    [
        (0, "ศูนย์บาทถ้วน", "zero baht only"),
        (25, "ยี่สิบห้าสตางค์", "twenty-five satang"),
        (1, "หนึ่งสตางค์", "one satang"),
        (100, "หนึ่งบาทถ้วน", "one baht only"),
        (1_000, "สิบบาทถ้วน", "ten baht only"),
        (1_100, "สิบเอ็ดบาทถ้วน", "eleven baht only"),
        (2_100, "ยี่สิบเอ็ดบาทถ้วน", "twenty-one baht only"),
        (10_100, "หนึ่งร้อยเอ็ดบาทถ้วน", "one hundred and one baht only"),
        (124_050, "หนึ่งพันสองร้อยสี่สิบบาทห้าสิบสตางค์", "one thousand two hundred and forty baht and fifty satang"),
        (100_000_100, "หนึ่งล้านเอ็ดบาทถ้วน", "one million and one baht only"),
        (2_100_000_050, "ยี่สิบเอ็ดล้านบาทห้าสิบสตางค์", "twenty-one million baht and fifty satang"),
        (100_000_000_000_000, "หนึ่งล้านล้านบาทถ้วน", "one thousand billion baht only"),
    ],
)
def test_an_amount_in_words(satang, thai, english):
    assert baht_words(satang) == thai
    assert baht_words(satang, "en") == english


def test_no_receipt_is_of_less_than_nothing():
    with pytest.raises(ValueError):
        baht_words(-1)


def test_a_column_of_figures_always_has_its_satang():
    assert [format_amount(satang) for satang in (0, 5, 124_000, -1_250)] == ["0.00", "0.05", "1,240.00", "-12.50"]
