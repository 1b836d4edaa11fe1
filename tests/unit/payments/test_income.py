"""Income, its months, its channels and statements: all from the ledger, to the satang."""

from datetime import date

import pytest
import time_machine

from shop.groups.models import Group
from shop.kernel.database import transaction
from shop.orders.models import Order
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import checks, ledger, queries, refunds
from shop.payments.channels import income_by_channel, split_by_channel
from shop.payments.ledger import Entry
from shop.payments.models import LedgerAccount, Refund, RefundCause
from shop.payments.statements import statement_of
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.orders import given_an_order, group_actor, take
from tests.factories.payments import given_a_collected_order, given_a_paid_purchase

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
S = OrderStatus


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-03-10T03:00:00Z", tick=False) as travelling:
        yield travelling


@pytest.fixture
def group(session) -> Group:
    with transaction():
        return given_a_group()


def given_back(order: Order, satang: int) -> Refund:
    return refunds.request_refund(order, satang, RefundCause.RETURNED, group_actor(order.group_id))


def pay_out(group: Group, satang: int) -> None:
    ledger.post(
        f"payout:{satang}",
        ledger.PAYOUT,
        [Entry(LedgerAccount.GROUP_PAYABLE, satang, group.id), Entry(LedgerAccount.BANK, -satang)],
    )


def owed(group: Group) -> int:
    return -ledger.balance(LedgerAccount.GROUP_PAYABLE, group_id=group.id)


def test_what_is_collected_counts_once_it_has_arrived(session, group):
    with transaction():
        given_a_collected_order(group, given_a_product(group), status=S.SHIPPED)  # 105: still the buyer's
        given_a_collected_order(group, given_a_product(group), status=S.DELIVERED)
        given_an_order(group, given_a_product(group), status=S.DELIVERED)  # cash
        given_a_collected_order(other := given_a_group(), given_a_product(other), status=S.DELIVERED)

    assert queries.earned_this_month(group.id) == queries.MonthOfIncome(MARCH, 21000, 2)
    assert queries.standing(group.id) == queries.Standing(waiting_satang=10500, owed_satang=10500)


def test_the_markets_fee_is_no_income(session, group):
    with transaction():
        given_a_collected_order(group, given_a_product(group), status=S.DELIVERED, fee_basis_points=250)

    [line] = queries.income_of_orders(group.id, MARCH)
    assert (line.goods_satang, line.shipping_satang, line.given_back_satang, line.fee_satang) == (6500, 4000, 0, 262)
    assert line.satang == 10500 - 262 == queries.earned_this_month(group.id).satang


def test_what_is_given_back_later_lessens_the_month_it_is_given_back_in(session, group, clock):
    with transaction():
        order = given_a_collected_order(group, given_a_product(group), status=S.DELIVERED, fee_basis_points=1000)
        cash = given_an_order(group, given_a_product(group), status=S.DELIVERED)
    clock.move_to("2026-04-03T03:00:00Z")
    with transaction():
        given_back(order, 4000)
        refunds.settle_by_hand(given_back(cash, 500), "คืนเงินสดที่บ้าน", group_actor(group.id))

    assert [(each.month, each.satang, each.order_count) for each in queries.earned_by_month(group.id)] == [
        (APRIL, -3600 - 500, 0),
        (MARCH, 9450 + 10500, 2),
    ]
    lines = {line.order.id: line for line in queries.income_of_orders(group.id, APRIL)}
    assert (lines[order.id].given_back_satang, lines[order.id].fee_satang, lines[order.id].satang) == (4000, -400, -3600)
    assert (lines[cash.id].goods_satang, lines[cash.id].given_back_satang, lines[cash.id].satang) == (0, 500, -500)
    whole = {line.order.id: line for line in queries.income_of_orders(group.id)}
    assert (whole[order.id].goods_satang, whole[order.id].given_back_satang, whole[order.id].satang) == (6500, 4000, 5850)


def test_what_was_given_back_before_it_arrived_never_was_income(session, group):
    with transaction():
        order = given_a_collected_order(group, given_a_product(group), status=S.PACKED, quantity=2)
        given_back(order, 6500)
        take(order, OrderAction.SHIP)
        take(order, OrderAction.DELIVER)

    [line] = queries.income_of_orders(group.id, MARCH)
    assert (line.goods_satang, line.given_back_satang, line.satang) == (13000, 6500, 10500)


def test_a_parcel_that_came_back_earned_its_delivery(session, group):
    with transaction():
        given_a_collected_order(group, given_a_product(group), status=S.RETURNED_TO_SENDER)

    [line] = queries.income_of_orders(group.id, MARCH)
    assert (line.given_back_satang, line.satang) == (6500, 4000)


def test_payouts_and_adjustments_are_no_income(session, group):
    with transaction():
        given_a_collected_order(group, given_a_product(group), status=S.DELIVERED)
        pay_out(group, 10000)
        lifted = [Entry(LedgerAccount.GROUP_PAYABLE, -700, group.id), Entry(LedgerAccount.ADJUSTMENTS, 700)]
        ledger.post("adjustment:1", ledger.ADJUSTMENT, lifted)

    assert queries.earned_this_month(group.id).satang == 10500
    assert queries.standing(group.id).owed_satang == 1200
    assert queries.count_orders_of_income(group.id, MARCH) == 1


