"""The words of the trade: the file is in order, what the office changes stands in its place, nothing belongs to two."""

import re
from collections import Counter

import pytest
from sqlalchemy import event, select

from shop.audit.models import AuditEntry
from shop.kernel.access import GUEST, Actor, Role
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import normalise
from shop.search import trade
from shop.search.models import SearchWord
from shop.search.trade import Concept, concepts, load_file, merged
from shop.search.trade_changes import LONGEST, BadWord, remove_word, restore_word, save_word

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))


def save(main: str = "", thai: str = "", english: str = "", kinds: str = "") -> str:
    with transaction():
        return save_word(OFFICIAL, main, thai, english, kinds)


def problem(**typed: str) -> tuple[str, str]:
    with pytest.raises(BadValue) as refused:
        save(**typed)
    return refused.value.field, refused.value.reason


def test_every_form_of_the_file_is_as_it_is_compared():
    for concept in load_file():
        assert concept.thai, concept
        for form in (*concept.thai, *concept.english, *concept.kinds):
            assert form == normalise(form), form
            assert len(form) <= LONGEST, form
        for form in concept.english:
            assert re.fullmatch("[a-z0-9]+( [a-z0-9]+)*", form), (concept.main, form)


def test_no_form_of_the_file_belongs_to_two_concepts():
    forms = Counter(form for concept in load_file() for form in concept.thai)

    assert [form for form, times in forms.items() if times > 1] == []
    assert [concept.main for concept in load_file() if len(set(concept.english)) < len(concept.english)] == []
    assert len(load_file()) >= 900


def test_kinds_of_the_file_are_main_words_of_others_and_never_go_in_a_circle(session):
    mains = {concept.main for concept in load_file()}
    assert [(c.main, kind) for c in load_file() for kind in c.kinds if kind not in mains or kind == c.main] == []

    known = concepts()
    for concept in known:
        for kind in known.kinds_of(concept):
            assert concept not in known.kinds_of(kind), (concept.main, kind.main)


def test_the_file_knows_what_a_buyer_from_elsewhere_types(session):
    known = concepts()

    for english, main in {
        "salted egg": "ไข่เค็ม",
        "fish sauce": "น้ำปลา",
        "shrimp paste": "กะปิ",
        "jasmine rice": "ข้าวหอมมะลิ",
        "bamboo basket": "ตะกร้าไม้ไผ่",
        "silk scarf": "ผ้าพันคอไหม",
    }.items():
        assert main in [concept.main for concept in known.of_english[english]]
    assert known.of_thai["ปลาแดก"].main == "ปลาร้า"
    assert {"กุ้ง", "ปลาทู", "กุ้งแห้ง"} <= {kind.main for kind in known.kinds_of(known.by_main["อาหารทะเล"])}


def test_what_the_office_wrote_stands_in_place_of_the_file():
    given = [Concept(("ขนม",), ("sweet",), ("ลอดช่อง", "วุ้น")), Concept(("ลอดช่อง", "เส้นเขียว")), Concept(("วุ้น",), ("jelly",))]
    rows = [
        SearchWord(main="วุ้น", thai="วุ้น|เส้นเขียว", english="agar", kinds="", is_active=True),
        SearchWord(main="ขนมใหม่", thai="ขนมใหม่", english="new", kinds="ขนม|ไม่มี", is_active=True),
    ]

    assert merged(given, rows) == [
        Concept(("ขนม",), ("sweet",), ("ลอดช่อง", "วุ้น")),
        Concept(("ลอดช่อง",)),
        Concept(("วุ้น", "เส้นเขียว"), ("agar",)),
        Concept(("ขนมใหม่",), ("new",), ("ขนม",)),
    ]
    out = SearchWord(main="วุ้น", thai="วุ้น", english="", kinds="", is_active=False)
    assert merged(given, [out])[0].kinds == ("ลอดช่อง",)


