"""Place a purchase: everything that makes a basket into orders, in one transaction and once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.basket import service as baskets
from shop.basket.queries import BasketLine
from shop.catalogue import stock
from shop.catalogue.models import Product, Variant
from shop.checkout.offer import AgreedWay, Choice, GroupOffer, Offer, offer_for
from shop.groups.income_details import pay_to
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.codes import digest, new_code, new_key
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, Refusal
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell
from shop.orders import clocks, messages
from shop.orders.models import Order, OrderLine, PaymentMethod, Purchase
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.fees import market_fee
from shop.payments.gateway import LEAST_SATANG
from shop.payments.methods import BEGINS_AS, method_meant
from shop.payments.models import Payment
from shop.payments.slips import limits
from shop.payments.slips.limits import Payer
from shop.people.throttle import network_of


class CheckoutAction(StrEnum):
    PLACE_ORDER = "order:place"
    PLACE_PURCHASE = "purchase:place"


class OfferChanged(Refusal):
    """What the buyer was shown is no longer so: nothing was placed, and the new offer is to be shown first."""


@dataclass(frozen=True)
class Buyer:
    """Who buys: `phone` in E.164; `account_id` of somebody signed in; notices go in `locale`; `address` of the network."""

    name: str
    phone: str
    email: str | None = None
    account_id: int | None = None
    locale: str = "th"
    address: str | None = None

    @property
    def network(self) -> str | None:
        """Its fingerprint, which is kept for a month."""
        return limits.network_fingerprint(network_of(self.address))


@dataclass(frozen=True)
class Address:
    """Where parcels go, in Thai names; all empty where everything is collected."""

    line1: str = ""
    subdistrict: str = ""
    district: str = ""
    province: str = ""
    postcode: str = ""


@dataclass(frozen=True)
class Wishes:
    """How the buyer wants each group's goods, by group id: `shipping` holds values of Choice; `payments` where one differs."""

    shipping: Mapping[int, str]
    payment: PaymentMethod | None = None
    payments: Mapping[int, PaymentMethod] | None = None


def placed_with(token: str) -> Purchase | None:
    """The purchase that this checkout token has already made."""
    return db.session.scalar(select(Purchase).where(Purchase.checkout_token == digest(token)))


def decide(part: GroupOffer, wishes: Wishes) -> tuple[Choice, PaymentMethod]:
    """The way to get one group's goods and the way to pay for them. Raises BadValue for `shipping-<id>` or `payment-<id>`."""
    choice = part.choice(wishes.shipping.get(part.group.id, ""))
    if choice is None:
        raise BadValue(f"shipping-{part.group.id}", "not_offered")
    own = (wishes.payments or {}).get(part.group.id)
    method = (own if own in choice.methods else None) if own else method_meant(wishes.payment, choice.methods)
    if method is None:
        raise BadValue(f"payment-{part.group.id}", "not_offered")
    return choice, method


def decide_all(offer: Offer, wishes: Wishes) -> list[tuple[GroupOffer, Choice, PaymentMethod]]:
    """All groups' ways. Raises BadValue also for `payment_method`, where too little is left to be paid beforehand."""
    decided = [(part, *decide(part, wishes)) for part in offer.orderable]
    collected = [part.items_satang + choice.cost_satang for part, choice, way in decided if way is PaymentMethod.STRIPE]
    if collected and sum(collected) < LEAST_SATANG:
        raise BadValue("payment_method", "too_small")
    return decided


def place(
    basket_id: int, token: str, seen: dict, buyer: Buyer, address: Address, wishes: Wishes, note: str, actor: Actor
) -> Purchase:
    """Turn what can be bought of a basket into one order a group, with their payments, held stock and notices.

    `token` makes it happen once: the same again gives the same purchase, also when two arrive at the very same moment.
    `seen` is Offer.seen() of what was on the buyer's screen. Raises OfferChanged, OutOfStock, BadValue; for `payment_method` also
    where this payer's slips wait already (too_many_slips), or would.
    """
    if already := placed_with(token):
        return already
    offer = offer_for(basket_id)
    if not offer.orderable or offer.seen() != seen:
        raise OfferChanged
    decided = decide_all(offer, wishes)
    check_slips(buyer, sum(method is PaymentMethod.PROMPTPAY for _part, _choice, method in decided))
    total = offer.items_satang + sum(choice.cost_satang for _part, choice, _method in decided)
    purchase = claim_token(token, buyer, total)
    if purchase is None:
        return placed_with(token)
    with db.session.no_autoflush:  # all orders go out together, however many
        orders = [
            order_of(purchase, part.group.id, part.items_satang, choice, method, buyer, address, note)
            for part, choice, method in decided
        ]
    db.session.flush()
    db.session.add_all(payments_of(orders))
    _hold(offer, {order.group_id: order for order in orders}, actor)
    for order, (part, _choice, _method) in zip(orders, decided, strict=True):
        order.lines = [_line(line) for line in part.counted]  # after the locks: a reference to a product locks it as well
    baskets.take_out(basket_id, [line.item_id for line in offer.lines])
    write_down(purchase, orders, actor)
    return purchase


def check_slips(buyer: Buyer, more: int) -> None:
    """Whoever pays groups by PromptPay has few transfers under way that nobody has confirmed: they hold goods from others."""
    if more and not limits.has_room(Payer(buyer.account_id, buyer.phone, buyer.network), more):
        raise BadValue("payment_method", "too_many_slips")


