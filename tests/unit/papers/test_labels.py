"""Labels and packing slips: nothing cut, nothing over another, Thai as it was written, codes that a scanner reads."""

import subprocess

import pytest

from shop.orders.models import PaymentMethod
from shop.papers.labels import Mark, Sheet, draw_labels
from shop.papers.packing_slips import draw_packing_slips
from tests.papers import codes_in, facts_of, text_of
from tests.unit.papers.parcels import VOICE, a_group, a_line, an_order

LONG = {
    "recipient_name": "นางสาวพรรณพัชรวรรณ ณ อยุธยาศรีสุวรรณโชติวัฒนกิจเจริญทรัพย์ (ฝ่ายจัดซื้อพัสดุและครุภัณฑ์) ชั้นที่ 12",
    "line1": "บริษัท ปั่นฝ้ายกำลังดี (ประเทศไทย) จำกัด เลขที่ 1234/567 อาคารปิ่นเกล้าบิสซิเนสพาร์ค ชั้น 32 ห้อง 3204 "
    "หมู่บ้านเมืองทองธานีวิลล์ ซอยแจ้งวัฒนะ-ปากเกร็ด 28 แยก 5 ถนนแจ้งวัฒนะ ตึกหลังที่สองนับจากปากซอย ข้างร้านก๋วยเตี๋ยว"[:200],
    "district": "พระนครศรีอยุธยา",
    "province": "พระนครศรีอยุธยา",
    "shipping_name": "ส่งพัสดุลงทะเบียนพิเศษถึงบ้านภายในสามวันทำการทั่วประเทศรวมเกาะทุกแห่ง",
}
ENGLISH = {"recipient_name": "Ms. Alexandra Featherstonehaugh", "line1": "Unit 1408, 88/8 Soi Sukhumvit 50"}
ENDLESS = {"recipient_name": "x" * 120, "line1": "W" * 200, "subdistrict": "", "district": "", "province": "", "postcode": ""}


def squeezed(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def boxes_of(drawn: bytes) -> list[list[tuple[float, float, float, float]]]:
    """Where each word of each page stands: left, top, right, bottom, in points."""
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=drawn, capture_output=True, check=True).stdout.decode()
    pages: list[list[tuple[float, float, float, float]]] = []
    for line in told.splitlines():
        if "<page" in line:
            pages.append([])
        elif "<word" in line:
            numbers = {part.split("=")[0]: float(part.split('"')[1]) for part in line.split() if part.startswith(("x", "y"))}
            pages[-1].append((numbers["xMin"], numbers["yMin"], numbers["xMax"], numbers["yMax"]))
    return pages


def overlapping(boxes: list[tuple[float, float, float, float]]) -> list[tuple]:
    """Pairs of words one over the other; a word's box holds the room for marks, too, so that neighbours share a little."""

    def shared(one: tuple, two: tuple, low: int, high: int) -> float:
        return min(one[high], two[high]) - max(one[low], two[low])

    return [
        (one, two)
        for place, one in enumerate(boxes)
        for two in boxes[place + 1 :]
        if shared(one, two, 0, 2) > 1 and shared(one, two, 1, 3) > 0.6 * min(one[3] - one[1], two[3] - two[1])
    ]


@pytest.mark.parametrize("columns", [{}, LONG, ENGLISH, ENDLESS], ids=["plain", "long", "english", "endless"])
def test_a_label_holds_all_of_it_within_its_margins(columns):
    order = an_order(**columns)

    drawn = draw_labels([order], a_group(), VOICE, Sheet.A6, marks=tuple(Mark))

    said = squeezed(text_of(drawn))
    for words in (order.recipient_name, order.line1, order.province, "".join(order.postcode), order.shipping_name):
        assert squeezed(words) in said
    assert "089-123-4567" in said
    assert "กลุ่มแม่บ้านบางขะแยง12/3หมู่1ต.บ้านกลางอ.เมืองปทุมธานีจ.ปทุมธานี12000โทร.081-234-5678" in said
    assert facts_of(drawn)["Pages"] == "1"
    (boxes,) = boxes_of(drawn)
    assert min(box[0] for box in boxes) > 20  # 7 mm: no printer reaches the edge
    assert max(box[2] for box in boxes) < 297.7 - 20
    assert max(box[3] for box in boxes) < 419.5 - 14
    assert overlapping(boxes) == []
    assert codes_in(drawn) == [order.code]


def test_the_postcode_and_the_cash_are_big_and_only_cash_is_collected():
    paid = draw_labels([an_order(payment_method=PaymentMethod.STRIPE)], a_group(), VOICE)
    cash = draw_labels([an_order()], a_group(), VOICE)

    assert "฿1,234.50" in text_of(cash)
    assert "COD" in text_of(cash)
    assert "฿" not in text_of(paid)
    assert "COD" not in text_of(paid)
    assert sum(bottom - top > 23 for _l, top, _r, bottom in boxes_of(cash)[0]) >= 6  # five digits and the amount


def test_four_fill_a_sheet_from_its_first_free_place():
    orders = [an_order(code=f"K7Q2K7Q{place}") for place in "234"]

    drawn = draw_labels(orders, a_group(), VOICE, Sheet.A4, first=3)

    facts = facts_of(drawn)
    assert (facts["Pages"], facts["Page size"]) == ("2", "595.276 x 841.89 pts (A4)")
    first, second = boxes_of(drawn)
    assert min(top for _l, top, _r, _b in first) > 841.89 / 2
    assert max(right for _l, _t, right, _b in second) < 595.276 / 2
    assert sorted(codes_in(drawn)) == ["K7Q2K7Q2", "K7Q2K7Q3", "K7Q2K7Q4"]


def test_what_the_group_does_not_say_is_left_out():
    drawn = draw_labels([an_order()], a_group(address_line="", subdistrict_code=None, contact_phone=""), VOICE)

    assert "ผู้ส่ง·FROMกลุ่มแม่บ้านบางขะแยงผู้รับ·TO" in squeezed(text_of(drawn))


def test_a_slip_lists_what_goes_in_without_prices_and_leads_back():
    order = an_order(a_line(), a_line("ผ้าขาวม้า", 1, cancelled_quantity=1), a_line("ขนมปั้นขลิบ", 3), note="ฝากไว้หน้าบ้าน")

    drawn = draw_packing_slips([order, an_order(code="K7Q2K7Q3")], a_group(), VOICE, "https://market.example/groups/a")

    said = text_of(drawn)
    assert "น้ำพริกเผาปลาย่าง 200 กรัม" in said
    assert "ขนมปั้นขลิบ" in said
    assert "ผ้าขาวม้า" not in said
    assert "ฝากไว้หน้าบ้าน" in said
    assert said.count("฿") == 2  # what is collected, of each
    assert facts_of(drawn)["Pages"] == "1"
    assert codes_in(drawn) == ["https://market.example/groups/a"] * 2


def test_a_slip_longer_than_a_page_goes_on_over_it():
    drawn = draw_packing_slips([an_order(*[a_line(f"ของชิ้นที่ {n}") for n in range(60)])], a_group(), VOICE, "https://x.example")

    assert "ของชิ้นที่ 59" in text_of(drawn)
    assert int(facts_of(drawn)["Pages"]) > 1
