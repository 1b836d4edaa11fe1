"""Thai text: one form to compare, one to keep, one for addresses; and words."""

import threading

import pytest

from shop.kernel.thai import has_letter_or_digit, normalise, slugify, thai_digits_to_arabic, tidy, words
from shop.kernel.thai.words import cut

WATER = "\u0e19\u0e49\u0e33"


@pytest.mark.parametrize(
    "typed, form",
    [
        ("\u0e19\u0e33\u0e49", WATER),  # tone after sara am
        ("\u0e19\u0e4d\u0e49\u0e32", WATER),  # nikhahit, tone, sara aa
        ("\u0e19\u0e49\u0e4d\u0e32", WATER),  # tone, nikhahit, sara aa
        ("\u0e19\u0e4d\u0e32\u0e49", WATER),
        ("\u0e19\u0e49\u0e49\u0e33", WATER),  # tone twice
        (WATER, WATER),
        ("\u0e17\u0e48\u0e35", "\u0e17\u0e35\u0e48"),  # tone before vowel
        ("\u0e1b\u0e48\u0e38", "\u0e1b\u0e38\u0e48"),
        ("\u0e2a\u0e34\u0e17\u0e18\u0e4c\u0e34", "\u0e2a\u0e34\u0e17\u0e18\u0e34\u0e4c"),
        ("\u0e21\u0e32\u0e49", "\u0e21\u0e49\u0e32"),
        ("\u0e32\u0e32\u0e48", "\u0e32\u0e48\u0e32"),
        ("เเกง", "แกง"),
        ("น้ำ\u200bพริก\ufeff", "น้ำพริก"),
        ("๕๐๐ กรัม", "500 กรัม"),
        ("ＯＴＯＰ １", "otop 1"),
        ("Straße", "strasse"),
        ("  ข้าว \t\n เม่า ", "ข้าว เม่า"),
        ("ข้าว\u00a0เม่า", "ข้าว เม่า"),
        ("\ud800ก\x00", "ก"),
        ("", ""),
    ],
)
def test_spellings_that_look_the_same_are_the_same(typed, form):
    assert normalise(typed) == form


@pytest.mark.parametrize("text", ["น้ำพริกเผา", "ปุ๋ย", "เปี๊ยะ", "เสื้อ", "ฤๅษี", "สิทธิ์", "พันธุ์", "ก็", "กระยาสารท", "เค้ก", "โต๊ะ"])
def test_what_is_spelt_right_stays(text):
    assert normalise(text) == text


def test_text_is_kept_as_it_was_written():
    assert tidy("  น้ำพริก\x00 “ตาแดง”\ud83d ๕๐๐ g\u202e\n") == "น้ำพริก “ตาแดง” ๕๐๐ g"
    assert tidy("นำ้พริก") == "นำ้พริก"
    assert tidy("หนึ่ง\r\nสอง\tสาม") == "หนึ่ง สอง สาม"
    assert tidy("หนึ่ง\r\nสอง\rสาม\n", multiline=True) == "หนึ่ง\nสอง\nสาม"
    assert tidy("cafe\u0301") == "café"
    tidy("\udfff\ud800").encode()


def test_thai_digits():
    assert thai_digits_to_arabic("๐๑๒๓๔๕๖๗๘๙ ก") == "0123456789 ก"


@pytest.mark.parametrize(
    "title, slug",
    [
        ("น้ำพริกเผา สูตรโบราณ (ABC) 50%", "น้ำพริกเผา-สูตรโบราณ-abc-50"),
        ("นำ้พริก / ปลาร้า", "น้ำพริก-ปลาร้า"),
        ("!!! 😀", "item"),
        ("", "item"),
        ("\u0e49\u0e49", "item"),
        ("--a__b--", "a-b"),
    ],
)
def test_the_end_of_an_address(title, slug):
    assert slugify(title) == slug


def test_an_address_is_cut_between_clusters():
    assert slugify("ก" * 59 + "น้ำ") == "ก" * 59
    assert slugify("ก" * 58 + "น้ำ") == "ก" * 58
    assert slugify("ก" * 59 + "เก") == "ก" * 59
    assert slugify("ก" * 57 + "น้ำ") == "ก" * 57 + "น้ำ"


def test_whether_anything_can_be_searched_for():
    assert has_letter_or_digit("ก")
    assert has_letter_or_digit("๕")
    assert not has_letter_or_digit(" !? 😀\u0e49")


def test_words_are_cut_where_there_are_no_spaces():
    assert words("ขายนำ้พริกเผา, สูตรโบราณ 😀 ABC") == ["ขาย", "น้ำพริกเผา", "สูตร", "โบราณ", "abc"]
    assert words("กระยาสารท") == ["กระยาสารท"]
    assert words(" !? ") == words("") == []
    assert "".join(cut("a ก😀  ข")) == "a ก😀  ข"


def test_words_are_cut_by_many_at_once():
    results = []
    threads = [threading.Thread(target=lambda: results.append(words("ข้าวหอมมะลิแดง"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [words("ข้าวหอมมะลิแดง")] * 16
