"""The catalogue as buyers walk through it: filters, sorting, keyset pages, facets with counts.

A page is a fixed number of queries whatever it shows: the rows, their makers' shipping, their standards, the count, the facets.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from shop.catalogue.categories import Category
from shop.catalogue.models import Product, RevisionStandard, StandardKind
from shop.catalogue.standards import holds_today
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.groups.models import Group, GroupKind
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.search import cards
from shop.search.cards import Card
from shop.search.queries import MOST, Found, hits_of, near_of, understand
from shop.search.reading import Question


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    POPULAR = "popular"


@dataclass(frozen=True)
class Filters:
    """What a buyer asks for; None or empty asks for anything. Prices in satang."""

    q: str = ""
    category: Category | None = None
    subcategory: str | None = None
    kind: GroupKind | None = None
    district: str | None = None
    fair: str | None = None
    standard: StandardKind | None = None
    min_price: int | None = None
    max_price: int | None = None
    in_stock: bool = False
    group_id: int | None = None
    found: Found | None = None  # how `q` is read and all that it finds, where somebody has asked already

    @property
    def asks_only_words(self) -> bool:
        return bool(self.q) and not self.is_narrow

    def understood(self) -> "Filters":
        """The same with its question read, which asks the database: once for all that a page shows."""
        return self if self.found else replace(self, found=understand(self.q) if self.q else Found(Question(), []))

    @property
    def question(self) -> Question:
        return self.found.question

    @property
    def is_narrow(self) -> bool:
        """Whether anything but words is asked for."""
        return replace(self, q="", found=None) != Filters()


class Page(NamedTuple):
    cards: list[Card]
    next: str | None  # the cursor of the page after this one


def page_of_products(filters: Filters, sort: Sort | None = None, after: str | None = None, limit: int = 24) -> Page:
    """One page of listed products. Raises BadValue for a cursor that is not one of this question's."""
    filters = filters.understood()
    sort = sort or (Sort.RELEVANCE if filters.q else Sort.NEWEST)
    if sort is Sort.RELEVANCE and filters.q:
        return _page_of_hits(filters, after, limit)
    if sort is Sort.RELEVANCE:
        sort = Sort.NEWEST
    keys = _keys(sort)
    asked = _listed(cards.columns(), filters).add_columns(*(key.column.label(f"key_{n}") for n, key in enumerate(keys)))
    if after:
        asked = asked.where(_beyond(keys, _read_cursor(after, sort, keys)))
    order = [key.column.desc() if key.descending else key.column.asc() for key in keys]
    rows = db.session.execute(asked.order_by(*order).limit(limit + 1)).all()
    page = rows[:limit]
    more = len(rows) > limit
    return Page(cards.from_rows(page), _write_cursor(sort, page[-1], len(keys)) if more else None)


def _page_of_hits(filters: Filters, after: str | None, limit: int) -> Page:
    """Of the first thousand. The cursor is the last one's place and id: what comes or goes meanwhile moves nothing far."""
    ids = found_ids(filters)
    first = 0
    if after:
        place, last = _read_cursor(after, Sort.RELEVANCE, [_Key(Product.id, False), _Key(Product.id, False)])
        first = ids.index(last) + 1 if last in ids else max(0, place)
    page = ids[first : first + limit]
    more = len(ids) > first + limit
    return Page(cards.cards_of(page), _cursor(Sort.RELEVANCE, first + limit, page[-1]) if more else None)


def found_ids(filters: Filters) -> list[int]:
    """Ids of what is found, the best first, a thousand at most; the other filters are on."""
    filters = filters.understood()
    if not filters.is_narrow:
        return filters.found.ids
    if filters.found.is_more:
        return hits_of(filters.question, lambda asked: _narrowed(asked, filters)).ids
    allowed = set(db.session.scalars(_listed(select(Product.id).select_from(Product), filters)))
    return [known for known in filters.found.ids if known in allowed]


def near(filters: Filters) -> list[Card]:
    """What has all that was asked for but one thing, where nothing has all; none where something is found."""
    filters = filters.understood()
    hits = near_of(filters.question, lambda asked: _narrowed(asked, filters))
    return cards.cards_of([hit.candidate.id for hit in hits])


def count_products(filters: Filters) -> int:
    """Of words, up to a thousand and one: there are more."""
    filters = filters.understood()
    if filters.q and filters.found.is_more:
        ids = found_ids(filters)
        return len(ids) + (len(ids) == MOST)
    return db.session.scalar(_listed(select(func.count(Product.id)).select_from(Product), filters))


def listed_titles(limit: int, first: int = 0) -> list[tuple[int, str]]:
    """(id, title) of products that buyers may see, by id from `first` on: what other programs are told there is."""
    asked = select(Product.id, Product.title).where(Product.is_listed, Product.id >= first).order_by(Product.id).limit(limit)
    return [(row.id, row.title) for row in db.session.execute(asked)]


def count_by_category() -> dict[Category, int]:
    asked = select(Product.category, func.count(Product.id)).where(Product.is_listed).group_by(Product.category)
    return dict(db.session.execute(asked).all())


def count_by_group(group_ids: list[int]) -> dict[int, int]:
    """How many products buyers may see of each group."""
    asked = select(Product.group_id, func.count(Product.id)).where(Product.is_listed, Product.group_id.in_(group_ids))
    return dict(db.session.execute(asked.group_by(Product.group_id)).all())


