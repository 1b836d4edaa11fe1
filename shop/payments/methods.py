"""Ways to pay: which a group offers for a way of getting its goods, and where an order so paid begins.

A new way is added here, in three places side by side, and the checkout offers it.
"""

from shop.groups.models import Group, ShippingKind
from shop.orders.models import PaymentMethod
from shop.orders.states import OrderStatus
from shop.payments.gateway import gateway

METHODS = (PaymentMethod.STRIPE, PaymentMethod.PROMPTPAY, PaymentMethod.COD, PaymentMethod.PICKUP)  # in the order buyers see them

# The seller begins to work when the money is sure: cash comes with the handing over, so at once.
BEGINS_AS = {
    PaymentMethod.STRIPE: OrderStatus.AWAITING_PAYMENT,
    PaymentMethod.PROMPTPAY: OrderStatus.AWAITING_PAYMENT,
    PaymentMethod.COD: OrderStatus.PLACED,
    PaymentMethod.PICKUP: OrderStatus.PLACED,
}


def methods_for(group: Group, shipping: ShippingKind, *, is_paid_directly: bool) -> tuple[PaymentMethod, ...]:
    """The ways to pay this group for goods it hands over so.

    Beforehand by card or PromptPay where the market has a provider, or by PromptPay to the group where it can be paid so
    (groups.income_details); cash to who brings them, or cash where they are collected.
    """
    is_collected = shipping is ShippingKind.COLLECT
    offered = {
        PaymentMethod.STRIPE: group.accepts_stripe and gateway.is_open,
        PaymentMethod.PROMPTPAY: group.accepts_promptpay and is_paid_directly,
        PaymentMethod.COD: group.accepts_cod and not is_collected,
        PaymentMethod.PICKUP: group.accepts_pickup and is_collected,
    }
    return tuple(method for method in METHODS if offered[method])


def method_meant(wanted: PaymentMethod | None, offered: tuple[PaymentMethod, ...]) -> PaymentMethod | None:
    """What a choice made for the whole purchase means for one order, None where it has no meaning there.

    Cash when the goods arrive is, for goods that the buyer collects, cash at collection; never the other way round, because
    collecting is a thing the buyer has to do.
    """
    if wanted in offered:
        return wanted
    if wanted is PaymentMethod.COD and PaymentMethod.PICKUP in offered:
        return PaymentMethod.PICKUP
    return None
