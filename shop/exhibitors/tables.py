"""Where the list stands on a sheet, and what each of its columns holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shop.exhibitors import meanings
from shop.exhibitors.opening import Sheet
from shop.exhibitors.reading import Column, Meaning
from shop.kernel.thai import normalise, tidy

MOST_ABOVE = 300  # rows that are looked through for a heading
_TALLEST = 3  # rows of one heading
_SAMPLE, _SHOWN = 40, 3  # filled cells below a heading: that are judged by, that are shown
_ASIDE = re.compile(r"[(（\[].*[)）\]]|\d{1,2}|บาท|คน|หน่วย")  # below a heading: a unit, a number of the column
_SEVERAL = frozenset(  # meanings that more than one column of a sheet may have
    {
        *(Meaning.PHONE, Meaning.PRODUCT, Meaning.PRICE, Meaning.UNIT, Meaning.STOCK, Meaning.CATEGORY),
        *(Meaning.DESCRIPTION, Meaning.STANDARD, Meaning.NOTE, Meaning.IGNORED),
    }
)


@dataclass(frozen=True)
class Table:
    """The list on one sheet: rows from `first` on, and the meaning of each column by its number from 0."""

    sheet: Sheet
    first: int
    columns: tuple[Column, ...]
    meanings: dict[int, Meaning]

    def of(self, meaning: Meaning) -> list[int]:
        return [at for at, held in self.meanings.items() if held is meaning]

    def letter_of(self, meaning: Meaning, otherwise: str = "A") -> str:
        return next((letter(at) for at in self.of(meaning)), otherwise)

    @property
    def is_list(self) -> bool:
        held = set(self.meanings.values()) - {Meaning.IGNORED}
        return len(held) > 1 and bool(held & {Meaning.GROUP_NAME, Meaning.PRODUCT})


def letter(number: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def table_of(sheet: Sheet, said: Mapping[tuple[str, str], Meaning], remembered: Mapping[str, Meaning]) -> Table | None:
    """The list on this sheet, or None where there is none."""
    best: tuple[int, int, list[str]] | None = None
    score = 0.0
    for top in range(min(MOST_ABOVE, len(sheet.rows))):
        for height, headings in _headings_at(sheet, top):
            counted = _score(headings, remembered)
            if counted > score:
                best, score = (top, height, headings), counted
    named = any(name == sheet.name for name, _letter in said)
    if best is None and not named:
        return None
    top, height, headings = best or (0, 0, [])
    table = _understood(sheet, top + height, headings, said, remembered)
    return table if table.is_list or named else None


def _headings_at(sheet: Sheet, top: int) -> list[tuple[int, list[str]]]:
    """The headings that one, two or three rows from here on may be."""
    headings = [_one_line(text) for text in sheet.rows[top]]
    if sum(map(bool, headings)) < 2 or not any(map(meanings.meanings_of, headings)):  # a title stands alone
        return []
    found = [(1, headings)]
    for height in range(2, _TALLEST + 1):
        if top + height > len(sheet.rows):
            break
        below = [_one_line(text) for text in sheet.rows[top + height - 1]]
        over = _spread(sheet, top + height - 2, headings, below)
        if not _continues(headings, below, over):
            break
        headings = [_joined(over[at], text) if text else headings[at] for at, text in enumerate(below)]
        found.append((height, headings))
    return found


def _one_line(text: str) -> str:
    return " ".join(tidy(text).split()) if len(text) < 200 else ""


def _spread(sheet: Sheet, row: int, headings: Sequence[str], below: Sequence[str]) -> list[str]:
    """What stands over each column: a merged heading over all it spans, one with blank cells beside it over what stands there."""
    over = list(headings)
    for first_row, first, last_row, last in sheet.merged:
        if first_row <= row <= last_row and first < len(over):
            for at in range(first, min(last + 1, len(over))):
                over[at] = headings[first]
    for at in range(1, len(over)):
        if not over[at] and below[at]:
            over[at] = over[at - 1]
    return over


def _continues(headings: Sequence[str], below: Sequence[str], over: Sequence[str]) -> bool:
    """Whether the row below still belongs to the heading: words of headings, and no cell that is plainly a value."""
    telling = 0
    for at, text in enumerate(below):
        if not text:
            continue
        if meanings.is_whole(text) or meanings.is_whole(f"{text}{over[at]}"):
            telling += 1
        elif not (_ASIDE.fullmatch(normalise(text)) or _is_shared(over, at)):
            return False
    return telling > 0


def _is_shared(over: Sequence[str], at: int) -> bool:
    beside = (over[at - 1] if at else "", over[at + 1] if at + 1 < len(over) else "")
    return bool(over[at]) and over[at] in beside


def _joined(over: str, text: str) -> str:
    return text if not over or over == text else f"{over} {text}"


def _read(heading: str) -> tuple[tuple[Meaning, ...], bool]:
    """What a heading may mean, and whether its words say so outright and do not only hold such a word.

    In several rows its last words are read with those above them, then alone, and then all of them.
    """
    over, _space, last = heading.rpartition(" ")
    for words in (heading, f"{last}{over}", last):
        if meanings.is_whole(words):
            return meanings.meanings_of(words), True
    return meanings.meanings_of(heading), False


def _score(headings: Sequence[str], remembered: Mapping[str, Meaning]) -> float:
    """How many different things a row names; words that only hold a heading count half."""
    told: dict[Meaning, float] = {}
    for heading in filter(None, headings):
        if known := remembered.get(meanings.header_key(heading)):
            told[known] = 1
            continue
        found, is_whole = _read(heading)
        if found:
            told[found[0]] = max(told.get(found[0], 0), 1 if is_whole else 0.5)
    return sum(told.values())


def _understood(
    sheet: Sheet,
    first: int,
    headings: Sequence[str],
    said: Mapping[tuple[str, str], Meaning],
    remembered: Mapping[str, Meaning],
) -> Table:
    width = max(map(len, sheet.rows), default=0)
    headings = [*headings, *[""] * (width - len(headings))]
    below = [_filled(sheet, first, at) for at in range(width)]
    held: dict[int, Meaning] = {}
    for at, heading in enumerate(headings):
        known = said.get((sheet.name, letter(at))) or (remembered.get(meanings.header_key(heading)) if heading else None)
        if known:
            held[at] = known
    _by_words(headings, below, held)
    _by_content(headings, below, held)
    shown = tuple(
        Column(sheet.name, letter(at), headings[at], held.get(at), tuple(below[at][:_SHOWN]))
        for at in range(width)
        if headings[at] or below[at]
    )
    return Table(sheet, first, shown, dict(sorted(held.items())))


def _filled(sheet: Sheet, first: int, at: int) -> list[str]:
    found: list[str] = []
    for row in sheet.rows[first:]:
        if at < len(row) and (text := _one_line(row[at])) and sum(map(bool, row)) > 1:
            found.append(text)
            if len(found) == _SAMPLE:
                break
    return found


def _by_words(headings: Sequence[str], below: Sequence[list[str]], held: dict[int, Meaning]) -> None:
    """Headings that say one thing outright choose first, those that could be several last."""
    candidates = {at: _read(heading) for at, heading in enumerate(headings) if heading and at not in held}
    order = sorted(candidates, key=lambda at: (len(candidates[at][0]) > 1, not candidates[at][1], at))
    for at in order:
        free = [meaning for meaning in candidates[at][0] if meaning in _SEVERAL or meaning not in held.values()]
        if free:
            held[at] = max(free, key=lambda meaning, cells=below[at]: meanings.likeness(meaning, cells))


def _by_content(headings: Sequence[str], below: Sequence[list[str]], held: dict[int, Meaning]) -> None:
    for at, cells in enumerate(below):
        if at not in held and (guessed := meanings.by_content(cells)) and guessed not in held.values():
            held[at] = guessed
    if Meaning.GROUP_NAME not in held.values():  # people who sell by themselves are listed by their own names
        person = next((at for at, meaning in held.items() if meaning is Meaning.CONTACT_NAME and headings[at]), None)
        if person is not None:
            held[person] = Meaning.GROUP_NAME
