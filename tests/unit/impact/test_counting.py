"""Figures are the ledger's, counted by month, group and channel, and come to the same however they are counted."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from shop.impact import checks, counting
from shop.impact.models import GroupSales, MonthFigure, YearBuyers
from shop.jobs.handlers.impact import count_and_publish
from shop.kernel.clock import at
from shop.kernel.database import transaction
from shop.payments import queries, refunds
from shop.payments.models import RefundCause
from tests.factories.catalogue import given_a_product
from tests.factories.fairs import given_a_fair
from tests.factories.groups import given_a_group
from tests.factories.impact import count_everything, figures, given_a_sale
from tests.factories.orders import group_actor
from tests.factories.payments import given_a_paid_order

JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, month, 1) for month in (1, 2, 3, 4))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-05-10T03:00:00Z", tick=False) as travelling:
        yield travelling


@pytest.fixture
def group(session):
    with transaction():
        return given_a_group()


def test_a_month_is_what_the_ledger_says_of_it(session, group):
    with transaction():
        given_a_sale(group, MARCH, 100)
        given_a_sale(group, MARCH, 50)
        given_a_sale(group, APRIL, 30)
    count_everything()

    assert figures() == [
        (MARCH, group.id, "online", None, 2, 2, 15000),
        (APRIL, group.id, "online", None, 1, 1, 3000),
    ]
    assert sum(row[-1] for row in figures()) == queries.income_in_all(group.id)[0]


def test_the_booth_and_the_fairs_page_are_told_apart(session, group):
    with transaction():
        fair = given_a_fair()
        given_a_sale(group, MARCH, 100, booth=fair)
        given_a_sale(group, MARCH, 20, found_at=fair)
        given_a_sale(group, MARCH, 3)
    count_everything()

    assert [row[2:] for row in figures()] == [
        ("booth", fair.id, 1, 1, 10000),
        ("fair", fair.id, 1, 1, 2000),
        ("online", None, 1, 1, 300),
    ]


def test_an_order_of_two_ways_is_split_and_counts_where_most_of_it_went(session, group):
    with transaction():
        fair, cheap, dear = given_a_fair(), given_a_product(group, price_satang=1000), given_a_product(group, price_satang=3000)
        order = given_a_paid_order(group, cheap, dear, shipping_satang=0, when=datetime(2026, 3, 5, tzinfo=UTC))
        order.lines[0].fair_id = fair.id
    count_everything()

    assert [row[2:] for row in figures()] == [("fair", fair.id, 0, 1, 1000), ("online", None, 1, 1, 3000)]


def test_what_is_given_back_counts_in_the_month_it_was_decided(session, group):
    with transaction():
        order = given_a_paid_order(group, when=datetime(2026, 3, 5, tzinfo=UTC))
    count_everything()
    before = figures()
    with transaction(), at(datetime(2026, 4, 6, tzinfo=UTC)):
        refunds.request_refund(order, 6500, RefundCause.RETURNED, group_actor(group.id))
    count_everything()

    assert before == [(MARCH, group.id, "online", None, 1, 1, 10500)]
    assert figures() == [*before, (APRIL, group.id, "online", None, 0, 0, -6500)]


def test_the_last_hours_of_a_month_are_of_the_month_in_thailand(session, group):
    with transaction():
        given_a_paid_order(group, when=datetime(2026, 3, 31, 18, tzinfo=UTC))  # 1 April, one in the morning
    count_everything()

    assert [row[0] for row in figures()] == [APRIL]


def test_counting_only_what_moved_comes_to_the_same_as_counting_all(session, group, clock):
    with transaction():
        order = given_a_sale(group, FEBRUARY, 70)
        given_a_sale(given_a_group(), JANUARY, 10)
    count_everything()
    clock.move_to("2026-05-20T03:00:00Z")
    with transaction():
        given_a_sale(group, MARCH, 5)  # long past, and yet newly there: only a full count finds it
        given_a_paid_order(group)
        refunds.request_refund(order, 1000, RefundCause.RETURNED, group_actor(group.id))

    assert counting.months_to_count() == [date(2026, 5, 1)]
    count_and_publish([MARCH, *counting.months_to_count()])
    by_parts = figures()
    count_everything()

    assert figures() == by_parts
    assert checks.figures_are_the_ledgers() == []


def test_doctor_says_which_month_is_not_the_ledgers(session, group):
    with transaction():
        given_a_sale(group, MARCH, 100)
    assert checks.figures_are_the_ledgers() == []  # nothing was counted yet
    count_everything()
    with transaction():
        session.scalars(session.query(MonthFigure).statement).one().satang += 5

    assert checks.figures_are_the_ledgers() == [
        f"2026-03 group {group.id}: 5 satang more than in the ledger: run impact count --month 2026-03"
    ]


def test_the_command_mends_a_month_and_says_when_it_counted(session, group, runner):
    with transaction():
        given_a_sale(group, MARCH, 100)
    count_everything()
    with transaction():
        session.scalars(session.query(MonthFigure).statement).one().satang += 5

    answer = runner.invoke(args=["impact", "count", "--month", "2026-03"])

    assert answer.output == '{"months": 1, "as_of": "2026-05-10T03:00:00+00:00"}\n'
    assert figures() == [(MARCH, group.id, "online", None, 1, 1, 10000)]


def test_first_and_last_sales_are_days_in_thailand(session, group):
    with transaction():
        given_a_paid_order(group, when=datetime(2026, 2, 1, 20, tzinfo=UTC))
        given_a_sale(group, APRIL)
    count_everything()

    sales = session.get(GroupSales, group.id)
    assert (sales.first_sale_on, sales.last_sale_on) == (date(2026, 2, 2), date(2026, 4, 10))


def test_who_buys_again_is_counted_and_the_running_month_is_not(session, group):
    with transaction():
        for month, phone in ((JANUARY, "+66810000001"), (MARCH, "+66810000001"), (MARCH, "+66810000002")):
            given_a_sale(group, month, phone=phone)
        given_a_sale(group, date(2025, 9, 1), phone="+66810000003")
        given_a_sale(group, APRIL, phone="+66810000003")
        given_a_sale(group, APRIL, phone="(ลบตามคำขอ)")
        given_a_sale(group, date(2026, 5, 1), phone="+66810000002")
    count_everything()

    found = {year.year: (year.buyers, year.repeat_buyers) for year in session.query(YearBuyers)}
    assert found == {2568: (1, 0), 2569: (3, 2)}
