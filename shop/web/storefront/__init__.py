"""Buyers: browse, search, basket, checkout, follow an order."""

from shop.web.storefront.desk import blueprint
from shop.web.storefront.views import (
    basket,
    catalogue,
    checkout,
    codes,
    fairs,
    favourites,
    groups,
    home,
    impact,
    messages,
    orders,
    pages,
    payments,
    products,
    purchases,
    questions,
    recalls,
    receipts,
    reports,
    returns,
    reviews,
    similar,
    slips,
    suggestions,
    wholesale,
    wishlist,
)

__all__ = [
    "basket", "blueprint", "catalogue", "checkout", "codes", "fairs", "favourites", "groups", "home", "impact", "messages",
    "orders", "pages", "payments", "products", "purchases", "questions", "recalls", "receipts", "reports", "returns",
    "reviews", "similar", "slips", "suggestions", "wholesale", "wishlist",
]  # fmt: skip
