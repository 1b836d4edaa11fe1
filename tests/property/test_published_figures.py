"""Whatever market it is: nothing published is under five or exact, and no sums and differences of it give anybody away."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from shop.impact.people import KINDS, Given, rounded_rows
from shop.impact.publishing import FEWEST_GROUPS, OTHERS, Atom, tables

NAMES = ["month", "channel", "district", "kind"]
SMALL = st.integers(0, 2)
SOLD = st.dictionaries(st.tuples(SMALL, SMALL), st.integers(50, 150) | st.integers(-100, 3000), min_size=1, max_size=3)
GROUPS = st.lists(st.tuples(SMALL, SMALL, SOLD), min_size=1, max_size=14)  # district, kind, satang by month and channel
NUMBERS = st.one_of(st.none(), st.integers(0, 30))
PEOPLE = st.lists(st.tuples(st.sampled_from(["1301", "1302", "1303"]), NUMBERS, NUMBERS, NUMBERS), max_size=40)


def market(groups: list) -> list[Atom]:
    return [
        Atom(group_id, (month, channel, district, kind), satang, 1)
        for group_id, (district, kind, sold) in enumerate(groups)
        for (month, channel), satang in sold.items()
    ]


def cells_of(atoms: list[Atom], place: int, shown) -> list[set[int]]:
    """For each row of a table the places of the atoms in it: what is not named is among the others."""
    named = {cell.key for cell in shown} - {OTHERS}
    rows = [{at for at, atom in enumerate(atoms) if atom.keys[place] == key} for key in sorted(named)]
    rest = {at for at, atom in enumerate(atoms) if atom.keys[place] not in named}
    return [*rows, rest] if rest else rows


def rank(rows: list[list[Fraction]]) -> int:
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(found, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for at in range(found + 1, len(rows)):
            times = rows[at][column] / rows[found][column]
            rows[at] = [mine - times * theirs for mine, theirs in zip(rows[at], rows[found], strict=True)]
        found += 1
    return found


def given_away(atoms: list[Atom], published: list[set[int]]) -> list[int]:
    """Groups of which some combination of the published sums tells, with nobody else in it: by fractions, cell by cell."""
    matrix = [[Fraction(at in cell) for cell in published] for at in range(len(atoms))]
    whole = rank(matrix)
    return [
        group_id
        for group_id in {atom.group_id for atom in atoms}
        if rank([row for row, atom in zip(matrix, atoms, strict=True) if atom.group_id != group_id]) < whole
    ]


@given(GROUPS)
def test_no_sum_or_difference_of_published_rows_is_of_one_group(groups):
    atoms = market(groups)
    found = tables(atoms, NAMES)
    published = [cell for name, shown in found.items() for cell in cells_of(atoms, NAMES.index(name), shown)]

    assert given_away(atoms, published) == []


@given(GROUPS)
def test_every_row_stands_for_three_groups_and_each_table_comes_to_the_same_sum(groups):
    atoms = market(groups)
    for name, shown in tables(atoms, NAMES).items():
        cells = cells_of(atoms, NAMES.index(name), shown)
        assert sorted(sum(atoms[at].satang for at in cell) for cell in cells) == sorted(cell.satang for cell in shown)
        assert sum(cell.satang for cell in shown) == sum(atom.satang for atom in atoms)
        assert all(len({atoms[at].group_id for at in cell}) >= FEWEST_GROUPS for cell in cells)


@given(GROUPS)
def test_a_table_less_rows_of_another_is_never_what_one_group_earned(groups):
    """The plain attempt of somebody with a pencil: one row less another, and a row less two of another table."""
    atoms = market(groups)
    found = tables(atoms, NAMES)
    cells = [cell for name, shown in found.items() for cell in cells_of(atoms, NAMES.index(name), shown)]
    for one in cells:
        for less in [*((other,) for other in cells), *combinations(cells, 2)]:
            if all(other < one for other in less) and (len(less) == 1 or not less[0] & less[1]):
                left = one - set().union(*less)
                assert len({atoms[at].group_id for at in left}) != 1


@given(GROUPS)
def test_counts_of_groups_and_orders_are_rounded_and_never_under_five(groups):
    for shown in tables(market(groups), NAMES).values():
        for cell in shown:
            for count in (cell.groups, cell.orders):
                assert count is None or (count >= 5 and count % 5 == 0)


@given(PEOPLE)
def test_no_count_of_people_is_exact_or_under_five(people):
    rows = rounded_rows(told(people))
    for row in rows:
        for kind in KINDS:
            assert row[kind] is None or (row[kind] >= 5 and row[kind] % 5 == 0)
    if rows:
        *shown, whole = rows
        for kind in KINDS:
            assert (whole[kind] or 0) == sum(row[kind] or 0 for row in shown)  # the sum less its rows leaves nothing


@given(PEOPLE, st.sampled_from(["older_people", "people_with_disabilities"]))
def test_what_is_told_fits_more_than_one_count_of_a_protected_kind(people, kind):
    """Nobody could say the number from it: another market, with one person more or less, is told of in the same words."""
    before = rounded_rows(told(people))
    place = next((at for at, row in enumerate(people) if row[2 + (kind != "older_people")] is not None), None)
    if place is None:
        return
    column = 2 + (kind != "older_people")

    def moved(by: int) -> list:
        row = list(people[place])
        row[column] += by
        return [*people[:place], tuple(row), *people[place + 1 :]]

    assert before in (rounded_rows(told(moved(1))), rounded_rows(told(moved(-1))))


def told(people: list) -> list[Given]:
    return [
        Given(district, members, None if older is None else {"older_people": older, "people_with_disabilities": disabled or 0})
        for district, members, older, disabled in people
    ]
