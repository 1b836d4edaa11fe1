"""Papers: what goes in as Thai comes out as the same Thai, fonts are inside, and what somebody wrote stays what they wrote."""

import subprocess
from pathlib import Path

import pytest
import pythainlp

from shop.kernel import paper
from tests.papers import facts_of, text_of

HARD = "น้ำพริก ที่ กำ ปั่น คำสั่ง หนึ่ง ชิ้น ภาษี ผู้ซื้อ เปื้อน ฟื้น ฝั่ง ปี่ ก๊วยเตี๋ยว กาฬสินธุ์ ญาติ ฐาน ฎีกา สิทธิ์ ทั้งสิ้น โป๊ะ"
EVERY = 40  # word of the dictionary


def a_paper(**changes: object) -> bytes:
    sheet = {
        "name": "ใบเสร็จรับเงิน",
        "apart": "",
        "facts": [["เลขที่", "K7M2QP"]],
        "parts": [],
        "columns": ["", "", "", ""],
        "totals": [],
        "words": "",
        "refunds": [],
        "notes": [],
    } | changes
    return paper.draw("receipt", {"title": "ใบเสร็จ K7M2QP", "locale": "th", "market": "งานดี", "foot": "", "sheets": [sheet]})


@pytest.mark.parametrize("words", [HARD.split(), None], ids=["hard", "dictionary"])
def test_thai_comes_out_as_it_went_in(words):
    listed = Path(pythainlp.__file__).parent / "corpus" / "words_th.txt"
    words = words or [word for word in listed.read_text(encoding="utf-8").split()[::EVERY] if len(word) < 25]

    regular = set(text_of(a_paper(notes=words)).split())
    bold = set(text_of(a_paper(totals=[{"label": word, "amount": "", "is_strong": True} for word in words])).split())

    assert [word for word in words if word not in regular] == []
    assert [word for word in words if word not in bold] == []


def test_it_says_its_title_and_language_and_carries_its_fonts():
    drawn = a_paper()

    facts = facts_of(drawn)
    assert facts["Title"] == "ใบเสร็จ K7M2QP"
    assert facts["Tagged"] == "yes"
    assert b"/Lang" in drawn
    fonts = subprocess.run(["pdffonts", "-"], input=drawn, capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert all("Sarabun" in font and font.split()[-5] == "yes" for font in fonts), fonts


CODE = ['#panic("x")', "*ตัวหนา* _เอียง_", "$ x^2 $", '#include "/etc/passwd"', "@ref <a>", "\\u{41}", "= หัว"]


@pytest.mark.parametrize("written", CODE)
def test_what_somebody_wrote_is_never_typeset_as_code(written):
    assert " ".join(written.split()) in " ".join(text_of(a_paper(facts=[["", written]])).split())


def test_without_its_face_nothing_is_drawn(monkeypatch, tmp_path):
    monkeypatch.setattr(paper, "_FACES", tmp_path)
    paper._faces.cache_clear()
    try:
        with pytest.raises(RuntimeError, match="make frontend"):
            a_paper()
    finally:
        paper._faces.cache_clear()


def test_what_the_face_cannot_show_keeps_nobody_from_a_paper():
    """PDF/UA refuses it: one smile in one name, and no label of the day was printed."""
    written = "สมหญิง 😊 \u200dJose\u0301 王小明 ລາວ ❤\ufe0f \x07 ₿ 1\u16802 \u06dd"

    shown = " ".join(text_of(a_paper(facts=[["", written]])).split())

    assert "สมหญิง José ??? ???" in shown


def test_whatever_there_is_in_unicode_is_drawn_or_left_out():
    everything = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x1F000, 3), *range(0x1F300, 0x1FAFF)]))

    shown = text_of(a_paper(notes=["".join(dict.fromkeys(paper._drawable(everything)))]))

    assert {"ก", "๙", "฿", "é", "?"} <= set(shown)
