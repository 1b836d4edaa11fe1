"""Money that Stripe collected and that has come, for tests of what is done with it; collected.py is for what is still unpaid."""

from datetime import datetime

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.clock import at, now
from shop.kernel.database import db
from shop.orders.models import Order, Purchase
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.models import Payment
from tests.factories.catalogue import given_a_product
from tests.factories.collected import given_a_collected_purchase, report_on
from tests.factories.orders import WAYS, take


def given_a_collected_order(
    group: Group, *products: Product, status: OrderStatus = OrderStatus.PLACED, fee_satang: int = 300, **columns: object
) -> Order:
    """One order of a purchase of its own, paid by PromptPay through Stripe, that has come to `status`.

    `fee_satang` is Stripe's. `columns` as given_an_order takes them: quantity, shipping_satang, account, fee_basis_points...
    """
    assert all(product.group_id == group.id for product in products)
    (order,) = given_a_paid_purchase(*products, fee_satang=fee_satang, **columns).orders
    walk(order, status)
    return order


def given_a_paid_order(
    group: Group,
    *products: Product,
    status: OrderStatus = OrderStatus.RECEIVED,
    when: datetime | None = None,
    fee_satang: int | None = 365,
    **columns: object,
) -> Order:
    """The same with all its steps taken `when` (now). Without products it is of a new one of 65 baht, with 40 of shipping."""
    with at(when or now()):
        payment = pay(given_an_unpaid_purchase(group, *products, **columns), fee_satang=fee_satang)
        (order,) = sessions.orders_of(payment)
        walk(order, status)
    return order


def given_a_paid_purchase(*products: Product, fee_satang: int = 300, **columns: object) -> Purchase:
    """One order for each product's group, in that order, all paid at once and placed."""
    payment = pay(given_a_collected_purchase(*products, **columns), fee_satang=fee_satang)
    db.session.refresh(payment.purchase)
    return payment.purchase


def given_an_unpaid_purchase(group: Group, *products: Product, **columns: object) -> Payment:
    """It waits for Stripe, its goods held; `pay` pays it."""
    return given_a_collected_purchase(*(products or (given_a_product(group),)), **columns)


def pay(payment: Payment, **said: object) -> Payment:
    """What Stripe says when the buyer has paid: all of it, or `received_satang`. No network."""
    sessions.settle(payment, report_on(payment, **said))
    return payment


def walk(order: Order, status: OrderStatus) -> None:
    """From `placed` on, step by step, by the likeliest people."""
    for action in WAYS[status]:
        take(order, action)
