"""Requests for many pieces: who is asked, what is quoted, and that an accepted quote is one order at its own prices."""

from datetime import timedelta

import pytest

from shop.audit.models import AuditEntry
from shop.catalogue.models import StockMovement
from shop.checkout.service import OfferChanged
from shop.groups.states import GroupStatus
from shop.kernel.access import GUEST, MARKET
from shop.kernel.clock import at, now, today
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.notices.models import Notice
from shop.orders.models import Order, OrderLine, PaymentMethod
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import calling_off
from shop.payments import service as payments
from shop.upkeep.checks import CHECKS
from shop.wholesale import accepting, asking, clocks, quoting
from shop.wholesale.models import WholesaleQuote
from shop.wholesale.states import TRANSITIONS, InvitationStatus, QuoteStatus, RequestStatus
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.orders import group_actor
from tests.factories.wholesale import accept, an_offer, given_a_quote, given_a_wholesale_request, invitation_of

ASKED_BY_DOCTOR = (
    "stock",
    "order-stock",
    "order-movements",
    "order-amounts",
    "order-times",
    "wholesale-orders",
    "wholesale-states",
)


def doctor() -> list[str]:
    return [problem for name in ASKED_BY_DOCTOR for problem in CHECKS[name]()]


def order_of(quote: WholesaleQuote) -> Order:
    return db.session.scalars(db.select(Order).where(Order.purchase_id == quote.purchase_id)).one()


def kinds_told() -> list[str]:
    return list(db.session.scalars(db.select(Notice.kind).where(Notice.kind.like("wholesale%")).order_by(Notice.id)))


def test_every_status_is_reached_or_left():
    for statuses, steps in TRANSITIONS.items():
        named = {was for was, _action in steps} | {goal for goals in steps.values() for goal in goals}
        assert named == set(statuses)


def test_each_group_is_asked_and_the_record_holds_no_words(session):
    one, other = given_a_group(), given_a_group()
    request = given_a_wholesale_request(one, other)

    assert [invitation.status for invitation in request.invitations] == [InvitationStatus.NEW] * 2
    assert kinds_told() == ["wholesale_sent", "wholesale_asked", "wholesale_asked"]
    said = [str(entry.changes) for entry in session.scalars(db.select(AuditEntry))]
    assert not any("ชุด" in words or request.asker_phone in words for words in said)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"quantity": 1}, "quantity"),
        ({"quantity": 10**9}, "quantity"),
        ({"days": 0}, "needed_by"),
        ({"days": 9999}, "needed_by"),
        ({"words": " "}, "words"),
        ({"words": "ก" * 1001}, "words"),
        ({"province_code": "99"}, "province"),
        ({"district_code": "1001"}, "district"),
        ({"budget_satang": -5}, "budget"),
    ],
)
def test_what_cannot_be_asked(session, wanted, field):
    with pytest.raises(BadValue) as refused:
        given_a_wholesale_request(given_a_group(), **wanted)
    assert refused.value.field == field


def test_one_to_five_groups_that_sell(session):
    with pytest.raises(BadValue):
        given_a_wholesale_request()
    with pytest.raises(BadValue):
        given_a_wholesale_request(given_a_group(status=GroupStatus.SUSPENDED))
    with pytest.raises(BadValue):
        given_a_wholesale_request(*(given_a_group() for _ in range(6)))


def test_a_quote_becomes_an_order_at_its_prices_and_takes_no_stock(session):
    product = given_a_product(given_a_group(), price_satang=6500, stock_pieces=3)
    quote = given_a_quote(given_a_wholesale_request(product.group), product)
    purchase = accept(quote)
    order = order_of(quote)

    assert (order.items_satang, order.shipping_satang, order.status) == (80 * 5500, 15000, OrderStatus.PLACED)
    assert purchase.total_satang == 80 * 5500 + 15000
    assert [(line.quantity, line.unit_price_satang, line.takes_stock) for line in order.lines] == [(80, 5500, False)]
    session.refresh(product.variants[0])
    assert (product.variants[0].price_satang, product.variants[0].available) == (6500, 3)
    assert not session.scalar(db.select(StockMovement.id).where(StockMovement.order_id == order.id))
    assert quote.invitation.request.status is RequestStatus.FILLED
    assert doctor() == []


