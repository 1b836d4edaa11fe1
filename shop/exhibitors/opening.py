"""A file opened safely: what it really is, and its sheets as rows of text. What a file says of itself is not believed."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from shop.exhibitors import compound, packages, plain
from shop.exhibitors.facts import LARGEST, LONGEST, WIDEST, Facts
from shop.exhibitors.reading import BadFile

EXTENSIONS = {"xlsx": "xlsx", "xls": "xls", "ods": "ods", "csv": "csv", "txt": "csv", "tsv": "csv"}
_MACRO_EXTENSIONS = {"xlsm", "xltm", "xlam", "xla", "xlsb"}
_WHOLE = 10**15  # over it a float no longer holds every whole number


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` of text from the sheet's first row on, rows and columns counted from 0 here."""

    name: str
    rows: list[list[str]]
    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    faulty: frozenset[tuple[int, int]] = frozenset()  # formulas that nobody has computed, and errors


def open_sheets(data: bytes, filename: str) -> list[Sheet]:
    """The sheets of a workbook or a CSV file, in its order.

    Raises BadFile: empty, too_large, too_long, too_wide, zip_bomb, macros, encrypted, broken, html, dtd, unknown_kind,
    wrong_kind.
    """
    if len(data) > LARGEST:
        raise BadFile("too_large", megabytes=LARGEST // 2**20)
    extension = PurePath(filename).suffix.lstrip(".").lower()
    if extension in _MACRO_EXTENSIONS:
        raise BadFile("macros")
    kind = kind_of(data)
    if kind != EXTENSIONS.get(extension, kind):
        raise BadFile("wrong_kind", named=extension, found=kind)
    sheets = _opened(kind, data, extension)
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise BadFile("empty")
    if sum(sum(map(any, sheet.rows)) for sheet in sheets) > LONGEST:
        raise BadFile("too_long", limit=LONGEST)
    return sheets


def kind_of(data: bytes) -> str:
    """xlsx, xls, ods or csv, by its content. Raises BadFile."""
    if data.startswith(b"PK\x03\x04"):
        return packages.kind_of(data)
    if data.startswith(compound.MAGIC):
        return compound.kind_of(data)
    return plain.kind_of(data)


def _opened(kind: str, data: bytes, extension: str) -> list[Sheet]:
    if kind == "csv":
        return [Sheet("CSV", plain.rows(data, tabs=extension == "tsv"))]
    if kind == "xls":
        return list(_sheets(data, compound.facts(data)))
    clean, facts = packages.examined(data, kind)
    return list(_sheets(clean, facts))


def _sheets(data: bytes, facts: dict[str, Facts]) -> Iterator[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            known = facts.get(meta.name)
            if known is None:  # a chart, or a sheet of macros of old: no rows
                continue
            sheet = book.get_sheet_by_name(meta.name)
            yield Sheet(
                meta.name,
                _rows(sheet),
                _merged(sheet, known),
                meta.visible is not SheetVisibleEnum.Visible,
                frozenset(known.hidden_rows),
                frozenset(known.faulty),
            )
    except BadFile:
        raise
    except CalamineError as broken:
        raise BadFile("encrypted" if "password" in str(broken).lower() else "broken") from broken
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":  # which is of no class that could be named here
            raise
        raise BadFile("broken") from panic


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    if sheet.start is None:
        return []
    if sheet.end[0] >= LONGEST * 2 or sheet.end[1] >= WIDEST:
        raise BadFile("too_wide", limit=WIDEST)
    return [[text_of(value) for value in row] for row in sheet.iter_rows()]


def _merged(sheet: CalamineSheet, known: Facts) -> tuple[tuple[int, int, int, int], ...]:
    ranges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return tuple(ranges or known.merged)


def text_of(value: object) -> str:
    """A cell as it is read on: whole numbers without a point, days as `2024-01-23`."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return _number(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return ""


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else f"{value:.15g}"