def test_lines_go_on_after_the_last_one_shown(session, group):
    with transaction():
        for _ in range(5):
            given_a_collected_order(group, given_a_product(group), status=S.DELIVERED, fee_basis_points=100)

    first = queries.income_of_orders(group.id, MARCH, limit=3)
    rest = queries.income_of_orders(group.id, MARCH, before_id=first[-1].last_id, limit=3)
    assert len(first + rest) == len({line.order.id for line in first + rest}) == 5


def test_channels_sum_to_all_that_was_earned(session, group):
    with transaction():
        new, old = given_a_fair(starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 1)), given_a_fair()
        products = [given_a_product(group, price_satang=price) for price in (3333, 5000, 1001)]
        mixed = given_a_collected_order(group, *products, status=S.SHIPPED, shipping_satang=999, fee_basis_points=333)
        mixed.lines[0].fair_id, mixed.lines[1].fair_id = new.id, old.id
        take(mixed, OrderAction.DELIVER)
        given_a_collected_order(group, products[0], status=S.DELIVERED)
        at_fair = given_an_order(group, products[2], status=S.DELIVERED)
        at_fair.lines[0].fair_id = new.id

    online, first, second = income_by_channel(group.id)
    assert (online.fair, first.fair, second.fair) == (None, new, old)
    assert (online.order_count, first.order_count, second.order_count) == (2, 2, 1)
    assert online.satang + first.satang + second.satang == queries.earned_this_month(group.id).satang
    assert first.satang == split_by_channel(queries.income_of_orders(group.id, MARCH)[-1].satang, mixed.lines)[new.id] + 5001


def test_what_was_returned_is_no_longer_its_fairs(session, group):
    with transaction():
        fair = given_a_fair()
        order = given_a_collected_order(
            group, given_a_product(group), given_a_product(group), status=S.RECEIVED, shipping_satang=0
        )
        order.lines[0].fair_id, order.lines[0].returned_quantity = fair.id, 1
        given_back(order, 6500)

    online, of_fair = income_by_channel(group.id)
    assert (online.satang, of_fair.satang) == (6500, 0)


def test_a_group_that_earned_nothing_has_no_channels(session, group):
    assert income_by_channel(group.id) == []


def test_a_statement_ends_with_what_the_ledger_owes(session, group, clock):
    with transaction():
        first = given_a_collected_order(group, given_a_product(group), status=S.DELIVERED, fee_basis_points=300)
        given_an_order(group, given_a_product(group), status=S.DELIVERED)
    clock.move_to("2026-03-31T16:59:59Z")  # a second before midnight in Thailand
    with transaction():
        given_a_collected_order(group, given_a_product(group), status=S.DELIVERED)
    in_march = owed(group)
    clock.move_to("2026-04-01T00:00:00Z")
    with transaction():
        given_back(first, 4000)
        pay_out(group, 5000)
        ledger.post(
            "strange", "never_heard_of", [Entry(LedgerAccount.GROUP_PAYABLE, 11, group.id), Entry(LedgerAccount.BANK, -11)]
        )

    march, april = statement_of(group, MARCH), statement_of(group, date(2026, 4, 20))
    assert (march.opening_satang, march.closing_satang) == (0, in_march)
    assert (march.by_kind(), march.cash_satang) == ({"earned": 21000, "fee": -315}, 10500)
    assert (april.opening_satang, april.closing_satang) == (in_march, owed(group))
    assert april.by_kind() == {"refund": -4000, "payout": -5000, "never_heard_of": -11, "fee": 120}
    assert [movement.owed_after_satang for movement in april.movements][-1] == april.closing_satang
    for statement in (march, april):
        assert sum(statement.by_kind().values()) == statement.closing_satang - statement.opening_satang
    assert statement_of(group, date(2026, 5, 1)).movements == []


def test_a_statement_is_of_one_group(session, group):
    with transaction():
        other = given_a_group()
        purchase = given_a_paid_purchase(given_a_product(group), given_a_product(other))
        for order in purchase.orders:
            for action in (OrderAction.ACCEPT, OrderAction.PACK, OrderAction.SHIP, OrderAction.DELIVER):
                take(order, action)

    assert [movement.order_code for movement in statement_of(group, MARCH).movements] == [purchase.orders[0].code]
    assert statement_of(group, MARCH).closing_satang == owed(group) == 10500


def test_the_factory_keeps_good_books(session, group):
    with transaction():
        for status in (S.PLACED, S.CANCELLED, S.RECEIVED, S.RETURNED_TO_SENDER):
            given_a_collected_order(group, given_a_product(group), status=status, fee_basis_points=500)

    assert {name: problems for name, check in checks.CHECKS.items() if (problems := check())} == {}