@pytest.mark.parametrize("way", ["received", "cancelled", "called off"])
def test_its_order_lives_as_any_other_and_never_moves_stock(session, way):
    product = given_a_product(given_a_group(), stock_pieces=3)
    quote = given_a_quote(given_a_wholesale_request(product.group), product)
    accept(quote)
    order, group = order_of(quote), group_actor(product.group_id)
    if way == "cancelled":
        payments.advance_order(order, OrderAction.CANCEL, group, reason="ทำไม่ทัน")
    elif way == "called off":
        calling_off.call_off(order, {order.lines[0].id: 5}, group, reason="broken")
    else:
        for action in (OrderAction.ACCEPT, OrderAction.PACK):
            payments.advance_order(order, action, group)
        payments.advance_order(order, OrderAction.SHIP, group, carrier="thailand_post", tracking="EX123456785TH")
        payments.advance_order(order, OrderAction.DELIVER, MARKET)
        payments.advance_order(order, OrderAction.CONFIRM_RECEIPT, MARKET)

    session.refresh(product.variants[0])
    assert product.variants[0].available == 3
    assert doctor() == []
    assert CHECKS["ledger"]() == []


def test_two_groups_share_what_is_wanted(session):
    products = [given_a_product(given_a_group()) for _ in range(3)]
    request = given_a_wholesale_request(*(product.group for product in products))
    first, second, third = (given_a_quote(request, product, n) for product, n in zip(products, (50, 30, 80), strict=True))
    accept(first)
    assert request.status is RequestStatus.OPEN
    accept(second)

    assert request.status is RequestStatus.FILLED
    assert [quote.status for quote in (first, second, third)] == [QuoteStatus.ACCEPTED] * 2 + [QuoteStatus.LOST]
    assert invitation_of(request, products[2].group).status is InvitationStatus.LOST
    with pytest.raises(LostRace):
        accept(third)
    assert doctor() == []


def test_the_same_form_again_is_the_same_order_and_another_form_is_late(session):
    product = given_a_product(given_a_group())
    request = given_a_wholesale_request(product.group)
    quote, token = given_a_quote(request, product, 50), new_key()
    purchase = accept(quote, token)

    assert accept(quote, token).id == purchase.id
    with pytest.raises(LostRace):
        accept(quote)
    assert session.scalar(db.select(db.func.count(Order.id))) == 1


def test_a_better_quote_replaces_the_one_that_was_seen(session):
    product = given_a_product(given_a_group())
    request = given_a_wholesale_request(product.group)
    seen = given_a_quote(request, product)
    better = given_a_quote(request, product, price_satang=5000)

    assert (seen.status, better.status, better.number) == (QuoteStatus.REPLACED, QuoteStatus.OFFERED, 2)
    with pytest.raises(LostRace):
        accept(seen)
    assert accept(better).total_satang == 80 * 5000 + 15000


def test_what_was_withdrawn_declined_or_ran_out_is_not_accepted(session):
    product = given_a_product(given_a_group())
    request = given_a_wholesale_request(product.group)
    quote = given_a_quote(request, product)
    invitation, group = invitation_of(request, product.group), group_actor(product.group_id)
    quoting.withdraw(invitation, quote.id, group)
    with pytest.raises(LostRace):
        accept(quote)
    quoting.decline(invitation, "ช่วงนั้นทำไม่ทันค่ะ", group)
    assert invitation.status is InvitationStatus.DECLINED
    again = given_a_quote(request, product)
    with at(now() + timedelta(days=6)), pytest.raises(LostRace):
        accept(again)
    assert not session.scalar(db.select(OrderLine.id))


def test_a_group_or_goods_no_longer_on_sale_are_not_ordered(session):
    product = given_a_product(given_a_group())
    quote = given_a_quote(given_a_wholesale_request(product.group), product)
    session.execute(db.update(type(product)).where(type(product).id == product.id).values(is_listed=False))
    with pytest.raises(OfferChanged):
        accept(quote)


