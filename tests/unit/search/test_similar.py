"""What is like a product is of other groups, on sale and more than a word of two letters alike."""

from shop.kernel.database import transaction
from shop.search import service
from shop.search.similar import similar_to
from tests.factories.catalogue import given_a_product


def test_it_is_of_other_groups_and_the_likest_comes_first(goods):
    others = goods["กล้วยอบน้ำผึ้ง"].group
    with transaction():
        like = given_a_product(others, "น้ำพริกเผากุ้ง", subcategory="chili_paste")
        less_like = given_a_product(others, "น้ำพริกเผาสด", subcategory="souvenirs")
        sold_out = given_a_product(others, "น้ำพริกเผา", subcategory="chili_paste", stock_pieces=0)
        service.index_products([like.id, less_like.id, sold_out.id])

    assert [card.id for card in similar_to(goods["น้ำพริกเผา"])] == [like.id, less_like.id]
    assert [card.id for card in similar_to(goods["น้ำพริกเผา"], limit=1)] == [like.id]


def test_nothing_is_like_what_nothing_shares_a_word_with(goods):
    assert similar_to(goods["ตะกร้าสานหูหวาย"]) == []
