"""A buyer browses: home, catalogue, product, groups, in both languages."""

import pytest
from flask import render_template

from shop.catalogue.models import Variant
from shop.groups.states import GroupStatus
from shop.kernel.database import transaction
from shop.search import queries, service
from shop.search.cards import cards_of
from shop.web.shelf import on_shelf
from shop.web.storefront.views import catalogue
from tests.factories.catalogue import given_a_product, given_a_variant
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group
from tests.queries import queries_of


@pytest.fixture
def product(session):
    with transaction():
        made = given_a_product(given_a_group(), "น้ำพริกเผาปลาย่าง")
        service.index_product(made.id)
    return made


def address(product) -> str:
    return f"/products/{product.id}-น้ำพริกเผาปลาย่าง"


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["/", "/products", "/groups", "/help", "/contact", "/terms", "/shipping", "/privacy"])
def test_every_page_stands_in_both_languages_and_names_the_other(client, product, language, path):
    answer = client.get(language + path)

    assert answer.status_code == 200
    assert f'lang="{"en" if language else "th"}"' in answer.text
    assert 'hreflang="th"' in answer.text
    assert 'hreflang="en"' in answer.text


def test_an_empty_market_says_what_to_do_next(client):
    assert "ตลาดเพิ่งเปิด" in client.get("/").text
    assert client.get("/products").status_code == 200
    assert client.get("/groups").status_code == 200


def test_a_product_shows_price_delivery_maker_and_fair(client, session, product):
    with transaction():
        given_an_exhibit(given_a_fair(short_name="งานบ้านใหม่"), product)

    text = client.get(address(product)).text

    assert "฿65" in text
    assert "฿40" in text
    assert "กลุ่มแม่บ้านบางขะแยง" in text
    assert "งานบ้านใหม่" in text
    assert "23 ม.ค. 2567" in text


@pytest.mark.parametrize("slug", ["", "-", "-wrong", "-น้ำพริก/x"])
def test_the_id_decides_and_a_wrong_slug_is_moved_for_good(client, product, slug):
    answer = client.get(f"/products/{product.id}{slug}")

    assert answer.status_code == 301
    assert answer.location.startswith(f"/products/{product.id}-")


@pytest.mark.parametrize("number", [0, 99999, 2**31, 2**63, 10**30])
def test_an_unknown_product_is_404(client, number):
    assert client.get(f"/products/{number}-x").status_code == 404


def test_a_suspended_groups_product_is_404(client, session):
    with transaction():
        product = given_a_product(given_a_group(status=GroupStatus.SUSPENDED))

    assert client.get(address(product)).status_code == 404


def test_a_sold_out_product_keeps_its_page_but_cannot_be_bought(client, session):
    with transaction():
        product = given_a_product(given_a_group(), stock_pieces=0)

    text = client.get(address(product)).text

    assert "ของหมดแล้ว" in text
    assert "ใส่ตะกร้า" not in text


def test_each_variant_shows_its_own_price_and_stock(client, session, product):
    with transaction():
        big = given_a_variant(session.get(type(product), product.id), 14500, 3, "500 กรัม")
        session.get(Variant, big.id).position = 1

    text = client.get(address(product)).text

    assert "฿145 · เหลือ 3" in text


@pytest.mark.parametrize(
    "query",
    [
        "category=nonsense",
        "fair=nowhere",
        "kind=x",
        "district=9999",
        "standard=iso",
        "sort=best",
        "in_stock=yes",
        "after=x",
        "min_price=abc",
        "max_price=-1",
    ],
)
def test_a_value_the_market_does_not_know_is_422_and_keeps_what_was_typed(client, product, query):
    answer = client.get(f"/products?q=น้ำพริก&{query}")

    assert answer.status_code == 422
    assert 'value="น้ำพริก"' in answer.text


@pytest.mark.parametrize(
    "query", ["q=" + "ก" * 10000, "q=%00%01", "q=%ED%A0%80", "q=%22+*+NEAR+(+-", "q=' OR 1=1--", "q=" + "่" * 500]
)
def test_strange_questions_get_a_calm_page(client, product, query):
    assert client.get(f"/products?{query}").status_code == 200


def test_what_is_searched_for_is_found_and_marked_in_the_search_box(client, product):
    text = client.get("/products?q=นำ้พริก").text

    assert "น้ำพริกเผาปลาย่าง" in text
    assert "ทั้งหมด <b" in text


@pytest.mark.parametrize("typed, said", [("นำพริก", "ตรงตัว นี่คือที่ตรงกับ “น้ำพริก”"), ("oheribd", "ปุ่มเดียวกันในอีกภาษา"), ("น้ำพริก", "")])
def test_it_is_said_when_something_else_was_looked_for(client, product, typed, said):
    text = client.get(f"/products?q={typed}").text

    assert "น้ำพริกเผาปลาย่าง" in text
    assert [words in text for words in ("ตรงตัว นี่คือที่ตรงกับ “น้ำพริก”", "ปุ่มเดียวกันในอีกภาษา")].count(True) == bool(said)
    assert said in text


