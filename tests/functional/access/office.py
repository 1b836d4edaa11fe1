"""The officials' desk's doors."""

from tests.functional.access.doors import Door

DOORS: dict[str, Door] = {}
