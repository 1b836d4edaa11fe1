"""What may be told to everybody: rows that stand for enough groups, and nothing that sums and differences would give away."""

import pytest

from shop.impact.people import Given, rounded_rows
from shop.impact.publishing import OTHERS, Atom, may_be_told, rounded, spans, tables


def told(earned: dict[int, int]) -> bool:
    return may_be_told(Atom(group_id, (), satang, 1) for group_id, satang in earned.items())


@pytest.mark.parametrize("count,said", [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_counts_are_rounded_to_five_and_the_few_left_out(count, said):
    assert rounded(count) == said


def test_three_groups_may_be_told_and_two_may_not():
    assert told({1: 100, 2: 100, 3: 100})
    assert not told({1: 100, 2: 100})
    assert not told({1: 100, 2: 100, 3: 0})


def test_a_group_that_earned_nearly_all_of_it_is_not_told_among_others():
    assert told({1: 80, 2: 10, 3: 10})
    assert not told({1: 81, 2: 10, 3: 9})


def test_months_that_may_not_be_told_wait_for_those_after_them():
    atoms = [
        Atom(group, (month,), 100, 1)
        for month, groups in {1: (1,), 2: (1, 2, 3), 3: (1, 2, 3), 4: (2,)}.items()
        for group in groups
    ]

    assert spans([1, 2, 3, 4], atoms, 0) == {1: (1, 2), 2: (1, 2), 3: (3, 3)}


def test_what_was_told_of_a_month_stays_when_more_follow():
    atoms = [Atom(group, (month,), 10 * group, 1) for month in range(1, 13) for group in range(month % 5 + 1)]
    earlier: dict = {}
    for last in range(1, 13):
        now = spans(list(range(1, last + 1)), atoms, 0)
        assert earlier.items() <= now.items()
        earlier = now


def market(*rows: tuple[int, str, str, int]) -> list[Atom]:
    return [Atom(group_id, (kind, district), satang, 1) for group_id, kind, district, satang in rows]


def labels(cells) -> dict:
    return {cell.key: cell.satang for cell in cells}


def test_rows_that_may_not_be_told_are_put_together_until_they_may():
    rows = [(group, "farmers", "1301", 100) for group in range(1, 5)]
    rows += [(group, "housewives", "1301", 90) for group in range(5, 9)] + [(9, "other", "1301", 50)]

    assert labels(tables(market(*rows), ["kind"])["kind"]) == {"farmers": 400, OTHERS: 410}


def test_a_group_that_two_tables_would_give_away_together_is_not():
    """All farmers work in 1301, where there is one other group: the district less the farmers would be what she earned."""
    rows = [(group, "farmers", "1301", 100) for group in (1, 2, 3)] + [(4, "housewives", "1301", 77)]
    rows += [(group, "housewives", "1302", 100) for group in (5, 6, 7)]

    found = tables(market(*rows), ["kind", "district"])

    assert labels(found["kind"]) == {"farmers": 300, "housewives": 377}
    assert "district" not in found


def test_two_tables_that_give_nobody_away_are_both_told():
    rows = [
        (group, kind, district, 100)
        for group, (kind, district) in enumerate((k, d) for k in "ab" for d in "xy" for _ in range(2))
    ]

    found = tables(market(*rows), ["kind", "district"])

    assert [len(cells) for cells in found.values()] == [2, 2]


def test_a_market_of_two_groups_tells_nothing():
    assert tables(market((1, "a", "x", 100), (2, "b", "y", 100)), ["kind", "district"]) == {}


def test_people_of_few_groups_or_few_in_number_are_left_out_and_the_sum_is_of_what_is_shown():
    given = [Given("1301", 11, {"older_people": 3, "people_with_disabilities": 0})] * 5
    given += [Given("1302", 30, {"older_people": 30, "people_with_disabilities": 30})] * 4
    given += [Given("1302", 30, None)]

    assert rounded_rows(given) == [
        {"district": "1301", "members": 55, "older_people": 15, "people_with_disabilities": None},
        {"district": "1302", "members": 150, "older_people": None, "people_with_disabilities": None},
        {"district": None, "members": 205, "older_people": 15, "people_with_disabilities": None},
    ]


def test_nothing_is_told_of_people_where_nobody_said_anything():
    assert rounded_rows([Given("1301", None, None)] * 9) == []
