"""What a group is told of its next payout: when, and how much."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import update

from shop.groups.models import Group
from shop.kernel.database import transaction
from shop.orders.returns import service as returns
from shop.orders.states import OrderAction
from shop.orders.states import OrderStatus as S
from shop.payments import ledger, refunds
from shop.payments.models import Dispute, DisputeStatus, LedgerAccount
from shop.payouts import queries
from shop.payouts.states import BatchStatus
from tests.factories.catalogue import given_a_product
from tests.factories.orders import given_an_order, take
from tests.factories.payments import given_a_collected_order
from tests.factories.payouts import given_a_batch, given_a_payable_group, given_two_officials


@pytest.fixture
def clock():
    with time_machine.travel("2026-03-10T03:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def group(session, clock) -> Group:
    with transaction():
        return given_a_payable_group()


@pytest.mark.parametrize("status, days", [(S.DELIVERED, 14), (S.RECEIVED, 7), (S.RETURNED_TO_SENDER, 7)])
def test_it_is_due_after_receipt_or_delivery(session, group, status, days):
    with transaction():
        given_a_collected_order(group, given_a_product(group), status=status)

    owed = -ledger.balance(LedgerAccount.GROUP_PAYABLE, group_id=group.id)
    assert queries.next_payout(group.id) == queries.NextPayout(date(2026, 3, 10) + timedelta(days=days), owed)


def test_it_holds_what_is_due_by_then_and_nothing_that_is_on_its_way(session, group, clock):
    assert queries.next_payout(group.id) is None
    with transaction():
        given_a_collected_order(group, given_a_product(group), status=S.RECEIVED)
        given_a_collected_order(group, given_a_product(group), status=S.DELIVERED)
        given_an_order(group, given_a_product(group), status=S.RECEIVED)
    assert queries.next_payout(group.id) == queries.NextPayout(date(2026, 3, 17), 10500)

    clock.move_to("2026-03-18T03:00:00Z")
    assert queries.next_payout(group.id) == queries.NextPayout(date(2026, 3, 18), 10500)
    with transaction():
        given_a_batch(*given_two_officials(), BatchStatus.CLOSED)
    assert queries.next_payout(group.id) == queries.NextPayout(date(2026, 3, 24), 10500)


def test_what_a_cardholder_denies_waits_until_it_is_decided(session, group, clock):
    with transaction():
        order = given_a_collected_order(group, given_a_product(group), status=S.RECEIVED)
        payment = refunds.payment_of(order)
        session.add(Dispute(payment_id=payment.id, provider_id="dp_1", amount_satang=payment.amount_satang))
    clock.move_to("2026-03-18T03:00:00Z")
    assert (queries.next_payout(group.id), queries.groups_due([group.id])) == (None, [])

    with transaction():
        session.execute(update(Dispute).values(status=DisputeStatus.WON))
    assert queries.next_payout(group.id).satang == 10500


def test_it_is_not_due_while_the_buyer_may_still_ask_for_it_back(session, group, clock):
    with transaction():
        order = given_a_collected_order(group, given_a_product(group), status=S.DELIVERED)
    clock.move_to("2026-03-28T03:00:00Z")  # a return kept the clock from counting it as received until now
    with transaction():
        take(order, OrderAction.CONFIRM_RECEIPT)

    assert returns.asked_until(order) == queries.due_at(order)
    assert queries.next_payout(group.id).on == date(2026, 4, 4)