def test_a_page_is_the_same_number_of_queries_however_much_it_shows(app, client, session):
    with transaction():
        groups = [given_a_group() for _ in range(4)]
        for number in range(30):
            given_a_product(groups[number % 4], f"ไข่เค็ม {number}")

    def asked_by(url: str) -> int:
        with queries_of(app) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    narrowed = ("?category=herbal", "?category=food&district=1302&kind=farmers", "?min_price=10&in_stock=1&sort=popular")
    assert {asked_by(f"/products{asked}") for asked in ("", *narrowed)} == {3}  # how many, the facets, the cards
    assert asked_by("/") == 8
    assert asked_by("/groups") <= 6


def test_a_group_page_tells_its_story_and_lists_its_products(client, product):
    text = client.get(f"/groups/{product.group.slug}").text

    assert "ทำน้ำพริกขายกันเอง" in text
    assert "น้ำพริกเผาปลาย่าง" in text


@pytest.mark.parametrize("status", [GroupStatus.DRAFT, GroupStatus.IN_REVIEW, GroupStatus.REJECTED, GroupStatus.SUSPENDED])
def test_a_group_that_is_not_approved_is_404(client, session, status):
    with transaction():
        group = given_a_group(status=status)

    assert client.get(f"/groups/{group.slug}").status_code == 404


def test_looking_sets_no_cookie(client, product):
    for path in ("/", "/products", address(product), "/groups", "/help"):
        assert "Set-Cookie" not in client.get(path).headers


def test_what_was_looked_for_is_marked_in_titles_of_a_search_and_only_there(client, product):
    found = client.get("/products?q=นำ้พริก").text

    assert '<mark><span class="whole">น้ำพริก</span></mark>' in found
    assert "<mark>" not in client.get("/products").text
    assert "<mark>" in client.get("/products?q=นำพริก").text  # what was meant, found by its sound


def test_a_title_is_escaped_where_it_is_marked(client, session):
    with transaction():
        product = given_a_product(given_a_group(), "ไข่<b>เค็ม</b>")
        service.index_product(product.id)

    assert "<mark>" in (text := client.get("/products?q=ไข่").text)
    assert "<b>เค็ม" not in text


def test_a_search_that_finds_nothing_says_what_to_do_next(client, product):
    several = client.get("/products?q=กีตาร์ไฟฟ้า").text
    assert 'href="/products?q=%E0%B8%81%E0%B8%B5%E0%B8%95%E0%B8%B2%E0%B8%A3%E0%B9%8C"' in several
    assert 'href="/products?category=herbal"' in several
    assert 'href="/products?sort=newest"' in several

    assert "สะกดอีกแบบ" in client.get("/products?q=xyzzy").text
    narrow = client.get("/products?q=น้ำพริก&category=herbal").text
    assert "ตัวกรองที่เลือกไว้อาจแคบไป" in narrow
    assert 'href="/products?q=%E0%B8%99%E0%B9%89%E0%B8%B3%E0%B8%9E%E0%B8%A3%E0%B8%B4%E0%B8%81"' in narrow


@pytest.mark.parametrize("typed", ["น้ำพริก", "กีตาร์ไฟฟ้า"])
def test_near_matches_stand_apart_from_what_was_found(client, product, monkeypatch, typed):
    def with_a_near_one(template: str, **shown: object) -> str:
        return render_template(template, **shown | {"near": on_shelf(cards_of([product.id]))})

    monkeypatch.setattr(catalogue, "render_template", with_a_near_one)
    text = client.get("/products", query_string={"q": typed}).text

    assert "ใกล้เคียงกับที่ค้นหา" in text
    assert f'id="near-{product.id}"' in text
    assert (f'id="card-{product.id}"' in text) == (typed == "น้ำพริก")


def test_a_category_chosen_after_a_smaller_one_shows_what_its_count_says(client, session, product):
    """The form of the filters sends the smaller one along."""
    with transaction():
        given_a_product(product.group, "น้ำตะไคร้", category="drinks", subcategory="herbal_drinks")

    page = client.get("/products?category=drinks&subcategory=chili_paste").text

    assert "น้ำตะไคร้" in page
    assert "น้ำพริกเผาปลาย่าง" not in page
    assert 'name="subcategory"' not in page
    assert "น้ำพริกเผาปลาย่าง" in client.get("/products?category=food&subcategory=chili_paste").text


@pytest.mark.parametrize("path", ["/products", "/en/products", "/api/v1/products"])
def test_a_search_that_finds_more_than_are_ranked_says_at_least_how_many(client, session, product, path, monkeypatch):
    monkeypatch.setattr(queries, "MOST", 2)
    with transaction():
        others = [given_a_product(product.group, f"น้ำพริก {number}") for number in range(3)]
        service.index_products([other.id for other in others])

    for narrow in ("", "&district=1301", "&sort=price_asc"):
        assert client.get(f"{path}?q=น้ำพริก{narrow}").status_code == 200
    assert '<span class="number">2+</span>' in client.get("/products?q=น้ำพริก").text
