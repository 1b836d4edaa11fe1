"""Other programs: JSON API, sitemap, photos, health."""

from shop.web.machines.desk import blueprint
from shop.web.machines.views import api, feeds, health, photos, robots, share_pictures, webhooks

hear_from_stripe, hear_from_line = webhooks.hear_from_stripe, webhooks.hear_from_line

__all__ = [
    "api", "blueprint", "feeds", "health", "hear_from_line", "hear_from_stripe", "photos", "robots", "share_pictures", "webhooks",
]  # fmt: skip
