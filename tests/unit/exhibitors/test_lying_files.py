"""Files that are not what they say: each is refused by the name of its fault, in little time and memory."""

import io
import zipfile

import pytest

from shop.exhibitors.opening import open_sheets
from shop.exhibitors.reader import read
from shop.exhibitors.reading import BadFile
from tests.factories import workbooks
from tests.factories.workbooks import listed

HEADER = ("ชื่อกลุ่ม", "โทร", "สินค้า", "ราคา")
ROW = ("กลุ่ม ก", "0812345678", "ขนม", 20)
SHEET = "xl/worksheets/sheet1.xml"


def fault_of(data: bytes, filename: str = "list.xlsx") -> str:
    with pytest.raises(BadFile) as refused:
        read(data, filename)
    return refused.value.fault


def sheet_of(rows: str) -> bytes:
    """A workbook whose sheet is this XML."""
    plain = listed(HEADER, ROW)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    return workbooks.changed(plain, {SHEET: content.encode()})


def row_of(number: int, **texts: str) -> str:
    cells = "".join(f'<c r="{at}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in texts.items())
    return f'<row r="{number}">{cells}</row>'


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.xlsx", b""),
        ("a.csv", b"\xef\xbb\xbf\r\n"),
        ("a.csv", b",,,\n,,,\n"),
        ("a.xlsx", workbooks.xlsx(("S", []))),
        ("a.ods", workbooks.ods(("S", [[None, None]]))),
    ],
)
def test_a_file_that_says_nothing(filename, content):
    assert fault_of(content, filename) == "empty"


@pytest.mark.parametrize(
    ("filename", "content", "fault"),
    [
        ("a.xls", b"<html><body><table><tr><td>x</td></tr></table></body></html>", "html"),
        ("a.xlsx", b"\xef\xbb\xbf  <!DOCTYPE HTML PUBLIC>\n<table>", "html"),
        ("a.xlsx", b"%PDF-1.7\n...", "unknown_kind"),
        ("a.csv", bytes(range(256)) * 4, "unknown_kind"),
        ("a.pdf", b"%PDF-1.7", "unknown_kind"),
        ("a.xlsx", workbooks.zipped({"word/document.xml": b"<a/>"}), "unknown_kind"),
        ("a.xlsx", "ชื่อกลุ่ม,สินค้า\nก,ข\n".encode(), "wrong_kind"),
        ("a.xls", listed(HEADER, ROW), "wrong_kind"),
        ("a.csv", listed(HEADER, ROW), "wrong_kind"),
        ("a.xlsx", workbooks.xls(("S", [HEADER, ROW])), "wrong_kind"),
        ("a.xlsx", b"PK\x03\x04" + b"junk" * 50, "broken"),
        ("a.xlsx", listed(HEADER, ROW)[:-400], "broken"),
        ("a.xls", workbooks.xls(("S", [HEADER, ROW]))[:700], "broken"),
        ("a.xlsx", b"x" * (10 * 2**20 + 1), "too_large"),
        ("a.csv", "อากาศดีวันนี้\nไม่มีตาราง\n".encode(), "no_header"),
    ],
)
def test_a_file_of_another_kind_or_none(filename, content, fault):
    assert fault_of(content, filename) == fault


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.xlsm", listed(HEADER, ROW)),
        ("a.xlsx", workbooks.changed(listed(HEADER, ROW), {"xl/vbaProject.bin": b"\xd0\xcf"})),
        ("a.xlsx", workbooks.changed(listed(HEADER, ROW), {"xl/macrosheets/sheet1.xml": b"<a/>"})),
        ("a.ods", workbooks.changed(workbooks.ods(("S", [HEADER, ROW])), {"Basic/Standard/Module1.xml": b"<a/>"})),
        ("a.xls", workbooks.xls(("S", [HEADER, ROW]), folders=["_VBA_PROJECT_CUR"])),
    ],
)
def test_macros(filename, content):
    assert fault_of(content, filename) == "macros"


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.xlsx", workbooks.xls(("S", [HEADER, ROW]), folders=["EncryptedPackage"])),
        ("a.ods", workbooks.changed(workbooks.ods(("S", [HEADER])), {"META-INF/manifest.xml": b"<a><encryption-data/></a>"})),
    ],
)
def test_a_file_with_a_password(filename, content):
    assert fault_of(content, filename) == "encrypted"


def test_a_bomb_is_not_unpacked():
    assert fault_of(workbooks.changed(listed(HEADER), {"xl/media/image1.png": bytes(60 * 2**20)})) == "zip_bomb"
    assert fault_of(workbooks.zipped({f"xl/{number}.xml": b"<a/>" for number in range(2100)})) == "zip_bomb"


def test_a_bomb_that_lies_about_its_size_is_broken():
    """The size written beside a part is believed by nobody: the part holds more and fails by its checksum."""
    bomb = bytearray(workbooks.changed(listed(HEADER, ROW), {"xl/sharedStrings.xml": bytes(30 * 2**20)}))
    with zipfile.ZipFile(io.BytesIO(bomb)) as package:
        size = package.getinfo("xl/sharedStrings.xml").file_size
    written = size.to_bytes(4, "little")
    while (at := bomb.find(written)) >= 0:
        bomb[at : at + 4] = (1000).to_bytes(4, "little")

    assert fault_of(bytes(bomb)) == "broken"


