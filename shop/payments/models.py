"""Payments, and the double-entry ledger: each transaction's entries sum to zero, rows are only ever added."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column
from shop.orders.models import PaymentMethod


class PaymentStatus(StrEnum):
    PENDING = "pending"
    PAID = "paid"
    CANCELLED = "cancelled"


class Payment(db.Model):
    """What is to be paid: for one order (cash, PromptPay) or for a whole purchase (`order_id` empty)."""

    __tablename__ = "payments"
    __table_args__ = (CheckConstraint("amount_satang > 0", name="some"), Index(None, "status", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), unique=True)
    method: Mapped[PaymentMethod] = mapped_column(enum_column(PaymentMethod))
    status: Mapped[PaymentStatus] = mapped_column(enum_column(PaymentStatus), default=PaymentStatus.PENDING)
    amount_satang: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=now)
    paid_at: Mapped[datetime | None]


class LedgerAccount(StrEnum):
    """Debit is positive, credit negative."""

    GROUP_CASH = "group_cash"  # money that is in the group's own hands
    GROUP_DIRECT_INCOME = "group_direct_income"  # what the group earned without the market touching it


class LedgerTransaction(db.Model):
    """One event that moved money. `key` is what makes it happen once."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (Index(None, "order_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)  # "order:<id>:cash"
    kind: Mapped[str] = mapped_column(String(40))
    order_id: Mapped[int | None]
    purchase_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(default=now)

    entries: Mapped[list["LedgerEntry"]] = relationship(back_populates="transaction", order_by="LedgerEntry.id")


class LedgerEntry(db.Model):
    __tablename__ = "ledger_entries"
    __table_args__ = (CheckConstraint("amount_satang <> 0", name="moves"), Index(None, "account", "group_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    transaction_id: Mapped[int] = mapped_column(ForeignKey("ledger_transactions.id"), index=True)
    account: Mapped[LedgerAccount] = mapped_column(enum_column(LedgerAccount))
    group_id: Mapped[int | None]
    amount_satang: Mapped[int]  # debit positive, credit negative

    transaction: Mapped[LedgerTransaction] = relationship(back_populates="entries")
