"""The double-entry ledger: a transaction is written once under its key, and its entries sum to zero."""

from collections.abc import Sequence
from typing import NamedTuple

from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders.models import Order
from shop.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction

CASH_INCOME = "cash_income"


class Unbalanced(AssertionError):
    """Entries that do not sum to zero: a mistake in the code that posts them."""


class Entry(NamedTuple):
    """Satang; debit positive, credit negative."""

    account: LedgerAccount
    amount_satang: int
    group_id: int | None = None


def cash_key(order_id: int) -> str:
    """What makes the income of an order paid in cash happen once."""
    return f"order:{order_id}:cash"


def post_cash_income(order: Order) -> None:
    """The group holds the buyer's cash, and earned it without the market touching it."""
    _post(
        cash_key(order.id),
        CASH_INCOME,
        order,
        [
            Entry(LedgerAccount.GROUP_CASH, order.total_satang, order.group_id),
            Entry(LedgerAccount.GROUP_DIRECT_INCOME, -order.total_satang, order.group_id),
        ],
    )


def _post(key: str, kind: str, order: Order, entries: Sequence[Entry]) -> None:
    """Write one transaction. A second under the same key breaks the unique constraint. Raises Unbalanced."""
    if sum(entry.amount_satang for entry in entries):
        raise Unbalanced(key)
    db.session.add(
        LedgerTransaction(
            key=key,
            kind=kind,
            order_id=order.id,
            purchase_id=order.purchase_id,
            at=now(),
            entries=[
                LedgerEntry(account=entry.account, group_id=entry.group_id, amount_satang=entry.amount_satang)
                for entry in entries
            ],
        )
    )
    db.session.flush()
