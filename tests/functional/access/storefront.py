"""The storefront's doors."""

from shop.people.models import Account
from tests.factories.catalogue import given_a_product
from tests.functional.access.doors import ANYBODYS, EVERYONE, Door, Side


def a_product(side: Side, _visitor: Account) -> dict:
    return {"product_id": given_a_product(side.group).id}


DOORS = {
    "storefront.catalogue": Door(EVERYONE),
    "storefront.group": Door(EVERYONE, lambda side, visitor: {"slug": side.group.slug}, whose=ANYBODYS),
    "storefront.groups": Door(EVERYONE),
    "storefront.home": Door(EVERYONE),
    "storefront.page": Door(EVERYONE, lambda side, visitor: {"name": "help"}, whose=ANYBODYS),
    "storefront.product": Door(EVERYONE, a_product, whose=ANYBODYS),
}
