"""The doors of a person's own pages."""

from tests.functional.access.doors import Door

DOORS: dict[str, Door] = {}
