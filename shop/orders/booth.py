"""An order that was sold hand to hand: written down when the buyer has long gone, so it begins where others end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from shop.catalogue.models import Product, Variant
from shop.kernel.codes import digest, new_code, new_key
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.orders.models import BOOTH, Order, OrderLine, PaymentMethod, Purchase
from shop.orders.states import OrderStatus


@dataclass(frozen=True)
class Piece:
    """So many of one variant for so much each, in satang: what was asked at the table is what was paid."""

    variant_id: int
    quantity: int
    unit_price_satang: int

    @property
    def total_satang(self) -> int:
        return self.quantity * self.unit_price_satang


def claim_sale(name: str, total_satang: int) -> Purchase | None:
    """A purchase of nobody that is known, under a name that makes it happen once; None where another request was first."""
    key = new_key()
    purchase = Purchase(
        code=new_code(),
        checkout_token=digest(name),
        key_digest=digest(key),
        link_key=key,
        name="",
        phone="",
        total_satang=total_satang,
    )
    try:
        with db.session.begin_nested():
            db.session.add(purchase)
    except IntegrityError:
        if db.session.scalar(select(Purchase.id).where(Purchase.checkout_token == digest(name))) is None:
            raise
        return None
    return purchase


def variants_of_group(group_id: int, variant_ids: Sequence[int]) -> dict[int, Variant]:
    """By id, on sale or not, each with its product. Raises BadValue where one is another group's or never was."""
    asked = select(Variant).join(Variant.product).where(Variant.id.in_(variant_ids), Product.group_id == group_id)
    found = {variant.id: variant for variant in db.session.scalars(asked.options(selectinload(Variant.product)))}
    if found.keys() != set(variant_ids):
        raise BadValue("variant", "unknown")
    return found


def order_of_sale(
    purchase: Purchase, group_id: int, fair_id: int, method: PaymentMethod, pieces: Sequence[Piece], sold_at: datetime
) -> Order:
    """Received from its first moment; its lines come after the stock was moved. Nobody is asked for a review of it."""
    total = sum(piece.total_satang for piece in pieces)
    order = Order(
        code=new_code(),
        purchase_id=purchase.id,
        group_id=group_id,
        status=OrderStatus.RECEIVED,
        payment_method=method,
        items_satang=total,
        shipping_satang=0,
        total_satang=total,
        shipping_kind=BOOTH,
        recipient_name="",
        recipient_phone="",
        booth_fair_id=fair_id,
        placed_at=sold_at,
        delivered_at=sold_at,
        received_at=sold_at,
        review_asked_at=sold_at,
    )
    db.session.add(order)
    db.session.flush()
    return order


def line_of_sale(piece: Piece, variant: Variant, fair_id: int) -> OrderLine:
    """What was taken along, as it is called now, and as it was priced at the table."""
    product = variant.product
    return OrderLine(
        variant_id=variant.id,
        product_id=product.id,
        revision_id=product.published_revision_id,
        title=product.title,
        variant_name=variant.name,
        sku=variant.sku,
        unit_price_satang=piece.unit_price_satang,
        quantity=piece.quantity,
        total_satang=piece.total_satang,
        weight_grams=variant.weight_grams,
        fair_id=fair_id,
    )
