"""What an address asks for: of every page without what nobody types, of the catalogue read once for pages and programs alike."""

from enum import StrEnum
from typing import TypeVar

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from shop.catalogue.categories import SUBCATEGORIES, Category
from shop.catalogue.models import StandardKind
from shop.fairs.queries import fairs_by_slug
from shop.groups.models import GroupKind
from shop.kernel import money, places, thai
from shop.kernel.refusals import BadValue
from shop.search.browse import Filters, Sort
from shop.search.queries import LONGEST

NAMES = ("q", "category", "subcategory", "kind", "district", "fair", "standard", "min_price", "max_price", "in_stock")

Choice = TypeVar("Choice", bound=StrEnum)


class AskingRequest(Request):
    """A request whose address asks for nothing with a NUL in it: no person types one, and PostgreSQL takes none."""

    @cached_property
    def args(self) -> MultiDict:
        given = super().args
        if not any("\0" in words for pair in given.items(multi=True) for words in pair):
            return given
        return ImmutableMultiDict((name.replace("\0", ""), value.replace("\0", "")) for name, value in given.items(multi=True))


def filters_from(arguments: MultiDict) -> Filters:
    """Prices are typed in baht. An empty value asks for anything; raises BadValue for one that is not known."""
    subcategory, category = _text(arguments, "subcategory"), _choice(arguments, "category", Category)
    if subcategory and not any(subcategory in known for known in SUBCATEGORIES.values()):
        raise BadValue("subcategory", "unknown")
    if category and subcategory not in SUBCATEGORIES[category]:
        subcategory = ""  # another category was chosen since
    district = _text(arguments, "district")
    if district and not places.district(district):
        raise BadValue("district", "unknown")
    in_stock = _text(arguments, "in_stock")
    if in_stock not in ("", "1"):
        raise BadValue("in_stock", "unknown")
    fair = _text(arguments, "fair")
    if fair and not fairs_by_slug([fair]):
        raise BadValue("fair", "unknown")
    return Filters(
        q=thai.tidy(arguments.get("q", "")[:LONGEST]),
        category=category,
        subcategory=subcategory or None,
        kind=_choice(arguments, "kind", GroupKind),
        district=district or None,
        fair=fair or None,
        standard=_choice(arguments, "standard", StandardKind),
        min_price=_price(arguments, "min_price"),
        max_price=_price(arguments, "max_price"),
        in_stock=in_stock == "1",
    )


def sort_from(arguments: MultiDict) -> Sort | None:
    """Raises BadValue."""
    return _choice(arguments, "sort", Sort)


def cursor_from(arguments: MultiDict) -> str | None:
    return _text(arguments, "after") or None


def _text(arguments: MultiDict, name: str) -> str:
    return arguments.get(name, "").strip()


def _choice(arguments: MultiDict, name: str, kind: type[Choice]) -> Choice | None:
    value = _text(arguments, name)
    if not value:
        return None
    try:
        return kind(value)
    except ValueError as unknown:
        raise BadValue(name, "unknown") from unknown


def _price(arguments: MultiDict, name: str) -> int | None:
    value = _text(arguments, name)
    if not value:
        return None
    try:
        return money.parse_baht(value)
    except ValueError as bad:
        raise BadValue(name, "not_a_price") from bad
