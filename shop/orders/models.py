"""Purchases and their orders: one checkout, and the part of it that each group fulfils."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop.catalogue.models import ProductRevision, Variant
from shop.kernel.clock import now
from shop.kernel.database import db, enum_column, index_where
from shop.kernel.secrets import Encrypted
from shop.orders.states import OrderStatus

BOOTH = "booth"  # the shipping kind of what a buyer took along: no option of a group
TO_ASK = "review_asked_at IS NULL"


class PaymentMethod(StrEnum):
    """How an order is paid. Stripe covers a whole purchase; the others are one payment per order."""

    CASH = "cash"  # from hand to hand, as the goods: at a booth
    COD = "cod"
    PICKUP = "pickup"
    PROMPTPAY = "promptpay"
    STRIPE = "stripe"


class Purchase(db.Model):
    """One checkout. Whoever holds its link's key may follow it: the digest knows it, the sealed one goes out with notices.

    Of what was sold at a booth nobody knows who bought it: name and phone are empty, and the key was given to nobody.
    """

    __tablename__ = "purchases"
    __table_args__ = (Index(None, "phone", "code"), Index(None, "account_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    checkout_token: Mapped[str] = mapped_column(String(64), unique=True)  # digest of the form's token
    key_digest: Mapped[str] = mapped_column(String(64))
    link_key: Mapped[str] = mapped_column(Encrypted)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(16))  # E.164
    email: Mapped[str | None] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(2), default="th")
    network: Mapped[str | None] = mapped_column(String(64))  # fingerprint of where it was placed from; forgotten after a month
    total_satang: Mapped[int]
    placed_at: Mapped[datetime] = mapped_column(default=now)

    orders: Mapped[list["Order"]] = relationship(back_populates="purchase", order_by="Order.id")


class Order(db.Model):
    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("items_satang > 0", name="items_positive"),
        CheckConstraint("shipping_satang >= 0", name="shipping_not_negative"),
        CheckConstraint("total_satang = items_satang + shipping_satang", name="total_adds_up"),
        CheckConstraint(
            "called_off_satang >= 0 AND refunded_satang >= 0 AND called_off_satang + refunded_satang <= total_satang",
            name="gives_back_at_most_all",
        ),
        CheckConstraint("fee_basis_points BETWEEN 0 AND 10000", name="fee_is_a_share"),
        Index(None, "group_id", "status", "id"),
        Index(None, "status", "acts_at"),
        index_where("ix_orders_booth_fair_id", "booth_fair_id", where="booth_fair_id IS NOT NULL"),
        index_where("ix_orders_review_to_ask", "received_at", where=TO_ASK),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    purchase_id: Mapped[int] = mapped_column(ForeignKey("purchases.id"), index=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    status: Mapped[OrderStatus] = mapped_column(enum_column(OrderStatus))
    payment_method: Mapped[PaymentMethod] = mapped_column(enum_column(PaymentMethod))
    items_satang: Mapped[int]
    shipping_satang: Mapped[int]
    total_satang: Mapped[int]
    called_off_satang: Mapped[int] = mapped_column(default=0, server_default="0")  # of pieces taken off before anything was paid
    refunded_satang: Mapped[int] = mapped_column(default=0, server_default="0")  # asked back after it was paid
    fee_basis_points: Mapped[int] = mapped_column(default=0, server_default="0")  # the market's share of it, as agreed that day

    # As chosen at checkout; the option itself may change later.
    shipping_kind: Mapped[str] = mapped_column(String(20))
    shipping_name: Mapped[str] = mapped_column(String(80), default="")
    recipient_name: Mapped[str] = mapped_column(String(120))
    recipient_phone: Mapped[str] = mapped_column(String(16))
    line1: Mapped[str] = mapped_column(String(200), default="")
    subdistrict: Mapped[str] = mapped_column(String(80), default="")
    district: Mapped[str] = mapped_column(String(80), default="")
    province: Mapped[str] = mapped_column(String(80), default="")
    postcode: Mapped[str] = mapped_column(String(5), default="")
    note: Mapped[str] = mapped_column(String(500), default="")

    carrier: Mapped[str | None] = mapped_column(String(40))
    tracking_number: Mapped[str | None] = mapped_column(String(40))
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")

    booth_fair_id: Mapped[int | None]  # sold hand to hand at the group's booth of this fair (fairs.id); None: bought on the web
    placed_at: Mapped[datetime] = mapped_column(default=now)
    accepted_at: Mapped[datetime | None]
    packed_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # cancelled, expired or returned to sender
    reminded_at: Mapped[datetime | None]
    acts_at: Mapped[datetime | None]  # when time acts next if nobody does
    review_asked_at: Mapped[datetime | None]  # once; or it was found that there is nothing to ask
    label_printed_at: Mapped[datetime | None]  # as it stands: a corrected address wants a new one

    purchase: Mapped[Purchase] = relationship(back_populates="orders")
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order", order_by="OrderLine.id")

    @property
    def due_satang(self) -> int:
        """What is to be paid for it, or was."""
        return self.total_satang - self.called_off_satang

    @property
    def kept_satang(self) -> int:
        """What the group may keep of it, less the market's fee."""
        return self.due_satang - self.refunded_satang

    @property
    def goods_kept_satang(self) -> int:
        """Of the pieces that are neither called off nor returned."""
        return sum(line.unit_price_satang * line.kept_quantity for line in self.lines)

    @property
    def goods_due_satang(self) -> int:
        """Of the pieces that are sent, or were."""
        return sum(line.unit_price_satang * line.sent_quantity for line in self.lines)

    @property
    def given_back_satang(self) -> int:
        """Beside the price of called-off pieces: what the buyer no longer pays, or was given back."""
        return self.goods_due_satang + self.shipping_satang - self.kept_satang

    @property
    def shipping_kept_satang(self) -> int:
        """Of delivery, what has not been given back: what is left of an order that is under way or arrived, its pieces apart."""
        return min(self.shipping_satang, max(0, self.kept_satang - self.goods_kept_satang))


