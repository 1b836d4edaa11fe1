"""The catalogue as buyers walk through it: sorted, page by page at any depth.

A page is one statement and a bounded count. A list of many is walked in its own order along an index that holds what the filters
ask; of 1,000 products or fewer all are found first and then sorted. So the time does not depend on how many there are.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_
from sqlalchemy.engine import Row

from shop.catalogue.models import Product
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.search import cards
from shop.search.cards import Card
from shop.search.facets import Count, added, count_by_category, count_products, counts_in, facets
from shop.search.filters import Filters, listed, looked_at, narrowed
from shop.search.queries import near_of

__all__ = ["Count", "Filters", "Sort", "added", "count_by_category", "count_products", "counts_in", "facets", "page_of_products"]

FEW = 1000  # found whole and sorted
_LARGEST = 2**31 - 1  # that a column holds


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE_ASC = "price_asc"
    PRICE_DESC = "price_desc"
    POPULAR = "popular"


class Page(NamedTuple):
    cards: list[Card]
    next: str | None  # the cursor of the page after this one


class _Key(NamedTuple):
    """A column that a list is sorted by; its product's id decides between equals, in the same direction."""

    column: ColumnElement
    descending: bool
    is_moment: bool = False


_KEYS = {
    Sort.NEWEST: _Key(Product.published_at, True, is_moment=True),
    Sort.PRICE_ASC: _Key(Product.min_price_satang, False),
    Sort.PRICE_DESC: _Key(Product.min_price_satang, True),
    Sort.POPULAR: _Key(Product.popularity, True),
}
_UNFILTERED = {"in_stock"}  # what asks for nearly everything


def page_of_products(
    filters: Filters, sort: Sort | None = None, after: str | None = None, limit: int = 24, total: int | None = None
) -> Page:
    """One page of listed products. `total`: how many `count_products` found, where somebody has counted already.

    Raises BadValue for a cursor that is not one of this question's.
    """
    sort = sort or (Sort.RELEVANCE if filters.q else Sort.NEWEST)
    if sort is Sort.RELEVANCE and not filters.q:
        sort = Sort.NEWEST
    place = _read_cursor(after, sort) if after else None
    filters = filters.understood()
    if sort is Sort.RELEVANCE:
        return _page_of_hits(filters, place, limit)
    values = filters.values
    names = frozenset(values)
    found = total if total is not None or names <= _UNFILTERED or "group_id" in names else count_products(filters)
    statement = _statement(names, sort, bool(place), bool(filters.q) or (found is not None and found <= FEW))
    sent = values | (dict(zip(("at", "at_id"), place, strict=True)) if place else {}) | {"most": limit + 1}
    rows = db.session.connection().execute(statement, sent).all()
    more = len(rows) > limit
    return Page(cards.from_rows(rows[:limit]), _write_cursor(sort, rows[limit - 1]) if more else None)


def _page_of_hits(filters: Filters, place: list | None, limit: int) -> Page:
    """Of the first thousand. The cursor is the last one's place and id: what comes or goes meanwhile moves nothing far."""
    ids = list(filters.among)
    if filters.is_narrow:
        values = filters.values
        allowed = set(db.session.connection().scalars(listed(select(Product.id), values), values))
        ids = [known for known in ids if known in allowed]
    first, last = place or (0, None)
    first = ids.index(last) + 1 if last in ids else first - 1  # it left the list, and what stood after it moved up
    page = ids[max(0, first) :][:limit]
    more = page and page[-1] != ids[-1]
    return Page(cards.cards_of(page), _cursor(Sort.RELEVANCE, ids.index(page[-1]) + 1, page[-1]) if more else None)


def near(filters: Filters) -> list[Card]:
    """What has all that was asked for but one thing, where nothing has all; none where something is found."""
    filters = filters.understood()
    if filters.found.ids:
        return []
    others = {name: value for name, value in filters.values.items() if name != "among"}
    return cards.cards_of([hit.candidate.id for hit in near_of(filters.question, narrowed(others))])


def listed_titles(limit: int, first: int = 0) -> list[tuple[int, str]]:
    """(id, title) of products that buyers may see, by id from `first` on: what other programs are told there is."""
    asked = select(Product.id, Product.title).where(Product.is_listed, Product.id >= first).order_by(Product.id).limit(limit)
    return [(row.id, row.title) for row in db.session.connection().execute(asked)]


def count_by_group(group_ids: list[int]) -> dict[int, int]:
    """How many products buyers may see of each group."""
    asked = select(Product.group_id, func.count(Product.id)).where(Product.is_listed, Product.group_id.in_(group_ids))
    return dict(db.session.connection().execute(asked.group_by(Product.group_id)).all())


@lru_cache(maxsize=1024)
def _statement(names: frozenset[str], sort: Sort, is_onward: bool, are_few: bool) -> Select:
    """The page of a list with these filters: made once, sent many times."""
    key = _KEYS[sort]
    asked = cards.columns().add_columns(key.column.label("place"))
    if are_few:  # the LIMIT keeps the two apart: first found along what is asked, then sorted
        found = listed(select(Product.id), names).limit(FEW + 1).subquery()
        asked = asked.join(found, found.c.id == Product.id)
    else:
        within = names & {"group_id"} | (names & {"max_price"} if key.column is Product.min_price_satang else set())
        asked = looked_at(listed(asked, within), names - within)
    if is_onward:
        here, there = tuple_(key.column, Product.id), tuple_(bindparam("at", type_=key.column.type), bindparam("at_id"))
        asked = asked.where(here < there if key.descending else here > there)
    return _in_order(asked, key.column, key.descending, key.descending)


def _in_order(asked: Select, key: ColumnElement, falls: bool, id_falls: bool) -> Select:
    by_id = Product.id.desc() if id_falls else Product.id.asc()
    return asked.order_by(key.desc() if falls else key.asc(), by_id).limit(bindparam("most"))


def _write_cursor(sort: Sort, row: Row) -> str:
    return _cursor(sort, row.place.isoformat() if isinstance(row.place, datetime) else row.place, row.id)


def _cursor(sort: Sort, at: int | str, last: int) -> str:
    return urlsafe_b64encode(json.dumps([sort.value, at, last]).encode()).decode().rstrip("=")


def _read_cursor(after: str, sort: Sort) -> list:
    try:
        said, at, at_id = json.loads(urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if said != sort.value:
            raise ValueError
        is_moment = sort in _KEYS and _KEYS[sort].is_moment
        return [_moment(at) if is_moment else _number(at), _number(at_id)]
    except (ValueError, TypeError, OverflowError, RecursionError) as forged:
        raise BadValue("after", "unknown_cursor") from forged


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment.astimezone(UTC)


def _number(value: object) -> int:
    if type(value) is not int or abs(value) > _LARGEST:
        raise ValueError
    return value
