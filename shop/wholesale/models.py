"""Requests, the groups they were sent to, and every quote that was ever given: one replaced is kept as it was."""

from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import Product, Variant
from shop.groups.models import Group
from shop.kernel.clock import BANGKOK, now
from shop.kernel.database import db, enum_column, unique_where
from shop.kernel.secrets import Encrypted
from shop.orders.models import Purchase
from shop.wholesale.states import InvitationStatus, QuoteStatus, RequestStatus


class WholesaleRequest(db.Model):
    """Asked of one to five groups. Who asked is sealed, and no group sees it: the order that comes of it names a receiver."""

    __tablename__ = "wholesale_requests"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("budget_satang IS NULL OR budget_satang > 0", name="budget_positive"),
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended_has_a_time"),
        Index("ix_wholesale_requests_closing", "status", "closes_at"),
        Index("ix_wholesale_requests_account", "account_id", "id"),
        Index("ix_wholesale_requests_asker", "asker_fingerprint", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    form_digest: Mapped[str] = mapped_column(String(64), unique=True)  # of the form's token: a second click asks nothing more
    key_digest: Mapped[str] = mapped_column(String(64))
    link_key: Mapped[str] = mapped_column(Encrypted)
    status: Mapped[RequestStatus] = mapped_column(enum_column(RequestStatus), default=RequestStatus.OPEN)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    asker_name: Mapped[str] = mapped_column(Encrypted)
    asker_phone: Mapped[str] = mapped_column(Encrypted)  # E.164
    asker_email: Mapped[str | None] = mapped_column(Encrypted)
    asker_fingerprint: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(2), default="th")

    words: Mapped[str] = mapped_column(Text)
    quantity: Mapped[int]
    needed_by: Mapped[date]
    province_code: Mapped[str] = mapped_column(String(2))
    district_code: Mapped[str] = mapped_column(String(4), default="")
    budget_satang: Mapped[int | None]  # a piece, at most
    wants_tax_invoice: Mapped[bool] = mapped_column(default=False, server_default=false())

    asked_at: Mapped[datetime] = mapped_column(default=now)
    closes_at: Mapped[datetime]  # the day it is needed by is over in Thailand
    ended_at: Mapped[datetime | None]

    wants: Mapped[list["WholesaleWant"]] = relationship(order_by="WholesaleWant.id")
    invitations: Mapped[list["WholesaleInvitation"]] = relationship(back_populates="request", order_by="WholesaleInvitation.id")


class WholesaleWant(db.Model):
    """A product that the buyer has in mind, and how many of it."""

    __tablename__ = "wholesale_wants"
    __table_args__ = (CheckConstraint("quantity > 0", name="some"), UniqueConstraint("request_id", "product_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("wholesale_requests.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    quantity: Mapped[int]

    product: Mapped[Product] = relationship(viewonly=True)


class WholesaleInvitation(db.Model):
    """One group's part in a request."""

    __tablename__ = "wholesale_invitations"
    __table_args__ = (
        UniqueConstraint("request_id", "group_id"),
        Index("ix_wholesale_invitations_group", "group_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("wholesale_requests.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    status: Mapped[InvitationStatus] = mapped_column(enum_column(InvitationStatus), default=InvitationStatus.NEW)
    decline_reason: Mapped[str] = mapped_column(Text, default="")

    group: Mapped[Group] = relationship(viewonly=True)
    request: Mapped[WholesaleRequest] = relationship(back_populates="invitations")
    quotes: Mapped[list["WholesaleQuote"]] = relationship(back_populates="invitation", order_by="WholesaleQuote.number")

    @property
    def offered(self) -> "WholesaleQuote | None":
        """What the buyer may accept now."""
        return next((quote for quote in self.quotes if quote.is_standing), None)


class WholesaleQuote(db.Model):
    """What a group would deliver of it, when and for how much. Never changed: a better one is another row."""

    __tablename__ = "wholesale_quotes"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("shipping_satang >= 0", name="shipping_not_negative"),
        CheckConstraint("(status = 'accepted') = (purchase_id IS NOT NULL)", name="accepted_has_its_order"),
        UniqueConstraint("invitation_id", "number"),
        unique_where("uq_wholesale_quotes_offered", "invitation_id", where="status = 'offered'"),
        Index("ix_wholesale_quotes_ending", "status", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("wholesale_invitations.id"))
    number: Mapped[int]
    status: Mapped[QuoteStatus] = mapped_column(enum_column(QuoteStatus), default=QuoteStatus.OFFERED)
    quantity: Mapped[int]  # of what was asked for: maybe less than was wanted
    ready_by: Mapped[date]
    shipping_satang: Mapped[int]
    includes: Mapped[str] = mapped_column(Text, default="")
    gives_tax_invoice: Mapped[bool] = mapped_column(default=False, server_default=false())
    valid_until: Mapped[datetime]
    purchase_id: Mapped[int | None] = mapped_column(ForeignKey("purchases.id"), unique=True)
    offered_at: Mapped[datetime] = mapped_column(default=now)
    offered_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]

    invitation: Mapped[WholesaleInvitation] = relationship(back_populates="quotes")
    lines: Mapped[list["WholesaleQuoteLine"]] = relationship(order_by="WholesaleQuoteLine.id")
    purchase: Mapped[Purchase | None] = relationship(viewonly=True)

    @property
    def is_standing(self) -> bool:
        return self.status is QuoteStatus.OFFERED and now() < self.valid_until

    @property
    def last_day(self) -> date:
        """In Thailand, whole."""
        return (self.valid_until - timedelta(seconds=1)).astimezone(BANGKOK).date()

    @property
    def items_satang(self) -> int:
        return sum(line.quantity * line.unit_price_satang for line in self.lines)

    @property
    def total_satang(self) -> int:
        return self.items_satang + self.shipping_satang


class WholesaleQuoteLine(db.Model):
    """Pieces of something that is on sale, at the price for this order. The price on sale stays as it is."""

    __tablename__ = "wholesale_quote_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("unit_price_satang > 0", name="price_positive"),
        UniqueConstraint("quote_id", "variant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_id: Mapped[int] = mapped_column(ForeignKey("wholesale_quotes.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    quantity: Mapped[int]
    unit_price_satang: Mapped[int]

    variant: Mapped[Variant] = relationship(viewonly=True)
