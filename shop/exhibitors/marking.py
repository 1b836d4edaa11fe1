"""The same workbook given back with its problems marked: cells filled and commented, and a first sheet that lists them."""

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from shop.exhibitors import opening, packages
from shop.exhibitors.listed import runs
from shop.exhibitors.opening import Sheet
from shop.exhibitors.reading import Gravity, MarkingWords, Problem
from shop.kernel import sheets

COLOURS = {Gravity.REFUSED: "FFF4B6B6", Gravity.ASKED: "FFFFE699", Gravity.NOTED: "FFCFE2F3"}
_GRAVEST = list(COLOURS)
_WIDTHS = (22, 8, 10, 20, 80)
_MOST_COMMENTS = 5_000  # more make a file that spreadsheets open slowly; all are listed on the first sheet
_POINTERS = re.compile(  # to parts of the package that are not handed on
    rb"<hyperlinks>.*?</hyperlinks>|<(?:legacyDrawing|legacyDrawingHF|drawing|picture)\b[^<>]*/>"
    rb"|<(tableParts|controls|oleObjects|extLst|customSheetViews)\b(?:[^<>]*/>|.*?</\1>)",
    re.DOTALL,
)
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def marked(data: bytes, filename: str, problems: Iterable[Problem], words: MarkingWords) -> bytes:
    """An XLSX file: the workbook itself if it was one, else its sheets written anew. Formulas come back as their results,
    those without one as text that does not run. Raises BadFile as reading does.
    """
    problems = list(problems)
    read = opening.open_sheets(data, filename)
    book = _same(data, read) if opening.kind_of(data) == "xlsx" else None
    book = book or _anew(read)
    _mark(book, problems, words)
    _list(book, problems, words)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _same(data: bytes, read: Sequence[Sheet]) -> Workbook | None:
    """None where the writer of the file took freedoms that only the reader of cells forgives."""
    clean, _facts = packages.examined(data, "xlsx")
    try:
        book = load_workbook(io.BytesIO(packages.without(clean, _POINTERS)), keep_vba=False, keep_links=False)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OSError):
        return None
    book.defined_names.clear()
    texts = {sheet.name: sheet.rows for sheet in read}
    for sheet in book.worksheets:
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.data_validations = DataValidationList()
        sheet.defined_names.clear()
        for row in sheet.iter_rows():
            for cell in row:
                _calm(cell, texts.get(sheet.title, []))
    return book


def _calm(cell: Cell | MergedCell, rows: Sequence[Sequence[str]]) -> None:
    """No formula, nothing that would run, and no mark of an earlier round."""
    if isinstance(cell, MergedCell):
        return
    if cell.fill.fill_type == "solid" and cell.fill.start_color.rgb in COLOURS.values():
        cell.fill = PatternFill()
    if cell.data_type == "f":
        row, column = cell.row - 1, cell.column - 1
        result = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        _write(cell, result or f"'{getattr(cell.value, 'text', cell.value)}")
    elif cell.data_type == "s" and runs(str(cell.value)):
        _write(cell, str(cell.value))


def _anew(read: Sequence[Sheet]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for sheet in read:
        made = book.create_sheet(_free_name(book, sheet.name))
        for at, row in enumerate(sheet.rows, 1):
            for column, text in enumerate(row, 1):
                if text:
                    _write(made.cell(at, column), text)
        for first, left, last, right in sheet.merged:
            if last < opening.LONGEST * 2:
                made.merge_cells(start_row=first + 1, start_column=left + 1, end_row=last + 1, end_column=right + 1)
    return book


def _write(cell: Cell, text: str) -> None:
    """As text, whatever it looks like."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = sheets.cell(text) if runs(text) else text
    cell.data_type = "s"


def _free_name(book: Workbook, wanted: str) -> str:
    name = _NOT_IN_NAMES.sub(" ", wanted)[:28].strip() or "Sheet"
    taken = {sheet.title.casefold() for sheet in book.worksheets}
    return next(one for one in (name, *(f"{name} {number}" for number in range(2, 999))) if one.casefold() not in taken)


def _mark(book: Workbook, problems: Sequence[Problem], words: MarkingWords) -> None:
    by_cell: dict[tuple, list[Problem]] = {}
    for problem in sorted(problems, key=lambda problem: _GRAVEST.index(problem.gravity)):
        by_cell.setdefault(problem.cell.key, []).append(problem)
    sheets_by_name = {sheet.title: sheet for sheet in book.worksheets}
    tops = {sheet.title: _tops(sheet) for sheet in book.worksheets}
    for commented, ((name, row, column), found) in enumerate(by_cell.items()):
        sheet = sheets_by_name.get(name)
        if sheet is None or found[0].cell.row < 1:
            continue
        place = tops[name].get((row, column), f"{column}{row}")
        cell = sheet[place]
        cell.fill = PatternFill("solid", start_color=COLOURS[found[0].gravity])
        if commented < _MOST_COMMENTS:
            cell.comment = Comment("\n".join(map(words.said_of, found)), words.title, height=90, width=320)


def _tops(sheet: Worksheet) -> dict[tuple[int, str], str]:
    """For each cell that a merged one covers, the one that shows."""
    return {
        (row, get_column_letter(column)): cells.start_cell.coordinate
        for cells in sheet.merged_cells.ranges
        if cells.size["rows"] * cells.size["columns"] <= 100_000
        for row in range(cells.min_row, cells.max_row + 1)
        for column in range(cells.min_col, cells.max_col + 1)
    }


def _list(book: Workbook, problems: Sequence[Problem], words: MarkingWords) -> None:
    names = {sheet.title for sheet in book.worksheets}
    sheet = book.create_sheet(_free_name(book, words.title), 0)
    sheet.append(list(words.headings))
    for at, problem in enumerate(problems, 2):
        sheet.append([problem.cell.sheet, problem.cell.row, problem.cell.column, words.gravities[problem.gravity]])
        for cell in sheet[at]:
            if isinstance(cell.value, str):
                _write(cell, cell.value)
        said = sheet.cell(at, 5)
        _write(said, words.said_of(problem))
        said.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(at, 4).fill = PatternFill("solid", start_color=COLOURS[problem.gravity])
        if problem.cell.sheet in names:
            _link(sheet.cell(at, 3), problem)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _link(cell: Cell, problem: Problem) -> None:
    sheet = problem.cell.sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!{problem.cell.column}{problem.cell.row}")
    cell.font = Font(underline="single", color="FF1155CC")
