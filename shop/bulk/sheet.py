"""The rows of a CSV file, read one at a time whatever its size."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from shop.kernel.refusals import Refusal

LONGEST_CELL = 100_000  # characters; a quote that is never closed would else read the file to its end
SEPARATORS = ",;\t"


class NotAList(Refusal):
    """The file as a whole cannot be read: its words say why."""


class Line(NamedTuple):
    """One row under the header. `number` is the sheet's own (the header is row 1); `fault` says why it cannot be read."""

    number: int
    cells: dict[str, str]
    fault: str = ""


def lines(path: Path, required: set[str], told: Callable[[int], object] = lambda _bytes: None) -> Iterator[Line]:
    """Every row that is not blank. UTF-8, with or without its mark; separated by commas, semicolons or tabs.

    `told` hears how many bytes have been read. Raises NotAList.
    """
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        first = file.readline(LONGEST_CELL)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(SEPARATORS, key=first.count))
        header = _header(reader, required)
        for number, cells in _numbered(reader):
            told(file.buffer.tell())
            if isinstance(cells, str):
                yield Line(number, {}, cells)
            elif any(cell.strip() for cell in cells):
                yield _line(number, header, cells)


def _header(reader: Iterator[list[str]], required: set[str]) -> list[str]:
    try:
        header = [name.strip().lower() for name in next(reader, [])]
    except csv.Error as broken:
        raise NotAList(f"the first row cannot be read: {broken}") from broken
    if any(_is_undecodable(name) for name in header) or "\0" in "".join(header):
        raise NotAList("the file is not UTF-8 text: save it as CSV UTF-8")
    if missing := sorted(required - set(header)):
        raise NotAList(f"the first row names no column {', '.join(missing)}")
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        raise NotAList(f"the first row names {', '.join(twice)} twice")
    return header


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with its number; where one cannot be read, the reason stands in its place."""
    number = 1
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            yield number, f"the row cannot be read: {broken}"


def _line(number: int, header: list[str], cells: list[str]) -> Line:
    if any(cell.strip() for cell in cells[len(header) :]):
        return Line(number, {}, f"{len(cells)} cells under {len(header)} columns: is a comma outside quotation marks?")
    if any(_is_undecodable(cell) for cell in cells):
        return Line(number, {}, "not UTF-8 text")
    return Line(number, dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=False)))


def _is_undecodable(text: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in text)
