"""Purchases that Stripe collects, for tests: without Stripe, by what it would report."""

from itertools import count

from shop.catalogue.models import Product
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.orders.models import Order, PaymentMethod
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.models import Payment
from shop.payments.provider import SessionReport, SessionState
from shop.people.models import Account
from tests.factories.orders import WAYS, given_a_purchase, given_an_order, take

_numbers = count(1)


def given_a_collected_purchase(
    *products: Product, account: Account | None = None, quantity: int = 1, **columns: object
) -> Payment:
    """A purchase that waits for its payment, one order for each product's group; `columns` go to each order."""
    purchase = given_a_purchase(account, total_satang=0)
    by_group: dict = {}
    for product in products:
        by_group.setdefault(product.group, []).append(product)
    for group, theirs in by_group.items():
        given_an_order(
            group,
            *theirs,
            quantity=quantity,
            purchase=purchase,
            payment_method=PaymentMethod.STRIPE,
            status=OrderStatus.AWAITING_PAYMENT,
            **columns,
        )
    db.session.expire(purchase)
    purchase.total_satang = sum(order.total_satang for order in purchase.orders)
    payment = Payment(
        purchase=purchase,
        method=PaymentMethod.STRIPE,
        amount_satang=purchase.total_satang,
        hold_until=sessions.first_hold(now()),
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def report_on(payment: Payment, state: SessionState = SessionState.PAID, **changes: object) -> SessionReport:
    """What Stripe would say of its session."""
    number = next(_numbers)
    paid = state is SessionState.PAID
    known = {
        "id": payment.session_id or f"cs_test_{number}",
        "state": state,
        "payment_id": payment.id,
        "url": f"https://payments.example/{number}",
        "intent_id": payment.intent_id or (f"pi_test_{number}" if paid else None),
        "received_satang": payment.amount_satang if paid else 0,
        "fee_satang": payment.amount_satang * 165 // 10_000 if paid else None,
        "instrument": "promptpay" if paid else None,
        "email": "payer@buyers.example",
    }
    return SessionReport(**(known | changes))


def given_a_collected_order(product: Product, status: OrderStatus = OrderStatus.PLACED, **columns: object) -> Order:
    """An order that was paid through Stripe and has come to `status` since."""
    payment = given_a_collected_purchase(product, **columns)
    sessions.settle(payment, report_on(payment))
    (order,) = sessions.orders_of(payment)
    for action in WAYS[status]:
        take(order, action)
    return order
