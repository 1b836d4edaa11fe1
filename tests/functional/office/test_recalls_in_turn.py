"""Recalls of the same product one after another, beside an ordinary suspension, and of what was sold at a booth."""

import pytest

from shop.catalogue.models import Product
from shop.kernel.clock import today
from shop.kernel.database import db, transaction
from shop.moderation import service as moderation
from shop.recalls import service, telling
from shop.recalls.models import Recall
from shop.recalls.states import ToDo
from tests.factories.booth import given_a_booth_sale, given_a_booth_today
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.moderation import official


@pytest.fixture
def product(session) -> Product:
    with transaction():
        return given_a_product(given_a_group(), stock_pieces=50)


def recalled(product: Product) -> Recall:
    days = {"sold_from": today(), "sold_until": None}
    return service.record_recall(product, official(), reason="พบเชื้อรา", todo=[ToDo.DISCARD], **days)


def is_down(product: Product) -> bool:
    db.session.refresh(product)
    return product.suspended_at is not None


def test_a_mistake_found_late_leaves_a_later_suspension_alone(product: Product):
    recall = recalled(product)
    service.close(recall, "กลุ่มแก้แล้ว", official(), back_on_sale=True)
    db.session.refresh(product)
    moderation.suspend_product(product, official(), "ฉลากผิดอีกเรื่องหนึ่ง")

    service.reverse(recall, "ผลตรวจผิดพลาด", official())

    assert is_down(product)


def test_of_two_recalls_the_last_to_go_brings_it_back(product: Product):
    first, second = recalled(product), recalled(product)
    service.reverse(first, "ผลตรวจผิดพลาด", official())
    assert is_down(product)

    service.reverse(second, "ผลตรวจผิดพลาด", official())

    assert not is_down(product)


def test_what_was_down_before_its_recall_stays_down(product: Product):
    moderation.suspend_product(product, official(), "ฉลากผิด")
    db.session.refresh(product)

    service.reverse(recalled(product), "ผลตรวจผิดพลาด", official())

    assert is_down(product)


def test_nobody_at_the_booth_is_said_to_have_been_told(product: Product):
    fair = given_a_booth_today(product.group)
    given_a_booth_sale(fair, product.group_id, {product.variants[0].id: 2})
    recall = recalled(product)
    db.session.flush()

    telling.tell_some(recall.id, 0)

    db.session.refresh(recall)
    assert (recall.told_count, recall.told_at is not None) == (0, True)
