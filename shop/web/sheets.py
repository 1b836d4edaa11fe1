"""Files to keep: tables as CSV and XLSX that spreadsheets open rightly and that run nothing, and papers."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

import xlsxwriter
from flask import Response

from shop.kernel.sheets import BOM, baht_number, cell

__all__ = ["Baht", "baht_number", "csv_file", "pdf_file", "xlsx_bytes", "xlsx_file"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


class Baht(int):
    """Satang that are a cell of baht: `105.00`."""

    def __str__(self) -> str:
        return baht_number(int(self))


def csv_file(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """A file to keep, `name`.csv. Text is harmless to a spreadsheet; numbers stay numbers."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([cell(value) for value in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return _file(BOM + written.getvalue(), "text/csv", f"{name}.csv")


def xlsx_file(name: str, sheet: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A workbook to keep, `name`.xlsx: text stays text, numbers are numbers, Baht are baht; the header stays in sight."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, AS_WRITTEN)
    head, baht = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    page = book.add_worksheet(sheet)
    page.freeze_panes(1, 0)
    for column, words in enumerate(header):
        page.set_column(column, column, max(12, len(words) + 2))
        page.write_string(0, column, words, head)
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, Baht):
                page.write_number(at, column, Decimal(int(value)) / 100, baht)
            elif isinstance(value, int | float):
                page.write_number(at, column, value)
            else:
                page.write_string(at, column, "" if value is None else str(value))
    book.close()
    return _file(written.getvalue(), XLSX, f"{name}.xlsx")


def xlsx_bytes(name: str, content: bytes) -> Response:
    """A workbook that stands written already, to keep as `name`.xlsx."""
    return _file(content, XLSX, f"{name}.xlsx")


def pdf_file(name: str, content: bytes) -> Response:
    """A paper that is shown in the browser, where it can be printed, and is called `name`.pdf when it is kept."""
    answer = _file(content, "application/pdf", f"{name}.pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _file(content: str | bytes, mimetype: str, name: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
