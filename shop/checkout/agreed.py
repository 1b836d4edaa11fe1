"""Place what a buyer and a group agreed on: at its own prices, of goods that are made for this one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from shop.catalogue.listing import lock_products
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.checkout.offer import AgreedWay, options_of
from shop.checkout.service import Address, Buyer, OfferChanged, check_slips, claim_token, order_of, payments_of, write_down
from shop.groups.income_details import groups_paid_directly
from shop.groups.models import Group, ShippingKind
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.orders.models import OrderLine, PaymentMethod, Purchase
from shop.payments.gateway import LEAST_SATANG
from shop.payments.methods import METHODS, methods_for


@dataclass(frozen=True)
class AgreedLine:
    """So many pieces at the agreed price. The pieces are made for the order: no stock is held for them."""

    variant_id: int
    quantity: int
    unit_price_satang: int

    @property
    def total_satang(self) -> int:
        return self.quantity * self.unit_price_satang


@dataclass(frozen=True)
class Agreement:
    """What one group delivers, and each way to get and to pay it."""

    group: Group
    lines: tuple[AgreedLine, ...]
    ways: tuple[AgreedWay, ...]

    @cached_property
    def items_satang(self) -> int:
        return sum(line.total_satang for line in self.lines)

    @property
    def methods(self) -> tuple[PaymentMethod, ...]:
        return tuple(method for method in METHODS if any(method in way.methods for way in self.ways))


def agreement_with(group: Group, lines: Sequence[AgreedLine], shipping_satang: int) -> Agreement:
    """With the ways that the group offers at this moment: sent at the agreed cost, or collected where it can be."""
    is_paid_directly = group.accepts_promptpay and group.id in groups_paid_directly([group.id])
    collecting = [option for option in options_of([group.id]).get(group.id, []) if option.kind is ShippingKind.COLLECT]
    wanted = [(ShippingKind.FLAT, "", shipping_satang)]
    wanted += [(ShippingKind.COLLECT, option.name, 0) for option in collecting[:1]]
    ways = [
        AgreedWay(kind, name, cost, methods_for(group, kind, is_paid_directly=is_paid_directly)) for kind, name, cost in wanted
    ]
    return Agreement(group, tuple(lines), tuple(way for way in ways if way.methods))


def way_of(agreement: Agreement, shipping: str, method: PaymentMethod | None) -> AgreedWay:
    """The way that was chosen. Raises BadValue of `shipping` or `payment_method`."""
    way = next((way for way in agreement.ways if way.value == shipping), None)
    if way is None:
        raise BadValue("shipping", "not_offered")
    if method not in way.methods:
        raise BadValue("payment_method", "not_offered")
    if method is PaymentMethod.STRIPE and agreement.items_satang + way.cost_satang < LEAST_SATANG:
        raise BadValue("payment_method", "too_small")
    return way


def place_agreed(
    agreement: Agreement,
    token: str,
    buyer: Buyer,
    address: Address,
    shipping: str,
    method: PaymentMethod | None,
    note: str,
    actor: Actor,
) -> Purchase:
    """One order with its payment, as from any checkout; the caller sees to it that it is asked once.

    Raises OfferChanged where the goods or their group are no longer on sale, BadValue of `shipping` or `payment_method`.
    """
    way = way_of(agreement, shipping, method)
    check_slips(buyer, method is PaymentMethod.PROMPTPAY)
    goods = _goods(agreement)
    purchase = claim_token(token, buyer, agreement.items_satang + way.cost_satang)
    if purchase is None:
        raise OfferChanged
    order = order_of(purchase, agreement.group.id, agreement.items_satang, way, method, buyer, address, note)
    db.session.flush()
    db.session.add_all(payments_of([order]))
    order.lines = [_line(line, *goods[line.variant_id]) for line in agreement.lines]
    db.session.flush()
    write_down(purchase, [order], actor)
    return purchase


def _goods(agreement: Agreement) -> dict[int, tuple[Variant, Product, ProductRevision]]:
    """By variant, and kept still until the commit: what is not on sale any more cannot be ordered."""
    ids = {line.variant_id for line in agreement.lines}
    lock_products(Product.id.in_(select(Variant.product_id).where(Variant.id.in_(ids))))
    asked = (
        select(Variant, Product, ProductRevision)
        .join(Product, Product.id == Variant.product_id)
        .join(ProductRevision, ProductRevision.id == Product.published_revision_id)
        .join(Group, Group.id == Product.group_id)
        .where(Variant.id.in_(ids), Variant.retired_at.is_(None), Product.is_listed, Product.group_id == agreement.group.id)
        .where(Group.status == GroupStatus.APPROVED)
        .execution_options(populate_existing=True)
    )
    found = {variant.id: (variant, product, revision) for variant, product, revision in db.session.execute(asked)}
    if set(found) != ids:
        raise OfferChanged
    return found


def _line(line: AgreedLine, variant: Variant, product: Product, revision: ProductRevision) -> OrderLine:
    """As it is called now, at the price that was agreed; made to this buyer's wish, so it goes back only where it is faulty."""
    return OrderLine(
        variant_id=variant.id,
        product_id=product.id,
        revision_id=revision.id,
        title=product.title,
        variant_name=variant.name,
        sku=variant.sku,
        unit_price_satang=line.unit_price_satang,
        quantity=line.quantity,
        total_satang=line.total_satang,
        weight_grams=variant.weight_grams,
        takes_stock=False,
        is_returnable=False,
    )
