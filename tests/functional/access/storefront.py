"""The storefront's doors."""

from tests.functional.access.doors import EVERYONE, Door

DOORS = {
    "storefront.home": Door(EVERYONE),
}
