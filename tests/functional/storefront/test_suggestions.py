"""What the search box offers while somebody types."""

import pytest
from flask import Flask

from shop.catalogue import listing
from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.moderation import service as moderation
from shop.search import service
from tests.client import PageClient
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import official
from tests.queries import queries_of


def found_for(client: PageClient, typed: str, language: str = "") -> list[tuple[str, str]]:
    """(kind, words) of what is offered, best first."""
    answer = client.get(f"{language}/search/suggest", query_string={"q": typed})
    assert answer.status_code == 200
    return [(one["kind"], "".join(words for words, _found in one["pieces"])) for one in answer.json]


def given_goods(group: Group, *titles: str, **content: object) -> list[Product]:
    made = [given_a_product(group, title, **content) for title in titles]
    for product in made:
        service.index_product(product.id)
    return made


@pytest.fixture
def goods(app: Flask) -> None:
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มแม่บ้านกล้วยหอมทอง", name_en="Golden Banana Group", district_code="1302")
        given_goods(group, "น้ำพริกเผา", "ปลาร้าสับ น้ำพริก", "กล้วยตากน้ำผึ้ง", title_en="")
        given_goods(group, "กล้วยฉาบ", title_en="Banana crisps")


@pytest.mark.parametrize("typed", ["น้ำพริก", "นํ้าพริก", "นำ้พริก", "  น้ำพริก ", "oheribd"])
def test_titles_that_begin_with_it_come_first_however_it_is_typed(client: PageClient, goods: None, typed: str):
    found = found_for(client, typed)

    assert [words for kind, words in found if kind == "product"] == ["น้ำพริกเผา", "ปลาร้าสับ น้ำพริก"]
    assert ("subcategory", "น้ำพริก") in found


def test_groups_places_and_kinds_are_offered_and_their_addresses_stand(client: PageClient, goods: None):
    found = found_for(client, "กล้วย")
    assert ("group", "กลุ่มแม่บ้านกล้วยหอมทอง") in found
    assert ("subcategory", "ผลไม้แปรรูป") in found
    assert ("district", "คลองหลวง") in found_for(client, "คลองห")
    assert ("category", "อาหาร") in found_for(client, "อาหาร")

    for typed in ("กล้วย", "คลองหลวง", "อาหาร"):
        for one in client.get(f"/search/suggest?q={typed}").json:
            assert client.get(one["url"]).status_code == 200


def test_what_was_typed_is_marked_in_what_is_offered(client: PageClient, goods: None):
    pieces = [one["pieces"] for one in client.get("/search/suggest?q=นำ้พริก").json if one["kind"] == "product"]

    assert pieces[0] == [["น้ำพริก", True], ["เผา", False]]


def test_all_words_of_a_title_find_it_in_any_order(client: PageClient, goods: None):
    assert ("product", "กล้วยตากน้ำผึ้ง") in found_for(client, "น้ำผึ้ง กล้วยตาก")


def test_english_pages_are_offered_english_names_and_addresses(client: PageClient, goods: None):
    found = found_for(client, "banana", "/en")

    assert ("product", "Banana crisps") in found
    assert ("group", "Golden Banana Group") in found
    assert all(one["url"].startswith("/en/") for one in client.get("/en/search/suggest?q=banana").json)
    assert ("district", "Khlong Luang") in found_for(client, "khlong lu", "/en")


def test_a_place_where_nothing_is_sold_is_not_offered(client: PageClient, goods: None):
    assert found_for(client, "เชียงคาน") == []


def test_there_are_eight_at_most_and_half_of_them_are_goods(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        group = given_a_group("กลุ่มข้าวหอม")
        given_a_group("กลุ่มข้าวเหนียว")
        given_goods(group, *(f"ข้าวกล้อง {number}" for number in range(12)), subcategory="rice")

    kinds = [kind for kind, _words in found_for(client, "ข้าว")]

    assert len(kinds) == 8
    assert kinds.count("product") >= 4
    assert kinds.count("group") == 2


def test_of_one_title_the_most_popular_is_offered_once(app: Flask, client: PageClient):
    with app.app_context(), transaction():
        same = [given_goods(given_a_group(), "ไข่เค็ม")[0] for _ in range(3)]
        db.session.get(Product, same[1].id).popularity = 7
        wanted = same[1].id

    found = [one for one in client.get("/search/suggest?q=ไข่เค็ม").json if one["kind"] == "product"]

    assert [one["url"].startswith(f"/products/{wanted}-") for one in found] == [True]


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=ก", "q=%20%20", "q=%00", "q=%00%00%01", "q=%ED%A0%80%ED%A0%80", "q=%25%25", "q=__", "q=%22*+NEAR(+-",
     "q=' OR 1=1--", "q=" + "่" * 500, "q=" + "ก" * 10_000, "q=" + "a%20" * 5_000, "q=%F0%9F%8D%8C%F0%9F%8D%8C"],
)  # fmt: skip
def test_strange_or_short_words_offer_nothing_and_break_nothing(client: PageClient, goods: None, query: str):
    answer = client.get(f"/search/suggest?{query}")

    assert answer.status_code == 200
    assert answer.json == []


def test_what_left_the_market_is_not_offered_again(app: Flask, client: PageClient, goods: None):
    with app.app_context(), transaction():
        product = db.session.scalars(db.select(Product).where(Product.title == "น้ำพริกเผา")).one()
        product.suspended_at = now()
        db.session.flush()
        listing.refresh_product(product.id)

    assert ("product", "น้ำพริกเผา") not in found_for(client, "น้ำพริก")
    assert client.get("/search/suggest?q=น้ำพริก").headers["Cache-Control"] == "no-store"

    with app.app_context(), transaction():
        moderation.suspend_group(db.session.scalars(db.select(Group)).one(), official(), "ตรวจสอบ")

    assert {kind for kind, _words in found_for(client, "กล้วย")} <= {"category", "subcategory"}
    assert found_for(client, "คลองหลวง") == []


def test_it_asks_the_database_three_times_at_most_and_once_more_for_the_other_keyboard(
    app: Flask, client: PageClient, goods: None
):
    for typed, most in (("ก", 0), ("น้ำพริก", 2), ("คลองหลวง", 3), ("ไม่มีอะไรเลย", 4)):
        with queries_of(app) as asked:
            client.get("/search/suggest", query_string={"q": typed})
        assert len(asked) <= most, f"{typed}: {asked}"


def test_a_visitor_gets_no_cookie(client: PageClient, goods: None):
    assert "Set-Cookie" not in client.get("/search/suggest?q=น้ำพริก").headers
