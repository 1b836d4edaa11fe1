"""What is offered of a new product, what is still to be told of one, and the words that both start from."""

from shop.catalogue import first_listing, queries, suggestions
from shop.catalogue.categories import SUBCATEGORIES
from shop.catalogue.common_words import ENGLISH_UNITS, NAMES, PIECE, UNITS
from shop.catalogue.content import checked_content
from shop.catalogue.first_listing import Step
from shop.catalogue.fullness import parts_told
from shop.catalogue.models import ProductRevision
from shop.kernel.database import transaction
from tests.factories.catalogue import given_a_complete_draft, given_a_product
from tests.factories.groups import given_a_group

ALL = {subcategory for subcategories in SUBCATEGORIES.values() for subcategory in subcategories}


def test_every_kind_has_names_and_units_that_can_be_taken():
    assert set(NAMES) == set(UNITS) == ALL
    for words in NAMES.values():
        for name in words.split():
            assert checked_content({"title": name}) == {"title": name}
    assert {unit for units in UNITS.values() for unit in units.split()} | {PIECE} == set(ENGLISH_UNITS)


def test_what_the_group_did_before_is_offered_first_and_nothing_of_others(session):
    with transaction():
        group, other = given_a_group(), given_a_group("กลุ่มอื่น")
        for title, satang in (("น้ำพริกแมงดา", 8900), ("น้ำพริกเห็ด", 7700)):
            given_a_product(group, title, price_satang=satang)
        given_a_product(group, "ไข่เค็มใบเตย", subcategory="eggs")
        given_a_product(other, "น้ำพริกของเขา", price_satang=4400)
        given_a_complete_draft(other, "น้ำพริกที่เขายังไม่ขาย", price_satang=4300)
        new = given_a_complete_draft(group, "น้ำพริกใหม่", price_satang=9900)

    about = (group.id, "chili_paste", new.id)
    assert suggestions.likely_kinds(group.id, "สบู่ขมิ้น") == ["soap_and_bath", "chili_paste", "eggs"]
    names = suggestions.likely_names(*about)
    assert names[:3] == ["น้ำพริกเห็ด", "น้ำพริกแมงดา", "น้ำพริกเผา"]
    assert not {"น้ำพริกของเขา", "น้ำพริกใหม่", "ไข่เค็มใบเตย"} & set(names)
    prices = suggestions.usual_prices(*about)
    assert prices == sorted(prices)
    assert {8900, 7700, 4400} <= set(prices), "listed prices of others are known to every buyer"
    assert not {9900, 4300} & set(prices)
    assert suggestions.usual_units(*about) == ["200 กรัม", "กระปุก", "ถุง", PIECE]
    assert suggestions.usual_weights(*about)[:3] == [100, 250, 500]
    assert suggestions.usual_prices(group.id, None, new.id), "without a kind there is still something to tap"


def test_the_next_question_is_the_first_that_is_open(session):
    with transaction():
        product = given_a_complete_draft(given_a_group(), subcategory=None)
    own = queries.own_product(product.id, product.group_id)
    assert first_listing.is_first_listing(own)
    assert first_listing.open_steps(own) == [Step.KIND, Step.STOCK]
    assert first_listing.next_step(own) is Step.KIND
    assert first_listing.next_step(own, Step.NAME) is Step.STOCK


def test_food_is_asked_for_its_label_and_other_goods_for_their_size():
    jar, cloth = ProductRevision(category="food", allergens=[]), ProductRevision(category="textiles", allergens=[])
    assert list(parts_told(jar, []))[-2:] == ["label", "standards"]
    assert list(parts_told(cloth, []))[-2:] == ["size", "english"]
    assert len(parts_told(jar, [])) == len(parts_told(cloth, [])) == 7
    assert not any(parts_told(jar, []).values())
