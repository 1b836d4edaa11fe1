"""Cells as people fill them: prices, phones, titles, places, numbers and dates."""

import pytest

from shop.exhibitors import titles, whereabouts
from shop.exhibitors.prices import price_of
from shop.exhibitors.reading import Gravity, Meaning
from shop.exhibitors.values import value_of


@pytest.mark.parametrize(
    ("text", "baht", "unit"),
    [
        ("50", 50, ""),
        ("50.-", 50, ""),
        ("50 .-", 50, ""),
        ("50.–", 50, ""),
        ("50-", 50, ""),
        ("๕๐ บาท", 50, ""),
        ("฿50", 50, ""),
        ("120 บ.", 120, ""),
        ("1,250.00", 1250, ""),
        ("20.50", 20.5, ""),
        ("50 บาทถ้วน", 50, ""),
        ("ราคา 35 บาท", 35, ""),
        ("ขวดละ 35", 35, "ขวด"),
        ("กก.ละ 80 บาท", 80, "กก."),
        ("35 บาท/ถุง", 35, "ถุง"),
        ("35.-/ถุง", 35, "ถุง"),
        ("100 บาท ต่อ กิโลกรัม", 100, "กิโลกรัม"),
        ("500 กรัม 50 บาท", 50, ""),
        ("ฟรี", None, ""),
        ("-", None, ""),
        ("0", None, ""),
        ("ไม่ระบุ", None, ""),
    ],
)
def test_prices_that_are_read(text, baht, unit):
    price = price_of(text)

    assert price.gravity is None
    assert price.satang == (baht and round(baht * 100))
    assert price.unit == unit


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("100-150", "price_range"),
        ("50 - 60 บาท", "price_range"),
        ("๑๐๐ ถึง ๑๕๐", "price_range"),
        ("3 ชิ้น 100", "price_unclear"),
        ("3 ขวด 100 บาท", "price_unclear"),
        ("50/60", "price_unclear"),
        ("12,50", "price_unclear"),
        ("เริ่มต้น 100", "price_unclear"),
        ("10 บาท, 20 บาท", "price_unclear"),
    ],
)
def test_prices_that_are_asked_and_not_guessed(text, reason):
    price = price_of(text)

    assert (price.satang, price.gravity, price.reason) == (None, Gravity.ASKED, reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ห้าสิบเอ็ดเหรียญ", "price_form"),
        ("-50", "price_negative"),
        ("- 50 บาท", "price_negative"),
        ("0.5", "price_small"),
        ("1000001", "price_large"),
        ("9" * 40, "price_large"),
    ],
)
def test_prices_that_are_refused(text, reason):
    assert (price_of(text).gravity, price_of(text).reason) == (Gravity.REFUSED, reason)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("060-0009246", "+66600009246"),
        ("๐๘๐๐๐๐๔๗๑๗", "+66800004717"),
        ("800005572.0", "+66800005572"),
        ("8.00005572E8", "+66800005572"),
        ("+66 90 000 5072", "+66900005072"),
        ("02-123-4567", "+6621234567"),
        ("โทร. 081 234 5678", "+66812345678"),
        ("(081) 234-5678", "+66812345678"),
        ("คุณแดง 081-2345678", "+66812345678"),
        ("02 123 4567 ต่อ 12", "+6621234567"),
    ],
)
def test_phones(text, phone):
    assert value_of(Meaning.PHONE, text)[:2] == (phone, None)


@pytest.mark.parametrize(
    "text", ["081-234-5678, 089-999-9999", "081-234-5678 / 089-999-9999", "12345, 0812345678 หรือ 0899999999"]
)
def test_of_two_phones_the_first_that_is_one(text):
    assert value_of(Meaning.PHONE, text)[:3] == ("+66812345678", Gravity.NOTED, "phone_second")


@pytest.mark.parametrize("text", ["12345", "08123456789012", "ถามที่โต๊ะ", "00-0000000"])
def test_phones_that_are_refused(text):
    assert value_of(Meaning.PHONE, text)[:3] == ("", Gravity.REFUSED, "phone_form")


@pytest.mark.parametrize(
    ("meaning", "text", "value"),
    [
        (Meaning.BOOTH, "b02", "B02"),
        (Meaning.BOOTH, "บูธที่ ๕", "5"),
        (Meaning.BOOTH, "5.0", "5"),
        (Meaning.BOOTH, "A1, A2", "A1, A2"),
        (Meaning.MEMBER_COUNT, "๘ คน", "8"),
        (Meaning.MEMBER_COUNT, "42.0", "42"),
        (Meaning.STOCK, "1,200 ถุง", "1200"),
        (Meaning.GROUP_KIND, "กลุ่มแม่บ้านเกษตรกร", "housewives"),
        (Meaning.GROUP_KIND, "ผู้รับงานไปทำที่บ้าน", "home_workers"),
        (Meaning.CATEGORY, "เครื่องดื่มสมุนไพร", "drinks"),
        (Meaning.CATEGORY, "สมุนไพรที่ไม่ใช่อาหาร", "herbal"),
        (Meaning.CATEGORY, "น้ำพริก", "chili_paste"),
        (Meaning.ENTERPRISE_NUMBER, "113020110001", "1-13-02-01/1-0001"),
        (Meaning.ENTERPRISE_NUMBER, "1.13020110001E+11", "1-13-02-01/1-0001"),
        (Meaning.DATE, "๒๓ ม.ค. ๒๕๖๗", "2024-01-23"),
        (Meaning.DATE, "23/1/67", "2024-01-23"),
        (Meaning.DATE, "23/1/24", "2024-01-23"),
        (Meaning.DATE, "45314", "2024-01-23"),
        (Meaning.DATE, "2024-01-23", "2024-01-23"),
        (Meaning.GROUP_NAME, "12. กลุ่ม  ก\n(บ้านใหม่)", "กลุ่ม ก (บ้านใหม่)"),
        (Meaning.NOTE, "-", ""),
    ],
)
def test_values(meaning, text, value):
    assert value_of(meaning, text)[:2] == (value, None)


