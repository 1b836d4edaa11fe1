"""The market's money by day and by account, read from the ledger."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from shop.kernel.clock import BANGKOK
from shop.kernel.database import db
from shop.payments import ledger
from shop.payments.models import LedgerAccount as Account
from shop.payments.models import LedgerEntry, LedgerTransaction

OWED_ACCOUNTS = frozenset(  # credit by nature: shown as what stands on them
    {
        *(Account.BUYER_FUNDS, Account.GROUP_PAYABLE, Account.GROUP_DIRECT_INCOME, Account.MARKET_FEE),
        *(Account.REFUNDS, Account.UNALLOCATED),
    }
)
_PAYOUTS = (ledger.PAYOUT, ledger.PAYOUT_RETURNED)


@dataclass
class Day:
    """Satang: `received` by Stripe, its `fees`, `refunds` that left, `cash_income` of the groups, `payouts` to them."""

    day: date
    received: int = 0
    fees: int = 0
    refunds: int = 0
    cash_income: int = 0
    payouts: int = 0

    def add(self, other: "Day") -> None:
        for name in FIGURES:
            setattr(self, name, getattr(self, name) + getattr(other, name))


FIGURES = ("received", "fees", "refunds", "cash_income", "payouts")


@dataclass(frozen=True)
class Month:
    """`days`: those on which money moved, the first first."""

    month: date
    days: list[Day] = field(default_factory=list)

    @property
    def sums(self) -> Day:
        total = Day(self.month)
        for day in self.days:
            total.add(day)
        return total


def month_of(month: date) -> Month:
    """What moved on each day of the Thai month that `month` falls in."""
    first = month.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    day = _thai_day()
    total = func.sum(LedgerEntry.amount_satang)
    asked = (
        select(day, LedgerTransaction.kind, LedgerEntry.account, total)
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerTransaction.at >= _begin(first), LedgerTransaction.at < _begin(after))
        .group_by(day, LedgerTransaction.kind, LedgerEntry.account)
        .order_by(day)
    )
    days: dict[str, Day] = {}
    for text, kind, account, satang in db.session.execute(asked):
        for name, belongs in _BELONGS.items():
            if sign := belongs(kind, account):
                found = days.setdefault(text, Day(date.fromisoformat(text)))
                setattr(found, name, getattr(found, name) + sign * int(satang))
    return Month(first, list(days.values()))


def balances() -> dict[Account, int]:
    """What stands on every account, in satang: positive as is usual for it."""
    asked = select(LedgerEntry.account, func.sum(LedgerEntry.amount_satang)).group_by(LedgerEntry.account)
    found = dict(db.session.execute(asked).all())
    return {account: (-1 if account in OWED_ACCOUNTS else 1) * int(found.get(account, 0)) for account in Account}


def _sent_back(kind: str, account: Account) -> int:
    """Out of what Stripe holds, or out of the market's bank where a person sent it."""
    sent = (ledger.REFUND_SENT, ledger.REFUND_BOUNCED, ledger.REFUND_SETTLED)
    return -1 if kind in sent and account in (Account.STRIPE_CLEARING, Account.BANK) else 0


_BELONGS: dict[str, Callable[[str, Account], int]] = {
    "received": lambda kind, account: int(kind in (ledger.PAYMENT, ledger.UNALLOCATED) and account is Account.STRIPE_CLEARING),
    "fees": lambda kind, account: int(account is Account.STRIPE_FEES),
    "refunds": _sent_back,
    "cash_income": lambda kind, account: -1 if account is Account.GROUP_DIRECT_INCOME else 0,
    "payouts": lambda kind, account: -1 if kind in _PAYOUTS and account is Account.BANK else 0,
}


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BANGKOK).astimezone(UTC)


def _thai_day():
    """`2026-03-01`: Thailand keeps UTC+7 all year, and each database writes a day in its own way."""
    if db.session.get_bind().dialect.name == "sqlite":
        return func.strftime("%Y-%m-%d", LedgerTransaction.at, "+7 hours")
    return func.to_char(func.timezone("Asia/Bangkok", LedgerTransaction.at), "YYYY-MM-DD")
