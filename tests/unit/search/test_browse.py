"""Walking through the catalogue: what is found, in which order, page by page, with counts that agree."""

import json
from base64 import urlsafe_b64encode

import pytest

from shop.catalogue.categories import Category
from shop.catalogue.models import RevisionStandard, StandardKind
from shop.groups.models import GroupKind
from shop.groups.states import GroupStatus
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.search import service, tokens
from shop.search.browse import Filters, Sort, count_products, facets, page_of_products
from shop.search.suggest import suggestions
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair, given_an_exhibit
from tests.factories.groups import given_a_group


def titles(filters: Filters, **how) -> list[str]:
    return [card.title for card in page_of_products(filters, **how).cards]


@pytest.fixture
def stocked(session):
    with transaction():
        group = given_a_group()
        names = {"น้ำพริกเผาปลาย่าง": "chili_paste", "ไข่เค็มพอกดินสอพอง": "eggs", "ตะกร้าสานหูหวาย": "basketry"}
        names |= {"กล้วยอบน้ำผึ้ง": "dried_fruit", "น้ำพริกเผา": "chili_paste"}
        products = [
            given_a_product(group, name, price_satang=1000 * (n + 1), subcategory=kind)
            for n, (name, kind) in enumerate(names.items())
        ]
        service.index_products([product.id for product in products])
    return products


@pytest.mark.parametrize("typed", ["น้ำพริก", "นำ้พริก", "นํ้าพริก", "น้ํา พริก", "น้ำพริก เผา", "พริกเผาน้ำ"])
def test_thai_is_found_inside_unspaced_text_however_its_vowels_were_typed(stocked, typed):
    assert set(titles(Filters(q=typed))) == {"น้ำพริกเผาปลาย่าง", "น้ำพริกเผา"}


def test_the_nearest_title_comes_first(stocked):
    assert titles(Filters(q="น้ำพริกเผา"))[0] == "น้ำพริกเผา"


@pytest.mark.parametrize("typed", ["น้ำพริก ฿100", "฿100", "m&m", "a฿b", "น้ำพริก฿", "น้ำ฿พริก", "&lt;"])
def test_the_sign_of_the_baht_is_no_letter(stocked, typed):
    assert set(titles(Filters(q=typed))) <= {"น้ำพริกเผาปลาย่าง", "น้ำพริกเผา", "ไข่เค็มพอกดินสอพอง", "ตะกร้าสานหูหวาย", "กล้วยอบน้ำผึ้ง"}
    assert suggestions(typed) is not None
    assert tokens.words_of("ก฿ข") == ["กข"]


@pytest.mark.parametrize("typed", ["ไม่เกิน 9999999,999", "ตั้งแต่ 9999999,999,999,999,999,999", "5-9999999,999,999,999,999 บาท"])
def test_a_price_that_nothing_has_is_a_price(stocked, typed):
    assert len(titles(Filters(q=typed))) == (0 if typed.startswith("ตั้งแต่") else 5)


@pytest.mark.parametrize("typed", ["!!!", "%", "_", '" * (', "ๆ"])
def test_a_question_without_a_letter_finds_nothing(stocked, typed):
    assert titles(Filters(q=typed)) == []
    assert count_products(Filters(q=typed)) == 0


def test_wildcards_are_letters_like_any_other(stocked):
    assert titles(Filters(q="น%ก")) == []


@pytest.mark.parametrize("typed", ["นำพริก", "นัำพิก", "น้ำพลิก", "oheribd", "oeribd", "น้ำพรริก"])
def test_without_its_tones_or_on_the_other_keyboard_it_is_found_too(stocked, typed):
    assert ("น้ำพริกเผา" in titles(Filters(q=typed))) == (typed != "นัำพิก")


def test_words_far_apart_in_a_description_are_not_what_was_typed(stocked):
    with transaction():
        described = given_a_product(stocked[0].group, "เสื่อกก", subcategory="basketry", description="นำไปฝากคนชอบพริกก็ได้")
        service.index_products([described.id])
    assert set(titles(Filters(q="นำพริก"))) == {"น้ำพริกเผาปลาย่าง", "น้ำพริกเผา"}


def test_what_is_there_as_typed_hides_what_only_sounds_like_it(stocked):
    with transaction():
        others = [given_a_product(stocked[0].group, name, subcategory="souvenirs") for name in ("นำพริกไปปลูก", "ถุงนำพริก")]
        service.index_products([other.id for other in others])
    assert set(titles(Filters(q="นำพริก"))) == {"นำพริกไปปลูก", "ถุงนำพริก"}


def test_what_one_seller_mistyped_hides_not_what_all_others_wrote(stocked):
    with transaction():
        mistyped = given_a_product(stocked[0].group, "นำพริกกุ้ง")
        service.index_products([mistyped.id])
    assert titles(Filters(q="นำพริก"))[0] == "นำพริกกุ้ง"
    assert set(titles(Filters(q="นำพริก"))) == {"นำพริกกุ้ง", "น้ำพริกเผาปลาย่าง", "น้ำพริกเผา"}


