"""The power fails in the middle of a checkout: all of it happened or nothing did, and the same form sent again places it once."""

import httpx
import pytest
from werkzeug.test import TestResponse

from shop.catalogue.models import Variant
from shop.kernel.database import db
from shop.orders import checks as order_checks
from shop.orders.models import Order, Purchase
from shop.payments import checks as payment_checks
from tests.concurrency.buyers import Buyer
from tests.databases import Market
from tests.factories.checkout import given_goods
from tests.servers import ForkedServer

POINTS = [
    "INSERT INTO purchases",
    "INSERT INTO orders",
    "UPDATE products",
    "DELETE FROM basket_items",
    "before commit 1",
    "after commit 1",
]


class FailingServer(ForkedServer):
    """The production server, serving tests.concurrency.killed_app."""

    application = "tests.concurrency.killed_app:app"


@pytest.mark.parametrize("point", POINTS)
def test_a_checkout_that_was_cut_short_is_whole_or_nothing(market: Market, point: str):
    variants = given_goods(market.app, stock_pieces=10, groups=2)
    failing = FailingServer(market, jobs=False, KILL_PATH="/checkout", KILL_AT=point).start()
    try:
        with Buyer(failing.url) as buyer:
            buyer.add(variants[0], 2)
            buyer.add_more(variants[1], 3)
            buyer.fill_in()
            with pytest.raises(httpx.TransportError):
                buyer.place()
    finally:
        failing.kill()

    is_placed = point == "after commit 1"
    assert look(market) == ((1, 2, [8, 7]) if is_placed else (0, 0, [10, 10]))

    first, second = send_again(market, buyer), send_again(market, buyer)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert look(market) == (1, 2, [8, 7])


def send_again(market: Market, buyer: Buyer) -> TestResponse:
    """The same form with the same cookies to the market as it is after the restart."""
    client = market.app.test_client()
    for name, value in buyer.cookies.items():
        client.set_cookie(name, value)
    return client.post("/checkout", data=buyer.form)


def look(market: Market) -> tuple[int, int, list[int]]:
    """(purchases, orders, pieces left), all checks of `doctor` clean."""
    with market.app.app_context():
        db.session.rollback()
        problems = {name: check() for name, check in (order_checks.CHECKS | payment_checks.CHECKS).items()}
        assert not any(problems.values()), problems
        counts = [db.session.scalar(db.select(db.func.count(table.id))) for table in (Purchase, Order)]
        left = db.session.scalars(db.select(Variant.available).order_by(Variant.id)).all()
    return counts[0], counts[1], list(left)
