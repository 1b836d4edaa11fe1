"""In whose language a paper speaks, and in whose name."""

from collections.abc import Callable
from dataclasses import dataclass

from shop.groups.models import Group
from shop.kernel.clock import now
from shop.kernel.thai import format_datetime


@dataclass(frozen=True)
class Voice:
    """`gettext` gives the English of our Thai, filling its gaps; `market`: the name of the site."""

    locale: str
    gettext: Callable[..., str]
    market: str

    def name_of(self, group: Group) -> str:
        return (self.locale == "en" and group.name_en) or group.name

    def foot(self, what: str) -> str:
        """What stands at the bottom of every page: what it is, and when it was printed."""
        _ = self.gettext
        printed = _("พิมพ์เมื่อ %(when)s", when=format_datetime(now(), self.locale))
        return f"{what} · {printed}"
