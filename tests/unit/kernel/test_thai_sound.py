"""Spellings that sound alike fold into one, and the keys of the other keyboard say what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.kernel.thai import fold_sound
from shop.kernel.thai.keyboard import other_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("น้ำพริก", "นำพริก"),
        ("ข้าวไรซ์เบอร์รี่", "ขาวไรท์เบอรรี"),
        ("ปลาร้า", "ปลาล้า"),
        ("มะม่วง", "มะมม่วง"),
        ("เกสร", "เกษร"),
        ("นํ้าผึ้ง", "นำ้ผึง"),
        ("เห็ด หอม", "เหดหอม"),
    ],
)
def test_what_people_mix_up_sounds_the_same(one, other):
    assert fold_sound(one) == fold_sound(other)


@pytest.mark.parametrize(("one", "other"), [("กล้วย", "กลาย"), ("พริก", "พรุก"), ("ไข่", "ขา"), ("105", "1005"), ("มะนาว", "มะนา")])
def test_other_words_keep_another_sound(one, other):
    assert fold_sound(one) != fold_sound(other)


@given(st.text())
def test_a_sound_has_a_sound_of_its_own(text):
    sound = fold_sound(text)
    assert fold_sound(sound) == sound
    assert " " not in sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("oheribd", "น้ำพริก"), ("ิฟืฟืฟ", "banana"), ("-hk;ly'-Nspf", "ข้าวสังข์หยด"), ("ditgmup,Fmo", "กระเทียมโทน"), ("", ""), ("!", "+")],
)
def test_the_same_keys_in_the_other_language(typed, meant):
    assert other_of(typed) == meant
