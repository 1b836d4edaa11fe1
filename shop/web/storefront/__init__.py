"""Buyers: browse, search, basket, checkout, follow an order."""

from shop.web.storefront.desk import blueprint
from shop.web.storefront.views import home

__all__ = ["blueprint", "home"]
