"""Money for tests: given_a_paid_order was paid through Stripe, as its report says, and came to its status step by step."""

from datetime import datetime
from itertools import count

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.clock import at, now
from shop.kernel.database import db
from shop.orders.models import Order, PaymentMethod, Purchase
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.models import Payment
from shop.payments.provider import SessionReport, SessionState
from tests.factories.catalogue import given_a_product
from tests.factories.orders import WAYS, given_an_order, take

_numbers = count(1)


def given_a_paid_order(
    group: Group,
    *products: Product,
    status: OrderStatus = OrderStatus.RECEIVED,
    when: datetime | None = None,
    fee_satang: int | None = 365,
    **order: object,
) -> Order:
    """An order of a purchase that Stripe was paid for, with its steps taken `when` (now). `order`: as for given_an_order.

    Without products it is of one new product of 65 baht, with 40 baht of shipping.
    """
    with at(when or now()):
        made = given_an_unpaid_order(group, *products, **order)
        pay(made.purchase, fee_satang)
        for action in WAYS[status]:
            take(made, action)
    return made


def given_an_unpaid_order(group: Group, *products: Product, **order: object) -> Order:
    """It waits for Stripe, its goods held; `pay(order.purchase)` pays it. Several of one purchase: pass `purchase` on."""
    products = products or (given_a_product(group),)
    return given_an_order(group, *products, status=OrderStatus.AWAITING_PAYMENT, payment_method=PaymentMethod.STRIPE, **order)


def pay(purchase: Purchase, fee_satang: int | None = 365, received_satang: int | None = None) -> Payment:
    """What Stripe says when the buyer has paid, all of the purchase's orders or another amount. No network."""
    payment = sessions.payment_of_purchase(purchase.id) or given_a_payment(purchase)
    number = next(_numbers)
    sessions.settle(
        payment,
        SessionReport(
            id=f"cs_test_{number}",
            state=SessionState.PAID,
            payment_id=payment.id,
            intent_id=f"pi_test_{number}",
            received_satang=payment.amount_satang if received_satang is None else received_satang,
            fee_satang=fee_satang,
            instrument="promptpay",
        ),
    )
    return payment


def given_a_payment(purchase: Purchase) -> Payment:
    """The one payment of all of a purchase's orders that Stripe collects, still to be made."""
    db.session.flush()
    asked = db.select(db.func.sum(Order.total_satang)).where(
        Order.purchase_id == purchase.id, Order.payment_method == PaymentMethod.STRIPE
    )
    total = db.session.scalar(asked)
    purchase.total_satang = max(purchase.total_satang, total)
    payment = Payment(
        purchase_id=purchase.id, method=PaymentMethod.STRIPE, amount_satang=total, hold_until=sessions.first_hold(now())
    )
    db.session.add(payment)
    db.session.flush()
    return payment
