"""What a group earned and is owed, read from the ledger: never from the orders."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import selectinload

from shop.kernel.clock import BANGKOK, today
from shop.kernel.database import db
from shop.orders.models import Order, Purchase
from shop.payments import ledger
from shop.payments.ledger import CASH_INCOME, CASH_RETURNED, EARNED, PROMPTPAY_INCOME, REFUND
from shop.payments.models import LedgerAccount as Account
from shop.payments.models import LedgerEntry, LedgerTransaction, Payment, Refund, RefundStatus

PAGE = 50
EARNING = (CASH_INCOME, PROMPTPAY_INCOME, EARNED)  # an order was paid for, and its goods arrived where that is waited for
INCOME = (*EARNING, CASH_RETURNED, REFUND)  # what makes and lessens income; payouts and adjustments are none


@dataclass(frozen=True)
class MonthOfIncome:
    """`month`: its first day in Thailand. `satang`: what was earned less what was given back of earlier earnings in it."""

    month: date
    satang: int
    order_count: int


@dataclass(frozen=True)
class Income:
    """What one order brought: goods and delivery as they were paid, less what was given back and the market's fee.

    Within one month only what that month moved: an order that was paid back later has a negative line then.
    """

    last_id: int  # of its transactions
    at: datetime
    satang: int
    fee_satang: int
    is_earned: bool  # its goods arrived in the time asked for
    order: Order

    @property
    def goods_satang(self) -> int:
        return self.order.items_satang - self.order.called_off_satang if self.is_earned else 0

    @property
    def shipping_satang(self) -> int:
        return self.order.shipping_satang if self.is_earned else 0

    @property
    def given_back_satang(self) -> int:
        return self.goods_satang + self.shipping_satang - self.fee_satang - self.satang


class Moved(NamedTuple):
    """By how much an order's income moved in a month: satang, and whether it was earned in it (1) or only given back (0)."""

    order_id: int
    group_id: int
    satang: int
    times: int


@dataclass(frozen=True)
class Standing:
    """Where a group's money that the market collected stands now."""

    waiting_satang: int  # paid, the goods have not arrived
    owed_satang: int  # earned, and owed by the market


def earned_in_month(group_id: int, month: date) -> MonthOfIncome:
    """What the group earned in the Thai month that `month` falls in."""
    satang, count = db.session.execute(_income(select(_total(), _count_of_orders()), group_id, month)).one()
    return MonthOfIncome(month.replace(day=1), int(satang), count)


def earned_this_month(group_id: int) -> MonthOfIncome:
    return earned_in_month(group_id, today())


def earned_by_month(group_id: int) -> list[MonthOfIncome]:
    """Every month in which the group's income moved, the newest first."""
    month = _thai_month()
    asked = _income(select(month, _total(), _count_of_orders()), group_id).group_by(month).order_by(month.desc())
    return [
        MonthOfIncome(date.fromisoformat(f"{text}-01"), int(satang), count) for text, satang, count in db.session.execute(asked)
    ]


def income_of_orders(
    group_id: int, month: date | None = None, before_id: int | None = None, limit: int | None = PAGE
) -> list[Income]:
    """Income by order, the last moved first; `before_id` goes on after the last one shown, limit None is all."""
    fee = func.coalesce(func.sum(case((LedgerEntry.account == Account.MARKET_FEE, -LedgerEntry.amount_satang), else_=0)), 0)
    last = func.max(LedgerTransaction.id)
    times = func.count(case((LedgerTransaction.kind.in_(EARNING), 1)))
    columns = (LedgerTransaction.order_id, last, func.max(LedgerTransaction.at), _total(), fee, times)
    asked = _income(select(*columns), group_id, month, _IS_INCOME_OR_FEE).group_by(LedgerTransaction.order_id)
    if before_id is not None:
        asked = asked.having(last < before_id)
    rows = db.session.execute(asked.order_by(last.desc()).limit(limit)).all()
    orders = {order.id: order for order in db.session.scalars(select(Order).where(Order.id.in_([row[0] for row in rows])))}
    return [
        Income(last_id, at, int(satang), int(fee_satang), bool(times), orders[order_id])
        for order_id, last_id, at, satang, fee_satang, times in rows
    ]


def count_orders_of_income(group_id: int, month: date) -> int:
    """How many lines income_of_orders has in that month: those given back in it too."""
    return db.session.scalar(_income(select(func.count(func.distinct(LedgerTransaction.order_id))), group_id, month))


def income_of_each_order(group_id: int | None, order_ids: Select) -> dict[int, int]:
    """Order id to satang, over all time, of these orders; group_id None: whoever's they are."""
    asked = _income(select(LedgerTransaction.order_id, _total()), group_id).where(LedgerTransaction.order_id.in_(order_ids))
    return {order_id: int(satang) for order_id, satang in db.session.execute(asked.group_by(LedgerTransaction.order_id))}


def moved_in_month(month: date) -> list[Moved]:
    """Every order whose income moved in a Thai month, whoever's it is."""
    columns = (LedgerTransaction.order_id, LedgerEntry.group_id, _total(), _count_of_orders())
    asked = _income(select(*columns), None, month).group_by(LedgerTransaction.order_id, LedgerEntry.group_id)
    return [Moved(order_id, group_id, int(satang), int(times)) for order_id, group_id, satang, times in db.session.execute(asked)]


def months_of_income(moved_since: datetime | None = None) -> list[date]:
    """Thai months in which income moved, oldest first; of those orders alone that something moved of since then."""
    asked = _income(select(_thai_month().label("month")), None)
    if moved_since:
        orders = _income(select(LedgerTransaction.order_id), None).where(LedgerTransaction.at >= moved_since)
        asked = asked.where(LedgerTransaction.order_id.in_(orders))
    return [date.fromisoformat(f"{text}-01") for text in sorted(db.session.scalars(asked.distinct()))]


