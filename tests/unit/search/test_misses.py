"""Searches that found nothing: the words are kept, a person's data is not."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from shop.kernel.access import GUEST, Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import transaction
from shop.kernel.refusals import LostRace, NotAllowed
from shop.search import misses
from shop.search.misses import Notebook, worth_keeping
from shop.search.models import SearchMiss

OFFICIAL = Actor(7, frozenset({Role.ADMINISTRATOR}))


def given_misses(**times: int) -> None:
    with transaction():
        misses.write(times)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  นํ้าพริก  ผัดต้มแกง ", "น้ำพริก ผัดต้มแกง"),
        ("Khao-Tang 500 g", "khao-tang 500 g"),
        ("otop 5 ดาว", "otop 5 ดาว"),
        ("ขนมนางเล็ด", "ขนมนางเล็ด"),
        ("12345", ""),
        ("😀 !!", ""),
        ("", ""),
        ("โทร 081-234 5678", ""),
        ("เบอร์ ๐๘๑ ๒๓๔ ๕๖๗๘", ""),
        ("บัตร 1 1037 02071 81 1", ""),
        ("malee@example.com", ""),
        ("https://example.com/x", ""),
        ("นาย สมชาย ใจดี", ""),
        ("นายสมชาย ใจดี", ""),
        ("นางสาวมาลี ใจงาม", ""),
        ("ของ น.ส.มาลี ใจงาม", ""),
        ("คุณ สมชาย ใจดี", ""),
        ("คุณภาพ ดี มาก", "คุณภาพ ดี มาก"),
        ("Mr. John Smith", ""),
        ("ไลน์ไอดี somchai_2510", ""),
        ("line id: maleejai", ""),
        ("99/12 หมู่ 3 คลองหนึ่ง", ""),
        ("บ้านเลขที่ 45 ซอย 2", ""),
        ("ลายเส้น 2/3", "ลายเส้น 2/3"),
        ("linen shirt", "linen shirt"),
        ("ก" * 101, ""),
        ("ก" * 10_000, ""),
        ("กข\x00\ud800", "กข"),
    ],
)
def test_only_words_are_kept(typed, kept):
    assert worth_keeping(typed) == kept


def test_a_process_remembers_a_bounded_number_and_gives_them_once():
    notebook = Notebook()
    assert not notebook.is_due()
    for number in range(misses.MOST_NOTED + 50):
        notebook.add(f"คำ{number}")
    notebook.add("คำ0")

    taken = notebook.take()
    assert (len(taken), taken["คำ0"]) == (misses.MOST_NOTED, 2)
    notebook.add("คำใหม่")
    assert notebook.take() == {}, "not so soon"


def test_each_is_one_row_that_counts(session):
    given_misses(ก=2, ข=1)
    given_misses(ข=4)
    rows, more = misses.waiting()

    assert [(row.text, row.times) for row in rows] == [("ข", 5), ("ก", 2)]
    assert rows[0].last_at > rows[0].first_at
    assert not more
    assert misses.count_waiting() == 2


def test_pages_follow_one_another(session):
    given_misses(**{f"คำ{number}": number % 3 + 1 for number in range(10)})
    seen, at = [], None
    while True:
        rows, more = misses.waiting(at, limit=3)
        seen += [row.text for row in rows]
        at = (rows[-1].times, rows[-1].id)
        if not more:
            break

    assert len(seen) == len(set(seen)) == 10


def test_what_is_put_aside_stays_there(session):
    given_misses(ก=1)
    miss = misses.waiting()[0][0]
    with transaction(), pytest.raises(NotAllowed):
        misses.dismiss(GUEST, miss.id)
    with transaction():
        misses.dismiss(OFFICIAL, miss.id)
    given_misses(ก=9)

    assert misses.waiting() == ([], False)
    with transaction(), pytest.raises(LostRace):
        misses.dismiss(OFFICIAL, miss.id)


def test_the_table_stays_small(session, monkeypatch):
    monkeypatch.setattr(misses, "FULL", 3)
    monkeypatch.setattr(misses, "MOST_KEPT", 2)
    given_misses(ก=1, ข=2)
    given_misses(ค=5)
    given_misses(ง=9, ก=1)
    assert {row.text: row.times for row in misses.waiting()[0]} == {"ค": 5, "ก": 2, "ข": 2}, "full: only what is there counts on"

    with transaction() as writing:
        writing.execute(update(SearchMiss).where(SearchMiss.text == "ค").values(last_at=now() - timedelta(days=91)))
    given_misses(จ=1)
    with transaction():
        misses.forget_old()
    assert set(session.scalars(select(SearchMiss.text))) == {"ก", "ข"}