def test_a_concept_is_added_changed_taken_out_and_restored(session):
    before = concepts()
    assert save(thai="ข้าวเกรียบงวงช้าง, งวงช้าง", english="Elephant-trunk Crackers") == "ข้าวเกรียบงวงช้าง"

    added = concepts()
    assert added.version != before.version
    assert added.of_thai["งวงช้าง"] == Concept(("ข้าวเกรียบงวงช้าง", "งวงช้าง"), ("elephant-trunk crackers",))
    assert added.of_english["elephant trunk cracker"] == (added.of_thai["งวงช้าง"],)

    save("ข้าวเกรียบงวงช้าง", "", "trunk cracker", "ข้าวตอกตั้ง")
    assert concepts().by_main["ข้าวเกรียบงวงช้าง"] == Concept(("ข้าวเกรียบงวงช้าง",), ("trunk cracker",), ("ข้าวตอก",))

    save("กะปิ", "กะปิ\nกะปิใต้", "shrimp paste")
    assert concepts().of_thai["กะปิใต้"].main == "กะปิ"
    for main in ("กะปิ", "ข้าวเกรียบงวงช้าง"):
        with transaction():
            remove_word(OFFICIAL, main)
        assert main not in concepts().by_main
    assert "กะปิ" not in concepts().by_main["อาหารทะเล"].kinds

    with transaction():
        restore_word(OFFICIAL, "กะปิ")
    assert concepts().by_main == before.by_main
    actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert [action.split(":")[1] for action in actions] == ["add_word", "change_word", "change_word"] + ["remove_word"] * 2 + [
        "restore_word"
    ]
    last = session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert last.changes == {"word": "กะปิ"}


def test_what_a_concept_may_not_be(session):
    assert problem(thai=" \n,") == ("thai", "empty")
    assert problem(thai="ขนมที่ไม่มีใครรู้จัก") == ("thai", "says_nothing")
    assert problem(thai="ก" * (LONGEST + 1), english="x") == ("thai", "too_long")
    assert problem(thai="ขนมใหม่", english="-, a") == ("english", "unreadable")
    assert problem(thai="ขนมใหม่", kinds="ไม่มีคำนี้") == ("kinds", "unknown")
    assert problem(main="กุ้ง", thai="", kinds="อาหารทะเล") == ("kinds", "circle")
    assert problem(main="กุ้ง", thai="", kinds="กุ้ง") == ("kinds", "circle")
    assert problem(thai="\n".join(f"คำ{n}" for n in range(40))) == ("thai", "too_many_forms")
    with pytest.raises(BadWord) as refused:
        save(thai="ขนมใหม่\nปลาแดก", english="x")
    assert (refused.value.reason, refused.value.word, refused.value.owner) == ("taken", "ปลาแดก", "ปลาร้า")
    with transaction():
        remove_word(OFFICIAL, "ปลาร้า")
    assert problem(thai="ปลาร้า", english="x") == ("thai", "taken_out")


def test_nobody_changes_what_is_gone_or_was_never_changed(session):
    for act in (lambda: save("ไม่มี", "", "x"), lambda: remove_word(OFFICIAL, "ไม่มี"), lambda: restore_word(OFFICIAL, "กะปิ")):
        with pytest.raises(LostRace):
            act()
    for act in (lambda: remove_word(GUEST, "กะปิ"), lambda: save_word(GUEST, "", "ก", "x", "")):
        with pytest.raises(NotAllowed):
            act()
    assert session.scalar(select(AuditEntry.id).limit(1)) is None


def test_the_database_is_asked_once_a_request_and_reads_the_rows_once_for_all(app):
    with app.app_context():
        save(thai="ขนมใหม่", english="new sweet")
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]) if "SELECT" in given[2] else None)
        trade.concepts()
        trade.concepts()
        first = len(asked)
    with app.app_context():
        trade.concepts()

    assert first == 2
    assert len(asked) == 3
