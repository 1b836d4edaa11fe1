"""Sales at a booth: once each, whole, and never lost, whatever the market's figures say."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from shop.audit.models import AuditEntry
from shop.catalogue import listing
from shop.catalogue.models import Product, StockMovement, Variant
from shop.kernel.access import Actor, Role
from shop.kernel.clock import BANGKOK, at, now, today
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.models import Notice
from shop.orders import checks as order_checks
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderStatus
from shop.payments import channels, checks
from shop.payments import queries as money
from shop.payments.booth import checks as booth_checks
from shop.payments.booth import clashes, queries
from shop.payments.booth.models import BoothClash, BoothSale, ClashKind
from shop.payments.booth.service import NoBooth, SaleDiffers, record_sale
from shop.payments.booth.voiding import TooLateToVoid, void_sale
from shop.payments.slips import checks as slip_checks
from shop.reviews import asking
from tests.factories.booth import a_sale, given_a_booth_sale, given_a_booth_today, staff_at
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order

CHECKS = order_checks.CHECKS | checks.CHECKS | slip_checks.CHECKS | booth_checks.CHECKS


@pytest.fixture
def table(session):
    """Fair, group id and variant id of ten pieces at 65 baht."""
    with transaction():
        group = given_a_group()
        product = given_a_product(group, stock_pieces=10)
        fair = given_a_booth_today(group)
    return fair, group.id, product.variants[0].id


def left(session, variant_id: int) -> int:
    return session.scalar(select(Variant.available).where(Variant.id == variant_id))


def all_is_true() -> bool:
    return {name: check() for name, check in CHECKS.items()} == {name: [] for name in CHECKS}


@pytest.mark.parametrize("method", [PaymentMethod.CASH, PaymentMethod.PROMPTPAY])
def test_a_sale_is_an_order_that_is_received_and_earned(session, table, method):
    fair, group_id, variant_id = table
    with transaction():
        sale = given_a_booth_sale(fair, group_id, {variant_id: 3}, method=method)

    order = sale.order
    assert (order.status, order.total_satang, order.booth_fair_id) == (OrderStatus.RECEIVED, 19500, fair.id)
    assert [line.fair_id for line in order.lines] == [fair.id]
    assert left(session, variant_id) == 7
    assert session.scalar(select(Product.sold_count)) == 3
    assert money.income_in_all(group_id) == (19500, 1)
    day = queries.day_of(fair.id, group_id, today())
    assert (day.cash, day.promptpay, day.pieces, day.sales) == (
        19500 * (method is PaymentMethod.CASH),
        19500 * (method is PaymentMethod.PROMPTPAY),
        3,
        1,
    )
    assert all_is_true()


def test_nobody_is_told_or_asked_of_it_and_it_is_found_by_nobody(session, table):
    fair, group_id, variant_id = table
    with transaction():
        sale = given_a_booth_sale(fair, group_id, {variant_id: 1})

    assert session.scalar(select(func.count(Notice.id))) == 0
    assert (sale.order.purchase.phone, sale.order.recipient_name) == ("", "")
    with at(now() + timedelta(days=5)):
        assert asking.orders_to_ask(10) == []


def test_the_income_is_the_fairs(session, table):
    fair, group_id, variant_id = table
    with transaction():
        given_a_booth_sale(fair, group_id, {variant_id: 2})

    assert [(part.fair and part.fair.id, part.satang) for part in channels.income_by_channel(group_id)] == [
        (None, 0),
        (fair.id, 13000),
    ]
    assert queries.earned_at_booths(fair.id) == {group_id: 13000}


def test_the_same_sale_twice_is_one_and_another_under_its_id_is_refused(session, table):
    fair, group_id, variant_id = table
    sale = a_sale({variant_id: 2})
    for _ in range(2):
        with transaction():
            row_id = record_sale(fair, sale, staff_at(group_id)).id
    with pytest.raises(SaleDiffers), transaction():
        record_sale(fair, a_sale({variant_id: 3}, client_id=sale.client_id, at=sale.at), staff_at(group_id))

    assert session.scalars(select(BoothSale.id)).all() == [row_id]
    assert left(session, variant_id) == 8
    assert session.scalar(select(func.count(AuditEntry.id))) == 1
    assert all_is_true()


def test_more_than_there_was_is_sold_and_becomes_a_task(session, table):
    fair, group_id, variant_id = table
    with transaction():
        sale = given_a_booth_sale(fair, group_id, {variant_id: 13})

    task = session.scalars(select(BoothClash)).one()
    assert (task.kind, task.quantity, task.variant_id) == (ClashKind.SHORT, 3, variant_id)
    assert (left(session, variant_id), sale.order.total_satang) == (0, 13 * 6500)
    assert all_is_true()

    with transaction():
        clashes.count_again(clashes.open_clashes(group_id)[0], 4, 0, staff_at(group_id))
    assert (left(session, variant_id), clashes.open_clashes(group_id)) == (4, [])
    assert all_is_true()


def test_the_last_piece_that_the_web_holds_was_sold_at_the_table(session, table):
    fair, group_id, variant_id = table
    with transaction():
        variant = session.get(Variant, variant_id)
        ordered = given_an_order(variant.product.group, variant.product, quantity=10)
        given_a_booth_sale(fair, group_id, {variant_id: 1})

    assert [order.code for order in clashes.orders_holding(group_id, [variant_id])[variant_id]] == [ordered.code]
    assert all_is_true()


def test_a_voided_sale_never_was(session, table):
    fair, group_id, variant_id = table
    with transaction():
        sale = given_a_booth_sale(fair, group_id, {variant_id: 12})
    with transaction():
        void_sale(sale, staff_at(group_id))

    assert (left(session, variant_id), sale.order.status) == (10, OrderStatus.CANCELLED)
    assert money.income_in_all(group_id)[0] == 0
    assert queries.day_of(fair.id, group_id, today()).total == 0
    assert (queries.earned_at_booths(fair.id), clashes.open_clashes(group_id)) == ({}, [])
    assert session.scalar(select(Product.sold_count)) == 0
    assert session.scalar(select(func.count(Notice.id))) == 0
    assert all_is_true()
    with pytest.raises(LostRace), transaction():
        void_sale(sale, staff_at(group_id))


def test_what_was_counted_since_stands_when_the_sale_is_voided(session, table):
    fair, group_id, variant_id = table
    with transaction():
        sale = given_a_booth_sale(fair, group_id, {variant_id: 12})
    with transaction():
        clashes.count_again(sale.clashes[0], 5, 0, staff_at(group_id))
    with transaction():
        void_sale(sale, staff_at(group_id))

    assert left(session, variant_id) == 17
    assert all_is_true()


def test_a_sale_of_yesterday_is_not_voided(session, table):
    fair, group_id, variant_id = table
    with transaction():
        sale = given_a_booth_sale(fair, group_id, {variant_id: 1})
    with at(now() + timedelta(days=1)), pytest.raises(TooLateToVoid), transaction():
        void_sale(sale, staff_at(group_id))

    assert left(session, variant_id) == 9


def test_what_was_taken_off_sale_meanwhile_is_written_down_with_a_task(session, table):
    fair, group_id, variant_id = table
    with transaction():
        product = session.scalars(select(Product)).one()
        session.execute(update(Product).values(suspended_at=now()))
        listing.refresh_product(product.id)
    with transaction():
        sale = given_a_booth_sale(fair, group_id, {variant_id: 1})

    assert [(task.kind, task.variant_id) for task in sale.clashes] == [(ClashKind.OFF_SALE, variant_id)]
    with transaction():
        clashes.acknowledge(sale.clashes[0], staff_at(group_id))
    assert clashes.open_clashes(group_id) == []
    assert all_is_true()


def test_the_devices_time_is_believed_within_the_fair(session, table):
    fair, group_id, variant_id = table
    this_morning = now() - timedelta(hours=20)
    with transaction():
        early = given_a_booth_sale(fair, group_id, {variant_id: 1}, at=this_morning)
        ahead = given_a_booth_sale(fair, group_id, {variant_id: 1}, at=now() + timedelta(days=400))
        lost = given_a_booth_sale(fair, group_id, {variant_id: 1}, at=datetime(1970, 1, 1, tzinfo=UTC))

    assert early.order.placed_at == this_morning
    assert ahead.order.placed_at.astimezone(BANGKOK).date() == today()
    assert lost.order.placed_at > now() - timedelta(minutes=1)
    assert [task.kind for task in lost.clashes] == [ClashKind.WRONG_TIME]
    assert (early.clashes, ahead.clashes) == ([], [])


def test_only_a_group_with_a_booth_sells_its_own_goods(session, table):
    fair, group_id, variant_id = table
    with transaction():
        stranger, elsewhere = given_a_group(), given_a_fair()
        given_a_booth_today(stranger)

    for place, actor, refusal in (
        (elsewhere, staff_at(group_id), NoBooth),
        (fair, staff_at(stranger.id), NoBooth),
        (fair, Actor(1, frozenset({Role.BUYER}), group_id), NotAllowed),
    ):
        with pytest.raises(refusal), transaction():
            record_sale(place, a_sale({variant_id: 1}), actor)
    with pytest.raises(BadValue), transaction():
        record_sale(fair, a_sale({variant_id + 999: 1}), staff_at(group_id))
    for pieces, price in (({}, 1), ({variant_id: 0}, 1), ({variant_id: 1000}, 1), ({variant_id: 1}, 0)):
        with pytest.raises(BadValue), transaction():
            record_sale(fair, a_sale(pieces, price), staff_at(group_id))

    assert session.scalar(select(func.count(Order.id))) == 0
    assert session.scalar(select(func.count(StockMovement.id))) == 1
