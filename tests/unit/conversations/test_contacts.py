"""Numbers, addresses and links are found however they are spelled, and what is only a price or a date is left alone."""

import pytest

from shop.conversations.contacts import MASK, found_in, has_contact, mask

LEADS_AROUND = [
    "โทร 081-234-5678 นะ",
    "๐๘๑ ๒๓๔ ๕๖๗๘",
    "0８1\u200b2345678",
    "02 123 4567",
    "บัญชี 123-4-56789-0",
    "ศูนย์แปดหนึ่งสองสามสี่ห้าหกเจ็ดแปด",
    "Somying99@Example.com",
    "ไลน์ somying99",
    "เฟส somying.k",
    "IG: somying",
    "Line ID: abcd",
    "แอดมาที่ @shopja",
    "https://example.com/a?b=1",
    "ดู bit.ly/abc",
]
ONLY_TALK = [
    "ราคา 1,000 บาท วันที่ 12/12/2567 มีไหม",
    "ขนาด 10x20x30 ซม. 2 กล่อง 500 กรัม",
    "คำสั่งซื้อ K7Q2M9RB",
    "ซื้อออนไลน์ได้ไหม line 4 in a row",
    "",
]


@pytest.mark.parametrize("text", LEADS_AROUND)
def test_what_leads_around_the_market_is_found_and_struck_out(text: str):
    assert has_contact(text)
    assert MASK in mask(text)
    assert not has_contact(mask(text))


@pytest.mark.parametrize("text", ONLY_TALK)
def test_ordinary_talk_is_left_as_it_is(text: str):
    assert not has_contact(text)
    assert mask(text) == text


def test_only_the_number_is_struck_out():
    assert mask("สั่งเพิ่มโทร ๐๘๑-๒๓๔-๕๖๗๘ ค่ะ") == f"สั่งเพิ่มโทร {MASK} ค่ะ"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("โทรมา 081-234-5678 นะ", ["081-234-5678"]),
        ("โทร ๐๘๑ ๒๓๔ ๕๖๗๘", ["๐๘๑ ๒๓๔ ๕๖๗๘"]),
        ("wipha@buyers.example หรือ ไลน์ wipha99", ["wipha@buyers.example", "ไลน์ wipha99"]),
        ("ดู https://x.example/a สิ", ["https://x.example/a"]),
        ("ซื้อ 2 กระปุก 130 บาท วันที่ 26/11/2569 อร่อยมาก", []),
    ],
)
def test_what_leads_around_is_marked_as_it_was_written(words, found):
    assert found_in(words) == found
