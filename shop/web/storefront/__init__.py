"""Buyers: browse, search, basket, checkout, follow an order."""

from shop.web.storefront.desk import blueprint
from shop.web.storefront.views import catalogue, groups, home, pages, products

__all__ = ["blueprint", "catalogue", "groups", "home", "pages", "products"]
