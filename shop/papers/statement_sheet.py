"""A group's month as a workbook: figures are numbers, dates are dates, and whatever is text stays text and runs nothing."""

import io
from datetime import datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shop.kernel.clock import BANGKOK
from shop.kernel.money import SATANG
from shop.kernel.thai import format_date
from shop.papers.statement_words import words_for_kind
from shop.papers.voice import Voice
from shop.payments.statements import Statement

AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
Cell = str | int | datetime  # text, satang, a moment


def write_statement(statement: Statement, voice: Voice) -> bytes:
    """An XLSX file of three sheets: sums, what the market owes one by one, what the group was paid itself."""
    _ = voice.gettext
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, AS_WRITTEN)
    book.set_properties({"title": _("สรุปรายได้ %(month)s", month=format_date(statement.month, voice.locale, "month"))})
    pen = _Pen(book)
    pen.sheet(_("สรุป"), [34, 18], _sums(statement, voice))
    pen.sheet(_("ผ่านตลาด"), [18, 34, 14, 16, 16, 16, 18], _movements(statement, voice))
    pen.sheet(_("กลุ่มรับเอง"), [18, 34, 14, 16], _cash(statement, voice))
    book.close()
    return written.getvalue()


def _sums(statement: Statement, voice: Voice) -> list[list[Cell]]:
    _ = voice.gettext
    kinds = [[words_for_kind(kind, _), satang] for kind, satang in statement.by_kind().items()]
    return [
        [voice.name_of(statement.group), format_date(statement.month, voice.locale, "month")],
        [_("ตลาดค้างจ่ายต้นเดือน"), statement.opening_satang],
        *kinds,
        [_("ตลาดค้างจ่ายสิ้นเดือน (บาท)"), statement.closing_satang],
        [_("เงินสดและพร้อมเพย์ที่กลุ่มรับเอง"), statement.cash_satang],
    ]


def _movements(statement: Statement, voice: Voice) -> list[list[Cell]]:
    _ = voice.gettext
    columns = [_("วันที่"), _("รายละเอียด"), _("คำสั่งซื้อ"), _("ยอด (บาท)"), _("ค่าธรรมเนียม"), _("สุทธิ (บาท)"), _("ตลาดค้างจ่าย")]
    return [
        columns,
        *(
            [
                *(each.at, words_for_kind(each.kind, _), each.order_code),
                *(each.gross_satang, each.fee_satang, each.net_satang, each.owed_after_satang),
            ]
            for each in statement.movements
        ),
    ]


def _cash(statement: Statement, voice: Voice) -> list[list[Cell]]:
    _ = voice.gettext
    rows = [[each.at, words_for_kind(each.kind, _), each.order_code, each.cash_satang] for each in statement.cash]
    return [[_("วันที่"), _("รายละเอียด"), _("คำสั่งซื้อ"), _("ยอด (บาท)")], *rows]


class _Pen:
    """Writes cells by what they are; the first row of a sheet is its head and stays in sight."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._head: Format = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF4EE"})
        self._baht: Format = book.add_format({"num_format": "#,##0.00"})
        self._moment: Format = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def sheet(self, name: str, widths: list[int], rows: list[list[Cell]]) -> None:
        sheet: Worksheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                self._write(sheet, row, column, cell)

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell.astimezone(BANGKOK).replace(tzinfo=None), self._moment)
        elif isinstance(cell, int):
            sheet.write_number(row, column, Decimal(cell) / SATANG, self._baht)
        else:
            sheet.write_string(row, column, cell, self._head if row == 0 else None)
