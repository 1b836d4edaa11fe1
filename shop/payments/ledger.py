"""The double-entry ledger: a transaction is written once under its key, and its entries sum to zero.

The life of one baht that Stripe collects: it comes as BUYER_FUNDS of a group, becomes GROUP_PAYABLE when the goods arrive (the
market's fee apart), and leaves the BANK with a payout, or through REFUNDS back to the buyer. docs/money.md draws it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders.models import Order
from shop.payments.models import Dispute, LedgerEntry, LedgerTransaction, Payment, Refund
from shop.payments.models import LedgerAccount as Account

CASH_INCOME = "cash_income"
CASH_RETURNED = "cash_returned"
PROMPTPAY_INCOME = "promptpay_income"
PAYMENT = "payment"
PAYMENT_FEE = "payment_fee"
UNALLOCATED = "unallocated"
EARNED = "earned"
REFUND = "refund"
REFUND_SENT = "refund_sent"
REFUND_BOUNCED = "refund_bounced"
REFUND_SETTLED = "refund_settled"
DISPUTE = "dispute"
DISPUTE_CLOSED = "dispute_closed"
PAYOUT = "payout"
PAYOUT_RETURNED = "payout_returned"
ADJUSTMENT = "adjustment"
OUT_OF_PAYABLE = (PAYOUT, PAYOUT_RETURNED, ADJUSTMENT)  # moves what a group is owed, and is not earned by an order


class Unbalanced(AssertionError):
    """Entries that do not sum to zero: a mistake in the code that posts them."""


class Entry(NamedTuple):
    """Satang; debit positive, credit negative."""

    account: Account
    amount_satang: int
    group_id: int | None = None


def post(key: str, kind: str, entries: Sequence[Entry], *, order_id: int | None = None, purchase_id: int | None = None) -> None:
    """Write one transaction. A second under the same key breaks the unique constraint. Raises Unbalanced."""
    moving = [entry for entry in entries if entry.amount_satang]
    if sum(entry.amount_satang for entry in moving):
        raise Unbalanced(key)
    if not moving:
        return
    db.session.add(
        LedgerTransaction(
            key=key,
            kind=kind,
            order_id=order_id,
            purchase_id=purchase_id,
            at=now(),
            entries=[
                LedgerEntry(account=entry.account, group_id=entry.group_id, amount_satang=entry.amount_satang) for entry in moving
            ],
        )
    )
    db.session.flush()


def balance(account: Account, *, order_id: int | None = None, group_id: int | None = None) -> int:
    """Satang on an account, debit positive; of one order or of one group where that is asked."""
    asked = select(func.coalesce(func.sum(LedgerEntry.amount_satang), 0)).where(LedgerEntry.account == account)
    if order_id is not None:
        asked = asked.join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        asked = asked.where(LedgerTransaction.order_id == order_id)
    if group_id is not None:
        asked = asked.where(LedgerEntry.group_id == group_id)
    return int(db.session.scalar(asked))


def is_posted(key: str) -> bool:
    return db.session.scalar(select(LedgerTransaction.id).where(LedgerTransaction.key == key)) is not None


# Cash and PromptPay: they never touch the market, and are income all the same.


def cash_key(order_id: int) -> str:
    """What makes the income of an order paid in cash happen once."""
    return f"order:{order_id}:cash"


def post_cash_income(order: Order) -> None:
    """The group holds the buyer's cash, and earned it without the market touching it."""
    _of_order(
        cash_key(order.id),
        CASH_INCOME,
        order,
        Entry(Account.GROUP_CASH, order.due_satang, order.group_id),
        Entry(Account.GROUP_DIRECT_INCOME, -order.due_satang, order.group_id),
    )


def post_promptpay_income(order: Order) -> None:
    """The buyer's transfer is on the group's own account: a person has seen it."""
    _of_order(
        f"order:{order.id}:promptpay",
        PROMPTPAY_INCOME,
        order,
        Entry(Account.GROUP_CASH, order.due_satang, order.group_id),
        Entry(Account.GROUP_DIRECT_INCOME, -order.due_satang, order.group_id),
    )


def post_cash_returned(refund: Refund, order: Order) -> None:
    """The group gave back what the buyer had paid it."""
    _of_order(
        f"refund:{refund.id}:settled",
        CASH_RETURNED,
        order,
        Entry(Account.GROUP_DIRECT_INCOME, refund.amount_satang, order.group_id),
        Entry(Account.GROUP_CASH, -refund.amount_satang, order.group_id),
    )


# What Stripe collects.


def post_payment(payment: Payment, orders: Sequence[Order]) -> None:
    """Each group's part of what came: still the buyer's, until the goods arrive."""
    for order in orders:
        _of_order(
            f"payment:{payment.id}:order:{order.id}",
            PAYMENT,
            order,
            Entry(Account.STRIPE_CLEARING, order.total_satang),
            Entry(Account.BUYER_FUNDS, -order.total_satang, order.group_id),
        )


def post_unallocated(payment: Payment) -> None:
    """What came was not what was asked: no order takes it."""
    entries = [Entry(Account.STRIPE_CLEARING, payment.received_satang), Entry(Account.UNALLOCATED, -payment.received_satang)]
    post(f"payment:{payment.id}:unallocated", UNALLOCATED, entries, purchase_id=payment.purchase_id)


def post_fee(payment: Payment) -> None:
    """What Stripe kept of it."""
    entries = [Entry(Account.STRIPE_FEES, payment.fee_satang or 0), Entry(Account.STRIPE_CLEARING, -(payment.fee_satang or 0))]
    post(f"payment:{payment.id}:fee", PAYMENT_FEE, entries, purchase_id=payment.purchase_id)


