"""Groups and their helpers: apply, listings, orders, income."""

from shop.web.seller.desk import blueprint
from shop.web.seller.views import income, order_exports, orders, today

__all__ = ["blueprint", "income", "order_exports", "orders", "today"]
