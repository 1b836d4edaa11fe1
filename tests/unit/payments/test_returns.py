"""A return is settled: the right money, the right pieces, the right stock, once."""

import pytest
from sqlalchemy import func, select

from shop.catalogue.models import Variant
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.orders import checks as order_checks
from shop.orders.models import PaymentMethod
from shop.orders.returns import checks as return_checks
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnAction, ReturnReason, ReturnStatus
from shop.payments import checks, queries, refunds
from shop.payments.models import Refund, RefundCause, RefundStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import group_actor
from tests.factories.returns import given_a_return, given_an_order_by, take

A, S, R = ReturnAction, ReturnStatus, ReturnReason
CHECKS = order_checks.CHECKS | return_checks.CHECKS | checks.CHECKS
METHODS = pytest.mark.parametrize("method", [PaymentMethod.COD, PaymentMethod.STRIPE])


def given(status: ReturnStatus = S.REQUESTED, *, pieces: int | None = None, method=PaymentMethod.COD, **details) -> Return:
    group = given_a_group()
    product = given_a_product(group, stock_pieces=10, price_satang=6500)
    order = given_an_order_by(method, product, quantity=3, fee_basis_points=500)
    chosen = {order.lines[0].id: pieces or 3}
    return given_a_return(group, order=order, pieces=chosen, status=status, **details)


def available(session, asked: Return) -> int:
    return session.scalar(select(Variant.available).where(Variant.id == asked.lines[0].line.variant_id))


def all_is_true() -> bool:
    return {name: check() for name, check in CHECKS.items()} == {name: [] for name in CHECKS}


@METHODS
def test_faulty_goods_that_all_go_back_bring_delivery_back_too(session, method):
    with transaction():
        asked = given(method=method)
    with transaction():
        take(asked, A.REFUND)

    refund = session.scalars(select(Refund)).one()
    assert (refund.amount_satang, refund.cause) == (asked.order.total_satang, RefundCause.RETURNED)
    assert (asked.status, asked.refund_satang, asked.with_shipping) == (S.REFUNDED, asked.order.total_satang, True)
    assert (asked.order.kept_satang, asked.order.lines[0].returned_quantity) == (0, 3)
    assert available(session, asked) == 7  # the buyer keeps them
    assert all_is_true()


@METHODS
@pytest.mark.parametrize(("reason", "pieces"), [(R.CHANGED_MIND, 3), (R.DAMAGED, 2)])
def test_else_delivery_stays_with_the_group_unless_it_gives_it(session, method, reason, pieces):
    with transaction():
        first, second = (given(S.SENT_BACK, pieces=pieces, reason=reason, method=method) for _ in range(2))
    with transaction():
        take(first, A.REFUND)
        take(second, A.REFUND, with_shipping=True)

    assert (first.refund_satang, first.with_shipping) == (pieces * 6500, False)
    assert (second.refund_satang, second.with_shipping) == (pieces * 6500 + 4000, True)
    assert all_is_true()


def test_what_came_back_whole_is_on_sale_again(session):
    with transaction():
        asked = given(S.SENT_BACK)
    with transaction():
        take(asked, A.REFUND, resold={asked.lines[0].id: 2})

    assert (available(session, asked), asked.lines[0].resold_quantity) == (9, 2)
    assert all_is_true()


def test_pieces_that_never_came_back_are_not_put_on_sale(session):
    with transaction():
        asked = given()
    with transaction():
        take(asked, A.REFUND, resold={asked.lines[0].id: 2})

    assert (available(session, asked), asked.lines[0].resold_quantity) == (7, 0)


@METHODS
def test_an_official_may_give_back_a_part(session, method):
    with transaction():
        asked = given(S.DISPUTED, method=method)
    with transaction():
        take(asked, A.GRANT, pieces={asked.lines[0].id: 1}, with_shipping=True)

    assert (asked.refund_satang, asked.order.lines[0].returned_quantity, asked.decision) == (10500, 1, "ดูรูปแล้ว")
    assert asked.order.shipping_kept_satang == 0
    assert all_is_true()


@pytest.mark.parametrize("details", [{"pieces": {}}, {"pieces": {"line": 4}}, {"pieces": {"line": -1}}, {"words": " "}])
def test_a_bad_decision_changes_nothing(session, details):
    with transaction():
        asked = given(S.DISPUTED)
    if "line" in details.get("pieces", {}):
        details = {"pieces": {asked.lines[0].id: details["pieces"]["line"]}}
    with pytest.raises(BadValue), transaction():
        take(asked, A.GRANT, **details)

    session.refresh(asked)
    assert (asked.status, asked.order.refunded_satang, asked.order.lines[0].returned_quantity) == (S.DISPUTED, 0, 0)
    assert session.scalar(select(func.count(Refund.id))) == 0


def test_more_pieces_on_sale_than_came_back_are_refused(session):
    with transaction():
        asked = given(S.SENT_BACK)
    with pytest.raises(BadValue), transaction():
        take(asked, A.REFUND, resold={asked.lines[0].id: 4})

    session.refresh(asked)
    assert (asked.status, available(session, asked), asked.order.refunded_satang) == (S.SENT_BACK, 7, 0)


def test_cash_is_owed_by_the_group_until_it_says_how_it_was_given(session):
    with transaction():
        asked = given()
    with transaction():
        take(asked, A.REFUND)
    group_id = asked.group_id
    owed = queries.refunds_owed(group_id)
    assert [(refund.status, order.id) for refund, order in owed] == [(RefundStatus.OWED, asked.order_id)]
    assert (queries.count_refunds_owed(), queries.count_refunds_owed(group_id), queries.count_refunds_owed(group_id + 1)) == (
        1,
        1,
        0,
    )

    with transaction():
        refunds.settle_by_hand(owed[0][0], "โอนคืน 26 พ.ย.", group_actor(group_id))
    assert queries.refunds_owed() == []
    assert all_is_true()


def test_two_returns_of_one_order_never_give_back_more_than_was_paid(session):
    with transaction():
        asked = given(pieces=2, method=PaymentMethod.STRIPE)
    with transaction():
        take(asked, A.REFUND, with_shipping=True)
    with transaction():
        again = given_a_return(None, order=asked.order)
    with transaction():
        take(again, A.REFUND)

    assert (again.refund_satang, again.with_shipping, asked.order.kept_satang) == (6500, False, 0)
    assert all_is_true()
