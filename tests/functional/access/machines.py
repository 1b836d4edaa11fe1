"""The doors for programs."""

from tests.functional.access.doors import ANYBODYS, EVERYONE, Door
from tests.functional.access.storefront import a_product

DOORS = {
    "machines.api_document": Door(EVERYONE),
    "machines.api_fairs": Door(EVERYONE),
    "machines.api_groups": Door(EVERYONE),
    "machines.api_product": Door(EVERYONE, a_product, whose=ANYBODYS),
    "machines.api_products": Door(EVERYONE),
    "machines.everything_answers": Door(EVERYONE),
    "machines.process_is_up": Door(EVERYONE),
    "machines.robots": Door(EVERYONE),
    "machines.sitemap": Door(EVERYONE),
    "machines.sitemap_of_pages": Door(EVERYONE),
    "machines.sitemap_of_products": Door(
        EVERYONE, lambda side, visitor: {"first": a_product(side, visitor)["product_id"]}, whose=ANYBODYS
    ),
}
