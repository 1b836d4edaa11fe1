"""An exhibitor list read: bytes of a workbook become groups with their booths and products, and problems by cell."""

import io
from collections.abc import Mapping

from python_calamine import CalamineError, CalamineWorkbook

from shop.exhibitors.reading import BadFile, Cell, CellKey, Column, Gravity, Meaning, Problem, ReadGroup, Reading, ReadProduct
from shop.kernel.identifiers import BadPhone, normalise_phone
from shop.kernel.money import BadAmount, parse_baht
from shop.kernel.thai import normalise, tidy

_HEADERS = {
    "ที่": Meaning.RUNNING_NUMBER,
    "ชื่อกลุ่ม": Meaning.GROUP_NAME,
    "ประเภท": Meaning.GROUP_KIND,
    "ตำบล/อปท.": Meaning.LOCAL_AUTHORITY,
    "อำเภอ": Meaning.DISTRICT,
    "โทรศัพท์": Meaning.PHONE,
    "จำนวนสมาชิก": Meaning.MEMBER_COUNT,
    "บูธ": Meaning.BOOTH,
    "สินค้า": Meaning.PRODUCT,
    "ราคา (บาท)": Meaning.PRICE,
}


def read(
    data: bytes,
    filename: str,
    *,
    columns: Mapping[tuple[str, str], Meaning] | None = None,
    remembered: Mapping[str, Meaning] | None = None,
    cut: Mapping[CellKey, bool] | None = None,
    prices: Mapping[CellKey, int | None] | None = None,
) -> Reading:
    """All that a file says. Raises BadFile.

    `columns`: what somebody said of (sheet, column letter); `remembered`: what this office said of a header, by its normal
    form. Answers to what was asked: `cut` says of a cell whether it names several products, `prices` what a cell's price is
    in satang, or None for no price.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as broken:
        raise BadFile("broken") from broken
    sheet = book.sheet_names[0]
    rows = [[tidy(_text(value)) for value in row] for row in book.get_sheet_by_name(sheet).iter_rows()]
    head = next((at for at, row in enumerate(rows) if "ชื่อกลุ่ม" in row), None)
    if head is None:
        raise BadFile("no_header")
    meanings = [(remembered or {}).get(normalise(name)) or _HEADERS.get(name) for name in rows[head]]
    meanings = [(columns or {}).get((sheet, chr(65 + at)), meaning) for at, meaning in enumerate(meanings)]
    groups: list[ReadGroup] = []
    problems: list[Problem] = []
    product_rows = 0
    for number, row in enumerate(rows[head + 1 :], head + 2):
        said = {meaning: (chr(65 + at), row[at]) for at, meaning in enumerate(meanings) if meaning and row[at]}
        if Meaning.PRODUCT not in said:
            continue
        if Meaning.GROUP_NAME in said:
            letter, name = said[Meaning.GROUP_NAME]
            values = {m: text for m, (_, text) in said.items() if m not in (Meaning.PRODUCT, Meaning.PRICE, Meaning.GROUP_NAME)}
            groups.append(ReadGroup(Cell(sheet, number, letter), name, values, ()))
            _phone(groups[-1], said, sheet, number, problems)
        product_rows += 1
        letter, title = said[Meaning.PRODUCT]
        price = _price(said.get(Meaning.PRICE), sheet, number, problems)
        made = tuple(ReadProduct(Cell(sheet, number, letter), tidy(part), price) for part in title.split(","))
        last = groups[-1]
        groups[-1] = ReadGroup(last.cell, last.name, last.values, last.products + made)
    shown = tuple(Column(sheet, chr(65 + at), name, meanings[at], ()) for at, name in enumerate(rows[head]))
    return Reading(shown, tuple(groups), tuple(problems), product_rows)


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _phone(group: ReadGroup, said: dict, sheet: str, row: int, problems: list[Problem]) -> None:
    if Meaning.PHONE in said:
        letter, text = said[Meaning.PHONE]
        try:
            group.values[Meaning.PHONE] = normalise_phone(text)
        except BadPhone:
            problems.append(Problem(Cell(sheet, row, letter), Meaning.PHONE, Gravity.REFUSED, "phone_form", {"text": text}))


def _price(said: tuple[str, str] | None, sheet: str, row: int, problems: list[Problem]) -> int | None:
    if not said:
        return None
    try:
        return parse_baht(said[1])
    except BadAmount:
        problems.append(Problem(Cell(sheet, row, said[0]), Meaning.PRICE, Gravity.REFUSED, "price_form", {"text": said[1]}))
        return None
