"""Many parcels handed over at once: all of them are sent, or none is and each trouble is told."""

from collections.abc import Mapping

from sqlalchemy import select

from shop.catalogue.listing import lock_products
from shop.catalogue.models import Product
from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.kernel.identifiers import CARRIERS, BadTracking, tracking_number
from shop.kernel.refusals import BadValue, Refusal
from shop.orders import parcels
from shop.orders import service as orders
from shop.orders.models import Order
from shop.orders.service import StepNotAllowed
from shop.orders.states import OrderAction
from shop.payments.service import advance_order

MOST = 200


class NotShipped(Refusal):
    """Nothing was sent. `problems`: by order's code, why not: unknown_order, not_to_send, number_twice, form, check_digit."""

    status = 422

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(", ".join(f"{code} {reason}" for code, reason in problems.items()))
        self.problems = problems


def ship_parcels(numbers: Mapping[str, str], carrier: str, actor: Actor) -> list[Order]:
    """Send the group's orders of these codes, each with its number as typed, by one carrier.

    Whoever sends one parcel takes the same step. A number stands for one parcel: on a second order it is taken where both go to
    the same telephone. Raises NotShipped, BadValue (`carrier`, or `numbers`: none, too_many).
    """
    if carrier not in CARRIERS:
        raise BadValue("carrier", "unknown_carrier")
    if not numbers or len(numbers) > MOST:
        raise BadValue("numbers", "too_many" if numbers else "none")
    found = {order.code: order for order in parcels.orders_of_group(list(numbers), actor.group_id)}
    problems = _problems(numbers, carrier, found, actor)
    if problems:
        raise NotShipped(problems)
    _lock(list(found.values()))
    for code, order in found.items():
        try:
            advance_order(order, OrderAction.SHIP, actor, carrier=carrier, tracking=numbers[code])
        except StepNotAllowed:
            raise NotShipped({code: "not_to_send"}) from None
    return list(found.values())


def _problems(numbers: Mapping[str, str], carrier: str, found: dict[str, Order], actor: Actor) -> dict[str, str]:
    problems: dict[str, str] = {}
    first_with: dict[str, Order] = {}
    for code, typed in numbers.items():
        order = found.get(code)
        if order is None:
            problems[code] = "unknown_order"
        elif OrderAction.SHIP not in orders.actions_for(order, actor):
            problems[code] = "not_to_send"
        else:
            try:
                number = tracking_number(carrier, typed)
            except BadTracking as refused:
                problems[code] = refused.reason
                continue
            other = first_with.setdefault(number, order)
            if number and other.recipient_phone != order.recipient_phone:
                problems[code] = "number_twice"
    return problems


def _lock(chosen: list[Order]) -> None:
    """Orders before goods, each lowest first: the way that everybody goes who takes one step of one order."""
    db.session.execute(select(Order.id).where(Order.id.in_([order.id for order in chosen])).order_by(Order.id).with_for_update())
    for order in chosen:
        orders.forget_what_was_read(order)
    lock_products(Product.id.in_({line.product_id for order in chosen for line in order.lines}))
