"""Price, stock and weight: they change at once, except where an official has to look first."""

import pytest

from shop.audit.queries import entries_for
from shop.catalogue import queries, service, stock
from shop.catalogue.stock import OutOfStock
from shop.catalogue.variants import LastVariant, VariantReviewed
from shop.kernel.access import Actor, Role
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue, LostRace
from tests.factories.catalogue import given_a_complete_draft, given_a_product, given_a_variant
from tests.factories.groups import given_a_group, owner_of

OFFICIAL = Actor(7, frozenset({Role.COMMERCE_OFFICIAL}))


@pytest.fixture
def product(session):
    with transaction():
        return given_a_product(given_a_group(), price_satang=10_000)


@pytest.fixture
def variant(product):
    return product.variants[0]


@pytest.fixture
def seller(product):
    return owner_of(product.group)


@pytest.mark.parametrize("satang", [8_000, 9_999, 12_000])
def test_a_price_within_a_fifth_changes_at_once(product, variant, seller, satang):
    with transaction():
        assert service.set_price(variant, satang, seller) is service.PriceChange.CHANGED

    assert (variant.price_satang, variant.requested_price_satang) == (satang, None)
    assert product.min_price_satang == satang


@pytest.mark.parametrize("satang", [7_999, 12_001, 100_000_000, 100])
def test_a_price_further_off_waits_and_the_old_one_stands(product, variant, seller, satang):
    with transaction():
        assert service.set_price(variant, satang, seller) is service.PriceChange.WAITS

    assert (variant.price_satang, variant.requested_price_satang) == (10_000, satang)
    assert product.min_price_satang == 10_000


def test_small_steps_do_not_add_up(variant, seller):
    outcomes = []
    for satang in (12_000, 14_400, 12_001):
        with transaction():
            outcomes.append(service.set_price(variant, satang, seller))

    assert outcomes == ["changed", "waits", "waits"]
    assert variant.price_satang == 12_000


def test_a_near_price_ends_the_request(variant, seller):
    with transaction():
        service.set_price(variant, 20_000, seller)
        assert service.set_price(variant, 10_000, seller) is service.PriceChange.CHANGED
    assert variant.requested_price_satang is None


def test_an_approved_price_is_the_new_measure(product, variant, seller):
    with transaction():
        service.set_price(variant, 20_000, seller)
        service.approve_price(variant, 20_000, OFFICIAL)
    assert (variant.price_satang, variant.reviewed_price_satang, product.max_price_satang) == (20_000, 20_000, 20_000)
    with transaction():
        assert service.set_price(variant, 16_000, seller) is service.PriceChange.CHANGED


@pytest.mark.parametrize("decide", [service.approve_price, service.refuse_price])
def test_a_price_asked_meanwhile_is_not_decided_unseen(variant, seller, decide):
    with transaction():
        service.set_price(variant, 20_000, seller)
        service.set_price(variant, 90_000, seller)
    with pytest.raises(LostRace), transaction():
        decide(variant, 20_000, OFFICIAL)
    db.session.refresh(variant)
    assert (variant.price_satang, variant.requested_price_satang) == (10_000, 90_000)


@pytest.mark.parametrize("satang, reason", [(99, "too_small"), (0, "too_small"), (-5, "too_small"), (100_000_001, "too_large")])
def test_prices_out_of_range_are_refused(variant, seller, satang, reason):
    with pytest.raises(BadValue) as refused, transaction():
        service.set_price(variant, satang, seller)
    assert refused.value.reason == reason
    assert variant.price_satang == 10_000


def test_before_the_first_submission_any_price_may_be_tried(session):
    with transaction():
        product = given_a_complete_draft(given_a_group())
        assert service.set_price(product.variants[0], 99_900, owner_of(product.group)) is service.PriceChange.CHANGED


def test_the_first_price_is_reviewed_as_it_was_submitted(session):
    with transaction():
        product = given_a_complete_draft(given_a_group())
        variant, seller = product.variants[0], owner_of(product.group)
        revision = service.submit_draft(product, seller)
    with pytest.raises(BadValue) as refused, transaction():
        service.set_price(variant, 90_000, seller)
    with transaction():
        service.set_price(variant, 7_000, seller)
        service.publish_revision(revision, OFFICIAL)

    assert refused.value.reason == "in_review"
    assert (variant.price_satang, variant.reviewed_price_satang) == (7_000, 6_500)


def test_a_new_variant_of_a_published_product_waits_for_an_official(product, seller):
    with transaction():
        added = service.add_variant(product, seller, price_satang=50_000, name="500 กรัม", weight_grams=550, stock_pieces=3)

    assert added.is_waiting
    assert product.max_price_satang == 10_000
    assert [one.id for one in queries.listed_product(product.id).variants if one.retired_at is None] == [product.variants[0].id]
    with transaction():
        service.approve_price(added, 50_000, OFFICIAL)
    assert (added.retired_at, added.reviewed_price_satang, product.max_price_satang, product.available) == (
        None,
        50_000,
        50_000,
        13,
    )


def test_a_refused_new_variant_never_goes_on_sale(product, seller):
    with transaction():
        added = service.add_variant(product, seller, price_satang=50_000, name="500 กรัม")
        service.refuse_price(added, 50_000, OFFICIAL)

    assert added.retired_at is not None
    assert queries.variant_for_group(added.id, product.group_id) is None
    with pytest.raises(LostRace), transaction():
        service.set_price(added, 50_000, seller)


def test_a_variant_added_to_a_draft_is_simply_there(session):
    with transaction():
        product = given_a_complete_draft(given_a_group())
        added = service.add_variant(product, owner_of(product.group), price_satang=500, name="เล็ก")
    assert added.retired_at is None


def test_the_words_of_a_known_variant_stand_its_weight_may_change(variant, seller):
    with pytest.raises(VariantReviewed), transaction():
        service.edit_variant(variant, seller, name="ยาวิเศษ")
    with transaction():
        service.edit_variant(variant, seller, weight_grams=300, sku="NP-1")

    db.session.refresh(variant)
    assert (variant.name, variant.weight_grams, variant.sku) == ("200 กรัม", 300, "NP-1")


def test_a_product_keeps_its_last_variant(product, variant, seller):
    with pytest.raises(LastVariant), transaction():
        service.retire_variant(variant, seller)
    with transaction():
        other = given_a_variant(product, 8_000)
        service.retire_variant(variant, seller)
    assert variant.retired_at is not None
    assert product.min_price_satang == other.price_satang


def test_what_was_sold_since_she_looked_is_kept(variant, seller):
    with transaction():
        stock.hold(variant.id, 4, 1, seller)
    with transaction():
        service.count_stock(variant, 12, 10, seller)

    db.session.refresh(variant)
    assert variant.available == 8
    assert entries_for("product", variant.product_id)[0].changes == {"variant": variant.id, "counted": 12, "seen": 10}


def test_counting_down_below_what_is_left_is_refused(variant, seller):
    with transaction():
        stock.hold(variant.id, 8, 1, seller)
    with pytest.raises(OutOfStock), transaction():
        service.count_stock(variant, 5, 10, seller)
    db.session.refresh(variant)
    assert variant.available == 2


def test_variants_are_arranged(product, variant, seller):
    with transaction():
        other = given_a_variant(product, 8_000)
        service.arrange_variants(product, [other.id], seller)
    db.session.expire_all()
    assert [one.id for one in product.variants] == [other.id, variant.id]


def test_another_groups_variant_is_nowhere(variant):
    with transaction():
        other = given_a_group("กลุ่มอื่น")
    assert queries.variant_for_group(variant.id, other.id) is None
