"""Lists of other offices: headings, merged cells, sections, totals and notes as people lay them out."""

import pytest

from shop.exhibitors.reader import read
from shop.exhibitors.reading import Gravity, Meaning, Reading
from tests.factories.workbooks import as_csv, listed, xlsx

PHONES = [f"081234567{digit}" for digit in range(10)]


def told(reading: Reading) -> dict[str, list[tuple[str, int | None]]]:
    """Titles and prices in baht by group."""
    return {
        group.name: [(product.title, product.price_satang and product.price_satang // 100) for product in group.products]
        for group in reading.groups
    }


def meanings(reading: Reading) -> list[str]:
    return [str(column.meaning or "") for column in reading.columns]


def faults(reading: Reading) -> list[tuple[int, str, str]]:
    return [(problem.cell.row, problem.cell.column, problem.reason) for problem in reading.problems]


def test_headings_in_two_rows_under_merged_ones():
    rows = [
        ["บัญชีกลุ่มอาชีพ"],
        ["กลุ่ม", None, "ติดต่อ", None, "สินค้า", None, "หมายเหตุ"],
        ["ชื่อ", "ประเภท", "ผู้ประสานงาน", "โทร", "ชื่อ", "ราคา\n(บาท)"],
        ["กลุ่ม ก", "แม่บ้าน", "นางสมศรี ใจดี", "02-123-4567", "ขนม", "50.-"],
        [None, None, None, None, "ข้าวแต๋น", "๖๐ บาท"],
    ]
    merged = xlsx(("S", rows), merged=["A2:B2", "C2:D2", "E2:F2", "G2:G3"])

    for made in (merged, listed(*rows)):
        reading = read(made, "a.xlsx")
        assert meanings(reading) == ["group_name", "group_kind", "contact_name", "phone", "product", "price", "note"]
        assert told(reading) == {"กลุ่ม ก": [("ขนม", 50), ("ข้าวแต๋น", 60)]}


@pytest.mark.parametrize(
    ("heading", "below", "meaning"),
    [
        ("ชื่อ\nกลุ่มอาชีพ", "กลุ่ม ก", Meaning.GROUP_NAME),
        ("ชื่อผู้ผลิต/ผู้ประกอบการ", "กลุ่ม ก", Meaning.GROUP_NAME),
        ("เบอร์โทรศัพท์ติดต่อ", "0812345678", Meaning.PHONE),
        ("เบอร์", "0812345678", Meaning.PHONE),
        ("เบอร์", "A12", Meaning.BOOTH),
        ("เลขล็อก", "A12", Meaning.BOOTH),
        ("ที่", "๑", Meaning.RUNNING_NUMBER),
        ("ที่", "12 ม.3 ต.คลองสาม", Meaning.ADDRESS),
        ("ติดต่อ", "นางแดง", Meaning.CONTACT_NAME),
        ("ประเภท", "ผู้สูงอายุ", Meaning.GROUP_KIND),
        ("ประเภท", "อาหาร", Meaning.CATEGORY),
        ("ตำบล", "คลองสาม", Meaning.SUBDISTRICT),
        ("ตำบล", "อบต.คลองสาม", Meaning.LOCAL_AUTHORITY),
        ("จำนวน", "8 คน", Meaning.MEMBER_COUNT),
        ("จำนวน", "100 ถุง", Meaning.STOCK),
        ("ราคาต่อหน่วย (บาท)", "50", Meaning.PRICE),
        ("รายการสินค้าที่นำมาจำหน่าย", "ขนม", Meaning.PRODUCT),
        ("Booth No.", "A1", Meaning.BOOTH),
        ("Unit price (THB)", "50", Meaning.PRICE),
        ("ความเห็น", "ดี", None),
    ],
)
def test_a_column_is_what_its_heading_and_its_cells_say(heading, below, meaning):
    """Beside two headings that make it a list, whichever this one is not."""
    beside = {Meaning.GROUP_NAME: "สินค้า", Meaning.PRODUCT: "ชื่อกลุ่ม"}.get(meaning, "ชื่อกลุ่ม")
    other = "อีเมล"
    reading = read(listed([heading, beside, other], [below, "กลุ่ม ก", "a@b.example"], [below, "กลุ่ม ข", "c@d.example"]), "a.xlsx")

    assert reading.columns[0].meaning is meaning


def test_sections_hold_for_the_rows_below_them():
    reading = read(
        listed(
            ["ที่", "ชื่อกลุ่ม", "โทร", "สินค้า"],
            ["โซน A"],
            ["อำเภอคลองหลวง"],
            [1, "กลุ่ม ก", PHONES[0], "ขนม"],
            ["อ.ธัญบุรี"],
            ["กลุ่มผู้สูงอายุ"],
            [2, "กลุ่ม ข", PHONES[1], "ขนม"],
        ),
        "a.xlsx",
    )
    first, second = reading.groups

    assert (first.values[Meaning.ZONE], first.values[Meaning.DISTRICT]) == ("A", "1302")
    assert (second.values[Meaning.DISTRICT], second.values[Meaning.GROUP_KIND]) == ("1303", "older_people")
    assert not reading.problems


def test_what_is_no_row_of_the_list_is_left_out():
    reading = read(
        listed(
            ["ชื่อกลุ่ม", "โทร", "สินค้า", "ราคา"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["กลุ่มรวมใจ", PHONES[0], "ขนม", 5],
            [],
            ["ชื่อกลุ่ม", "โทร", "สินค้า", "ราคา"],
            ["รวมพลังสตรี", PHONES[1], "ข้าว", 5],
            ["รวม", None, "2 รายการ", "=SUM(D3:D6)"],
            ["รวมทั้งสิ้น 2 กลุ่ม", None, None, 10],
            ["หมายเหตุ", "โปรดยืนยันภายในวันศุกร์"],
            ["1. ข้อหนึ่ง"],
            ["ลงชื่อ.............."],
            ["(นายสมชาย ใจดี)"],
        ),
        "a.xlsx",
    )

    assert told(reading) == {"กลุ่มรวมใจ": [("ขนม", 5)], "รวมพลังสตรี": [("ข้าว", 5)]}
    assert not reading.problems


def test_products_side_by_side_each_with_its_price():
    reading = read(
        listed(
            ["ร้าน", "โทร", "สินค้า 1", "ราคา 1", "สินค้า 2", "ราคา 2"],
            ["ร้านป้าแดง", 812345678.0, "น้ำพริก", 35, "ขนม", "40.-"],
            ["ร้านลุงดำ", PHONES[1], "ไข่", 7],
        ),
        "a.xlsx",
    )

    assert told(reading) == {"ร้านป้าแดง": [("น้ำพริก", 35), ("ขนม", 40)], "ร้านลุงดำ": [("ไข่", 7)]}
    assert reading.product_rows == 2


def test_groups_as_headings_over_their_products():
    reading = read(listed(["สินค้า", "ราคา"], ["กลุ่มแม่บ้าน ก"], ["ขนม", 20], ["ข้าว", 30], ["วิสาหกิจชุมชน ข"], ["ผ้า", 200]), "a.xlsx")

    assert told(reading) == {"กลุ่มแม่บ้าน ก": [("ขนม", 20), ("ข้าว", 30)], "วิสาหกิจชุมชน ข": [("ผ้า", 200)]}


def test_which_rows_are_one_group():
    head = ["ชื่อกลุ่ม", "โทร", "อำเภอ", "สินค้า"]
    reading = read(
        listed(
            head,
            ["กลุ่มแม่บ้าน", PHONES[0], "คลองหลวง", "ขนม"],
            ["กลุ่มแม่บ้าน", PHONES[0], None, "ข้าว"],
            ["กลุ่มแม่บ้าน", PHONES[1], "คลองหลวง", "ไข่"],
            ["กลุ่มสตรี", None, "คลองหลวง", "ขนม"],
            ["กลุ่มสตรี", None, "ธัญบุรี", "ข้าว"],
            ["กลุ่มสตรี", None, "คลองหลวง", "ไข่"],
        ),
        "a.xlsx",
    )

    assert [[product.title for product in group.products] for group in reading.groups] == [
        *(["ขนม", "ข้าว"], ["ไข่"], ["ขนม", "ไข่"], ["ข้าว"])
    ]


def test_a_group_over_two_sheets_is_one():
    head = ["ชื่อกลุ่ม", "โทร", "สินค้า", "ราคา"]
    made = xlsx(
        ("อ.คลองหลวง", [head, ["กลุ่ม ก", PHONES[0], "ขนม", 5]]),
        ("เพิ่มเติม", [head, ["กลุ่ม ก", PHONES[0], "ข้าว", 6], ["กลุ่ม ก", PHONES[0], "ขนม", 5]]),
        ("คำอธิบาย", [["ส่งภายในวันศุกร์"]]),
    )
    reading = read(made, "a.xlsx")

    assert told(reading) == {"กลุ่ม ก": [("ขนม", 5), ("ข้าว", 6)]}
    assert reading.groups[0].values[Meaning.DISTRICT] == "1302"
    assert [problem.reason for problem in reading.problems] == ["product_twice", "sheet_left_out"]


def test_a_product_without_a_group_and_a_group_without_a_name():
    reading = read(
        listed(
            ["ที่", "ชื่อกลุ่ม", "โทร", "บูธ", "สินค้า"],
            [None, None, None, None, "ลอย"],
            [1, "กลุ่ม ก", PHONES[0], "A1", "ขนม"],
            [None, None, None, None, "ข้าว"],
            [2, None, PHONES[1], "A2", "ไข่"],
            [None, None, None, None, "ปลา"],
        ),
        "a.xlsx",
    )

    assert told(reading) == {"กลุ่ม ก": [("ขนม", None), ("ข้าว", None)]}
    assert faults(reading) == [(2, "B", "no_group"), (5, "B", "group_name_missing")]
    assert len(reading.refused) == 2


def test_running_numbers_may_count_products():
    reading = read(
        listed(
            ["ลำดับ", "ชื่อกลุ่ม", "โทร", "สินค้า"],
            [1, "กลุ่ม ก", PHONES[0], "ขนม"],
            [2, None, None, "ข้าว"],
            [3, None, None, "ไข่"],
        ),
        "a.xlsx",
    )

    assert told(reading) == {"กลุ่ม ก": [("ขนม", None), ("ข้าว", None), ("ไข่", None)]}
    assert not reading.problems


def test_a_merged_price_is_the_price_of_each_row():
    rows = [["ชื่อกลุ่ม", "สินค้า", "ราคา"], ["กลุ่ม ก", "ขนม", "100-150"], [None, "ข้าว", None]]
    made = xlsx(("S", rows), merged=["A2:A3", "C2:C3"])

    assert faults(read(made, "a.xlsx")) == [(2, "C", "price_range")]
    answered = read(made, "a.xlsx", prices={("S", 2, "C"): 120_00})
    assert told(answered) == {"กลุ่ม ก": [("ขนม", 120), ("ข้าว", 120)]}
    assert not answered.problems


def test_lines_of_prices_match_lines_of_products_or_are_asked():
    reading = read(
        listed(
            ["ชื่อกลุ่ม", "สินค้า", "ราคา"],
            ["กลุ่ม ก", "1. ขนม, ข้าว\n2. ไข่", "1. 50\n2. 60"],
            ["กลุ่ม ข", "ขนม\nข้าว", "50 บาท"],
            ["กลุ่ม ค", "- ขนม\n- ข้าว\n- ไข่", "50\n60"],
        ),
        "a.xlsx",
    )

    assert told(reading)["กลุ่ม ก"] == [("ขนม", 50), ("ข้าว", 50), ("ไข่", 60)]
    assert told(reading)["กลุ่ม ข"] == [("ขนม", 50), ("ข้าว", 50)]
    assert [(problem.reason, problem.gravity) for problem in reading.problems] == [("price_lines", Gravity.ASKED)]


def test_what_somebody_said_of_a_column_counts_and_is_remembered():
    rows = [["คณะ", "โทร", "ของ"], ["ใจดี", PHONES[0], "ขนม"]]
    made = xlsx(("S", rows))
    said = {("S", "A"): Meaning.GROUP_NAME, ("S", "C"): Meaning.PRODUCT}

    assert told(read(made, "a.xlsx", columns=said)) == {"ใจดี": [("ขนม", None)]}
    assert told(read(made, "a.xlsx", remembered={"คณะ": Meaning.GROUP_NAME, "ของ": Meaning.PRODUCT})) == {"ใจดี": [("ขนม", None)]}
    left_out = read(made, "a.xlsx", columns=said | {("S", "B"): Meaning.IGNORED})
    assert left_out.groups[0].values == {}


def test_a_column_nobody_understands_as_groups_is_told_once():
    reading = read(listed(["คณะ", "โทร", "สินค้า"], *(["ใจดี", phone, "ขนม"] for phone in PHONES)), "a.xlsx")

    assert faults(reading) == [(1, "A", "no_group_column")]
    assert reading.refused


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_text_in_any_encoding_and_separator(encoding, separator):
    rows = [["ชื่อกลุ่ม", "โทร", "สินค้า", "ราคา"], ["กลุ่ม ก", PHONES[0], "ขนม, ข้าว; ไข่", "1,250.00"], ["กลุ่ม ข", PHONES[1], "ไข่", "5"]]
    reading = read(as_csv(rows, encoding, separator), "a.csv")

    assert told(reading) == {"กลุ่ม ก": [("ขนม", 1250), ("ข้าว; ไข่", 1250)], "กลุ่ม ข": [("ไข่", 5)]}


def test_rows_of_text_need_not_be_of_one_length():
    reading = read("รายชื่อ\nที่,ชื่อกลุ่ม,สินค้า\n1,กลุ่ม ก\n,,ขนม,x,y\n".encode(), "a.csv")

    assert told(reading) == {"กลุ่ม ก": [("ขนม", None)]}
