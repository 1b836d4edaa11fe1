"""What of the market's figures may be told to everybody: pure rules, which know no database. Why these: docs/decisions/0039.

Income is told of a cell that at least three groups earned and no group earned four fifths of. Cells that may not be told are
put together into one, with the smallest that might be, until that one may. Then the tables are held against each other: where
sums and differences of anything published would give away what one group earned, or a part of it, cells are put together until
they do not. Counts are rounded to five, and those under five left out.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

FEWEST_GROUPS = 3
LARGEST_SHARE = 80  # per cent of a cell that one group may have earned
FEWEST_PEOPLE = 5
STEP = 5
OTHERS = "others"
_PRIME = (1 << 61) - 1  # sums are reckoned modulo this one: that it hides a difference is less likely than a broken machine

Row = list[int]


class Atom(NamedTuple):
    """A part of what a group earned. `keys`: the row it belongs to in each table, in their order."""

    group_id: int
    keys: tuple[Hashable, ...]
    satang: int
    orders: int


class Cell(NamedTuple):
    """One row of a table. `key` OTHERS: several put together. `groups` and `orders` rounded, None: fewer than five."""

    key: Hashable
    satang: int
    groups: int | None
    orders: int | None


def rounded(count: int) -> int | None:
    """To the nearest five; None under five."""
    return (count + STEP // 2) // STEP * STEP if count >= FEWEST_PEOPLE else None


def may_be_told(atoms: Iterable[Atom]) -> bool:
    """Whether the income of these may stand as one figure."""
    earned: dict[int, int] = defaultdict(int)
    for atom in atoms:
        earned[atom.group_id] += atom.satang
    sizes = [abs(satang) for satang in earned.values() if satang]
    return len(sizes) >= FEWEST_GROUPS and 100 * max(sizes) <= LARGEST_SHARE * sum(sizes)


def spans(months: Sequence[Hashable], atoms: Iterable[Atom], place: int) -> dict[Hashable, tuple[Hashable, Hashable]]:
    """Month to the (first, last) month of the row it is told in: one that may not be told goes along with those after it.

    What was told of a month is the same however many follow, so that no later report can be held against an earlier one.
    Months in which nothing moved are in no row of their own, and those at the end that may not be told yet in none.
    """
    of_month = defaultdict(list)
    for atom in atoms:
        of_month[atom.keys[place]].append(atom)
    told: dict[Hashable, tuple[Hashable, Hashable]] = {}
    waiting: list[Hashable] = []
    gathered: list[Atom] = []
    for month in months:
        if not waiting and not of_month[month]:
            continue
        waiting.append(month)
        gathered += of_month[month]
        if may_be_told(gathered):
            told |= dict.fromkeys(waiting, (waiting[0], month))
            waiting, gathered = [], []
    return told


def tables(atoms: Sequence[Atom], names: Sequence[str]) -> dict[str, list[Cell]]:
    """The tables that may be told, each summing to all the atoms. None where not even their sum may be.

    The first stays if it has a single row, which is the sum; of the others such a row would say nothing new.
    """
    shown: dict[int, dict[Hashable, Hashable]] = {}
    for place in range(len(names)):
        labels = _labels(atoms, place, shown)
        if not labels:
            return {}
        if not place or len(set(labels.values())) > 1:
            shown[place] = labels
    return {names[place]: _cells(atoms, place, labels) for place, labels in shown.items()}


def _labels(atoms: Sequence[Atom], place: int, shown: dict[int, dict]) -> dict[Hashable, Hashable]:
    """Key to the row it is told in; empty where not even all of it together may be."""
    labels = {atom.keys[place]: atom.keys[place] for atom in atoms}
    while True:
        untold = {label for label, some in _by_label(atoms, place, labels).items() if not may_be_told(some)}
        if not untold:
            group_id = telltale(_seen(atoms, shown | {place: labels}))
            if group_id is None:
                return labels
            untold = {labels[atom.keys[place]] for atom in atoms if atom.group_id == group_id}
        if len(set(labels.values())) == 1:
            return {}
        _put_together(atoms, place, labels, untold)


def _put_together(atoms: Sequence[Atom], place: int, labels: dict, untold: set) -> None:
    """Into OTHERS: these, and where there is nothing new among them the smallest of the rest."""
    if not untold - {OTHERS}:
        sizes = {label: sum(abs(atom.satang) for atom in some) for label, some in _by_label(atoms, place, labels).items()}
        untold = {min((label for label in sizes if label != OTHERS), key=lambda label: (sizes[label], str(label)))}
    for key, label in labels.items():
        if label in untold:
            labels[key] = OTHERS


def _by_label(atoms: Iterable[Atom], place: int, labels: dict) -> dict[Hashable, list[Atom]]:
    found: dict[Hashable, list[Atom]] = defaultdict(list)
    for atom in atoms:
        found[labels[atom.keys[place]]].append(atom)
    return found


def _cells(atoms: Sequence[Atom], place: int, labels: dict) -> list[Cell]:
    return [
        Cell(
            label,
            sum(atom.satang for atom in some),
            rounded(len({atom.group_id for atom in some if atom.orders})),
            rounded(sum(atom.orders for atom in some)),
        )
        for label, some in _by_label(atoms, place, labels).items()
    ]


# What could be worked out


def _seen(atoms: Iterable[Atom], shown: dict[int, dict]) -> Iterator[tuple[int, tuple]]:
    for atom in atoms:
        yield atom.group_id, tuple((place, labels[atom.keys[place]]) for place, labels in shown.items())


def telltale(seen: Iterable[tuple[int, tuple]]) -> int | None:
    """A group of which some sum or difference of published cells tells alone, if there is one.

    `seen`: group id, and the cells that a part of its income is in. A combination of cells that comes to nothing but parts of one
    group exists just where the cells have a smaller rank without the group than with it.
    """
    of_pattern: dict[tuple, set[int]] = defaultdict(set)
    for group_id, pattern in seen:
        of_pattern[pattern].add(group_id)
    columns = {cell: number for number, cell in enumerate(sorted({cell for pattern in of_pattern for cell in pattern}, key=str))}
    base = _Base()
    whole = len(columns) - len({place for place, _label in columns}) + 1  # all tables come to the same sum: more is not possible
    for pattern, groups in of_pattern.items():
        if len(groups) > 1:
            base.add(_row(pattern, columns))
            if base.rank == whole:
                return None
    left: dict[int, list[Row]] = defaultdict(list)
    for pattern, groups in of_pattern.items():
        if len(groups) == 1 and any(rest := base.reduced(_row(pattern, columns))):
            left[min(groups)].append(rest)
    for group_id in sorted(left):
        others = base.copy()
        for row in (row for other, rows in left.items() if other != group_id for row in rows):
            others.add(row)
        if any(any(others.reduced(row)) for row in left[group_id]):
            return group_id
    return None


def _row(pattern: tuple, columns: dict) -> Row:
    row = [0] * len(columns)
    for cell in pattern:
        row[columns[cell]] = 1
    return row


class _Base:
    """Rows of which none is a sum of the others, by the column each begins with."""

    def __init__(self, rows: dict[int, Row] | None = None) -> None:
        self._rows = rows or {}

    @property
    def rank(self) -> int:
        return len(self._rows)

    def copy(self) -> "_Base":
        return _Base(dict(self._rows))

    def reduced(self, row: Row) -> Row:
        """What of it is no sum of what is here; all zeros: nothing."""
        row = list(row)
        for column in range(len(row)):
            if row[column] and column in self._rows:
                times = row[column]
                row = [(mine - times * theirs) % _PRIME for mine, theirs in zip(row, self._rows[column], strict=True)]
        return row

    def add(self, row: Row) -> None:
        rest = self.reduced(row)
        first = next((column for column, value in enumerate(rest) if value), None)
        if first is not None:
            inverse = pow(rest[first], -1, _PRIME)
            self._rows[first] = [value * inverse % _PRIME for value in rest]