class OrderLine(db.Model):
    """What was bought, as it was called and priced on that day."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="some"),
        CheckConstraint("total_satang = unit_price_satang * quantity", name="total_adds_up"),
        CheckConstraint(
            "cancelled_quantity >= 0 AND returned_quantity >= 0 AND cancelled_quantity + returned_quantity <= quantity",
            name="gives_back_at_most_all",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    revision_id: Mapped[int | None]  # the approved revision it was sold by
    title: Mapped[str] = mapped_column(String(200))
    variant_name: Mapped[str] = mapped_column(String(80), default="")
    sku: Mapped[str] = mapped_column(String(40), default="")
    unit_price_satang: Mapped[int]
    quantity: Mapped[int]
    total_satang: Mapped[int]
    weight_grams: Mapped[int | None]
    takes_stock: Mapped[bool] = mapped_column(default=True, server_default=true())  # else made for this order alone, as agreed
    is_returnable: Mapped[bool] = mapped_column(default=True, server_default=true())  # else only where it is faulty
    cancelled_quantity: Mapped[int] = mapped_column(default=0, server_default="0")  # pieces taken off before it was sent
    returned_quantity: Mapped[int] = mapped_column(default=0, server_default="0")  # pieces the buyer was given money back for
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fairs.id"), index=True)  # whose page brought the buyer here
    code_id: Mapped[int | None] = mapped_column(index=True)  # the printed code that did (short_codes.id; codes are never removed)

    revision: Mapped[ProductRevision | None] = relationship(
        primaryjoin="foreign(OrderLine.revision_id) == ProductRevision.id", viewonly=True
    )
    variant: Mapped[Variant] = relationship(viewonly=True)
    order: Mapped[Order] = relationship(back_populates="lines")

    @property
    def sent_quantity(self) -> int:
        """Pieces that are sent, or will be."""
        return self.quantity - self.cancelled_quantity

    @property
    def kept_quantity(self) -> int:
        """Pieces the buyer has paid for and not given back."""
        return self.sent_quantity - self.returned_quantity