def claim_token(token: str, buyer: Buyer, total_satang: int) -> Purchase | None:
    """The purchase's own row, or None where another request with this token was first: the database decides."""
    key = new_key()
    purchase = Purchase(
        code=new_code(),
        checkout_token=digest(token),
        key_digest=digest(key),
        link_key=key,
        account_id=buyer.account_id,
        name=buyer.name,
        phone=buyer.phone,
        email=buyer.email,
        locale=buyer.locale,
        network=buyer.network,
        total_satang=total_satang,
    )
    try:
        with db.session.begin_nested():
            db.session.add(purchase)
    except IntegrityError:
        if placed_with(token) is None:
            raise
        return None
    return purchase


def order_of(
    purchase: Purchase,
    group_id: int,
    items_satang: int,
    way: Choice | AgreedWay,
    method: PaymentMethod,
    buyer: Buyer,
    address: Address,
    note: str,
) -> Order:
    """One group's order, its lines apart."""
    placed_at, status = now(), BEGINS_AS[method]
    where = Address() if way.is_collected else address
    order = Order(
        code=new_code(),
        purchase=purchase,
        group_id=group_id,
        status=status,
        payment_method=method,
        items_satang=items_satang,
        shipping_satang=way.cost_satang,
        total_satang=items_satang + way.cost_satang,
        fee_basis_points=market_fee.basis_points if method is PaymentMethod.STRIPE else 0,
        shipping_kind=str(way.kind),
        shipping_name=way.name,
        recipient_name=buyer.name,
        recipient_phone=buyer.phone,
        **vars(where),
        note=note,
        placed_at=placed_at,
        acts_at=clocks.acts_at(status, placed_at, group_id, method),
    )
    db.session.add(order)
    return order


def payments_of(orders: list[Order]) -> list[Payment]:
    """What is to be paid: for each order by itself, and once for all of those that the market's provider collects."""
    collected = [order for order in orders if order.payment_method is PaymentMethod.STRIPE]
    payments = [
        Payment(
            purchase_id=order.purchase_id,
            order_id=order.id,
            method=order.payment_method,
            amount_satang=order.total_satang,
            pay_to=_pay_to(order),
        )
        for order in orders
        if order not in collected
    ]
    if collected:
        amount = sum(order.total_satang for order in collected)
        until = sessions.first_hold(collected[0].placed_at)
        payment = {"purchase_id": collected[0].purchase_id, "method": PaymentMethod.STRIPE, "amount_satang": amount}
        payments.append(Payment(**payment, hold_until=until))
    return payments


def _pay_to(order: Order) -> dict | None:
    """Where its money goes, as the group says today. Raises OfferChanged where it has just become unsure."""
    if order.payment_method is not PaymentMethod.PROMPTPAY:
        return None
    where = pay_to(order.group_id)
    if where is None:
        raise OfferChanged
    return asdict(where)


def _line(line: BasketLine) -> OrderLine:
    """What is bought, as it is called and priced now."""
    return OrderLine(
        variant_id=line.variant.id,
        product_id=line.product.id,
        revision_id=line.product.published_revision_id,
        title=line.product.title,
        variant_name=line.variant.name,
        sku=line.variant.sku,
        unit_price_satang=line.unit_price_satang,
        quantity=line.counted,
        total_satang=line.total_satang,
        weight_grams=line.variant.weight_grams,
        is_returnable=line.is_returnable,
        fair_id=line.fair_id,
        code_id=line.code_id,
    )


def _hold(offer: Offer, orders: dict[int, Order], actor: Actor) -> None:
    """Hold every line, in the one order in which everybody locks, and look again at what the locks now keep still.

    A price, a suspension or a withdrawal that was saved between our reading and our locking is seen here.
    """
    for line in sorted(offer.lines, key=lambda line: (line.product.id, line.variant.id)):
        stock.hold(line.variant.id, line.counted, orders[line.group.id].id, actor)
    prices = {line.variant.id: line.unit_price_satang for line in offer.lines}
    on_sale = (
        select(Variant.id, Variant.price_satang)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id.in_(prices), Variant.retired_at.is_(None), Product.is_listed)
    )
    if dict(tuple(row) for row in db.session.execute(on_sale)) != prices:
        raise OfferChanged


def write_down(purchase: Purchase, orders: list[Order], actor: Actor) -> None:
    """The record, and word to the buyer and to each group; what waits for its payment is told when that has come."""
    audit.record(actor, CheckoutAction.PLACE_PURCHASE, "purchase", purchase.code, total_satang=purchase.total_satang)
    for order in orders:
        audit.record(
            actor, CheckoutAction.PLACE_ORDER, "order", order.code, group_id=order.group_id, total_satang=order.total_satang
        )
    messages.tell_groups_of_orders([order for order in orders if order.status is OrderStatus.PLACED])
    told = {"code": purchase.code, "total_satang": purchase.total_satang, "key": purchase.link_key}
    if all(order.status is OrderStatus.AWAITING_PAYMENT for order in orders):
        until = min(order.acts_at or order.placed_at + sessions.BEGIN_WITHIN for order in orders)
        tell(messages.buyer_of(purchase), NoticeKind.PURCHASE_AWAITS_PAYMENT, until=until, **told)
    else:
        tell(messages.buyer_of(purchase), NoticeKind.PURCHASE_PLACED, order_count=len(orders), **told)