def test_a_group_offers_only_what_is_its_own_and_on_sale(session):
    product, strange = given_a_product(given_a_group()), given_a_product(given_a_group())
    request = given_a_wholesale_request(product.group)
    invitation, group = invitation_of(request, product.group), group_actor(product.group_id)
    for wrong, field in (
        (an_offer(strange), "variant_1"),
        (an_offer(product, 81), "quantity"),
        (an_offer(product, price_satang=0), "price_1"),
        (an_offer(product, price_satang=100_000_000), "price_1"),
        (an_offer(product, valid_until=today() - timedelta(days=1)), "valid_until"),
        (an_offer(product, ready_by=today() + timedelta(days=900)), "ready_by"),
        (an_offer(product, shipping_satang=10**12), "shipping"),
        (an_offer(product, includes="ก" * 1001), "includes"),
    ):
        with pytest.raises(BadValue) as refused:
            quoting.quote(invitation, wrong, group)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        quoting.quote(invitation, an_offer(product), group_actor(strange.group_id))


def test_a_buyer_has_few_open_requests_and_cancels_them(session):
    group = given_a_group()
    request = given_a_wholesale_request(group)
    asking.cancel(request, GUEST)
    assert (request.status, request.invitations[0].status) == (RequestStatus.CANCELLED, InvitationStatus.LOST)
    with pytest.raises(LostRace):
        asking.close(request, GUEST)
    assert kinds_told()[-1] == "wholesale_closed"


def test_time_ends_quotes_and_requests_once(session):
    product = given_a_product(given_a_group())
    request = given_a_wholesale_request(product.group)
    quote = given_a_quote(request, product)
    with at(now() + timedelta(days=6)):
        assert clocks.quotes_over(10) == [quote.id]
        clocks.end_quote_in_time(quote.id)
        assert (quote.status, quote.invitation.status) == (QuoteStatus.EXPIRED, InvitationStatus.NEW)
        with pytest.raises(LostRace):
            clocks.end_quote_in_time(quote.id)
    with at(now() + timedelta(days=13)):
        assert clocks.requests_over(10) == [request.id]
        clocks.end_request_in_time(request.id)
        assert clocks.requests_over(10) == []
    assert request.status is RequestStatus.EXPIRED
    assert doctor() == []


def test_the_buyer_pays_by_what_the_group_takes(session):
    product = given_a_product(given_a_group())
    quote = given_a_quote(given_a_wholesale_request(product.group), product)
    with pytest.raises(BadValue) as refused:
        accept(quote, method=PaymentMethod.STRIPE)
    assert refused.value.field == "payment_method"
    assert accept(quote, method=PaymentMethod.PICKUP, shipping="collect").total_satang == 80 * 5500


def test_a_request_filled_by_an_order_that_came_to_nothing_is_opened_again(session):
    chosen, other, unwilling = given_a_group(), given_a_group(), given_a_group()
    request = given_a_wholesale_request(chosen, other, unwilling)
    quoting.decline(invitation_of(request, unwilling), "ตอนนี้ทำไม่ทัน", group_actor(unwilling.id))
    quote = given_a_quote(request, given_a_product(chosen))
    accept(quote)
    assert request.status is RequestStatus.FILLED
    with pytest.raises(LostRace):
        accepting.reopen(request, GUEST)

    order_of(quote).status = OrderStatus.CANCELLED
    session.flush()
    told = len(kinds_told())
    accepting.reopen(request, GUEST)

    statuses = [invitation_of(request, group).status for group in (chosen, other, unwilling)]
    assert statuses == [InvitationStatus.ACCEPTED, InvitationStatus.NEW, InvitationStatus.DECLINED]
    assert (request.status, request.ended_at, accepting.accepted_quantity(request.id)) == (RequestStatus.OPEN, None, 0)
    assert kinds_told()[told:] == ["wholesale_asked"] * 2
    with pytest.raises(LostRace):
        accepting.reopen(request, GUEST)
    accept(given_a_quote(request, given_a_product(other)))
    assert (request.status, quote.status) == (RequestStatus.FILLED, QuoteStatus.ACCEPTED)
