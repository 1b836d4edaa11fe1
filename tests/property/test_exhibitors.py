"""Whatever a file holds, reading it gives a reading or names the fault; and what it reads keeps its promises."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from shop.exhibitors import marking, titles
from shop.exhibitors.prices import price_of
from shop.exhibitors.reader import read
from shop.exhibitors.reading import BadFile, Gravity, MarkingWords, Meaning, Reading
from shop.exhibitors.values import value_of
from shop.kernel.thai import has_letter_or_digit
from tests.factories import workbooks

WORDS = MarkingWords(
    "ดู", ["a", "b", "c", "d", "e"], {gravity: str(gravity) for gravity in Gravity}, lambda problem: problem.reason
)
THAI = st.text("กขคงจนมยรลวสหอะาิีุูเแโใไ่้๊๋์ำ ๆ", max_size=12)
CELLS = st.one_of(
    THAI,
    st.none(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    st.sampled_from(
        [
            *("กลุ่มแม่บ้าน", "081-234-5678", "รวม", "โซน A", "อ.คลองหลวง", "หมายเหตุ:", "A1", "50.-", "100-150", "1. ก 2. ข"),
            *("=1+1", "@x", "ชื่อกลุ่ม", "สินค้า", "ราคา", "1,\n2,", "(", ")", "๑๒๓", "ก/ข และ ค", "12345678901234567890"),
        ]
    ),
)
HEADINGS = st.lists(
    st.sampled_from(["ที่", "ชื่อกลุ่ม", "โทร", "บูธ", "สินค้า", "ราคา", "อำเภอ", "ประเภท", "จำนวน", "วันที่", "", "อะไร"]), max_size=8
)
ROWS = st.builds(lambda head, rows: [head, *rows], HEADINGS, st.lists(st.lists(CELLS, max_size=9), max_size=8))


def read_or_refused(data: bytes, filename: str) -> Reading | None:
    try:
        return read(data, filename)
    except BadFile:
        return None


@given(st.binary(max_size=3000), st.sampled_from(["a.xlsx", "a.xls", "a.ods", "a.csv", "a", "a.pdf"]))
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(data, filename):
    read_or_refused(data, filename)


@given(st.sampled_from(["xlsx", "xls", "ods"]), st.data())
@settings(max_examples=40)
def test_a_workbook_with_bytes_changed_is_read_or_refused(kind, data):
    made = {"xlsx": workbooks.xlsx, "xls": workbooks.xls, "ods": workbooks.ods}[kind](("S", [["ชื่อกลุ่ม", "สินค้า"], ["ก", "ข"]]))
    changed = bytearray(made)
    for _change in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(len(changed) // 2, len(changed)))
    read_or_refused(bytes(changed[:end]), f"a.{kind}")


@given(ROWS)
@settings(max_examples=60)
def test_any_cells_are_read_and_keep_the_promises(rows):
    reading = read_or_refused(workbooks.as_csv(rows, "utf-8"), "a.csv")
    if reading is None:
        return
    counted = {product.cell.key[:2] for group in reading.groups for product in group.products}
    assert len(counted) <= reading.product_rows
    for group in reading.groups:
        assert has_letter_or_digit(group.name)
        assert re.fullmatch(r"(\+66\d{8,9})?", group.values.get(Meaning.PHONE, ""))
        assert all(product.price_satang is None or 100 <= product.price_satang <= 100_000_000 for product in group.products)
    for problem in reading.problems:
        assert 1 <= problem.cell.row <= len(rows) + 1
        assert problem.cell.column.isalpha()


@given(ROWS)
@settings(max_examples=25)
def test_any_list_can_be_given_back_and_read_again(rows):
    data = workbooks.as_csv(rows, "utf-8")
    reading = read_or_refused(data, "a.csv")
    if reading is None:
        return
    again = read(marking.marked(data, "a.csv", reading.problems, WORDS), "again.xlsx")
    assert [group.name for group in again.groups] == [group.name for group in reading.groups]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_cutting_a_cell_loses_no_letter_and_joins_nothing(text):
    cut = [title for line in titles.cut(text) for title in line]

    assert all(title == " ".join(title.split()) and has_letter_or_digit(title) for title in cut)
    further = [(title, part) for title in cut for part in titles.cut_further(title)]
    assert all(part.replace(" ", "") in "".join(title.split()) for title, part in further)


@given(st.integers(100, 100_000_000), st.sampled_from(["{}", "{} บาท", "{}.-", "฿{}", "ถุงละ {}", "{}/ถุง"]))
def test_a_price_written_in_any_way_is_read_as_it_was_meant(satang, form):
    baht = f"{satang // 100}.{satang % 100:02}" if satang % 100 else f"{satang // 100:,}"
    if satang % 100 and ".-" in form:
        return
    assert price_of(form.format(baht)).satang == satang


@given(st.sampled_from(list(Meaning)), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_has_a_value_or_a_reason(meaning, text):
    value = value_of(meaning, text)
    assert bool(value.gravity) == bool(value.reason)
