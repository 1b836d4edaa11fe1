"""Officials: reviews, fairs, people, reports."""

from shop.web.office.desk import blueprint
from shop.web.office.views import orders, people, queue

__all__ = ["blueprint", "orders", "people", "queue"]
