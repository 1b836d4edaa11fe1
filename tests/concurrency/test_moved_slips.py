"""Several who press at the same moment while a slip moves: it stands at one order, and its transfer counts once."""

import pytest
from sqlalchemy import func, select

from shop.kernel.database import db, transaction
from shop.kernel.promptpay import Slip as Code
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.orders.states import OrderStatus as S
from shop.payments import checks as payment_checks
from shop.payments.models import LedgerTransaction
from shop.payments.slips import checks, moving, service
from shop.payments.slips.models import Slip
from tests.concurrency.together import at_once
from tests.factories.orders import GUEST_BUYER, given_a_purchase, group_actor
from tests.factories.slips import a_stored_slip, given_a_promptpay_order, given_a_slip

CODE = Code("004", "2023070112345678901")


@pytest.fixture(autouse=True)
def all_is_true(app):
    yield
    with app.app_context():
        every = order_checks.CHECKS | payment_checks.CHECKS | checks.CHECKS
        assert {name: found for name, check in every.items() if (found := check())} == {}


@pytest.fixture
def misplaced(app) -> dict:
    """Ids: a slip, the order it was shown at, and two more orders of that purchase; a stranger's order."""
    with app.app_context(), transaction():
        purchase = given_a_purchase(phone="+66891111111")
        wrong, right, other = (given_a_promptpay_order(purchase=purchase) for _ in range(3))
        slip = given_a_slip(wrong, CODE)
        strange = given_a_promptpay_order()
        return {"slip": slip.id, "wrong": wrong.id, "right": right.id, "other": other.id, "strange": strange.id}


def order(order_id: int) -> Order:
    return db.session.get(Order, order_id)


def move_to(ids: dict, where: str) -> None:
    moving.move(db.session.get(Slip, ids["slip"]), order(ids[where]), GUEST_BUYER)


def test_it_moves_to_one_of_two_orders(app, misplaced):
    done = at_once(app, [lambda where=where: move_to(misplaced, where) for where in ("right", "other") * 2])

    assert sum(done) == 1
    with app.app_context():
        assert db.session.get(Slip, misplaced["slip"]).order_id in (misplaced["right"], misplaced["other"])
        assert order(misplaced["wrong"]).status is S.AWAITING_PAYMENT


@pytest.mark.parametrize("answer", [service.confirm, service.deny])
def test_moving_it_while_the_group_answers(app, misplaced, answer):
    with app.app_context():
        group = group_actor(order(misplaced["wrong"]).group_id)

    at_once(app, [lambda: move_to(misplaced, "right"), lambda: answer(order(misplaced["wrong"]), group)])

    with app.app_context():
        written = db.session.scalar(select(func.count(LedgerTransaction.id)))
        moved = db.session.get(Slip, misplaced["slip"]).order_id == misplaced["right"]
        assert written == (order(misplaced["wrong"]).status is S.PLACED)
        assert order(misplaced["right"]).status is (S.AWAITING_CONFIRMATION if moved else S.AWAITING_PAYMENT)


def test_a_stranger_shows_the_transfer_while_it_moves(app, misplaced):
    at_once(
        app,
        [
            lambda: move_to(misplaced, "right"),
            lambda: service.send(order(misplaced["strange"]), a_stored_slip(CODE), GUEST_BUYER),
            lambda: service.send(order(misplaced["right"]), a_stored_slip(CODE), GUEST_BUYER),
        ],
    )

    with app.app_context():
        assert db.session.scalar(select(func.count(Slip.id)).where(Slip.trans_ref == CODE.trans_ref)) == 1
        assert order(misplaced["strange"]).status is S.AWAITING_PAYMENT
