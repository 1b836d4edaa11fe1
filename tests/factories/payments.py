"""Money that Stripe collected and that has come, for tests of what is done with it; collected.py is for what is still unpaid."""

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.database import db
from shop.orders.models import Order, Purchase
from shop.orders.states import OrderStatus
from shop.payments import sessions
from tests.factories import collected
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


def given_a_paid_purchase(*products: Product, fee_satang: int = 300, **columns: object) -> Purchase:
    """One order for each product's group, in that order, all paid at once and placed."""
    payment = collected.given_a_collected_purchase(*products, **columns)
    sessions.settle(payment, collected.report_on(payment, fee_satang=fee_satang))
    db.session.refresh(payment.purchase)
    return payment.purchase


def walk(order: Order, status: OrderStatus) -> None:
    """From `placed` on, step by step, by the likeliest people."""
    for action in WAYS[status]:
        take(order, action)
