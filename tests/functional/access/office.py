"""The officials' desk's doors."""

from tests.factories.catalogue import given_a_product
from tests.factories.orders import given_an_order
from tests.functional.access.doors import ANYBODYS, OFFICIALS, Door

DOORS: dict[str, Door] = {
    "office.orders": Door(OFFICIALS),
    "office.show_order": Door(
        OFFICIALS, lambda side, visitor: {"code": given_an_order(side.group, given_a_product(side.group)).code}, whose=ANYBODYS
    ),
}
