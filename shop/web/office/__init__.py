"""Officials: reviews, fairs, people, reports."""

from shop.web.office.desk import blueprint
from shop.web.office.views import fairs, orders, people, queue

__all__ = ["blueprint", "fairs", "orders", "people", "queue"]
