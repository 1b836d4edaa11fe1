"""The XML of sheets, looked through once for what matters before they are opened: how far they reach, what was never computed."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from xml.parsers import expat

from shop.exhibitors.facts import MOST_ELEMENTS, Facts
from shop.exhibitors.reading import BadFile

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BLANK_CELL = re.compile(rb"<c r=[^<>]*(?:/>|></c>)")  # as all common writers put it
_BLANK_ROW = re.compile(rb"<row r=[^<>]*(?:/>|>\s*</row>)")
_MOST_REPEATED = 2_000_000  # rows or columns that one element of ODS may stand for; a sheet has 1,048,576


def must_be_plain(content: bytes) -> None:
    """XML without a document type: entities that multiply or that read other files stand there. Raises BadFile: dtd, broken."""
    _parsed(content, expat.ParserCreate())


def without_blanks(content: bytes) -> bytes:
    """A sheet of XLSX without cells and rows that hold nothing but a form: a million of them are one careless border."""
    return _BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", content))


def xlsx_facts(parts: dict[str, bytes]) -> dict[str, Facts]:
    """By sheet name; sheets whose part is not there are left out. Raises BadFile."""
    targets = {
        a.get("Id"): a.get("Target", "") for a in _elements(parts.get("xl/_rels/workbook.xml.rels", b"<a/>"), "Relationship")
    }
    found = {}
    for sheet in _elements(parts["xl/workbook.xml"], "sheet"):
        target = targets.get(next((value for name, value in sheet.items() if name.endswith(":id")), ""), "")
        part = parts.get(target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target))
        if part is not None:
            found[sheet.get("name", "")] = _XlsxScan().of(part)
    return found


def ods_facts(content: bytes) -> dict[str, Facts]:
    """By sheet name. Raises BadFile."""
    scan = _OdsScan()
    scan.run(content)
    return scan.sheets


def column_number(letters: str) -> int:
    """From 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _elements(content: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parsed(content, parser)
    return found


def _parsed(content: bytes, parser: expat.XMLParserType) -> None:
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as broken:
        raise BadFile("broken") from broken


def _refuse_doctype(*_said: object) -> None:
    raise BadFile("dtd")


class _Scan:
    """Elements in turn, by their names without prefixes; more than a real sheet has are not waited for."""

    def __init__(self) -> None:
        self._seen = 0

    def run(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._counted
        parser.EndElementHandler = lambda name: self.end(name.rpartition(":")[2])
        parser.CharacterDataHandler = self.text
        _parsed(content, parser)

    def _counted(self, name: str, attributes: dict[str, str]) -> None:
        self._seen += 1
        if self._seen > MOST_ELEMENTS:
            raise BadFile("zip_bomb")
        self.start(name.rpartition(":")[2], attributes)

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    text: Callable[[str], None]


class _XlsxScan(_Scan):
    """`<row><c><f/><v/></c></row>`; the place of a row or cell may be left out, and is then the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.facts = Facts()
        self._row = self._column = -1
        self._inside = ""
        self._is_formula = self._is_error = self._is_filled = False

    def of(self, content: bytes) -> Facts:
        self.run(content)
        return self.facts

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            said = attributes.get("r", "")
            self._row = int(said) - 1 if said.isascii() and said.isdecimal() and len(said) < 9 else self._row + 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.facts.hidden_rows.add(self._row)
        elif name == "f":
            self._is_formula = True
        elif name in ("v", "t"):
            self._inside = name

    def text(self, _text: str) -> None:
        if self._inside:
            self._is_filled = True

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = ""
        elif name == "c":
            if (self._is_formula and not self._is_filled) or self._is_error:
                self.facts.faulty.add((self._row, self._column))
            if self._is_filled or self._is_formula:
                self.facts.fits(self._row, self._column)

    def _cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        if place:
            self._column, self._row = column_number(place[1]), int(place[2]) - 1
        else:
            self._column += 1
        self._is_formula = self._is_filled = False
        self._is_error = attributes.get("t") == "e"


class _OdsScan(_Scan):
    """Rows and cells that stand for many alike; a cell that reaches over others is a merged one."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, Facts] = {}
        self._facts: Facts | None = None
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._is_filled = self._is_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        said = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            self._facts = self.sheets.setdefault(said.get("name", ""), Facts())
            self._row = 0
        elif self._facts is None:
            return
        elif name == "table-row":
            self._column, self._rows = 0, _times(said.get("number-rows-repeated"))
            if said.get("visibility") in ("collapse", "filter"):
                self._facts.hidden_rows.update(range(self._row, self._row + min(self._rows, 10_000)))
        elif name in ("table-cell", "covered-table-cell"):
            self._cell(said)

    def _cell(self, said: dict[str, str]) -> None:
        self._columns = _times(said.get("number-columns-repeated"))
        self._is_formula = "formula" in said
        self._is_filled = any(key in said for key in ("value", "date-value", "string-value", "time-value", "boolean-value"))
        down, across = _times(said.get("number-rows-spanned")), _times(said.get("number-columns-spanned"))
        if down > 1 or across > 1:
            self._facts.merged.append((self._row, self._column, self._row + down - 1, self._column + across - 1))

    def text(self, text: str) -> None:
        if text.strip():
            self._is_filled = True

    def end(self, name: str) -> None:
        if self._facts is None:
            return
        if name == "table-row":
            self._row += self._rows
        elif name in ("table-cell", "covered-table-cell"):
            if self._is_formula and not self._is_filled:
                self._facts.faulty.add((self._row, self._column))
            if self._is_filled or self._is_formula:
                self._facts.fits(self._row + self._rows - 1, self._column + self._columns - 1)
            self._column += self._columns
            self._is_filled = self._is_formula = False


def _times(said: str | None) -> int:
    if said is None:
        return 1
    if not (said.isascii() and said.isdecimal()) or len(said) > 9 or not 1 <= int(said) <= _MOST_REPEATED:
        raise BadFile("broken")
    return int(said)
