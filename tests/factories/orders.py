"""Orders for tests: given_an_order has a purchase, lines, held stock and a payment, and came to its status step by step."""

from itertools import count

from shop.catalogue import stock
from shop.catalogue.models import Product, Variant
from shop.groups.models import Group
from shop.kernel.access import MARKET, Actor, Role
from shop.kernel.clock import now
from shop.kernel.codes import digest, new_code, new_key
from shop.kernel.database import db
from shop.orders import clocks
from shop.orders.models import Order, OrderLine, PaymentMethod, Purchase
from shop.orders.states import OrderAction, OrderStatus
from shop.payments import service as payments
from shop.payments.models import Payment
from shop.people.models import Account

_numbers = count(1)
A, S = OrderAction, OrderStatus
GUEST_BUYER = Actor(None, frozenset({Role.BUYER}))

PAY_TO = {
    "promptpay_kind": "phone",
    "promptpay_id": "+66812345678",
    "biller_id": None,
    "bank_code": "006",
    "bank_account": "1234567890",
    "bank_account_name": "กลุ่มแม่บ้านบางขะแยง",
}
WAYS = {
    S.PLACED: (),
    S.ACCEPTED: (A.ACCEPT,),
    S.PACKED: (A.ACCEPT, A.PACK),
    S.SHIPPED: (A.ACCEPT, A.PACK, A.SHIP),
    S.DELIVERED: (A.ACCEPT, A.PACK, A.SHIP, A.DELIVER),
    S.RECEIVED: (A.ACCEPT, A.PACK, A.SHIP, A.DELIVER, A.CONFIRM_RECEIPT),
    S.CANCELLED: (A.CANCEL,),
    S.RETURNED_TO_SENDER: (A.ACCEPT, A.PACK, A.SHIP, A.RETURN_TO_SENDER),
}


def given_an_order(
    group: Group,
    *products: Product,
    status: OrderStatus = OrderStatus.PLACED,
    quantity: int = 1,
    shipping_satang: int = 4000,
    payment_method: PaymentMethod = PaymentMethod.COD,
    account: Account | None = None,
    purchase: Purchase | None = None,
    **columns: object,
) -> Order:
    """An order of `quantity` of each product's first variant, cash on delivery, to a house in Khlong Luang.

    `payment_method=PICKUP` makes it one to be collected. Statuses of payment and `expired` are set without the way there.
    """
    is_collected = payment_method is PaymentMethod.PICKUP
    shipping_satang = 0 if is_collected else shipping_satang
    variants = [
        db.session.scalar(db.select(Variant).where(Variant.product_id == product.id).order_by(Variant.id)) for product in products
    ]
    items = sum(variant.price_satang for variant in variants) * quantity
    purchase = purchase or given_a_purchase(account, items + shipping_satang)
    at = columns.pop("placed_at", now())
    order = Order(
        code=new_code(),
        purchase_id=purchase.id,
        group_id=group.id,
        status=status if status not in WAYS else S.PLACED,
        payment_method=payment_method,
        items_satang=items,
        shipping_satang=shipping_satang,
        total_satang=items + shipping_satang,
        shipping_kind="collect" if is_collected else "flat",
        shipping_name="รับเอง" if is_collected else "ไปรษณีย์",
        placed_at=at,
        acts_at=clocks.acts_at(status if status not in WAYS else S.PLACED, at, group.id, payment_method),
        **(_address() | columns),
    )
    order.lines = [_line(variant, product, quantity) for variant, product in zip(variants, products, strict=True)]
    db.session.add(order)
    db.session.flush()
    if payment_method is not PaymentMethod.STRIPE:  # that is one for the whole purchase: see factories/collected.py
        paid = {"order_id": order.id, "method": payment_method, "amount_satang": order.total_satang}
        if payment_method is PaymentMethod.PROMPTPAY:
            paid["pay_to"] = PAY_TO
        db.session.add(Payment(purchase_id=purchase.id, **paid))
    for line in order.lines:
        stock.hold(line.variant_id, line.quantity, order.id, MARKET)
    db.session.flush()
    for action in WAYS.get(status, ()):
        take(order, action)
    return order


def given_a_purchase(account: Account | None = None, total_satang: int = 10500, **columns: object) -> Purchase:
    """A guest's, unless an account is given; `purchase.link_key` opens its link."""
    key, number = new_key(), next(_numbers)
    buyer = {"name": "วิภา ใจดี", "phone": "+66891234567", "email": f"buyer{number}@buyers.example"}
    purchase = Purchase(
        code=new_code(),
        checkout_token=digest(f"token {number} {key}"),
        key_digest=digest(key),
        link_key=key,
        account_id=account.id if account else None,
        total_satang=total_satang,
        **(buyer | columns),
    )
    db.session.add(purchase)
    db.session.flush()
    return purchase


def take(order: Order, action: OrderAction, **details: str) -> None:
    """One step, by the likeliest person."""
    if action is A.SHIP:
        details = {"carrier": "own"} | details
    if action is A.DELIVER and order.shipping_kind != "collect":
        payments.advance_order(order, action, MARKET)
    elif action in (A.CONFIRM_RECEIPT, A.CANCEL):
        payments.advance_order(order, action, Actor(order.purchase.account_id, GUEST_BUYER.roles), **details)
    else:
        payments.advance_order(order, action, group_actor(order.group_id), **details)


def group_actor(group_id: int) -> Actor:
    return Actor(None, frozenset({Role.GROUP_OWNER}), group_id)


def _address() -> dict[str, str]:
    return {
        "recipient_name": "วิภา ใจดี",
        "recipient_phone": "+66891234567",
        "line1": "99/9 หมู่ 3",
        "subdistrict": "คลองหนึ่ง",
        "district": "คลองหลวง",
        "province": "ปทุมธานี",
        "postcode": "12120",
    }


def _line(variant: Variant, product: Product, quantity: int) -> OrderLine:
    return OrderLine(
        variant_id=variant.id,
        product_id=product.id,
        revision_id=product.published_revision_id,
        title=product.title,
        variant_name=variant.name,
        unit_price_satang=variant.price_satang,
        quantity=quantity,
        total_satang=variant.price_satang * quantity,
        weight_grams=variant.weight_grams,
    )


def as_recorded(role: Role) -> str:
    """As the audit has it: what a volunteer may do at a desk is no role of hers in the record."""
    return str(Role.LABOUR_VOLUNTEER if role is Role.ORDER_HELPER else role)
