"""The rows of a list one by one: those that say something, with merged cells filled, and what the headings among them say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from shop.exhibitors import meanings
from shop.exhibitors.reading import Meaning
from shop.exhibitors.tables import Table
from shop.kernel.thai import normalise, tidy

_TOTAL = re.compile(
    r"(?:รวม|ยอดรวม|ผลรวม|total|grand total|sum)\s*(?:ทั้งสิ้น|ทั้งหมด|เงิน|จำนวน|ราคา|ยอด|กลุ่ม|สินค้า|สมาชิก|เป็นเงิน|\s)*:?\s*[\d,.]*"
    r"\s*(?:กลุ่ม|ราย|บูธ|รายการ|คน|บาท|ผลิตภัณฑ์|ชนิด)?"
)
_NOTE = re.compile(
    r"หมายเหตุ|\*|note\b|remark|ลงชื่อ|\(ลงชื่อ|ผู้จัดทำ|จัดทำโดย|ผู้รวบรวม|ผู้รายงาน|ผู้รับรอง|ข้อมูล ณ|ที่มา"
    r"|สอบถามเพิ่มเติม|ติดต่อสอบถาม|\(?นาย |\(?นาง|ตำแหน่ง"
)
_NOTE_ALONE = re.compile(r"(?:หมายเหตุ|note|remarks?)\s*:?")  # what it says stands in the next cell
_SECTIONS = (
    (re.compile(r"(?:โซน|zone|แถว|บริเวณ)\s*[:\-]?\s*(.+)"), Meaning.ZONE),
    (re.compile(r"((?:อำเภอ|อ\.|เขต)\s*.+)"), Meaning.DISTRICT),
    (re.compile(r"((?:ตำบล|ต\.|แขวง)\s*.+)"), Meaning.SUBDISTRICT),
    (re.compile(r"((?:จังหวัด|จ\.)\s*.+)"), Meaning.PROVINCE),
    (re.compile(r"(?:ประเภทสินค้า|ประเภท|หมวดหมู่|หมวด)\s*[:\-]?\s*(.+)"), Meaning.CATEGORY),
    (re.compile(r"((?:องค์การบริหารส่วน|อบต\.|เทศบาล).+)"), Meaning.LOCAL_AUTHORITY),
)
_CONTENT = (Meaning.PRODUCT, Meaning.PRICE, Meaning.PHONE, Meaning.BOOTH)


@dataclass
class Row:
    """`cells` by column from 0, blank ones left out; `above` the columns whose text a merged cell brought from which row above.

    `heading` is a name that stands over the rows below it; `sections` what headings above say of all that follows.
    """

    number: int  # as the sheet counts, from 1
    cells: dict[int, str]
    above: dict[int, int] = field(default_factory=dict)
    heading: tuple[int, str] | None = None
    sections: dict[Meaning, str] = field(default_factory=dict)
    blank_blocks: set[int] = field(default_factory=set)  # columns where an empty merged cell begins


def rows_of(table: Table) -> Iterator[Row]:
    """The rows that hold values, in order. Totals, notes, repeated headings and numbers of columns are left out."""
    headings = {column.letter: normalise(column.header) for column in table.columns if column.header}
    known = set(headings.values())
    rows = list(_filled(table))
    sections: dict[Meaning, str] = {}
    after_note = False
    for at, row in enumerate(rows):
        values = {column: text for column, text in row.cells.items() if column not in row.above}
        if not values or _is_repeated(values, known) or _is_total(table, values) or _is_column_numbers(values):
            continue
        first = normalise(next(iter(values.values())))
        if after_note and len(set(values.values())) == 1:
            continue
        if _NOTE_ALONE.fullmatch(first) or (_NOTE.match(first) and not _says_something(table, values)):
            after_note = True
            continue
        after_note = False
        if len(set(values.values())) == 1 and not row.above and (said := _section(table, values, rows[at + 1 :][:3])):
            if said[0] is Meaning.GROUP_NAME:
                row.heading = next(iter(values.items()))
                row.sections = dict(sections)
                yield row
            else:
                sections[said[0]] = said[1]
            continue
        row.sections = dict(sections)
        yield row


def _filled(table: Table) -> Iterator[Row]:
    """Every row from the first on, with the text of tall merged cells in each row they reach over, products aside."""
    down: dict[tuple[int, int], int] = {}
    blocks: dict[int, set[int]] = {}
    rows, products = table.sheet.rows, set(table.of(Meaning.PRODUCT))
    for first, left, last, _right in table.sheet.merged:
        if last <= first or last < table.first or first >= len(rows) or left >= len(rows[first]):
            continue
        text = _text(rows[first][left])
        if not text:
            blocks.setdefault(first, set()).add(left)
        elif left not in products and first >= table.first:
            down.update(((at, left), first) for at in range(first + 1, min(last + 1, len(rows))))
    across = _covered(table)
    for at in range(table.first, len(rows)):
        cells = {column: text for column, raw in enumerate(rows[at]) if (text := _text(raw)) and (at, column) not in across}
        above = {column: down[at, column] for column in range(len(rows[at])) if column not in cells and (at, column) in down}
        brought = {column: _text(rows[first][column]) for column, first in above.items()}
        from_rows = {column: first + 1 for column, first in above.items()}
        yield Row(at + 1, dict(sorted((cells | brought).items())), from_rows, blank_blocks=blocks.get(at, set()))


def _covered(table: Table) -> set[tuple[int, int]]:
    """Cells under a wide merged cell: some writers leave old text in them, which nobody sees."""
    rows = table.sheet.rows
    return {
        (at, column)
        for first, left, last, right in table.sheet.merged
        if first >= table.first and (last - first + 1) * (right - left + 1) <= 100_000
        for at in range(first, min(last + 1, len(rows)))
        for column in range(left, min(right + 1, len(rows[at])))
        if (at, column) != (first, left)
    }


def _text(raw: str) -> str:
    return tidy(raw, multiline=True) if raw and not raw.isspace() else ""


def _is_repeated(values: dict[int, str], known: set[str]) -> bool:
    same = sum(normalise(text) in known for text in values.values())
    return same > 1 and same * 2 > len(values)


def _is_total(table: Table, values: dict[int, str]) -> bool:
    """`รวม`, with nothing but figures beside it; a group may well be called รวมใจ."""
    words = [text for text in values.values() if re.search(r"[^\W\d_]", text)]
    return bool(words) and bool(_TOTAL.fullmatch(normalise(words[0]))) and all(_is_figure(text) for text in words[1:])


def _is_figure(text: str) -> bool:
    return bool(re.fullmatch(r"[\d,.\s-]*(?:บาท|คน|กลุ่ม|ราย|บูธ|รายการ|ชนิด|ผลิตภัณฑ์|\.-)?", normalise(text)))


def _is_column_numbers(values: dict[int, str]) -> bool:
    numbers = [normalise(text).strip("().") for text in values.values()]
    return (
        len(numbers) > 2
        and all(n.isascii() and n.isdecimal() and len(n) < 4 for n in numbers)
        and _count_on(list(map(int, numbers)))
    )


def _count_on(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _says_something(table: Table, values: dict[int, str]) -> bool:
    """More than words: a product or a place beside a name that begins like a note."""
    return len([at for at in values if table.meanings.get(at) in (*_CONTENT, Meaning.GROUP_NAME)]) > 1


def _section(table: Table, values: dict[int, str], following: list[Row]) -> tuple[Meaning, str] | None:
    """What a row with one text says of those below it; None for a row like any other."""
    at, text = next(iter(values.items()))
    words = " ".join(text.split())
    meaning = table.meanings.get(at)
    if meaning is Meaning.PRODUCT and len(values) == 1 and not _is_wide(table, at):
        return None
    for pattern, section in _SECTIONS:
        if found := pattern.fullmatch(words):
            return section, found[1].strip()
    names = set(table.of(Meaning.GROUP_NAME))
    is_named_below = any(names & (row.cells.keys() - row.above.keys()) for row in following[:1])
    if meaning is Meaning.GROUP_NAME:
        is_kind = is_named_below and meanings.KIND_ALONE.fullmatch(normalise(words)) and not table.of(Meaning.GROUP_KIND)
        return (Meaning.GROUP_KIND, words) if is_kind else None
    if meanings.GROUP_WORDS.match(normalise(words)) and not is_named_below:
        return Meaning.GROUP_NAME, words
    if meanings.KIND_WORDS.search(normalise(words)):
        return Meaning.GROUP_KIND, words
    return (Meaning.NOTE, words) if meaning in (None, Meaning.RUNNING_NUMBER, Meaning.NOTE) else None


def _is_wide(table: Table, at: int) -> bool:
    return at == min(table.meanings, default=0)
