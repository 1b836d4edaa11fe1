"""A buyer pays two groups at once on the payment page and comes back; one group's part is paid back to the satang."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shop.groups.models import Group
from shop.kernel.database import db, transaction
from shop.kernel.money import format_baht
from shop.orders import checks as order_checks
from shop.orders.models import Order
from shop.orders.states import OrderStatus
from shop.payments import checks as payment_checks
from shop.payments import ledger
from shop.payments.models import LedgerAccount, Payment, Refund, RefundStatus
from shop.people.models import Account
from tests.browser.conftest import DESK, PHONE
from tests.browser.people import Buyer, Official
from tests.browser.test_seller_products import until
from tests.databases import Market
from tests.factories.checkout import given_goods
from tests.factories.groups import owner_of
from tests.factories.orders import WAYS, take
from tests.factories.people import PASSWORD
from tests.papers import text_of
from tests.servers import LiveServer
from tests.stripe_double.client import StripeDouble

CHECKS = order_checks.CHECKS | payment_checks.CHECKS


@pytest.fixture
def served(market: Market, serve: Callable[..., LiveServer], stripe_double: StripeDouble) -> LiveServer:
    """The market with its jobs, and the payment page that tells it by webhook."""
    server = serve(
        STRIPE_SECRET_KEY=stripe_double.api_key,
        STRIPE_WEBHOOK_SECRET=stripe_double.webhook_secret,
        STRIPE_API_BASE=stripe_double.url,
    )
    stripe_double.webhooks_to(f"{server.url}/webhooks/stripe")
    stripe_double.terms(refund_seconds=0)
    return server


@pytest.mark.parametrize(
    "market, window",
    [("sqlite", DESK), ("sqlite", PHONE), ("postgresql", PHONE)],
    indirect=["market"],
    ids=["desk", "phone", "pg"],
)
def test_two_groups_paid_at_once_and_one_of_them_paid_back(market, served, stripe_double, open_page: Callable[..., Page], window):
    given_goods(market.app, groups=2, price_satang=12_345)
    buyer = Buyer(open_page(**window), served.url)
    for product in (1, 2):
        buyer.goes_to(f"/products/{product}")
        buyer.takes(2)

    purchase = buyer.orders("วิภา ใจดี", "089-123-4567", way="stripe")
    buyer.sees("เหลืออีกขั้นเดียว คือชำระเงิน")
    buyer.pays("wipha@buyers.example")
    buyer.sees("ขอบคุณที่อุดหนุน")
    buyer.sees("ได้รับเงิน")

    buyer.page.goto(purchase)
    buyer.page.locator("section h3 a").first.click()
    buyer.looks()
    buyer.page.locator("a[href*='/cancel']").click()
    buyer.looks()
    buyer.page.locator("form.confirm button").click()
    buyer.looks()

    with market.app.app_context():
        until(lambda: refund_status() is RefundStatus.SUCCEEDED)
        assert {name: found for name, check in CHECKS.items() if (found := check())} == {}
        first, second = db.session.scalars(db.select(Order).order_by(Order.id))
        payment = db.session.scalars(db.select(Payment)).one()
        assert payment.amount_satang == first.total_satang + second.total_satang
        assert ledger.balance(LedgerAccount.BUYER_FUNDS, group_id=first.group_id) == 0
        assert ledger.balance(LedgerAccount.BUYER_FUNDS, group_id=second.group_id) == -second.total_satang
        assert ledger.balance(LedgerAccount.STRIPE_CLEARING) == second.total_satang - payment.fee_satang
        with transaction():
            for action in WAYS[OrderStatus.RECEIVED]:
                take(second, action)
        assert -ledger.balance(LedgerAccount.GROUP_PAYABLE) == second.total_satang
        owners = [db.session.get(Account, owner_of(db.session.get(Group, order.group_id)).id).email for order in (first, second)]
        earned = [0, second.total_satang]
    for email, satang in zip(owners, earned, strict=True):
        reads_her_statement(open_page(**window), served.url, email, satang)
    buyer.looks_in_english()


def reads_her_statement(page: Page, url: str, email: str, satang: int) -> None:
    """The group's owner sees what it earned, to the satang, and takes the paper along."""
    seller = Official(page, url)
    seller.signs_in(email, PASSWORD)
    seller.goes_to("/sell/income")
    seller.sees(format_baht(satang))
    if satang:
        paper = page.request.get(f"{url}/sell/income/statement.pdf")
        assert f"{satang / 100:,.2f}" in text_of(paper.body())


def refund_status() -> RefundStatus | None:
    db.session.rollback()
    return db.session.scalar(db.select(Refund.status))


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_bank_that_takes_its_time_is_waited_for_on_the_page(market, served, stripe_double, open_page: Callable[..., Page]):
    given_goods(market.app)
    buyer = Buyer(open_page(**PHONE), served.url)
    buyer.goes_to("/products/1")
    buyer.takes(1)
    buyer.orders("วิภา ใจดี", "089-123-4567", way="stripe")
    buyer.pays("wipha@buyers.example", "promptpay:delayed")
    buyer.sees("ไม่ต้องจ่ายซ้ำ")

    with market.app.app_context():
        session = db.session.scalar(db.select(Payment.session_id))
    stripe_double.confirm(session)

    expect(buyer.page.locator("h1")).to_contain_text("ขอบคุณที่อุดหนุน", timeout=30_000)