def counts_in(filters: Filters) -> tuple[dict[str, int], dict[str, int]]:
    """How many products each category and each group (by its slug) would give, each with the other filter as it is."""

    def counted(by: ColumnElement, others: Filters) -> dict[str, int]:
        asked = _listed(select(by, func.count(Product.id)).select_from(Product), others).group_by(by)
        return {str(value): number for value, number in db.session.execute(asked) if value is not None}

    return counted(Product.category, replace(filters, category=None)), counted(Group.slug, replace(filters, group_id=None))


def facets(filters: Filters) -> dict[str, dict[str, int]]:
    """How many products each value of each facet would give, with the other filters as they are: five queries."""
    filters = filters.understood()

    def counted(by: ColumnElement, others: Filters) -> dict[str, int]:
        asked = _listed(select(by, func.count(Product.id)).select_from(Product), others).group_by(by)
        return {str(value): number for value, number in db.session.execute(asked) if value is not None}

    fair = _listed(select(Fair.slug, func.count(Product.id)).select_from(Product), replace(filters, fair=None))
    fair = fair.join(Exhibit, and_(Exhibit.product_id == Product.id, Exhibit.status == ExhibitStatus.CONFIRMED))
    fair = fair.join(Fair, Fair.id == Exhibit.fair_id).group_by(Fair.slug)
    standard = _listed(
        select(RevisionStandard.kind, func.count(Product.id)).select_from(Product), replace(filters, standard=None)
    )
    standard = standard.join(RevisionStandard, and_(RevisionStandard.revision_id == Product.published_revision_id, holds_today()))
    return {
        "category": counted(Product.category, replace(filters, category=None, subcategory=None)),
        "kind": counted(Group.kind, replace(filters, kind=None)),
        "district": counted(Group.district_code, replace(filters, district=None)),
        "fair": dict(db.session.execute(fair).all()),
        "standard": {str(kind): number for kind, number in db.session.execute(standard.group_by(RevisionStandard.kind))},
    }


def _listed(asked: Select, filters: Filters) -> Select:
    asked = asked.join(Group, Group.id == Product.group_id).where(Product.is_listed)
    if filters.q:
        found = filters.understood().found
        ids = hits_of(found.question, lambda asked: _narrowed(asked, filters)).ids if found.is_more else found.ids
        asked = asked.where(Product.id.in_(ids))
    return _narrowed(asked, filters)


def _narrowed(asked: Select, filters: Filters) -> Select:
    """All filters but the words."""
    conditions = {
        Product.category: filters.category,
        Product.subcategory: filters.subcategory,
        Group.kind: filters.kind,
        Group.district_code: filters.district,
        Product.group_id: filters.group_id,
    }
    asked = asked.where(*(column == value for column, value in conditions.items() if value is not None))
    if filters.min_price is not None:
        asked = asked.where(Product.max_price_satang >= filters.min_price)
    if filters.max_price is not None:
        asked = asked.where(Product.min_price_satang <= filters.max_price)
    if filters.in_stock:
        asked = asked.where(Product.available > 0)
    if filters.standard:
        has = select(RevisionStandard.id).where(
            RevisionStandard.revision_id == Product.published_revision_id,
            RevisionStandard.kind == filters.standard,
            holds_today(),
        )
        asked = asked.where(has.exists())
    if filters.fair:
        shown = (
            select(Exhibit.id)
            .join(Fair)
            .where(Exhibit.product_id == Product.id, Exhibit.status == ExhibitStatus.CONFIRMED, Fair.slug == filters.fair)
        )
        asked = asked.where(shown.exists())
    return asked


class _Key(NamedTuple):
    column: ColumnElement
    descending: bool
    is_moment: bool = False


def _keys(sort: Sort) -> list[_Key]:
    newest_first = _Key(Product.id, True)
    return {
        Sort.NEWEST: [_Key(Product.published_at, True, is_moment=True), newest_first],
        Sort.PRICE_ASC: [_Key(Product.min_price_satang, False), newest_first],
        Sort.PRICE_DESC: [_Key(Product.min_price_satang, True), newest_first],
        Sort.POPULAR: [_Key(Product.sold_count, True), newest_first],
    }[sort]


def _beyond(keys: list[_Key], values: list) -> ColumnElement[bool]:
    """Rows after these values: the first key is past its value, or equal and the next one past."""
    (first, second), (at_first, at_second) = keys, values
    past = first.column < at_first if first.descending else first.column > at_first
    return or_(past, and_(first.column == at_first, second.column < at_second))


def _write_cursor(sort: Sort, row, keys: int) -> str:
    values = [getattr(row, f"key_{n}") for n in range(keys)]
    return _cursor(sort, *(value.isoformat() if isinstance(value, datetime) else value for value in values))


def _cursor(sort: Sort, *values: int | str) -> str:
    return urlsafe_b64encode(json.dumps([sort.value, *values]).encode()).decode().rstrip("=")


def _read_cursor(after: str, sort: Sort, keys: list[_Key]) -> list:
    try:
        said, *values = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if said != sort.value or len(values) != len(keys):
            raise ValueError
        return [_checked(value, key) for value, key in zip(values, keys, strict=True)]
    except (ValueError, TypeError, RecursionError) as forged:
        raise BadValue("after", "unknown_cursor") from forged


def _checked(value: object, key: _Key) -> object:
    if key.is_moment:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            raise ValueError
        return moment
    if type(value) is not int or abs(value) > 2**62:
        raise ValueError
    return value
