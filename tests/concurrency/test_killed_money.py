"""The power fails at each commit of paying, hearing of it, and paying back: nothing is lost, and nothing happens twice."""

import os
from urllib.parse import urlsplit

import httpx
import pytest

from shop import reconciler
from shop.jobs.work import work_everything_due
from shop.kernel.database import db, transaction
from shop.kernel.outbox import OutboxMessage
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import ledger
from shop.payments.gateway import gateway
from shop.payments.models import LedgerAccount, Payment, PaymentStatus, Refund, RefundStatus
from shop.payments.service import advance_order
from shop.payouts import checks as payout_checks
from shop.payouts.states import BatchStatus
from tests.client import PageClient
from tests.concurrency.buyers import Buyer
from tests.concurrency.test_killed_checkout import FailingServer
from tests.databases import Market
from tests.factories.checkout import given_goods
from tests.factories.orders import GUEST_BUYER
from tests.factories.webhooks import bring_all
from tests.forks import start_module
from tests.functional.office.test_payouts import Desk
from tests.functional.storefront.test_paying import go_to_payment, place
from tests.stripe_double.client import StripeDouble

CHECKS = order_checks.CHECKS | payment_checks.CHECKS
BOTH_SIDES_OF_TWO = ["before commit 1", "after commit 1", "before commit 2", "after commit 2"]


@pytest.fixture
def given(stripe: StripeDouble, market: Market) -> dict[str, str]:
    """How a server reaches the same payment provider."""
    return {
        "STRIPE_SECRET_KEY": stripe.api_key,
        "STRIPE_WEBHOOK_SECRET": stripe.webhook_secret,
        "STRIPE_API_BASE": stripe.url,
    }


def look(market: Market) -> tuple[PaymentStatus, set[OrderStatus]]:
    with market.app.app_context():
        db.session.rollback()
        assert {name: found for name, check in CHECKS.items() if (found := check())} == {}
        return db.session.scalars(db.select(Payment.status)).one(), set(db.session.scalars(db.select(Order.status)))


def sessions_made(stripe: StripeDouble) -> int:
    return len(stripe.api().v1.checkout.sessions.list({"limit": 10}).data)


class Shopper(Buyer):
    """Buys of two groups and pays beforehand."""

    def buy(self, variants: list[int]) -> str:
        self.add(variants[0], 2)
        self.add_more(variants[1], 3)
        self.fill_in(payment_method="stripe")
        return self.place().headers["location"]

    def press(self, purchase: str) -> httpx.Response:
        """The button that leads to the payment page."""
        return self.http.post(way_to_pay(purchase), data={"csrf_token": self.form["csrf_token"]})


def way_to_pay(purchase: str) -> str:
    parts = urlsplit(purchase)
    return f"{parts.path}/pay?{parts.query}"


@pytest.mark.parametrize("point", BOTH_SIDES_OF_TWO)
def test_on_the_way_to_the_payment_page(market: Market, stripe: StripeDouble, given: dict[str, str], point: str):
    variants = given_goods(market.app, stock_pieces=10, groups=2)
    failing = FailingServer(market, jobs=False, KILL_PATH="/pay", KILL_AT=point, **given).start()
    try:
        with Shopper(failing.url) as buyer:
            purchase = buyer.buy(variants)
            with pytest.raises(httpx.TransportError):
                buyer.press(purchase)
    finally:
        failing.kill()
    assert look(market) == (PaymentStatus.PENDING, {OrderStatus.AWAITING_PAYMENT})

    client = market.app.test_client()
    for name, value in buyer.cookies.items():
        client.set_cookie(name, value)
    answer = client.post(way_to_pay(purchase), data={"csrf_token": buyer.form["csrf_token"]})

    assert "/pay/" in answer.location
    assert sessions_made(stripe) == 1
    stripe.pay(answer.location.rstrip("/").rsplit("/", 1)[-1])
    bring_all(PageClient(market.app, market.app.response_class), stripe)
    assert look(market) == (PaymentStatus.PAID, {OrderStatus.PLACED})


