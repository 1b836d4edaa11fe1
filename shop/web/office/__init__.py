"""Officials: reviews, fairs, people, reports."""

from shop.web.office.desk import blueprint
from shop.web.office.views import audit, fairs, groups, orders, people, phrases, products, queue, returns

__all__ = ["audit", "blueprint", "fairs", "groups", "orders", "people", "phrases", "products", "queue", "returns"]
