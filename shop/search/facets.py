"""How many products there are of each kind: exact to 1,000, beyond it only that there are more. One statement counts all.

A count stops at 1,001, and whichever of category, district and kind are asked lead an index, so nothing is counted by reading
all there is. What a search found, which is few, is grouped instead.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    Subquery,
    cast,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from shop.catalogue.categories import Category
from shop.catalogue.models import Product, ProductRevision, RevisionStandard, StandardKind
from shop.catalogue.standards import holds_today
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.groups.models import Group, GroupKind
from shop.groups.states import GroupStatus
from shop.kernel.database import db
from shop.search.filters import Filters, listed, looked_up

MOST = 1000  # a larger count says only that there are more
MOST_FAIRS = 30  # the newest

FACETS = ("category", "kind", "district", "fair", "standard")
Others = Callable[[str], frozenset[str]]
_ALSO = {"category": {"category", "subcategory"}}  # what a facet puts aside besides itself
_COLUMNS = {"category": Product.category, "kind": Product.kind, "district": Product.district_code}


class Count(int):
    """How many there are; beyond MOST it is MOST + 1 and is written `1,000+`."""

    def __str__(self) -> str:
        return format(self)

    def __format__(self, spec: str) -> str:
        return f"{MOST:,}+" if self > MOST else format(int(self), spec)


class AtLeast(Count):
    """As many among the thousand best of more: `640+`."""

    def __format__(self, spec: str) -> str:
        return f"{min(int(self), MOST):,}+"


def added(counts: Iterable[int]) -> Count:
    """Of all together."""
    return Count(min(sum(counts), MOST + 1))


def count_products(filters: Filters) -> Count:
    filters = filters.understood()
    if filters.is_more:
        return Count(MOST + 1)
    values = filters.values
    return Count(db.session.connection().scalar(_total(frozenset(values)), values))


def count_by_category() -> dict[Category, Count]:
    """What buyers may see, up to MOST + 1 of each."""
    found = facets(Filters())["category"]
    return {Category(key): count for key, count in found.items()}


def facets(filters: Filters) -> dict[str, dict[str, Count]]:
    """How many products each value of each facet would give, up to MOST + 1, with the other filters as they are."""
    filters = filters.understood()
    values = filters.values
    statement = _grouped(frozenset(values)) if filters.q else _counted(frozenset(values))
    number = AtLeast if filters.found.is_more else Count
    if filters.q:
        values["among"] = filters.found.ids
    found: dict[str, dict[str, Count]] = {facet: {} for facet in FACETS}
    for facet, value, count in db.session.connection().execute(statement, values):
        if count and value is not None:
            found[facet][value] = number(min(count, MOST + 1))
    return found


def counts_in(filters: Filters) -> tuple[dict[str, int], dict[str, int]]:
    """How many products each category and each group (by its slug) would give, each with the other filter as it is."""

    def counted(by: ColumnElement, others: Filters) -> dict[str, int]:
        asked = select(by, func.count(Product.id)).join_from(Product, Group, Group.id == Product.group_id).group_by(by)
        found = db.session.connection().execute(listed(asked, others.values), others.values)
        return {str(value): number for value, number in found if value is not None}

    return counted(Product.category, filters.without("category")), counted(Group.slug, filters.without("group_id"))


# Counting value by value


@lru_cache(maxsize=512)
def _total(names: frozenset[str]) -> Select:
    return _bounded(listed(select(Product.id), names))


@lru_cache(maxsize=512)
def _counted(names: frozenset[str]) -> CompoundSelect:
    """Facet, value, count: of every value that there is."""

    def others(facet: str) -> frozenset[str]:
        return names - _ALSO.get(facet, {facet})

    return union_all(*_by_column(others), _by_standard(others("standard")), _by_fair(others("fair")))


def _by_column(others: Others) -> Iterator[Select]:
    places = select(Group.district_code.label("value")).where(Group.status == GroupStatus.APPROVED).distinct().subquery("places")
    there_are = {"category": _each(Category), "kind": _each(GroupKind), "district": places}
    for facet, values in there_are.items():
        column = _COLUMNS[facet]
        asked = listed(select(Product.id), others(facet)).where(column == type_coerce(values.c.value, column.type))
        yield _of_each(facet, values.c.value, asked)


def _by_standard(others: frozenset[str]) -> Select:
    """Along the standards themselves: few products have one."""
    kinds = _each(StandardKind)
    of_published = (Product.id == ProductRevision.product_id) & (Product.published_revision_id == ProductRevision.id)
    asked = select(Product.id).select_from(RevisionStandard)
    asked = asked.join(ProductRevision, ProductRevision.id == RevisionStandard.revision_id).join(Product, of_published)
    is_it = RevisionStandard.kind == type_coerce(kinds.c.value, RevisionStandard.kind.type)
    return _of_each("standard", kinds.c.value, looked_up(asked, others).where(is_it, holds_today()))


def _by_fair(others: frozenset[str]) -> Select:
    recent = select(Fair.id, Fair.slug).order_by(Fair.starts_on.desc(), Fair.id.desc()).limit(MOST_FAIRS).subquery("recent")
    asked = looked_up(select(Product.id).join(Exhibit, Exhibit.product_id == Product.id), others)
    asked = asked.where(Exhibit.fair_id == recent.c.id, Exhibit.status == ExhibitStatus.CONFIRMED)
    return _of_each("fair", recent.c.slug, asked)


def _each(kind: type[StrEnum]) -> Subquery:
    return union_all(*(select(literal(one.value).label("value")) for one in kind)).subquery(kind.__name__.lower())


def _of_each(facet: str, value: ColumnElement, asked: Select) -> Select:
    """A row for each value: `asked` are its products."""
    return select(literal(facet), value, _bounded(asked.correlate(value.table)).scalar_subquery())


def _bounded(asked: Select) -> Select:
    """How many rows that is, MOST + 1 at most."""
    return select(func.count()).select_from(asked.limit(MOST + 1).subquery())


# Grouping what was found


@lru_cache(maxsize=512)
def _grouped(names: frozenset[str]) -> CompoundSelect:
    """The same of what a search found: found once, then grouped facet by facet."""
    kept = names & {"among"}
    found = listed(select(Product.id), kept).cte("found")

    def among_found(facet: str, value: ColumnElement) -> Select:
        asked = select(literal(facet), value, func.count(Product.id)).join_from(Product, found, found.c.id == Product.id)
        return listed(asked, names - kept - _ALSO.get(facet, {facet})).group_by(value)

    arms = [among_found(facet, cast(column, String)) for facet, column in _COLUMNS.items()]
    fair = among_found("fair", Fair.slug).join(Exhibit, Exhibit.product_id == Product.id).join(Fair, Fair.id == Exhibit.fair_id)
    of_it = RevisionStandard.revision_id == Product.published_revision_id
    standard = among_found("standard", cast(RevisionStandard.kind, String)).join(RevisionStandard, of_it)
    return union_all(*arms, fair.where(Exhibit.status == ExhibitStatus.CONFIRMED), standard.where(holds_today()))
