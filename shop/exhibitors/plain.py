"""Lists as plain text: CSV in the encodings and with the separators that Thai offices save."""

import csv
import io
import re
from collections import Counter

from shop.exhibitors.facts import LONGEST, WIDEST
from shop.exhibitors.reading import BadFile

SEPARATORS = ",;\t"
_LONGEST_CELL = 100_000  # characters; a quote that is never closed would else read the file to its end
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|table|body|div|style)\b", re.IGNORECASE | re.DOTALL
)
_OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"<?xml", b"PK")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 50  # rows that decide what separates cells
_GUARDED = re.compile(r'="(.*)"', re.DOTALL)  # how a sheet keeps a number's first 0


def kind_of(data: bytes) -> str:
    """Always csv. Raises BadFile: html, unknown_kind, empty."""
    start = data[:2000].removeprefix(b"\xef\xbb\xbf")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadFile("empty")
    if _MARKUP.match(start) or start.startswith(b"MIME-Version"):
        raise BadFile("html")
    if start.startswith(_OTHERS) or _CONTROLS.search(text_of(data)):
        raise BadFile("unknown_kind")
    return "csv"


def text_of(data: bytes) -> str:
    """UTF-8 and UTF-16 by their marks; then UTF-8, which other text hardly ever happens to be; then what Thai Windows writes.

    Raises BadFile.
    """
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        if data[1:40:2].count(0) > 12:  # Latin letters, signs and line ends of UTF-16 without its mark
            return data.decode("utf-16-le")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp874")
    except UnicodeDecodeError as neither:
        raise BadFile("unknown_kind") from neither


def rows(data: bytes, *, tabs: bool = False) -> list[list[str]]:
    """All as long as the longest, as the rows of a sheet are. Raises BadFile."""
    text = text_of(data)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return _read(text, "\t" if tabs else _separator(text))
    except csv.Error as broken:
        raise BadFile("broken") from broken


def _read(text: str, separator: str) -> list[list[str]]:
    found: list[list[str]] = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        if len(row) > WIDEST and any(row[WIDEST:]):
            raise BadFile("too_wide", limit=WIDEST)
        found.append([_GUARDED.sub(r"\1", cell) for cell in row[:WIDEST]])
        if len(found) > LONGEST * 2:
            raise BadFile("too_long", limit=LONGEST)
    width = max(map(len, found), default=0)
    return [[*row, *[""] * (width - len(row))] for row in found]


def _separator(text: str) -> str:
    """The one that cuts most rows into the same number of cells."""
    return max(SEPARATORS, key=lambda separator: _regularity(text, separator))


def _regularity(text: str, separator: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    for row in csv.reader(io.StringIO(text[:_LONGEST_CELL], newline=""), delimiter=separator):
        if len(row) > 1:
            widths[len(row)] += 1
        if widths.total() == _SAMPLE:
            break
    width, count = widths.most_common(1)[0] if widths else (1, 0)
    return count, width
