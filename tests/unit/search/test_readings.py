"""The parts that a question is read by: prices, places, pieces end to end, tokens."""

import pytest

from shop.kernel import thai
from shop.search import prices, spellings, tokens
from shop.search.lattice import Edge, ways_through
from shop.search.place_names import codes_of
from shop.search.reading import Kind, Piece, Way


@pytest.mark.parametrize(
    ("typed", "rest", "least", "most"),
    [
        ("กล้วย ไม่เกิน 100", "กล้วย", None, 10000),
        ("กล้วยไม่เกิน100บาท", "กล้วย", None, 10000),
        ("ขนม ต่ำกว่า 1,500 บาท", "ขนม", None, 150000),
        ("tea under 99.50 baht", "tea", None, 9950),
        ("ผ้าไหม ตั้งแต่ 500 บาทขึ้นไป", "ผ้าไหม", 50000, None),
        ("เสื่อ 200-300 บาท", "เสื่อ", 20000, 30000),
        ("เสื่อ 300 ถึง 200 บาท", "เสื่อ", 20000, 30000),
        ("น้ำพริก 50 บาท", "น้ำพริก", None, 5000),
        ("น้ำพริก ฿50", "น้ำพริก", None, 5000),
        ("ขนม ไม่เกิน 9999999,999,999,999,999,999 บาท", "ขนม", None, 1_000_000_000),
        ("ข้าว 5 กก", "ข้าว 5 กก", None, None),
        ("สามรส", "สามรส", None, None),
    ],
)
def test_prices_in_words_are_limits(typed, rest, least, most):
    read = prices.read(thai.normalise(typed))

    assert (read.rest.split(), read.least, read.most) == (rest.split(), least, most)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ปทุมธานี", "13"), ("ปทุม", "13"), ("จปทุมธานี", "13"), ("จังหวัดปทุมธานี", "13"), ("pathumthani", "13"), ("โคราช", "30"),
        ("คลองหลวง", "1302"), ("อำเภอคลองหลวง", "1302"), ("อคลองหลวง", "1302"), ("เมืองปทุม", "1301"), ("คลองหนึ่ง", "130201"),
        ("ตำบลคลองหนึ่ง", "130201"), ("เขตบางรัก", "1004"),
    ],
)  # fmt: skip
def test_places_are_known_by_all_their_names(text, code):
    assert code in codes_of(text)


def test_what_is_no_place_is_none():
    assert codes_of("กล้วยตาก") == frozenset()
    assert codes_of("") == frozenset()


def piece(text: str) -> Piece:
    return Piece(text, (Way(Kind.WORD, text),))


def test_the_cheapest_way_through_is_the_first_and_none_leaves_a_gap():
    whole, one, two = piece("กขค"), piece("ก"), piece("ขค")
    edges = [Edge(0, 1, one), Edge(1, 3, two), Edge(0, 3, whole, 0.5), Edge(0, 2, piece("กข"))]

    assert ways_through(3, edges) == [(whole,), (one, two)]
    assert ways_through(4, edges) == []
    assert ways_through(0, edges) == [()]


def test_tokens_hold_words_their_parts_and_letters_and_no_sign():
    held = tokens.tokens_of("น้ำพริกเผา (สูตร-แม่) 100%", "กลุ่มแม่บ้าน", "อร่อย ไม่เผ็ด", ["13"], ["fda"]).split()

    assert {"tน้ำพริกเผา", "uน้ำพริก", "uพริก", "t100", "aกลุ่ม", "bอร่อย", "g13", "qfda"} <= set(held)
    assert all(token.isprintable() and not set(token) & set("()-%\"'") for token in held)
    assert len(held) == len(set(held))


@pytest.mark.parametrize(("one", "other"), [("น้ำผึ้ง", "นำพึง"), ("สับปะรด", "สัปปะรด"), ("ปลาดุก", "ปลาดก")])
def test_two_spellings_of_a_word_have_a_key_in_common(one, other):
    sound = thai.fold_sound(other)
    asked = {spellings.SOUND + sound, *(spellings.SLIP + slip for slip in spellings.slips_of(sound, spellings.LEAST_TO_SLIP))}

    assert spellings.keys_of(one) & asked
