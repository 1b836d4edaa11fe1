"""The workbook that is given back: the same, with its problems marked, and nothing in it that runs."""

import io

import pytest
from openpyxl import load_workbook

from shop.exhibitors.marking import COLOURS, marked
from shop.exhibitors.reader import read
from shop.exhibitors.reading import Gravity, MarkingWords
from tests.factories import workbooks

WORDS = MarkingWords(
    "รายการที่ต้องดู",
    ["แผ่นงาน", "แถว", "คอลัมน์", "ต้องทำ", "เรื่องที่พบ"],
    {gravity: str(gravity) for gravity in Gravity},
    lambda problem: f"{problem.reason}: {problem.params.get('text', '')}",
)
KINDS = {
    "xlsx": lambda rows: workbooks.xlsx(("บูธ", rows)),
    "csv": lambda rows: workbooks.as_csv(rows, "cp874"),
    "ods": lambda rows: workbooks.ods(("บูธ", rows)),
    "xls": lambda rows: workbooks.xls(("บูธ", rows)),
}


def damaged_rows() -> list[list[object]]:
    rows = workbooks.ban_mai_rows()
    rows[8][5] = "12345"
    rows[9][9] = "100-150"
    return rows


def marked_book(data: bytes, filename: str):
    return load_workbook(io.BytesIO(marked(data, filename, read(data, filename).problems, WORDS)))


@pytest.mark.parametrize("kind", KINDS)
def test_cells_are_filled_and_say_why(kind):
    book = marked_book(KINDS[kind](damaged_rows()), f"a.{kind}")
    sheet = book.worksheets[1]

    assert sheet["F9"].fill.start_color.rgb == COLOURS[Gravity.REFUSED]
    assert sheet["F9"].comment.text == "phone_form: 12345"
    assert sheet["J10"].fill.start_color.rgb == COLOURS[Gravity.ASKED]
    assert sheet["F10"].comment is None
    assert sheet["B5"].value == "กลุ่มผู้พิการ ต.คลองสาม"


@pytest.mark.parametrize("kind", KINDS)
def test_the_first_sheet_lists_them_and_leads_there(kind):
    sheet = marked_book(KINDS[kind](damaged_rows()), f"a.{kind}").worksheets[0]
    phone = next(row for row in sheet.iter_rows() if row[4].value == "phone_form: 12345")

    assert [cell.value for cell in phone[1:4]] == [9, "F", "refused"]
    assert phone[2].hyperlink.location.endswith("!F9")
    assert [cell.value for cell in sheet[1]] == list(WORDS.headings)


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_back_reads_the_same(kind):
    data = KINDS[kind](damaged_rows())
    before = read(data, f"a.{kind}")
    after = read(marked(data, f"a.{kind}", before.problems, WORDS), "again.xlsx")

    assert [(group.name, group.values, len(group.products)) for group in after.groups] == [
        (group.name, group.values, len(group.products)) for group in before.groups
    ]
    assert [problem.reason for problem in after.refused] == ["phone_form"]


def test_the_look_of_the_workbook_stays_and_old_marks_go():
    data = workbooks.ban_mai()
    first = marked(data, "a.xlsx", read(data, "a.xlsx").problems, WORDS)
    again = load_workbook(io.BytesIO(marked(first, "a.xlsx", [], WORDS)))
    original = load_workbook(workbooks.BAN_MAI).active
    sheet = again[original.title]

    assert sheet["I7"].fill.fill_type is None
    assert sheet["A1"].font.b == original["A1"].font.b
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {str(cells) for cells in original.merged_cells.ranges}


def test_formulas_come_back_as_what_they_came_to():
    plain = workbooks.listed(("ชื่อกลุ่ม", "สินค้า", "ราคา"), ("กลุ่ม ก", "ขนม", 20), ("กลุ่ม ข", "ข้าว", "=cmd|' /C calc'!A0"))
    part = "xl/worksheets/sheet1.xml"
    counted = workbooks.part(plain, part).decode().replace("<v>20</v>", "<f>10*2</f><v>20</v>")
    sheet = marked_book(workbooks.changed(plain, {part: counted.encode()}), "a.xlsx").worksheets[1]

    assert (sheet["C2"].value, sheet["C2"].data_type) == ("20", "s")
    assert sheet["C3"].value.startswith("'=cmd|")
    assert sheet["C3"].data_type == "s"


def test_a_problem_under_a_merged_cell_is_marked_where_it_shows():
    data = workbooks.xlsx(
        ("S", [["ชื่อกลุ่ม", "โทร", "สินค้า"], ["กลุ่ม ก", "0812345678", "ขนม"], [None, "0812345679", "ข้าว"], [None, None, "ไข่"]]),
        merged=["A3:A4", "B3:B4"],
    )
    assert marked_book(data, "a.xlsx").worksheets[1]["A3"].comment.text.startswith("group_name_missing")
