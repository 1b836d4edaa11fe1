"""The hand-over list: a table for each carrier, sums, and barcodes that a scanner reads."""

from datetime import date

import pytest

from shop.orders.models import PaymentMethod
from shop.papers.handover import draw_handover
from tests.papers import codes_in, facts_of, text_of
from tests.unit.papers.parcels import VOICE, a_group, a_line, an_order

NUMBERS = ["EY145587898TH", "EY145587907TH"]


def sent(**columns: object):
    return an_order(**({"carrier": "thailand_post", "tracking_number": NUMBERS[0]} | columns))


def draw(sent_orders: list, waiting: list = ()) -> bytes:
    return draw_handover(date(2026, 4, 20), sent_orders, list(waiting), a_group(), VOICE)


def words_of(drawn: bytes) -> str:
    return " ".join(text_of(drawn, layout=True).split())


def test_each_carrier_signs_its_own_list():
    post = [sent(), sent(code="K7Q2K7Q3", tracking_number=NUMBERS[1], payment_method=PaymentMethod.STRIPE)]
    flash = sent(code="K7Q2K7Q4", carrier="flash", tracking_number="TH01234ABCDE9", recipient_name="ปิ่น กำลังดี")

    drawn = draw([*post, flash], [an_order(code="K7Q2K7Q5")])

    said = words_of(drawn)
    assert facts_of(drawn)["Pages"] == "3"
    assert "ใบนำส่งพัสดุ 20 เมษายน 2569" in said.replace("งานดี ", "")
    assert "รวม 2 ชิ้น 1,000 1,234.50" in said
    assert said.count("เจ้าหน้าที่รับฝาก") == 3
    assert "ปิ่น กำลังดี" in said
    assert "ยังไม่มีเลขพัสดุ" in said
    assert codes_in(drawn) == [*NUMBERS, "TH01234ABCDE9"]


def test_a_weight_nobody_knows_is_said_to_be_missing():
    said = words_of(draw([sent(), an_order(a_line(weight_grams=None), carrier="thailand_post")]))

    assert "รวม 2 ชิ้น 500 +" in said
    assert "บางชิ้นไม่รู้น้ำหนัก" in said


@pytest.mark.parametrize("number", ["X" * 38, "EY145587898TH"], ids=["too long for a barcode", "plain"])
def test_long_names_and_numbers_are_whole(number):
    name = "นางสาวพรรณพัชรวรรณ ณ อยุธยาศรีสุวรรณโชติวัฒนกิจเจริญทรัพย์ (ฝ่ายจัดซื้อ)"
    drawn = draw([sent(carrier="other", tracking_number=number, recipient_name=name)])

    said = "".join(text_of(drawn).replace("\u200b", "").split())
    assert number in said
    assert "".join(name.split()) in said
    assert codes_in(drawn) == ([number] if len(number) < 20 else [])


def test_a_hundred_parcels_go_over_pages_with_their_heading():
    drawn = draw([sent(code=f"K7Q2K{n:03d}") for n in range(100)])

    said = text_of(drawn)
    assert said.count("น้ำหนัก (กรัม)") == int(facts_of(drawn)["Pages"]) > 3
    assert "รวม 100 ชิ้น" in said
