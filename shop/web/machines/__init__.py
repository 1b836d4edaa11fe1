"""Other programs: JSON API, sitemap, photos, health."""

from shop.web.machines.desk import blueprint
from shop.web.machines.views import health

__all__ = ["blueprint", "health"]
