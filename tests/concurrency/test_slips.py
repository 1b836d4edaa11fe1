"""Several who press at the same moment: one transfer counts once, money is confirmed once, time does not overtake a slip."""

import pytest
from sqlalchemy import func, select

from shop.kernel.access import MARKET
from shop.kernel.database import db, transaction
from shop.kernel.promptpay import Slip as Code
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.orders.states import OrderAction
from shop.orders.states import OrderStatus as S
from shop.payments import checks as payment_checks
from shop.payments.models import LedgerTransaction
from shop.payments.service import advance_order
from shop.payments.slips import checks, limits, service
from shop.payments.slips.models import Slip, SlipStatus
from tests.concurrency.together import at_once
from tests.factories.orders import GUEST_BUYER, given_a_purchase, group_actor
from tests.factories.slips import a_stored_slip, given_a_promptpay_order

CODE = Code("004", "2023070112345678901")


@pytest.fixture(autouse=True)
def all_is_true(app):
    yield
    with app.app_context():
        every = order_checks.CHECKS | payment_checks.CHECKS | checks.CHECKS
        assert {name: found for name, check in every.items() if (found := check())} == {}


def given(app, count: int = 1, status: S = S.AWAITING_PAYMENT, **purchase) -> list[int]:
    with app.app_context(), transaction():
        return [given_a_promptpay_order(status=status, purchase=given_a_purchase(**purchase)).id for _ in range(count)]


def order(order_id: int) -> Order:
    return db.session.get(Order, order_id)


def test_one_transfer_for_several_orders_is_taken_for_one(app):
    ids = given(app, 2) + given(app, 2, phone="+66899999999")

    done = at_once(app, [lambda order_id=each: service.send(order(order_id), a_stored_slip(CODE), GUEST_BUYER) for each in ids])

    assert sum(done) == 1
    with app.app_context():
        assert db.session.scalar(select(func.count(Slip.id))) == 1


def test_of_confirming_and_denying_one_counts_and_income_is_written_once(app):
    (order_id,) = given(app, status=S.AWAITING_CONFIRMATION)
    with app.app_context():
        group = group_actor(order(order_id).group_id)

    done = at_once(app, [lambda say=say: say(order(order_id), group) for say in (service.confirm, service.deny) * 3])

    assert sum(done) == 1
    with app.app_context():
        status, written = order(order_id).status, db.session.scalar(select(func.count(LedgerTransaction.id)))
        assert (status, written) in ((S.PLACED, 1), (S.CANCELLED, 0))


def test_a_slip_and_the_clock_at_the_same_moment(app):
    (order_id,) = given(app)

    works = [lambda: service.send(order(order_id), a_stored_slip(), GUEST_BUYER)]
    at_once(app, [*works, lambda: advance_order(order(order_id), OrderAction.EXPIRE, MARKET)])

    with app.app_context():
        slip = db.session.scalars(select(Slip)).one()  # in time or late, but never lost
        assert (order(order_id).status, slip.is_late) in ((S.AWAITING_CONFIRMATION, False), (S.EXPIRED, True))


def test_five_slips_of_one_phone_at_once_are_three(app):
    ids = given(app, 5)

    done = at_once(app, [lambda order_id=each: service.send(order(order_id), a_stored_slip(), GUEST_BUYER) for each in ids])

    assert sum(done) == limits.MOST_UNCONFIRMED
    with app.app_context():
        assert db.session.scalar(select(func.count(Slip.id)).where(Slip.status == SlipStatus.WAITING)) == 3