def test_a_page_counts_and_divides_what_it_shows_however_the_question_was_read(stocked):
    filters = Filters(q="oheribd").understood()
    assert filters.question.other_keyboard
    assert len(titles(filters)) == count_products(filters) == sum(facets(filters)["category"].values()) == 2


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("q", ["", "น้ำ"])
def test_pages_put_together_are_the_whole_list_without_a_gap_or_a_repeat(stocked, sort, q):
    whole = titles(Filters(q=q), sort=sort)
    seen, after = [], None
    for _ in range(10):
        page = page_of_products(Filters(q=q), sort=sort, after=after, limit=2)
        seen += [card.title for card in page.cards]
        after = page.next
        if after is None:
            break

    assert seen == whole
    assert len(whole) == count_products(Filters(q=q)) > 2


@pytest.mark.parametrize(
    "cursor", ["x", "%%%", "W10", "WyJuZXdlc3QiLCAieCIsIDFd", "WyJwcmljZV9hc2MiLCAxLCAxXQ", "ฟ", "bnVsbA", "WzFdWzFd"]
)
def test_a_forged_cursor_is_refused_not_believed(stocked, cursor):
    with pytest.raises(BadValue):
        page_of_products(Filters(), after=cursor)


def test_the_next_page_leaves_nothing_out_where_the_last_of_this_one_left_the_market(stocked):
    page = page_of_products(Filters(q="น้ำพริก"), limit=1)
    with transaction():
        gone = next(product for product in stocked if product.id == page.cards[0].id)
        gone.is_listed = False

    assert len(titles(Filters(q="น้ำพริก"), after=page.next)) == 1


@pytest.mark.parametrize(
    ("sort", "at", "last"),
    [
        (Sort.NEWEST, "0001-01-01T00:00:00+14:00", 1),
        (Sort.NEWEST, "9999-12-31T23:59:59-14:00", 1),
        (Sort.PRICE_ASC, 2**31, 1),
        (Sort.POPULAR, -(2**40), 1),
        (Sort.PRICE_DESC, 1, 2**63),
        (Sort.RELEVANCE, 2**63, 1),
    ],
)
def test_a_cursor_of_what_no_column_holds_is_refused(stocked, sort, at, last):
    forged = urlsafe_b64encode(json.dumps([sort.value, at, last]).encode()).decode()
    with pytest.raises(BadValue):
        page_of_products(Filters(q="น้ำพริก"), sort, after=forged)


def test_prices_go_up_and_down(stocked):
    prices = [card.price_satang for card in page_of_products(Filters(), sort=Sort.PRICE_ASC).cards]

    assert prices == sorted(prices)
    assert [card.price_satang for card in page_of_products(Filters(), sort=Sort.PRICE_DESC).cards] == prices[::-1]


def test_filters_narrow_and_facets_count_what_each_choice_would_give(session):
    with transaction():
        farmers = given_a_group("เกษตรกรคลองห้า", district_code="1302")
        farmers.kind = GroupKind.FARMERS
        food = given_a_product(farmers, "กล้วยฉาบ")
        given_a_product(farmers, "ตะกร้า", category=Category.HOUSEHOLD, subcategory="basketry", stock_pieces=0)
        soap = given_a_product(given_a_group(), "สบู่ขมิ้น", category=Category.HERBAL, subcategory="soap_and_bath", price_satang=3900)
        session.add(RevisionStandard(revision_id=food.published_revision_id, kind=StandardKind.FDA, number="13-2-01234-1-0001"))
        fair = given_a_fair(slug="ban-mai-2567")
        given_an_exhibit(fair, soap)

    assert titles(Filters(kind=GroupKind.FARMERS, category=Category.FOOD)) == ["กล้วยฉาบ"]
    assert titles(Filters(district="1302", in_stock=True)) == ["กล้วยฉาบ"]
    assert titles(Filters(standard=StandardKind.FDA)) == ["กล้วยฉาบ"]
    assert titles(Filters(fair="ban-mai-2567")) == ["สบู่ขมิ้น"]
    assert titles(Filters(max_price=4000)) == ["สบู่ขมิ้น"]
    counts = facets(Filters(kind=GroupKind.FARMERS))
    assert counts["category"] == {"food": 1, "household": 1}
    assert counts["kind"] == {"farmers": 2, "housewives": 1}
    assert counts["district"] == {"1302": 2}
    assert counts["standard"] == {"fda": 1}
    assert counts["fair"] == {}


def test_what_is_not_published_is_in_no_list_and_no_count(session):
    with transaction():
        given_a_product(given_a_group(), "ยังไม่ตรวจ", published=False)
        suspended = given_a_product(given_a_group(status=GroupStatus.SUSPENDED), "กลุ่มถูกพัก")
        service.index_products([suspended.id])

    assert titles(Filters()) == titles(Filters(q="กลุ่มถูกพัก")) == []
    assert count_products(Filters()) == 0
    assert facets(Filters())["category"] == {}
