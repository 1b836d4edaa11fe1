"""Every reason and every fault that reading names has words at the desk, with the gaps that its params fill."""

import re
from pathlib import Path

import pytest

import shop.exhibitors
from shop.exhibitors.reader import read
from shop.exhibitors.reading import BadFile, Gravity, Meaning
from shop.web import exhibitor_words
from tests.factories import workbooks

SOURCES = "\n".join(
    (Path(shop.exhibitors.__file__).parent / f"{name}.py").read_text()
    for name in [
        "opening",
        "packages",
        "sheet_xml",
        "compound",
        "plain",
        "facts",
        "reader",
        "gathering",
        "listed",
        "prices",
        "values",
    ]
)


def test_every_fault_has_words():
    assert set(re.findall(r'BadFile\(\s*"(\w+)"', SOURCES)) | {"zip_bomb"} <= exhibitor_words.FAULTS.keys()


def test_every_reason_has_words():
    told = set(re.findall(r'(?:Gravity\.\w+,|reason=|_refused\(|Meaning\.\w+,|None,)\s*"(\w+)"', SOURCES))
    assert len(told) > 25
    assert told - {""} <= exhibitor_words.REASONS.keys()


def test_meanings_and_gravities_have_names():
    assert exhibitor_words.MEANINGS.keys() == set(Meaning)
    assert exhibitor_words.GRAVITIES.keys() == set(Gravity)


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_is_told_fills_its_gaps(app, language):
    rows = workbooks.ban_mai_rows()
    rows[8][5], rows[9][9], rows[10][9], rows[14][7], rows[21][1] = "12345", "100-150", "50\n60\n70", "C01", None
    rows[26][4], rows[29][6], rows[35][2] = "คลองหลวก", "มาก", "นักดนตรี"
    reading = read(workbooks.xlsx(("S", rows)), "a.xlsx")

    with app.test_request_context("/", environ_base={"market.locale": language}):
        told = [exhibitor_words.said_of(problem) for problem in reading.problems]
        fault = exhibitor_words.fault_of(BadFile("wrong_kind", named="xls", found="xlsx"))
    assert len({problem.reason for problem in reading.problems}) > 8
    assert not [text for text in told if "%(" in text or not text]
    assert ".xls" in fault
    assert ("ชื่อไฟล์" in fault) == (language == "th")
