"""Groups and their helpers: apply, listings, orders, income."""

from shop.web.seller.desk import blueprint

__all__ = ["blueprint"]