@pytest.mark.parametrize("point", ["INSERT INTO provider_events", "UPDATE orders", "before commit 1", "after commit 1"])
def test_while_hearing_that_it_was_paid(market: Market, stripe: StripeDouble, given: dict[str, str], point: str):
    variants = given_goods(market.app, stock_pieces=10, groups=2)
    failing = FailingServer(market, jobs=False, KILL_PATH="/webhooks/stripe", KILL_AT=point, **given).start()
    try:
        with Shopper(failing.url) as buyer:
            purchase = buyer.buy(variants)
            session = buyer.press(purchase).headers["location"].rsplit("/", 1)[-1]
            stripe.pay(session)
            (event,) = [event for event in stripe.held() if event["type"] == "checkout.session.completed"]
            body, signature = stripe.signed(event["id"])
            with pytest.raises(httpx.TransportError):
                buyer.http.post("/webhooks/stripe", content=body, headers={"Stripe-Signature": signature})
    finally:
        failing.kill()
    is_known = point == "after commit 1"
    assert look(market)[0] is (PaymentStatus.PAID if is_known else PaymentStatus.PENDING)

    client = PageClient(market.app, market.app.response_class)
    assert set(bring_all(client, stripe)) == {200}
    assert set(bring_all(client, stripe)) == {200}
    assert look(market) == (PaymentStatus.PAID, {OrderStatus.PLACED})


@pytest.mark.parametrize("point", BOTH_SIDES_OF_TWO)
def test_while_paying_back(market: Market, app, stripe: StripeDouble, given: dict[str, str], point: str):
    given_goods(app, stock_pieces=10, groups=2)
    client = PageClient(app, app.response_class)
    stripe.pay(go_to_payment(client, place(app, client)))
    bring_all(client, stripe)
    with app.app_context(), transaction():
        db.session.execute(db.delete(OutboxMessage))  # the letters: here only the refund is worked
        advance_order(db.session.scalars(db.select(Order).order_by(Order.id)).first(), OrderAction.CANCEL, GUEST_BUYER)
        db.session.execute(db.delete(OutboxMessage).where(OutboxMessage.topic != "refund.send"))

    environment = {**os.environ, **market.settings, **given}
    killed = start_module("tests.concurrency.killed_jobs", point, environment=environment, log=market.folder / "killed-jobs.log")
    killed.join(60)
    assert killed.exitcode == -9
    look(market)

    work_everything_due(app)
    with app.app_context():
        reconciler.reconcile()
        refund = db.session.scalars(db.select(Refund)).one()
        assert refund.status is RefundStatus.SUCCEEDED
        assert len(gateway.refunds_of(refund.payment.intent_id)) == 1
    assert look(market) == (PaymentStatus.PAID, {OrderStatus.PLACED, OrderStatus.CANCELLED})


STEPS = {"close": BatchStatus.DRAFT, "approve": BatchStatus.CLOSED, "export": BatchStatus.APPROVED, "paid": BatchStatus.EXPORTED}


@pytest.mark.parametrize("point", ["before commit 1", "after commit 1"])
@pytest.mark.parametrize("step", STEPS)
def test_while_paying_the_groups(market: Market, step: str, point: str):
    desk = Desk(market.app)
    code, form = desk.batch(STEPS[step]), desk.form() if step == "close" else {"reference": "T1"}
    client = desk.second if step == "approve" else desk.first
    path = f"/office/money/payouts/{code}/{step}"
    failing = FailingServer(market, jobs=False, KILL_PATH=f"/{step}", KILL_AT=point).start()
    try:
        form["csrf_token"] = client.csrf_token()
        cookies = {"session": client.get_cookie("session").value}
        with httpx.Client(base_url=failing.url, cookies=cookies, timeout=60) as official, pytest.raises(httpx.TransportError):
            official.post(path, data=form)
    finally:
        failing.kill()

    is_done = point == "after commit 1"
    assert (desk.status(code) != STEPS[step]) is is_done
    answer = client.post(path, data=form)
    assert answer.status_code == (409 if is_done else 303)
    assert desk.status(code) != STEPS[step]
    with market.app.app_context():
        assert {name: found for name, check in (CHECKS | payout_checks.CHECKS).items() if (found := check())} == {}
        paid = -ledger.balance(LedgerAccount.BANK)
        assert paid == (57_025 if step == "paid" else 0)
