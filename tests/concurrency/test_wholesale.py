"""Several who press at the same moment: a quote becomes one order, and none where it is replaced or the request ends."""

import pytest

from shop.kernel.access import GUEST
from shop.kernel.codes import new_key
from shop.kernel.database import db, transaction
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.payments import checks as payment_checks
from shop.wholesale import asking, checks, quoting
from shop.wholesale.models import WholesaleQuote
from shop.wholesale.states import QuoteStatus, RequestStatus
from tests.concurrency.together import all_at_once, at_once
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import group_actor
from tests.factories.wholesale import accept, an_offer, given_a_quote, given_a_wholesale_request

BUYERS = 5


@pytest.fixture(autouse=True)
def all_is_true(app):
    yield
    with app.app_context():
        every = order_checks.CHECKS | payment_checks.CHECKS | checks.CHECKS
        assert {name: found for name, check in every.items() if (found := check())} == {}


@pytest.fixture
def quote_ids(app) -> list[int]:
    """Two groups' quotes for one request of 80: each of 50."""
    with app.app_context(), transaction():
        products = [given_a_product(given_a_group()) for _ in range(2)]
        request = given_a_wholesale_request(*(product.group for product in products))
        return [given_a_quote(request, product, 50).id for product in products]


def quote(quote_id: int) -> WholesaleQuote:
    return db.session.get_one(WholesaleQuote, quote_id)


def count_orders() -> int:
    return db.session.scalar(db.select(db.func.count(Order.id)))


def test_of_many_who_take_a_quote_one_does(app, quote_ids):
    done = at_once(app, [lambda: accept(quote(quote_ids[0])) for _ in range(BUYERS)])

    assert sum(done) == 1
    with app.app_context():
        assert (count_orders(), quote(quote_ids[0]).status) == (1, QuoteStatus.ACCEPTED)


def test_one_form_sent_many_times_is_one_order(app, quote_ids):
    token = new_key()

    def send() -> int:
        with transaction():
            return accept(quote(quote_ids[0]), token).id

    assert len(set(all_at_once(app, [send] * BUYERS))) == 1
    with app.app_context():
        assert count_orders() == 1


def test_two_quotes_at_once_both_count_and_fill_the_request(app, quote_ids):
    done = at_once(app, [lambda one=one: accept(quote(one)) for one in quote_ids])

    assert done == [True, True]
    with app.app_context():
        assert quote(quote_ids[0]).invitation.request.status is RequestStatus.FILLED


@pytest.mark.parametrize("what", ["better", "withdrawn", "cancelled"])
def test_a_quote_that_is_taken_back_meanwhile(app, quote_ids, what):
    def other() -> None:
        mine = quote(quote_ids[0])
        group = group_actor(mine.invitation.group_id)
        if what == "better":
            quoting.quote(mine.invitation, an_offer(mine.lines[0].variant.product, 40), group)
        elif what == "withdrawn":
            quoting.withdraw(mine.invitation, mine.id, group)
        else:
            asking.cancel(mine.invitation.request, GUEST)

    at_once(app, [lambda: accept(quote(quote_ids[0])), other, lambda: accept(quote(quote_ids[0]))])

    with app.app_context():
        is_accepted = quote(quote_ids[0]).status is QuoteStatus.ACCEPTED
        assert count_orders() == int(is_accepted)