@pytest.mark.parametrize("name", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_wherever_they_stand(name, encoding):
    said = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"
    assert fault_of(workbooks.changed(listed(HEADER, ROW), {name: said.encode(encoding)})) == "dtd"


@pytest.mark.parametrize("row", [1_048_576, 40_001])
def test_a_cell_far_down_does_not_fill_the_memory(row):
    assert fault_of(sheet_of(row_of(1, A="x") + row_of(row, A="x"))) == "too_long"


def test_a_place_that_is_not_said_is_the_next_one():
    hidden = '<row r="1048575"><c r="XFC1048575" s="1"/></row><row><c t="inlineStr"><is><t>x</t></is></c></row>'
    assert fault_of(sheet_of(row_of(1, A="ชื่อกลุ่ม", B="สินค้า") + hidden.replace(' s="1"/>', "><v>1</v></c>"))) == "too_long"
    assert fault_of(sheet_of(row_of(1, A="x") + hidden)) == "no_header"


def test_a_cell_far_to_the_right_does_not_fill_the_memory():
    assert fault_of(sheet_of(row_of(1, A="x") + row_of(2, XFD="x"))) == "too_wide"


def rows_of_ods(count: int, cell: str) -> str:
    return f'<table:table-row table:number-rows-repeated="{count}">{cell}</table:table-row>'


def test_the_same_in_old_and_open_workbooks():
    far = workbooks.xls_cell(65_000, 3, "x")
    assert fault_of(workbooks.xls(("S", [HEADER, ROW]), records=far), "a.xls") == "too_long"
    x = 'office:value-type="string"><text:p>x</text:p></table:table-cell>'
    assert fault_of(workbooks.ods(("S", [HEADER]), extra=rows_of_ods(1_048_000, f"<table:table-cell {x}")), "a.ods") == "too_long"
    wide = rows_of_ods(1, f'<table:table-cell table:number-columns-repeated="16384" {x}')
    assert fault_of(workbooks.ods(("S", [HEADER]), extra=wide), "a.ods") == "too_wide"


def test_hundreds_of_thousands_of_empty_rows_are_no_rows():
    rows = row_of(1, A="ชื่อกลุ่ม", B="สินค้า") + row_of(2, A="กลุ่ม ก", B="ขนม")
    rows += "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(3, 200_001))
    assert len(read(sheet_of(rows), "a.xlsx").groups) == 1

    empty = rows_of_ods(1_048_000, '<table:table-cell table:number-columns-repeated="16384"/>')
    assert len(read(workbooks.ods(("S", [HEADER, ROW]), extra=empty), "a.ods").groups) == 1


def test_an_old_workbook_that_announces_more_than_it_holds():
    made = workbooks.xls(("S", [HEADER, ROW]))
    for at in (40, 44, 64, 72):
        changed = bytearray(made)
        changed[at : at + 4] = b"\xff\xff\xff\x7f"
        assert fault_of(bytes(changed), "a.xls") == "broken"

    texts, end = b"\xfc\x00\x08\x00" + b"\xff\xff\xff\x7f" * 2, 512 + 4096
    at = made.find(b"\x85\x00")
    assert fault_of(made[:at] + texts + made[at : end - len(texts)] + made[end:], "a.xls") == "broken"


def test_more_rows_than_a_list_has():
    rows = [["ก", "0812345678", "ขนม", 1]] * 20_001
    assert fault_of(workbooks.as_csv([HEADER, *rows]), "a.csv") == "too_long"


def test_a_formula_is_read_by_its_result_and_refused_without_one():
    main = listed(HEADER, ROW)
    content = workbooks.part(main, SHEET).decode()
    counted = content.replace("<v>20</v>", "<f>10*2</f><v>20</v>")
    assert read(workbooks.changed(main, {SHEET: counted.encode()}), "a.xlsx").groups[0].products[0].price_satang == 20_00

    uncounted = read(listed(HEADER, ("กลุ่ม ก", "0812345678", "ขนม", "=10*2")), "a.xlsx")
    assert [(p.cell.row, p.cell.column, p.reason) for p in uncounted.refused] == [(2, "D", "formula")]


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", '=HYPERLINK("http://a")', "@SUM(1+1)*cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"]
)
def test_what_would_run_in_a_spreadsheet_is_refused_by_cell(text):
    told = read(workbooks.as_csv([HEADER, ("กลุ่ม ก", "0812345678", text, "20")]), "a.csv")

    assert [(p.cell.row, p.cell.column, p.reason) for p in told.refused] == [(2, "C", "formula")]
    assert told.groups[0].products == ()


@pytest.mark.parametrize("text", ["+66 81 234 5678", '="0812345678"', "-"])
def test_what_only_looks_like_a_formula_is_not(text):
    assert not read(workbooks.as_csv([HEADER, ("กลุ่ม ก", text, "- ขนม\n- ข้าว", "20")]), "a.csv").refused


def test_hidden_sheets_are_left_out_and_said():
    made = workbooks.xlsx(("ใช้", [HEADER, ROW]), ("เก่า", [HEADER, ("กลุ่ม ข", "0812345679", "ข้าว", 1)]), hidden=["เก่า"])
    told = read(made, "a.xlsx")

    assert [group.name for group in told.groups] == ["กลุ่ม ก"]
    assert [(p.cell.sheet, p.reason) for p in told.problems] == [("เก่า", "sheet_hidden")]


def test_parts_that_nobody_reads_are_not_handed_on():
    sheets = open_sheets(workbooks.changed(listed(HEADER, ROW), {"xl/externalLinks/externalLink1.xml": b"<broken"}), "a.xlsx")
    assert sheets[0].rows[1][0] == "กลุ่ม ก"
