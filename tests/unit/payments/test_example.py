"""The example of docs/money.md, figure by figure."""

from pathlib import Path

from shop.kernel.access import MARKET
from shop.kernel.database import transaction
from shop.kernel.money import parse_baht
from shop.orders.models import Order
from shop.orders.states import OrderStatus
from shop.payments import checks, ledger, refunds
from shop.payments.ledger import Entry
from shop.payments.models import LedgerAccount as Account
from shop.payments.models import RefundCause
from shop.payments.provider import RefundReport, RefundState
from tests.factories.catalogue import given_a_product
from tests.factories.groups import given_a_group
from tests.factories.payments import given_a_paid_purchase, walk

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "money.md"


def told_in_the_document() -> list[list[int]]:
    """The rows of the example's table, in satang."""
    table = DOCUMENT.read_text(encoding="utf-8").split("| Baht, after |")[1].split("\n\n")[0].splitlines()[2:]
    return [[satang(cell) for cell in row.strip("|").split("|")[1:]] for row in table]


def satang(cell: str) -> int:
    text = cell.strip()
    return -parse_baht(text[1:]) if text.startswith("−") else parse_baht(text or "0")


def balances(a: Order, b: Order) -> list[int]:
    payable = [ledger.balance(Account.GROUP_PAYABLE, group_id=order.group_id) for order in (a, b)]
    before = [ledger.balance(account) for account in (Account.STRIPE_CLEARING, Account.STRIPE_FEES, Account.BUYER_FUNDS)]
    return before + payable + [ledger.balance(account) for account in (Account.MARKET_FEE, Account.REFUNDS, Account.BANK)]


def test_the_life_of_one_baht_is_as_it_is_told(session):
    seen = []
    with transaction():
        one, two = given_a_group(), given_a_group()
        goods = given_a_product(one, price_satang=6500), given_a_product(two, price_satang=25000)
        a, b = given_a_paid_purchase(*goods, fee_satang=652, fee_basis_points=300).orders
        seen.append(balances(a, b))
        for order in (a, b):
            walk(order, OrderStatus.DELIVERED)
            seen.append(balances(a, b))
        refund = refunds.request_refund(b, 25000, RefundCause.RETURNED, MARKET)
        seen.append(balances(a, b))
        refunds.record_report(refund, RefundReport("re_1", RefundState.SUCCEEDED, key=refund.key))
        seen.append(balances(a, b))
        paid = [Entry(Account.GROUP_PAYABLE, 10185, a.group_id), Entry(Account.BANK, -10185)]
        ledger.post("payout:1", ledger.PAYOUT, paid, order_id=a.id)
        seen.append(balances(a, b))

    assert seen == told_in_the_document()
    assert [sum(row) for row in seen] == [0] * 6
    assert {name: problems for name, check in checks.CHECKS.items() if (problems := check())} == {}
