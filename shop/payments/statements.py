"""A group's month, transaction by transaction: what the market owed it at the beginning, what moved, what it owes at the end.

Everything that touches GROUP_PAYABLE is in it, whatever its kind, so that the end is the ledger's to the satang. Cash, which the
market never held, stands beside it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from shop.groups.models import Group
from shop.kernel.database import db
from shop.orders.models import Order
from shop.payments.models import LedgerAccount as Account
from shop.payments.models import LedgerEntry, LedgerTransaction
from shop.payments.queries import bounds


@dataclass(frozen=True)
class Movement:
    """One transaction of the ledger as it touches the group. Satang; what makes the group richer is positive.

    `gross`: before the market's fee; `fee`: negative where it is taken; `net`: what the market owes more or less for it.
    """

    at: datetime
    kind: str  # a kind of shop.payments.ledger
    order_code: str  # empty where it is of no order
    gross_satang: int
    fee_satang: int
    net_satang: int
    owed_after_satang: int  # by the market, after it
    cash_satang: int  # in the group's own hands


@dataclass(frozen=True)
class Statement:
    """`month`: its first day."""

    group: Group
    month: date
    opening_satang: int
    movements: list[Movement]  # of what the market owes
    cash: list[Movement]  # of what the group was paid itself

    @property
    def closing_satang(self) -> int:
        return self.opening_satang + sum(movement.net_satang for movement in self.movements)

    @property
    def cash_satang(self) -> int:
        return sum(movement.cash_satang for movement in self.cash)

    def by_kind(self) -> dict[str, int]:
        """What the market owes more or less, by kind, the fee apart under `fee`; sums to closing less opening."""
        sums: dict[str, int] = {}
        for movement in self.movements:
            sums[movement.kind] = sums.get(movement.kind, 0) + movement.gross_satang
        fee = sum(movement.fee_satang for movement in self.movements)
        return sums | ({"fee": fee} if fee else {})


def statement_of(group: Group, month: date) -> Statement:
    """Of the Thai month that `month` falls in; the movements in the order they were written."""
    first, after = bounds(month)
    opening = -_owed_before(group.id, first)
    owed, movements, cash = opening, [], []
    for row in _rows(group.id, first, after):
        net, fee = -int(row.payable), int(row.fee)
        owed += net
        movement = Movement(row.at, row.kind, row.code or "", net - fee, fee, net, owed, -int(row.direct))
        if movement.gross_satang or net:
            movements.append(movement)
        if movement.cash_satang:
            cash.append(movement)
    return Statement(group, month.replace(day=1), opening, movements, cash)


def _owed_before(group_id: int, moment: datetime) -> int:
    asked = select(func.coalesce(func.sum(LedgerEntry.amount_satang), 0)).join(LedgerEntry.transaction)
    asked = asked.where(LedgerEntry.account == Account.GROUP_PAYABLE, LedgerEntry.group_id == group_id)
    return int(db.session.scalar(asked.where(LedgerTransaction.at < moment)))


def _rows(group_id: int, first: datetime, after: datetime):
    """A transaction a row. The market's fee is a debit to the group though its account is credited."""
    accounts = (Account.GROUP_PAYABLE, Account.MARKET_FEE, Account.GROUP_DIRECT_INCOME)
    asked = (
        select(
            LedgerTransaction.at,
            LedgerTransaction.kind,
            Order.code,
            _sum_of(Account.GROUP_PAYABLE).label("payable"),
            _sum_of(Account.MARKET_FEE).label("fee"),
            _sum_of(Account.GROUP_DIRECT_INCOME).label("direct"),
        )
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .outerjoin(Order, Order.id == LedgerTransaction.order_id)
        .where(LedgerEntry.group_id == group_id, LedgerEntry.account.in_(accounts))
        .where(LedgerTransaction.at >= first, LedgerTransaction.at < after)
        .group_by(LedgerTransaction.id, LedgerTransaction.at, LedgerTransaction.kind, Order.code)
        .order_by(LedgerTransaction.at, LedgerTransaction.id)
    )
    return db.session.execute(asked)


def _sum_of(account: Account) -> ColumnElement[int]:
    return func.coalesce(func.sum(LedgerEntry.amount_satang).filter(LedgerEntry.account == account), 0)
