"""What a group earned, read from the ledger: never from the orders."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Select, func, select

from shop.kernel.clock import BANGKOK, today
from shop.kernel.database import db
from shop.orders.models import Order
from shop.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Refund, RefundStatus

PAGE = 50
INCOME = (LedgerAccount.GROUP_DIRECT_INCOME,)


@dataclass(frozen=True)
class MonthOfIncome:
    """`month`: its first day in Thailand."""

    month: date
    satang: int
    order_count: int


@dataclass(frozen=True)
class Income:
    """One order's income."""

    transaction_id: int
    at: datetime
    satang: int
    order: Order


def earned_in_month(group_id: int, month: date) -> MonthOfIncome:
    """What the group earned in the Thai month that `month` falls in."""
    asked = _entries(select(func.coalesce(-func.sum(LedgerEntry.amount_satang), 0), func.count(LedgerEntry.id)), group_id, month)
    satang, count = db.session.execute(asked).one()
    return MonthOfIncome(month.replace(day=1), int(satang), count)


def earned_this_month(group_id: int) -> MonthOfIncome:
    return earned_in_month(group_id, today())


def earned_by_month(group_id: int) -> list[MonthOfIncome]:
    """Every month in which the group earned something, the newest first."""
    month = _thai_month()
    asked = _entries(select(month, -func.sum(LedgerEntry.amount_satang), func.count(LedgerEntry.id)), group_id)
    rows = db.session.execute(asked.group_by(month).order_by(month.desc()))
    return [MonthOfIncome(date.fromisoformat(f"{text}-01"), int(satang), count) for text, satang, count in rows]


def income_of_orders(
    group_id: int, month: date | None = None, before_id: int | None = None, limit: int | None = PAGE
) -> list[Income]:
    """Income by order, the newest first, with each order; `before_id` goes on after the last one shown, limit None is all."""
    asked = _entries(select(LedgerTransaction.id, LedgerTransaction.at, -LedgerEntry.amount_satang, Order), group_id, month)
    asked = asked.join(Order, Order.id == LedgerTransaction.order_id).order_by(LedgerTransaction.id.desc())
    if before_id is not None:
        asked = asked.where(LedgerTransaction.id < before_id)
    return [Income(*row) for row in db.session.execute(asked.limit(limit) if limit else asked)]


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


def _entries(asked: Select, group_id: int, month: date | None = None) -> Select:
    asked = asked.select_from(LedgerEntry).join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
    asked = asked.where(LedgerEntry.group_id == group_id, LedgerEntry.account.in_(INCOME))
    if month:
        first, after = _bounds(month)
        asked = asked.where(LedgerTransaction.at >= first, LedgerTransaction.at < after)
    return asked


def _bounds(month: date) -> tuple[datetime, datetime]:
    first = datetime(month.year, month.month, 1, tzinfo=BANGKOK)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return first.astimezone(UTC), after.astimezone(UTC)


def _thai_month():
    """`2026-03`: Thailand keeps UTC+7 all year, and each database writes a month in its own way."""
    if db.session.get_bind().dialect.name == "sqlite":
        return func.strftime("%Y-%m", LedgerTransaction.at, "+7 hours")
    return func.to_char(func.timezone("Asia/Bangkok", LedgerTransaction.at), "YYYY-MM")