def income_by_month_and_group() -> dict[tuple[date, int], int]:
    """Satang by Thai month (its first day) and group id, over all time."""
    month = _thai_month()
    asked = _income(select(month, LedgerEntry.group_id, _total()), None).group_by(month, LedgerEntry.group_id)
    return {(date.fromisoformat(f"{text}-01"), group_id): int(satang) for text, group_id, satang in db.session.execute(asked)}


def first_and_last_sales() -> list[tuple[int, datetime, datetime]]:
    """(group id, when it earned first, when last) of every group that did."""
    at = LedgerTransaction.at
    asked = _income(select(LedgerEntry.group_id, func.min(at), func.max(at)), None).where(LedgerTransaction.kind.in_(EARNING))
    return [tuple(row) for row in db.session.execute(asked.group_by(LedgerEntry.group_id))]


def paid_purchases() -> list[tuple[int | None, str, datetime]]:
    """(account id, telephone, when a group first earned of it) of every purchase that was earned of, oldest first."""
    first = func.min(LedgerTransaction.at)
    asked = select(Purchase.account_id, Purchase.phone, first).select_from(LedgerTransaction)
    asked = asked.join(Order, Order.id == LedgerTransaction.order_id).join(Purchase, Purchase.id == Order.purchase_id)
    asked = asked.where(LedgerTransaction.kind.in_(EARNING)).group_by(Purchase.id, Purchase.account_id, Purchase.phone)
    return [tuple(row) for row in db.session.execute(asked.order_by(first, Purchase.id))]


def income_in_all(group_id: int) -> tuple[int, int]:
    """(satang, orders) over all time."""
    satang, count = db.session.execute(_income(select(_total(), _count_of_orders()), group_id)).one()
    return int(satang), count


def standing(group_id: int) -> Standing:
    return Standing(
        waiting_satang=-ledger.balance(Account.BUYER_FUNDS, group_id=group_id),
        owed_satang=-ledger.balance(Account.GROUP_PAYABLE, group_id=group_id),
    )


def payments_of_purchase(purchase_id: int) -> list[Payment]:
    """Paid or not, with their refunds: what covers several orders first, then each order's own; their places never change."""
    asked = select(Payment).where(Payment.purchase_id == purchase_id).options(selectinload(Payment.refunds))
    return list(db.session.scalars(asked.order_by(Payment.order_id.is_not(None), Payment.order_id)))


def bounds(month: date) -> tuple[datetime, datetime]:
    """The moments at which a Thai month begins and the next one does."""
    first = datetime(month.year, month.month, 1, tzinfo=BANGKOK)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first.astimezone(UTC), after.astimezone(UTC)


def refunds_of_order(order_id: int) -> list[Refund]:
    """What was given back of an order, or is to be, oldest first."""
    return list(db.session.scalars(select(Refund).where(Refund.order_id == order_id).order_by(Refund.id)))


def refund_of_order(refund_id: int, order_id: int) -> Refund | None:
    return db.session.scalar(select(Refund).where(Refund.id == refund_id, Refund.order_id == order_id))


def refunds_owed(group_id: int | None = None, limit: int = PAGE) -> list[tuple[Refund, Order]]:
    """Cash that groups still have to give back (one group's, or all), the oldest first, each with its order."""
    asked = select(Refund, Order).join(Order, Order.id == Refund.order_id).where(Refund.status == RefundStatus.OWED)
    if group_id is not None:
        asked = asked.where(Order.group_id == group_id)
    return [tuple(row) for row in db.session.execute(asked.order_by(Refund.id).limit(limit))]


def count_refunds_owed(group_id: int | None = None) -> int:
    asked = select(func.count(Refund.id)).where(Refund.status == RefundStatus.OWED)
    if group_id is not None:
        asked = asked.join(Order, Order.id == Refund.order_id).where(Order.group_id == group_id)
    return db.session.scalar(asked)


_IS_OF_INCOME = LedgerTransaction.kind.in_(INCOME)
_IS_INCOME = and_(LedgerEntry.account.in_((Account.GROUP_DIRECT_INCOME, Account.GROUP_PAYABLE)), _IS_OF_INCOME)
_IS_INCOME_OR_FEE = or_(_IS_INCOME, and_(LedgerEntry.account == Account.MARKET_FEE, _IS_OF_INCOME))


def _income(asked: Select, group_id: int | None, month: date | None = None, which: ColumnElement[bool] = _IS_INCOME) -> Select:
    asked = asked.select_from(LedgerEntry).join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
    asked = asked.where(which)
    if group_id is not None:
        asked = asked.where(LedgerEntry.group_id == group_id)
    if month:
        first, after = bounds(month)
        asked = asked.where(LedgerTransaction.at >= first, LedgerTransaction.at < after)
    return asked


def _total() -> ColumnElement[int]:
    return func.coalesce(-func.sum(case((_IS_INCOME, LedgerEntry.amount_satang), else_=0)), 0)


def _count_of_orders() -> ColumnElement[int]:
    return func.count(case((and_(_IS_INCOME, LedgerTransaction.kind.in_(EARNING)), 1)))


def _thai_month():
    """`2026-03`: Thailand keeps UTC+7 all year, and each database writes a month in its own way."""
    if db.session.get_bind().dialect.name == "sqlite":
        return func.strftime("%Y-%m", LedgerTransaction.at, "+7 hours")
    return func.to_char(func.timezone("Asia/Bangkok", LedgerTransaction.at), "YYYY-MM")
