"""Officials teach the search: words of the trade, and what was looked for and not found."""

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from shop.audit.models import AuditEntry
from shop.kernel.access import Role
from shop.kernel.database import db, transaction
from shop.search import misses, service
from shop.search.models import SearchMiss, SearchWord
from shop.search.trade import concepts, load_file
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.people import given_an_official


def desk_of(app: Flask, role: Role = Role.COMMERCE_OFFICIAL) -> PageClient:
    with app.app_context(), transaction():
        account_id = given_an_official(role).id
    return PageClient(app, app.response_class).sign_in(account_id)


def given_misses(app: Flask, **times: int) -> None:
    with app.app_context(), transaction():
        misses.write(times)


def look_for(client: PageClient, path: str) -> None:
    """As a server does it: what is to be done after a page was sent is done when it is closed."""
    with client.get(path) as answer:
        assert answer.status_code == 200


def count_of(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def test_the_list_is_looked_through_in_both_languages_page_by_page(app):
    desk = desk_of(app)
    page = desk.get("/office/search").text
    assert f"{len(load_file()):,}" in page
    assert page.count("/office/search/word?main=") == 50

    for asked in ("q=ปลาแดก", "q=Fermented+Fishes", "q=ปลาร้า"):
        found = desk.get(f"/office/search?{asked}").text
        assert "ปลาแดก" in found, asked
        assert "มากับตลาด" in found
    assert "ไม่พบคำนี้" in desk.get("/office/search?q=ขนมงวงช้าง").text
    assert "came with the market" in desk.get("/en/office/search?q=กะปิ").text
    second = desk.get("/office/search?start=50").text
    assert "กลับหน้าแรก" in second
    assert load_file()[50].main in second
    assert desk.get("/office/search?start=99999999").status_code == 200
    assert desk.get("/office/search?start=-1").status_code == 422


def test_a_word_is_added_found_changed_taken_out_and_restored(app):
    desk = desk_of(app)
    assert "ปลาแดก" in desk.get("/office/search/word?main=ปลาร้า").text
    saved = desk.post(
        "/office/search/word",
        data={"main": "ปลาร้า", "thai": "ปลาแดก\r\nปลาร้าหม้อ", "english": "fermented fish", "kinds": "แจ่วบอง"},
    )
    assert saved.status_code == 303
    with app.app_context():
        assert concepts().of_thai["ปลาร้าหม้อ"].kinds == ("ปลาร้าบอง",)
    assert "แก้แล้ว" in desk.get("/office/search?q=ปลาร้าหม้อ").text
    assert "ปลาร้าหม้อ" in desk.get("/office/search?own=1").text

    assert desk.post("/office/search/word/remove", data={"main": "ปลาร้า"}).status_code == 303
    assert "ถูกเอาออก" in desk.get("/office/search?own=1").text
    gone = desk.get("/office/search/word?main=ปลาร้า").text
    assert "การค้นหาไม่ใช้" in gone
    assert "<textarea" not in gone
    assert desk.post("/office/search/word", data={"main": "ปลาร้า", "english": "x"}).status_code == 409
    assert desk.post("/office/search/word/restore", data={"main": "ปลาร้า"}).status_code == 303
    assert desk.post("/office/search/word/restore", data={"main": "ปลาร้า"}).status_code == 409
    with app.app_context():
        assert concepts().by_main["ปลาร้า"] == next(given for given in load_file() if given.main == "ปลาร้า")
    assert count_of(app, SearchWord) == 0
    record = desk.get("/office/audit").text
    for words in ("แก้คำของการค้นหา", "เอาคำออกจากการค้นหา", "นำคำที่มากับตลาดกลับมา", "คำ: ปลาร้า", "สิ่งที่แก้: คำที่แปลว่าสิ่งเดียวกัน"):
        assert words in record, words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"thai": ""}, "ใส่คำอย่างน้อยหนึ่งคำ"),
        ({"thai": "ขนมงวงช้าง"}, "คำเดียวไม่ช่วย"),
        ({"thai": "ขนมงวงช้าง\nปลาแดก"}, "“ปลาแดก” เป็นของรายการ “ปลาร้า”"),
        ({"thai": "ก" * 61, "english": "x"}, "ยาวเกินไป"),
        ({"thai": "ขนมงวงช้าง", "english": "!!"}, "“!!” ไม่มีตัวอักษร"),
        ({"thai": "ขนมงวงช้าง", "kinds": "ขนมหางช้าง"}, "ไม่มี “ขนมหางช้าง”"),
        ({"main": "กุ้ง", "kinds": "อาหารทะเล"}, "“อาหารทะเล” กว้างกว่า"),
        ({"thai": "ก\x00ข\ud800", "kinds": "%s %(word)s"}, "ไม่มี “%s %(word)s”"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(app, typed, said):
    desk = desk_of(app)
    answer = desk.post("/office/search/word", data={name: words.encode("utf-8", "replace") for name, words in typed.items()})

    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text
    for words in typed.values():
        assert words in answer.text or "\x00" in words
    assert count_of(app, SearchWord) == count_of(app, AuditEntry) == 0


def test_a_search_that_found_nothing_becomes_a_word_or_is_put_aside(app, client):
    with app.app_context(), transaction():
        service.index_product(given_a_product(given_a_group(), title="กะปิคลองโคน").id)
    look_for(client, "/products?q=กะปิ")
    look_for(client, "/products?q=Zzyzx+rooad")
    desk = desk_of(app, Role.ADMINISTRATOR)
    page = desk.get("/office/search/missing").text
    assert "zzyzx rooad" in page
    assert "กะปิ" not in page
    with app.app_context():
        [miss_id] = db.session.scalars(select(SearchMiss.id))

    form = desk.get(f"/office/search/word?typed=zzyzx+rooad&miss={miss_id}").text
    assert ">\r\nzzyzx rooad</textarea>" in form or ">zzyzx rooad</textarea>" in form
    assert desk.post("/office/search/word", data={"thai": "ถนนยาว", "english": "Zzyzx Road", "miss": miss_id}).status_code == 303
    assert "ไม่มีคำที่ค้นไม่พบ" in desk.get("/office/search/missing").text
    with app.app_context():
        assert concepts().of_english["zzyzx road"][0].main == "ถนนยาว"

    given_misses(app, ขนมงวงช้าง=3)
    with app.app_context():
        other = db.session.scalar(select(SearchMiss.id).where(SearchMiss.text == "ขนมงวงช้าง"))
    for _ in range(2):
        assert desk.post(f"/office/search/missing/{other}/dismiss").status_code == 303
    assert "ขนมงวงช้าง" not in desk.get("/office/search/missing").text
    assert "พักคำที่ค้นไม่พบ" in desk.get("/office/audit").text


@pytest.mark.parametrize(
    "asked", ["/products?q=คำที่ไม่มีเลย&category=food", "/products?q=0812345678", "/products?q=%F0%9F%98%80", "/products?q="]
)
def test_what_asks_for_more_than_words_or_names_a_person_is_not_kept(app, client, asked):
    look_for(client, asked)
    look_for(client, "/")
    assert count_of(app, SearchMiss) == 0


def test_programs_that_find_nothing_count_as_well(app, client):
    look_for(client, "/api/v1/products?q=คำที่ไม่มีเลย")
    with app.app_context():
        assert list(db.session.scalars(select(SearchMiss.text))) == ["คำที่ไม่มีเลย"]


def test_a_page_does_not_fail_with_what_cannot_be_written_down(app, client):
    with app.app_context():
        SearchMiss.__table__.drop(db.engine)
    try:
        look_for(client, "/products?q=คำที่ไม่มีเลย")
        look_for(client, "/products")
    finally:
        with app.app_context():
            SearchMiss.__table__.create(db.engine)


def test_pages_of_misses_follow_one_another_and_a_forged_one_is_refused(app):
    given_misses(app, **{f"คำที่{number:03}": 1 for number in range(60)})
    desk = desk_of(app)
    page = desk.get("/office/search/missing").text
    after = page.split("/office/search/missing?after=")[1].split('"')[0]

    assert page.count("/dismiss") == 50
    assert desk.get(f"/office/search/missing?after={after}").text.count("/dismiss") == 10
    assert desk.get("/office/search/missing?after=xx").status_code == 422


def test_the_pages_ask_the_database_a_fixed_number_of_times(app):
    desk = desk_of(app)
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries(path: str) -> int:
        asked.clear()
        assert desk.get(path).status_code == 200
        return len([statement for statement in asked if statement.startswith("SELECT")])

    paths = ("/office/search", "/office/search/word?main=กะปิ", "/office/search/missing")
    desk.get("/office/search")  # the words themselves are read once for all
    few = [queries(path) for path in paths]
    given_misses(app, **{f"คำที่{number:03}": 1 for number in range(60)})
    for number in range(3):
        desk.post("/office/search/word", data={"thai": f"ขนมงวงช้าง{number}", "english": "x"})
    desk.get("/office/search")
    many = [queries(path) for path in paths]

    assert many == few
    assert few == [12, 11, 11]
