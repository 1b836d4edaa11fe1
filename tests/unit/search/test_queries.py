"""What somebody types finds what was meant, in every way that people type; nothing finds nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from shop.jobs.handlers.searches import index_what_is_not
from shop.kernel.database import db, transaction
from shop.search import queries, service
from shop.search.models import SearchDocument
from shop.search.queries import LONGEST, near_of, understand
from tests.factories.catalogue import given_a_product


def titles(typed: str) -> list[str]:
    return [hit.candidate.title for hit in understand(typed).hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("น้ำพริกเผา", "น้ำพริกเผา"),
        ("นำพริกเผา", "น้ำพริกเผา"),
        ("นํ้าพริกเผา", "น้ำพริกเผา"),
        ("oheribdgzk", "น้ำพริกเผา"),
        ("nam phrik phao", "น้ำพริกเผา"),
        ("namprik pao", "น้ำพริกเผา"),
        ("kluai tak", "กล้วยตาก"),
        ("gluay tak", "กล้วยตาก"),
        ("กล้วยตาก ปทุม", "กล้วยตาก"),
        ("กล้วย ลำลูกกา", "กล้วยอบน้ำผึ้ง"),
        ("กล้วย อ.ลำลูกกา", "กล้วยอบน้ำผึ้ง"),
        ("kluai lam luk ka", "กล้วยอบน้ำผึ้ง"),
        ("ของฝากไม่เผ็ด", "น้ำพริกตาแดง"),
        ("salted eggs", "ไข่เค็มพอกดินสอพอง"),
        ("jasmine rice", "ข้าวหอมมะลิ"),
        ("organic rice", "ข้าวอินทรีย์"),
        ("ข้าวออร์แกนิก", "ข้าวอินทรีย์"),
        ("หมูหยงอ", "หมูหยอง"),
        ("ตะกร้สาน", "ตะกร้าสานหูหวาย"),
        ("กล้วย ไม่เกิน 50 บาท", "กล้วยอบน้ำผึ้ง"),
        ("หมู อย", "หมูหยอง"),
        ("กล้วย 3 รส", "กล้วยฉาบสามรส"),
        ("พอกดิน", "ไข่เค็มพอกดินสอพอง"),
    ],
)
def test_what_was_meant_comes_first(goods, typed, first):
    assert titles(typed)[:1] == [first]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "ๆๆๆ", "toyota", "ตู้เย็นสองประตู", "iphone 15", "zzzzzz", "ฟหกดฟหกด", "🍌", "ปูนซีเมนต์", "แอร์บ้าน", "car tire"],
)
def test_what_is_not_there_is_not_found(goods, typed):
    assert titles(typed) == []


def test_seafood_is_what_comes_out_of_the_sea(goods):
    found = titles("อาหารทะเล")

    assert "กุ้งแห้ง" in found
    assert "หมูหยอง" not in found


def test_a_word_denied_is_no_word_left_out(goods):
    """ไม่เผ็ด is something that is said of a jar; chili pastes that say nothing of it are none of it."""
    assert titles("น้ำพริกไม่เผ็ด") == ["น้ำพริกตาแดง"]


def test_what_is_nearly_all_of_it_is_near_and_never_found(goods):
    found = understand("กล้วยตาก หมูหยอง")

    assert found.hits == []
    assert {hit.candidate.title for hit in near_of(found.question)} == {"กล้วยตาก", "หมูหยอง"}


@pytest.mark.parametrize(
    ("typed", "instead"),
    [("นำพริกเผา", "น้ำพริกเผา"), ("oheribdgzk", "น้ำพริกเผา"), ("kluai tak", "กล้วยตาก"), ("หมูหยงอ", "หมูหยอง"), ("กล้วยตาก", "")],
)
def test_it_says_what_it_looked_for_instead(goods, typed, instead):
    assert understand(typed).question.corrected == instead


def test_sold_out_stays_and_stands_behind(goods):
    with transaction():
        sold_out = given_a_product(goods["กล้วยตาก"].group, "ปลาร้าบอง", stock_pieces=0)
        there = given_a_product(goods["กล้วยตาก"].group, "ปลาร้าบอง")
        more = given_a_product(goods["กล้วยตาก"].group, "ปลาร้าบอง", stock_pieces=0)
        service.index_products([sold_out.id, there.id, more.id])

    assert [hit.candidate.id for hit in understand("ปลาร้า").hits] == [there.id, more.id, sold_out.id]


def test_one_group_does_not_fill_the_first_row(goods):
    with transaction():
        many = [given_a_product(goods["กล้วยตาก"].group, f"ทองม้วนกรอบสูตร {n}") for n in range(12)]
        other = given_a_product(goods["กล้วยอบน้ำผึ้ง"].group, "ทองม้วนกรอบสูตรเก่า")
        service.index_products([product.id for product in (*many, other)])
        for product in many:
            product.sold_count = 1000

    first = [hit.candidate.id for hit in understand("ทองม้วน").hits[:4]]
    assert other.id in first


def test_what_is_suspended_is_gone_at_once(goods):
    assert "หมูหยอง" in titles("หมูหยอง")
    with transaction():
        goods["หมูหยอง"].is_listed = False

    assert titles("หมูหยอง") == []


@pytest.mark.parametrize(
    "typed",
    [
        '" * NEAR ( -', "น้ำพริก OR 1=1", "tน้ำพริก", "NOT กล้วย", "กล้วย*", "'; DROP TABLE products; --", "\x00\x01\x02", "\ud800กล้วย",
        "ก" + "\u0e49" * 500, "น้ำ" * 4000, "a " * 5000, "ไม่เกิน 99999999999999", "ไม่เกิน -5", "1-2-3 บาท", "๑๐๐ บาท", "&|!():*'\\",
        "ไม่เกิน 100", "อ.", "จ. อ. ต.", "ๆ ฯ ๏", "0" * 300,
    ],
)  # fmt: skip
def test_strange_questions_are_answered_too(goods, typed):
    found = understand(typed)

    assert found.is_more is False
    near_of(found.question)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(typed=st.text(alphabet=st.sampled_from("กขคงนพริ้ำ่เ็แ์ๆxab1 .-\"*&|'\u200b\ud800\x00"), max_size=40))
def test_whatever_is_typed_is_answered(goods, typed):
    for hit in understand(typed).hits:
        assert hit.score > -20
    db.session.rollback()


def test_no_more_of_a_question_is_read_than_can_mean_anything(goods):
    assert titles("กล้วยตาก" + " " * LONGEST + "ไม่มี") == ["กล้วยตาก"]


def test_what_an_upgrade_left_unindexed_is_found_by_itself(goods):
    with transaction():
        db.session.execute(update(SearchDocument).values(tokens=""))
    assert titles("กล้วยตาก") == []

    index_what_is_not()

    assert titles("กล้วยตาก") == ["กล้วยตาก"]


def test_where_a_compound_is_not_there_what_it_is_a_kind_of_is_near(goods):
    found = understand("กล้วยเชื่อม")

    assert found.hits == []
    assert {hit.candidate.title for hit in near_of(found.question)} == {"กล้วยตาก", "กล้วยฉาบสามรส", "กล้วยอบน้ำผึ้ง"}


def test_of_very_many_what_is_called_just_so_is_first_however_old(goods, monkeypatch):
    with transaction():
        group = goods["กล้วยตาก"].group
        oldest = given_a_product(group, "ทองม้วน")
        newer = [given_a_product(group, f"ทองม้วนกรอบสูตร {n}") for n in range(6)]
        service.index_products([product.id for product in (oldest, *newer)])
    monkeypatch.setattr(queries, "MOST", 3)

    found = understand("ทองม้วน")

    assert found.is_more
    assert found.ids[0] == oldest.id
    assert len(found.ids) == 3
