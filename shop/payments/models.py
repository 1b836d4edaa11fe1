"""Payments and refunds, and the double-entry ledger: each transaction's entries sum to zero, rows are only ever added."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, unique_where
from shop.kernel.secrets import Encrypted
from shop.orders.models import PaymentMethod, Purchase


class PaymentStatus(StrEnum):
    """Paid payments stay paid, whatever was given back since: `refunded_satang` says how much."""

    PENDING = "pending"
    PAID = "paid"
    EXPIRED = "expired"  # nobody paid in time
    FAILED = "failed"  # the bank refused
    CANCELLED = "cancelled"  # the order or purchase was called off before it was paid
    MISMATCH = "mismatch"  # another amount came than was asked: it goes back


class Payment(db.Model):
    """What is to be paid: for one order (cash, PromptPay), or for all of a purchase that Stripe collects (`order_id` empty)."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount_satang > 0", name="some"),
        CheckConstraint("refunded_satang BETWEEN 0 AND received_satang", name="refunded_from_received"),
        Index(None, "status", "id"),
        unique_where("uq_payments_of_whole_purchase", "purchase_id", where="order_id IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), unique=True)
    method: Mapped[PaymentMethod] = mapped_column(enum_column(PaymentMethod))
    status: Mapped[PaymentStatus] = mapped_column(enum_column(PaymentStatus), default=PaymentStatus.PENDING)
    amount_satang: Mapped[int]
    received_satang: Mapped[int] = mapped_column(default=0, server_default="0")
    refunded_satang: Mapped[int] = mapped_column(default=0, server_default="0")  # asked back, whether or not it has arrived yet
    created_at: Mapped[datetime] = mapped_column(default=now)
    paid_at: Mapped[datetime | None]
    pay_to: Mapped[dict | None] = mapped_column(Encrypted)  # where PromptPay goes, as the group said on that day: a PayTo

    # Stripe's part. The session is asked for with a key of ours, kept here, so that asking twice makes one.
    session_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    session_requested_at: Mapped[datetime | None]
    session_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    session_url: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None]  # when Stripe ends the session
    hold_until: Mapped[datetime | None]  # the goods are held so long at least, and until Stripe says that nobody paid
    called_off_at: Mapped[datetime | None]  # the buyer wants it no more: its session's end is her doing, not time's
    confirming_at: Mapped[datetime | None]  # the buyer has done her part, the bank has not answered yet
    intent_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    instrument: Mapped[str | None] = mapped_column(String(40))  # what she paid with: "card", "promptpay"
    fee_satang: Mapped[int | None]  # Stripe's own
    late_at: Mapped[datetime | None]  # the money came when the goods were no longer held
    failure: Mapped[str] = mapped_column(String(80), default="", server_default="")
    asked_at: Mapped[datetime | None]  # when Stripe was last asked how it stands

    purchase: Mapped[Purchase] = relationship()
    refunds: Mapped[list["Refund"]] = relationship(back_populates="payment", order_by="Refund.id")


class RefundCause(StrEnum):
    CANCELLED = "cancelled"  # the whole order, before it was sent; or a sale at a booth that never was
    CALLED_OFF = "called_off"  # some of its pieces, before it was sent
    RETURNED = "returned"
    RETURNED_TO_SENDER = "returned_to_sender"
    LATE = "late"
    MISMATCH = "mismatch"
    OUTSIDE = "outside"  # made at the provider's own pages, not here


class RefundStatus(StrEnum):
    REQUESTED = "requested"  # decided here, Stripe not asked yet
    PENDING = "pending"  # Stripe is at it
    SUCCEEDED = "succeeded"
    FAILED = "failed"  # somebody of the office has to send it another way
    OWED = "owed"  # the group holds the money, cash or PromptPay, and gives it back itself
    SETTLED = "settled"  # given back outside Stripe, with evidence


class Refund(db.Model):
    """Money on its way back to a buyer. `order_id` is empty where no order was made of what came."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount_satang > 0", name="some"), Index(None, "status", "id"), Index(None, "order_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    amount_satang: Mapped[int]
    cause: Mapped[RefundCause] = mapped_column(enum_column(RefundCause))
    status: Mapped[RefundStatus] = mapped_column(enum_column(RefundStatus))
    key: Mapped[str] = mapped_column(String(64), unique=True)  # asked of Stripe under this, however often
    provider_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    failure: Mapped[str] = mapped_column(String(80), default="")
    reference: Mapped[str] = mapped_column(String(200), default="")  # of a transfer made by hand
    requested_at: Mapped[datetime] = mapped_column(default=now)
    requested_by: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None]

    payment: Mapped[Payment] = relationship(back_populates="refunds")


class DisputeStatus(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Dispute(db.Model):
    """A buyer has asked her card's bank for the money back, and the bank has taken it for the time being."""

    __tablename__ = "disputes"
    __table_args__ = (CheckConstraint("amount_satang > 0", name="some"), Index(None, "status", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), index=True)
    provider_id: Mapped[str] = mapped_column(String(120), unique=True)
    amount_satang: Mapped[int]
    fee_satang: Mapped[int] = mapped_column(default=0)
    status: Mapped[DisputeStatus] = mapped_column(enum_column(DisputeStatus), default=DisputeStatus.OPEN)
    reason: Mapped[str] = mapped_column(String(80), default="")
    answer_by: Mapped[datetime | None]
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]


class ProviderEvent(db.Model):
    """What the payment provider told us, written with the change it makes: the same event changes nothing twice."""

    __tablename__ = "provider_events"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]  # by the provider's clock
    received_at: Mapped[datetime] = mapped_column(default=now)


class LedgerAccount(StrEnum):
    """Debit is positive, credit negative: what there is (clearing, bank, disputed) stands positive, what is owed negative."""

    GROUP_CASH = "group_cash"  # money that is in the group's own hands
    GROUP_DIRECT_INCOME = "group_direct_income"  # what the group earned without the market touching it
    STRIPE_CLEARING = "stripe_clearing"  # what Stripe holds for the market
    STRIPE_FEES = "stripe_fees"  # what Stripe kept
    BUYER_FUNDS = "buyer_funds"  # paid for goods that have not arrived yet: still the buyer's
    GROUP_PAYABLE = "group_payable"  # earned by the group, and owed to it
    MARKET_FEE = "market_fee"
    REFUNDS = "refunds"  # owed to buyers, on its way back
    UNALLOCATED = "unallocated"  # came without an order that could take it
    DISPUTED = "disputed"  # taken by a card's bank until it has decided
    BANK = "bank"  # the market's own account
    ADJUSTMENTS = "adjustments"  # put right by two officials, with a reason


class LedgerTransaction(db.Model):
    """One event that moved money. `key` is what makes it happen once."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (Index(None, "order_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)  # "order:<id>:cash", "refund:<id>:sent"
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