def earned_key(order_id: int) -> str:
    return f"order:{order_id}:earned"


def post_earned(order: Order) -> None:
    """The goods arrived: what is left of the buyer's money is the group's, less the market's share of it."""
    left = -balance(Account.BUYER_FUNDS, order_id=order.id)
    fee = market_share(left, order.fee_basis_points)
    _of_order(
        earned_key(order.id),
        EARNED,
        order,
        Entry(Account.BUYER_FUNDS, left, order.group_id),
        Entry(Account.GROUP_PAYABLE, fee - left, order.group_id),
        Entry(Account.MARKET_FEE, -fee, order.group_id),
    )


def market_share(amount_satang: int, basis_points: int) -> int:
    """Rounded down to the satang: what does not divide is the group's."""
    return amount_satang * basis_points // 10_000


# Refunds: owed from the moment they are decided, out of that group's money and no other's.


def post_refund(refund: Refund, order: Order) -> None:
    """From what the buyer's goods would have brought, or, once they arrived, from what they earned, fee and all."""
    amount = refund.amount_satang
    if is_posted(earned_key(order.id)):
        fee_left = -balance(Account.MARKET_FEE, order_id=order.id)
        kept = order.total_satang - order.refunded_satang  # this refund is counted in it
        fee_back = max(0, fee_left - market_share(kept, order.fee_basis_points))
        taken = [
            Entry(Account.GROUP_PAYABLE, amount - fee_back, order.group_id),
            Entry(Account.MARKET_FEE, fee_back, order.group_id),
        ]
    else:
        taken = [Entry(Account.BUYER_FUNDS, amount, order.group_id)]
    _of_order(f"refund:{refund.id}:requested", REFUND, order, *taken, Entry(Account.REFUNDS, -amount, order.group_id))


def post_refund_of_unallocated(refund: Refund) -> None:
    entries = [Entry(Account.UNALLOCATED, refund.amount_satang), Entry(Account.REFUNDS, -refund.amount_satang)]
    post(f"refund:{refund.id}:requested", REFUND, entries, purchase_id=refund.payment.purchase_id)


def post_refund_outside(refund: Refund) -> None:
    """Paid back at Stripe without us: nobody's until two officials say whose."""
    entries = [Entry(Account.ADJUSTMENTS, refund.amount_satang), Entry(Account.STRIPE_CLEARING, -refund.amount_satang)]
    post(f"refund:{refund.id}:sent", REFUND_SENT, entries, purchase_id=refund.payment.purchase_id)


def post_outside_taken_up(refund: Refund, order: Order) -> None:
    """It turned out whose it was: out of that order's money, as any refund, and nobody's no longer."""
    post_refund(refund, order)
    entries = [Entry(Account.REFUNDS, refund.amount_satang, order.group_id), Entry(Account.ADJUSTMENTS, -refund.amount_satang)]
    _of_order(f"refund:{refund.id}:taken_up", REFUND_SENT, order, *entries)


def post_refund_sent(refund: Refund, order: Order | None) -> None:
    """Stripe has paid it back."""
    _of_refund(refund, order, "sent", REFUND_SENT, Account.STRIPE_CLEARING)


def post_refund_bounced(refund: Refund, order: Order | None) -> None:
    """Stripe had paid it back and the bank returned it: it lies at Stripe again and is owed again."""
    amount, group_id = refund.amount_satang, order.group_id if order else None
    entries = [Entry(Account.STRIPE_CLEARING, amount), Entry(Account.REFUNDS, -amount, group_id)]
    key = f"refund:{refund.id}:bounced:{refund.key[:12]}"
    post(key, REFUND_BOUNCED, entries, order_id=refund.order_id, purchase_id=refund.payment.purchase_id)


def post_refund_settled(refund: Refund, order: Order | None) -> None:
    """The office sent it from the market's own account."""
    _of_refund(refund, order, "settled", REFUND_SETTLED, Account.BANK)


# Disputes


def post_dispute(dispute: Dispute, purchase_id: int) -> None:
    """The card's bank took the money for now; Stripe's fee for it is gone whatever comes of it."""
    entries = [
        Entry(Account.DISPUTED, dispute.amount_satang),
        Entry(Account.STRIPE_FEES, dispute.fee_satang),
        Entry(Account.STRIPE_CLEARING, -dispute.amount_satang - dispute.fee_satang),
    ]
    post(f"dispute:{dispute.id}:opened", DISPUTE, entries, purchase_id=purchase_id)


def post_dispute_closed(dispute: Dispute, purchase_id: int, *, is_won: bool) -> None:
    """It came back, or is the market's loss until two officials decide otherwise."""
    where_to = Account.STRIPE_CLEARING if is_won else Account.ADJUSTMENTS
    entries = [Entry(where_to, dispute.amount_satang), Entry(Account.DISPUTED, -dispute.amount_satang)]
    post(f"dispute:{dispute.id}:closed", DISPUTE_CLOSED, entries, purchase_id=purchase_id)


def _of_order(key: str, kind: str, order: Order, *entries: Entry) -> None:
    post(key, kind, entries, order_id=order.id, purchase_id=order.purchase_id)


def _of_refund(refund: Refund, order: Order | None, step: str, kind: str, out_of: Account) -> None:
    amount, group_id = refund.amount_satang, order.group_id if order else None
    entries = [Entry(Account.REFUNDS, amount, group_id), Entry(out_of, -amount)]
    key = f"refund:{refund.id}:{step}:{refund.key[:12]}"
    post(key, kind, entries, order_id=refund.order_id, purchase_id=refund.payment.purchase_id)
