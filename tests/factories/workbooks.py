"""Workbooks made for tests: lists as offices send them, in each kind of file, and files that lie."""

import csv
import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook

BAN_MAI = Path(__file__).parents[1] / "data/exhibitors-ban-mai-2567.xlsx"
Rows = Sequence[Sequence[object]]


def ban_mai() -> bytes:
    return BAN_MAI.read_bytes()


def ban_mai_rows() -> list[list[object]]:
    """The workbook's cells, merged ones filled in their first row alone; blanks are None."""
    sheet = load_workbook(BAN_MAI).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def xlsx(*sheets: tuple[str, Rows], merged: Iterable[str] = (), hidden: Iterable[str] = ()) -> bytes:
    """`merged` ranges are of every sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
        if name in hidden:
            sheet.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def listed(*rows: Sequence[object]) -> bytes:
    return xlsx(("รายชื่อ", rows))


def as_csv(rows: Rows, encoding: str = "utf-8-sig", separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return text.getvalue().encode(encoding)


def ods(*sheets: tuple[str, Rows], extra: str = "") -> bytes:
    """`extra` is XML of rows after those of each sheet."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
    )
    body = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}{extra}</table:table>' for name, rows in sheets
    )
    content = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    content = f"<office:document-content {spaces}>{content}</office:document-content>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        }
    )


def _ods_row(row: Sequence[object]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def changed(package: bytes, parts: dict[str, bytes]) -> bytes:
    """A package with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        kept = {name: opened.read(name) for name in opened.namelist()}
    return zipped(kept | parts)


def part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.read(name)


# XLS: a compound file with one stream, as far as a reader needs it.


def xls(*sheets: tuple[str, Rows], records: bytes = b"", folders: Sequence[str] = ()) -> bytes:
    """`records` go before the first sheet's end; `folders` are names of further entries of the compound file."""
    bodies = [_sheet(rows, records) for _name, rows in sheets]
    names = [name.encode("utf-16-le") for name, _rows in sheets]
    start = len(_bof(5)) + sum(4 + 8 + len(name) for name in names) + 4
    bounds, at = b"", start
    for name, body in zip(names, bodies, strict=True):
        bounds += _record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name) // 2, 1) + name)
        at += len(body)
    return _compound(_bof(5) + bounds + _record(0x000A) + b"".join(bodies), folders)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _sheet(rows: Rows, records: bytes) -> bytes:
    return (
        _bof(16)
        + b"".join(xls_cell(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row))
        + records
        + _record(0x000A)
    )


def xls_cell(row: int, column: int, value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


def _compound(stream: bytes, folders: Sequence[str]) -> bytes:
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % 512)
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0), ("Workbook", 2, 0, len(stream)), *((name, 1, 0, 0) for name in folders)]
    directory = b"".join(_entry(*entry) for entry in entries)
    directory += b"\0" * (-len(directory) % 512)
    sectors, listing = len(stream) // 512, len(directory) // 512
    tables = -(-(sectors + listing + 1) * 4 // 512) + 1
    table = [*range(1, sectors), 0xFFFFFFFE, *range(sectors + 1, sectors + listing), 0xFFFFFFFE, *[0xFFFFFFFD] * tables]
    packed = struct.pack(f"<{len(table)}I", *table).ljust(tables * 512, b"\xff")
    first = sectors + listing
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    named = [*range(first, first + tables), *[0xFFFFFFFF] * (109 - tables)]
    return header + struct.pack("<109I", *named) + stream + directory + packed


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    said = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
    return said.ljust(64, b"\0") + struct.pack("<HBB", len(said), kind, 1) + links + bytes(36) + struct.pack("<IQ", start, size)
