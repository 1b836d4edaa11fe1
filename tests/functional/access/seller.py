"""The group's desk's doors."""

from shop.orders.states import OrderStatus
from shop.people.models import Account
from tests.factories.catalogue import given_a_product
from tests.factories.orders import given_an_order
from tests.functional.access.doors import GROUP, MEMBERS, SIGNED_IN, Door, Side


def order(status: OrderStatus = OrderStatus.PLACED):
    """What builds the address of an order that came to this status."""

    def build(side: Side, _visitor: Account) -> dict:
        return {"code": given_an_order(side.group, given_a_product(side.group), status=status).code}

    return build


def step_of_order(side: Side, visitor: Account) -> dict:
    return order()(side, visitor) | {"step": "accept"}


def slips_of_orders(side: Side, visitor: Account) -> dict:
    return {"codes": order()(side, visitor)["code"]}


DOORS: dict[str, Door] = {
    "seller.today": Door(SIGNED_IN),
    "seller.orders": Door(GROUP),
    "seller.export_orders": Door(GROUP),
    "seller.show_order": Door(GROUP, order()),
    "seller.take_step": Door(GROUP, step_of_order),
    "seller.ship_order": Door(GROUP, order(OrderStatus.PACKED), form={"carrier": "own"}),
    "seller.ask_to_cancel": Door(GROUP, order()),
    "seller.cancel_order": Door(GROUP, order(), form={"reason": "out_of_stock"}),
    "seller.ask_to_return": Door(GROUP, order(OrderStatus.SHIPPED)),
    "seller.edit_address": Door(GROUP, order()),
    "seller.save_address": Door(GROUP, order()),
    "seller.packing_slip": Door(GROUP, order()),
    "seller.packing_slips": Door(GROUP, slips_of_orders),
    "seller.income": Door(MEMBERS),
    "seller.export_income": Door(MEMBERS),
}
