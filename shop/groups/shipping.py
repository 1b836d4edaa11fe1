"""What sending a group's parcel costs."""

from shop.groups.models import ShippingKind, ShippingOption
from shop.kernel.refusals import Refusal


class ParcelTooHeavy(Refusal):
    """No step of this option carries such a weight."""


def shipping_cost(option: ShippingOption, items_satang: int, weight_grams: int) -> int:
    """Satang for one order of goods worth `items_satang` and weighing `weight_grams` by this option.

    Raises ParcelTooHeavy.
    """
    if option.kind is ShippingKind.COLLECT:
        return 0
    price = option.price_satang if option.kind is ShippingKind.FLAT else _by_weight(option.weight_steps, weight_grams)
    if option.free_over_satang is not None and items_satang >= option.free_over_satang:
        return 0
    return price


def _by_weight(steps: list, weight_grams: int) -> int:
    for up_to_grams, satang in steps:
        if weight_grams <= up_to_grams:
            return satang
    raise ParcelTooHeavy(weight_grams)