@pytest.mark.parametrize(
    ("meaning", "text", "gravity", "reason"),
    [
        (Meaning.BOOTH, "รอจัดสรร", Gravity.NOTED, "booth_words"),
        (Meaning.BOOTH, "A" * 21 + "1", Gravity.REFUSED, "booth_form"),
        (Meaning.MEMBER_COUNT, "หลายคน", Gravity.NOTED, "member_count_form"),
        (Meaning.MEMBER_COUNT, "0", Gravity.NOTED, "member_count_form"),
        (Meaning.ENTERPRISE_NUMBER, "123", Gravity.NOTED, "enterprise_form"),
        (Meaning.EMAIL, "a(at)b", Gravity.NOTED, "email_form"),
        (Meaning.DATE, "31/2/2567", Gravity.NOTED, "date_form"),
        (Meaning.GROUP_NAME, "ก" * 121, Gravity.REFUSED, "name_long"),
    ],
)
def test_values_that_are_none(meaning, text, gravity, reason):
    assert value_of(meaning, text)[1:3] == (gravity, reason)


def test_an_unknown_kind_is_another():
    assert value_of(Meaning.GROUP_KIND, "นักดนตรี")[:3] == ("other", Gravity.NOTED, "kind_unknown")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("คลองหลวง", ("1302", False)),
        ("อ.คลองหลวง", ("1302", False)),
        ("อำเภอ คลองหลวง จ.ปทุมธานี", ("1302", False)),
        ("เมือง", ("1301", False)),
        ("Khlong Luang", ("1302", False)),
        ("คลองหลวก", ("1302", True)),
        ("Klong Luang", ("1302", True)),
        ("บางบัวทอง", ("1204", False)),
        ("ดาวอังคาร", ("", False)),
    ],
)
def test_districts(text, found):
    assert whereabouts.district(text, "13") == found


def test_a_subdistrict_by_its_authority():
    assert whereabouts.of_authority("องค์การบริหารส่วนตำบลคลองสาม", "1302", "13") == "130203"
    assert whereabouts.of_authority("เทศบาลเมืองปทุมธานี", "1301", "13") == ""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ขนม", [["ขนม"]]),
        ("ก,ข, ค", [["ก", "ข", "ค"]]),
        ("1. ก 2. ข 3) ค", [["ก"], ["ข"], ["ค"]]),
        ("๑) ก\n๒) ข ค", [["ก"], ["ข ค"]]),
        ("1.ขนม2.ข้าว", [["ขนม"], ["ข้าว"]]),
        ("(1) ก (2) ข", [["ก"], ["ข"]]),
        ("- ก -ข", [["ก"], ["ข"]]),
        ("•ก•ข", [["ก"], ["ข"]]),
        ("ขนม (ก, ข)\nข้าว", [["ขนม (ก, ข)"], ["ข้าว"]]),
        ("น้ำพริก 1,000 ขวด", [["น้ำพริก 1,000 ขวด"]]),
        ("น้ำพริก (ตาแดง, แมงดา", [["น้ำพริก (ตาแดง", "แมงดา"]]),
        ("1.5 กก. ข้าว", [["1.5 กก. ข้าว"]]),
        ("ไข่-เค็ม", [["ไข่-เค็ม"]]),
        ("กาละแม และ กระยาสารท", [["กาละแม และ กระยาสารท"]]),
        ("ก/ข", [["ก/ข"]]),
        ("-", []),
    ],
)
def test_titles_are_cut_where_nobody_has_to_be_asked(text, lines):
    assert titles.cut(text) == lines


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("กลุ่มอาหารสุขภาพ (Clean Food) / ขนมไทย", ["กลุ่มอาหารสุขภาพ (Clean Food)", "ขนมไทย"]),
        ("ไตปลาแห้ง ปลาดุกร้า 2 รส", ["ไตปลาแห้ง", "ปลาดุกร้า 2 รส"]),
        ("ปลาต้มเค็ม สูตรโบราณ", []),
        ("น้ำพริกเผา 100 กรัม", []),
        ("น้ำพริก 1/2 กก.", []),
    ],
)
def test_titles_that_are_asked(title, parts):
    assert titles.may_be_several(title) == parts
