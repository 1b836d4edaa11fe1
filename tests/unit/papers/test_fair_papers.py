"""Booth cards and price tags: Thai comes out as it went in, and the QR is read back from the picture of the page."""

import io
import subprocess

import pytest
import zxingcpp
from PIL import Image

from shop.fairs.models import PackLayout
from shop.papers.booth_cards import Card, Press, draw_cards
from shop.papers.price_tags import Tag, draw_tags
from tests.papers import facts_of, text_of

PRESS = Press("งานดี", "https://ngan-dee.example")
LONG = "วิสาหกิจชุมชนกลุ่มผลิตภัณฑ์ผู้สูงอายุและผู้พิการตำบลคลองพระอุดมพัฒนา"
MAKES = ("น้ำพริกเผาปลาย่าง", "กล้วยตากอบน้ำผึ้ง", "ปั้นเปื้อนฝั่งน้ำ", "#panic(1) *ที่นี่*")


def a_card(code: str = "K7Q2M4", **changes: object) -> Card:
    values = {"group": LONG, "group_en": "Khlong Phra Udom", "fair": "งานบ้านใหม่ · 23 ม.ค. 2567", "booth": "A12"}
    return Card(**values | {"zone": "ริมน้ำ", "makes": MAKES, "code": code} | changes)


def codes_on(drawn: bytes) -> list[str]:
    """What a camera reads on each page, at a printer's poorest 150 dots an inch."""
    pages = int(facts_of(drawn)["Pages"])
    found = []
    for page in range(1, pages + 1):
        command = ["pdftoppm", "-r", "150", "-png", "-f", str(page), "-l", str(page), "-"]
        picture = Image.open(io.BytesIO(subprocess.run(command, input=drawn, capture_output=True, check=True).stdout))
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return sorted(found)


@pytest.mark.parametrize(("layout", "pages"), [(PackLayout.A5, "3"), (PackLayout.A4, "2")])
def test_every_card_says_who_and_leads_back(layout, pages):
    codes = ("K7Q2M4", "ABCDEF", "222222")
    drawn = draw_cards([a_card(code) for code in codes], layout, PRESS)

    assert facts_of(drawn)["Pages"] == pages
    assert codes_on(drawn) == sorted(f"https://ngan-dee.example/g/{code}" for code in codes)
    words = " ".join(text_of(drawn).split())
    for said in (*MAKES, "A12", "ริมน้ำ", "เปิดกล้องมือถือ", "ngan-dee.example/g/K7Q2M4"):
        assert said in words
    assert "".join(LONG.split()) in "".join(words.split())


def test_the_longest_words_keep_to_one_page():
    made = ("ตะกร้าผักตบชวาสานมือใบใหญ่มีฝาปิดหูหิ้วหนังแท้ลายดอกพิกุลไทย",) * 4
    words = {"group": "กลุ่มที่มีชื่อยาวมากจริงๆ" * 8, "group_en": "A long name " * 10, "fair": "งานชื่อยาวมาก" * 15, "zone": "ก" * 60}
    drawn = draw_cards([a_card(booth="A12-A13-B14-C15/16", makes=made, **words)], PackLayout.A5, PRESS)

    assert facts_of(drawn)["Pages"] == "1"
    assert "ngan-dee.example/g/K7Q2M4" in text_of(drawn)
    assert codes_on(drawn) == ["https://ngan-dee.example/g/K7Q2M4"]


def test_tags_are_ten_a_page_each_with_its_price_and_code():
    tags = [Tag(f"น้ำผึ้งป่า {number}", "", "ขวด · 200 กรัม", "฿1,240.50", LONG, f"AAAA2{number}") for number in range(2, 10)] * 2
    drawn = draw_tags(tags, PRESS)

    assert facts_of(drawn)["Pages"] == "2"
    words = text_of(drawn)
    assert words.count("฿1,240.50") == 16
    assert "น้ำผึ้งป่า" in words
    assert codes_on(drawn) == sorted(f"https://ngan-dee.example/p/{tag.code}" for tag in tags)
