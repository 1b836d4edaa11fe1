"""Names whose words stay whole on narrow screens."""

import re

import pytest

from shop.web.whole_words import whole_words

TAGS = re.compile("<[^>]+>")


@pytest.mark.parametrize("name", ["กลุ่มแม่บ้านน้ำพริกคลองสาม", "ผู้ซื้อ", "Chilli paste <b>", "ไข่เค็ม 7 รส & น้ำพริก", "", "ก" * 200])
def test_a_name_is_the_same_to_who_reads_or_copies_it(name):
    shown = str(whole_words(name))

    assert TAGS.sub("", shown).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == name


@pytest.mark.parametrize(("name", "word"), [("กลุ่มแม่บ้านน้ำพริกคลองสาม", "น้ำพริก"), ("สำหรับเจ้าหน้าที่", "เจ้าหน้าที่")])
def test_a_word_is_not_broken_and_between_words_a_line_may_end(name, word):
    shown = str(whole_words(name))

    assert f'<wbr><span class="whole">{word}</span>' in shown
