"""Money that Stripe collected, for tests: settled by a report as the gateway gives it, without the network."""

from sqlalchemy import select

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.models import Payment
from shop.payments.provider import SessionReport, SessionState
from tests.factories.orders import WAYS, given_a_purchase, given_an_order, take


def given_a_collected_order(
    group: Group, *products: Product, status: OrderStatus = OrderStatus.PLACED, fee_satang: int = 300, **columns: object
) -> Order:
    """One order of a purchase of its own, paid by PromptPay through Stripe, that has come to `status`.

    `columns` as given_an_order takes them: quantity, shipping_satang, account, fee_basis_points...
    """
    order = _awaiting(group, products, **columns)
    settle_as_paid([order], fee_satang)
    walk(order, status)
    return order


def given_a_collected_purchase(*parts: tuple[Group, Product], fee_satang: int = 300, **columns: object) -> Purchase:
    """One order a group, all paid at once; their orders are placed."""
    purchase = columns.pop("purchase", None) or given_a_purchase(columns.pop("account", None))
    settle_as_paid([_awaiting(group, [product], purchase=purchase, **columns) for group, product in parts], fee_satang)
    db.session.refresh(purchase)
    return purchase


def settle_as_paid(orders: list[Order], fee_satang: int | None = 300) -> Payment:
    """Stripe says that the one payment of these orders came, in full; `fee_satang` is its own."""
    payments = list(db.session.scalars(select(Payment).where(Payment.order_id.in_([order.id for order in orders]))))
    payment, *others = payments
    payment.amount_satang, payment.order_id = sum(order.total_satang for order in orders), None
    for other in others:
        db.session.delete(other)
    orders[0].purchase.total_satang = payment.amount_satang
    db.session.flush()
    number = new_key()[:16]
    report = {"received_satang": payment.amount_satang, "fee_satang": fee_satang, "instrument": "promptpay"}
    sessions.settle(payment, SessionReport(f"cs_{number}", SessionState.PAID, payment.id, intent_id=f"pi_{number}", **report))
    return payment


def walk(order: Order, status: OrderStatus) -> None:
    """From `placed` on, step by step, by the likeliest people."""
    for action in WAYS[status]:
        take(order, action)


def _awaiting(group: Group, products: tuple[Product, ...] | list[Product], **columns: object) -> Order:
    return given_an_order(group, *products, status=OrderStatus.AWAITING_PAYMENT, payment_method=PaymentMethod.STRIPE, **columns)
