"""The list of Ban Mai, and the same data as other offices would have kept it: always the same groups, products and booths."""

from collections.abc import Sequence

import pytest

from shop.exhibitors.reader import read
from shop.exhibitors.reading import Gravity, Meaning, Reading
from tests.factories import workbooks

HEADER, FIRST, LAST = 3, 4, 52  # rows of the workbook, from 0


def told(reading: Reading) -> list[tuple]:
    """What a list comes to, wherever it stood in the file."""
    return [
        (group.name, sorted(group.values.items()), [(product.title, product.price_satang) for product in group.products])
        for group in reading.groups
    ]


def counts(reading: Reading) -> tuple[int, int, int]:
    booths = {group.values[Meaning.BOOTH] for group in reading.groups}
    return len(reading.groups), sum(len(group.products) for group in reading.groups), len(booths)


@pytest.fixture(scope="module")
def original() -> Reading:
    return read(workbooks.ban_mai(), "รายชื่อ.xlsx")


def one_row_a_group(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Products as numbered lines of one cell, prices as the lines of another."""
    groups: list[list[list[object]]] = []
    for row in rows[FIRST:LAST]:
        if row[1]:
            groups.append([])
        groups[-1].append(list(row))
    made = [list(row) for row in rows[: HEADER + 1]]
    for lines in groups:
        products = "\n".join(f"{number}. {line[8]}" for number, line in enumerate(lines, 1))
        made.append([*lines[0][:8], products, "\n".join(str(line[9]) for line in lines)])
    return made


def over_two_sheets(rows: Sequence[Sequence[object]]) -> bytes:
    middle = next(at for at in range(28, LAST) if rows[at][1])
    head = rows[: HEADER + 1]
    return workbooks.xlsx(("วันที่ 1", [*head, *rows[FIRST:middle]]), ("วันที่ 2", [*head, *rows[middle:LAST]]))


def test_the_workbook_names_18_groups_51_products_in_48_rows_and_18_booths(original):
    assert counts(original) == (18, 51, 18)
    assert original.product_rows == 48
    assert not original.refused


def test_its_columns_are_understood(original):
    assert [column.meaning for column in original.columns] == [
        *(Meaning.RUNNING_NUMBER, Meaning.GROUP_NAME, Meaning.GROUP_KIND, Meaning.LOCAL_AUTHORITY, Meaning.DISTRICT),
        *(Meaning.PHONE, Meaning.MEMBER_COUNT, Meaning.BOOTH, Meaning.PRODUCT, Meaning.PRICE),
    ]


def test_rows_are_the_sheets_own(original):
    fifth = original.groups[4]

    assert (fifth.name, fifth.cell.row, fifth.cell.column) == ("วิสาหกิจชุมชน ต.บ้านฉาง", 22, "B")
    assert fifth.values[Meaning.PHONE] == "+66800005572"
    assert (fifth.products[0].cell.row, fifth.products[0].price_satang) == (22, 250_00)


def test_products_of_one_cell_take_its_price(original):
    second = original.groups[1]
    chili = [product for product in second.products if product.cell.row == 12]

    assert [product.title for product in chili] == ["น้ำพริกเผาปลาย่าง", "น้ำพริกเผาตาแดง", "น้ำพริกเผาแมงดา"]
    assert {product.price_satang for product in chili} == {40_00}


def test_what_may_be_several_products_is_asked_and_stays_one(original):
    asked = {problem.cell.row: problem for problem in original.problems if problem.gravity is Gravity.ASKED}

    assert asked[7].params["parts"] == ["จำหน่ายข้าวสาร", "น้ำยาล้างจาร", "ไข่เข็ม"]
    assert asked[47].params["parts"] == ["กาละแม", "กระยาสารท"]
    assert 19 not in asked  # ปลาต้มเค็ม สูตรโบราณ is one


def test_an_answer_cuts_the_cell_or_leaves_it():
    sheet = "ทะเบียนผู้ร่วมออกบูธ"
    answered = read(workbooks.ban_mai(), "a.xlsx", cut={(sheet, 7, "I"): True, (sheet, 47, "I"): False})

    assert [product.title for product in answered.groups[0].products if product.cell.row == 7] == [
        *("จำหน่ายข้าวสาร", "น้ำยาล้างจาร", "ไข่เข็ม")
    ]
    assert counts(answered) == (18, 53, 18)
    assert not {problem.cell.row for problem in answered.problems} & {7, 47}


@pytest.mark.parametrize(
    ("filename", "made"),
    [
        ("tis.csv", lambda rows: workbooks.as_csv(rows, "cp874")),
        ("utf8.csv", lambda rows: workbooks.as_csv(rows, "utf-8")),
        ("marked.csv", lambda rows: workbooks.as_csv(rows, "utf-8-sig", ";")),
        ("excel.txt", lambda rows: workbooks.as_csv(rows, "utf-16", "\t")),
        ("libre.ods", lambda rows: workbooks.ods(("แผ่นงาน1", rows))),
        ("old.xls", lambda rows: workbooks.xls(("แผ่นงาน1", rows))),
        ("unmerged.xlsx", lambda rows: workbooks.xlsx(("Sheet1", rows))),
        ("two.xlsx", over_two_sheets),
        ("named.xlsx", lambda rows: workbooks.xlsx(("Sheet1", with_names_on_each_row(rows)))),
    ],
)
def test_the_same_data_in_another_file_gives_the_same(original, filename, made):
    again = read(made(workbooks.ban_mai_rows()), filename)

    assert told(again) == told(original)
    assert again.product_rows == 48
    assert not again.refused


def with_names_on_each_row(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    made = [list(row) for row in rows[:LAST]]
    for above, row in zip(made[FIRST:], made[FIRST + 1 :], strict=False):
        if not row[1]:
            row[:8] = above[:8]
    return made


@pytest.mark.parametrize("kind", ["xlsx", "csv", "ods", "xls"])
def test_one_row_a_group_gives_the_same(original, kind):
    rows = one_row_a_group(workbooks.ban_mai_rows())
    files = {
        "xlsx": lambda: workbooks.xlsx(("Sheet1", rows)),
        "csv": lambda: workbooks.as_csv(rows, "cp874"),
        "ods": lambda: workbooks.ods(("Sheet1", rows)),
        "xls": lambda: workbooks.xls(("Sheet1", rows)),
    }
    again = read(files[kind](), f"a.{kind}")

    assert told(again) == told(original)
    assert again.product_rows == 18
    assert not again.refused


def test_a_damaged_copy_is_refused_by_cell():
    rows = workbooks.ban_mai_rows()
    rows[8][5] = "12345"
    rows[9][9] = "ห้าสิบเอ็ดเหรียญ"
    rows[14][7] = "C01"
    rows[21][1] = None
    rows[51][9] = -40
    damaged = read(workbooks.xlsx(("S", rows)), "a.xlsx")

    assert [(problem.cell.row, problem.cell.column, problem.reason) for problem in damaged.refused] == [
        (9, "F", "phone_form"),
        (10, "J", "price_form"),
        (15, "H", "booth_taken"),
        (22, "B", "group_name_missing"),
        (52, "J", "price_negative"),
    ]
    taken = next(problem for problem in damaged.refused if problem.reason == "booth_taken")
    assert taken.params == {"booth": "C01", "group": "กลุ่มผู้พิการ ต.คลองสาม", "row": 5}
