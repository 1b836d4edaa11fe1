"""Officials: reviews, fairs, people, reports."""

from shop.web.office.desk import blueprint

__all__ = ["blueprint"]
