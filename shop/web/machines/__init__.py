"""Other programs: JSON API, sitemap, photos, health."""

from shop.web.machines.desk import blueprint
from shop.web.machines.views import api, health, photos, robots

__all__ = ["api", "blueprint", "health", "photos", "robots"]
