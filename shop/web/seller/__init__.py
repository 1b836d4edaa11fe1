"""Groups and their helpers: apply, listings, orders, income."""

from shop.web.seller.desk import blueprint
from shop.web.seller.views import (
    apply,
    call_off,
    fairs,
    group,
    group_income,
    group_people,
    group_profile,
    group_selling,
    income,
    order_exports,
    orders,
    product_parts,
    products,
    returns,
    slips,
    today,
    variants,
)

__all__ = [
    "apply",
    "blueprint",
    "call_off",
    "fairs",
    "group",
    "group_income",
    "group_people",
    "group_profile",
    "group_selling",
    "income",
    "order_exports",
    "orders",
    "product_parts",
    "products",
    "returns",
    "slips",
    "today",
    "variants",
]
