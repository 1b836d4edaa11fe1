"""Orders that Stripe was paid for, as payouts and statements want them: of a group, on some day, come to some status."""

from datetime import datetime

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.clock import at, now
from shop.orders.models import Order
from shop.orders.states import OrderStatus
from shop.payments import sessions
from shop.payments.models import Payment
from tests.factories.catalogue import given_a_product
from tests.factories.collected import given_a_collected_purchase, report_on
from tests.factories.orders import WAYS, take


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
        payment = given_an_unpaid_purchase(group, *products, **order)
        pay(payment, fee_satang=fee_satang)
        (made,) = sessions.orders_of(payment)
        for action in WAYS[status]:
            take(made, action)
    return made


def given_an_unpaid_purchase(group: Group, *products: Product, **order: object) -> Payment:
    """It waits for Stripe, its goods held; `pay` pays it."""
    return given_a_collected_purchase(*(products or (given_a_product(group),)), **order)


def pay(payment: Payment, **said: object) -> Payment:
    """What Stripe says when the buyer has paid: all of it, or `received_satang`. No network."""
    sessions.settle(payment, report_on(payment, **said))
    return payment
