"""All groups and all products as officials look through them, whatever their state."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from shop.catalogue.categories import Category
from shop.catalogue.models import Product, ProductRevision
from shop.catalogue.states import SaleState
from shop.groups.models import Group, GroupKind, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.database import db
from shop.kernel.keyset import beyond, read_cursor, write_cursor
from shop.kernel.review import RevisionStatus


class Sort(StrEnum):
    NEWEST = "newest"
    NAME = "name"
    PRICE = "price"  # of products, lowest first


@dataclass(frozen=True)
class GroupSearch:
    """`words` stand in its name or are its id; `district`: 4 digits."""

    words: str = ""
    status: GroupStatus | None = None
    kind: GroupKind | None = None
    district: str | None = None


@dataclass(frozen=True)
class ProductSearch:
    """`words` stand in its title or its group's name, or are its id; `is_waiting`: an official has it to decide."""

    words: str = ""
    state: SaleState | None = None
    category: Category | None = None
    district: str | None = None
    group_id: int | None = None
    is_waiting: bool = False


class GroupRow(NamedTuple):
    id: int
    slug: str
    name: str
    status: GroupStatus
    kind: GroupKind | None
    district_code: str | None
    created_at: datetime
    listed: int


class ProductRow(NamedTuple):
    """`product` is loaded, for its state."""

    product: Product
    title: str
    group_name: str
    is_waiting: bool


class OfficePage(NamedTuple):
    rows: list
    next: str | None
    total: int


def find_groups(search: GroupSearch, sort: Sort = Sort.NEWEST, after: str | None = None, limit: int = 50) -> OfficePage:
    """Raises BadValue for a cursor that is not of this question."""
    profile = _newest_profile()
    name = func.coalesce(func.nullif(Group.name, ""), profile.name, "")
    kind, district = func.coalesce(Group.kind, profile.kind), func.coalesce(Group.district_code, profile.district_code)
    listed = (
        select(func.count(Product.id)).where(Product.group_id == Group.id, Product.is_listed).correlate(Group).scalar_subquery()
    )
    asked = select(Group.id, Group.slug, name, Group.status, kind, district, Group.created_at, listed)
    which = [_matches(search.words, Group.id, name)]
    which += [Group.status == search.status] if search.status else []
    which += [kind == search.kind] if search.kind else []
    which += [district == search.district] if search.district else []

    def joined(asked: Select) -> Select:
        return asked.select_from(Group).outerjoin(profile, profile.group_id == Group.id).where(*which, _is_newest(profile))

    rows, following = _page(joined(asked), sort, {Sort.NAME: name}, Group.id, after, limit)
    found = [GroupRow(row[0], row[1], row[2], row[3], row[4] and GroupKind(row[4]), *row[5:8]) for row in rows]
    return OfficePage(found, following, db.session.scalar(joined(select(func.count(Group.id)))))


def groups_by_status() -> dict[GroupStatus, int]:
    return dict(db.session.execute(select(Group.status, func.count(Group.id)).group_by(Group.status)).all())


def find_products(search: ProductSearch, sort: Sort = Sort.NEWEST, after: str | None = None, limit: int = 50) -> OfficePage:
    """Raises BadValue for a cursor that is not of this question."""
    title, group_name = _title(), func.coalesce(func.nullif(Group.name, ""), Group.slug)
    waiting = _in_review()
    which = [Product.deleted_at.is_(None), or_(_matches(search.words, Product.id, title), group_name.icontains(search.words))]
    which += [_in_state(search.state)] if search.state else []
    which += [func.coalesce(Product.category, _written(ProductRevision.category)) == search.category] if search.category else []
    which += [Group.district_code == search.district] if search.district else []
    which += [Product.group_id == search.group_id] if search.group_id is not None else []
    which += [waiting] if search.is_waiting else []

    def joined(asked: Select) -> Select:
        return asked.join(Group, Group.id == Product.group_id).where(*which)

    asked = joined(select(Product, title, group_name, waiting))
    columns = {Sort.NAME: title, Sort.PRICE: Product.min_price_satang}
    rows, following = _page(asked, sort, columns, Product.id, after, limit)
    found = [ProductRow(*row[:4]) for row in rows]
    return OfficePage(found, following, db.session.scalar(joined(select(func.count(Product.id)).select_from(Product))))


def group_by_id(group_id: int) -> Group | None:
    return db.session.get(Group, group_id)


def product_by_id(product_id: int) -> Product | None:
    return db.session.scalar(select(Product).where(Product.id == product_id, Product.deleted_at.is_(None)))


def _page(asked: Select, sort: Sort, columns: dict, id_column, after: str | None, limit: int) -> tuple[list, str | None]:
    """The rows of one page, and the cursor of the next; what is not in `columns` is newest first."""
    column = columns.get(sort)
    if column is None:
        sort, key, kind, order = Sort.NEWEST, id_column, int, [id_column.desc()]
    else:
        key, kind = column, int if sort is Sort.PRICE else str
        order = [column.asc(), id_column.desc()]
    if after:
        at = read_cursor(after, sort, kind)
        asked = asked.where(id_column < at[1] if column is None else beyond(key, id_column, at))
    rows = db.session.execute(
        asked.add_columns(key.label("key"), id_column.label("row_id")).order_by(*order).limit(limit + 1)
    ).all()
    page = rows[:limit]
    return page, write_cursor(sort, page[-1].key, page[-1].row_id) if len(rows) > limit else None


def _matches(words: str, id_column, name: ColumnElement[str]) -> ColumnElement[bool]:
    found = name.icontains(words, autoescape=True)
    return or_(found, id_column == int(words)) if words.isascii() and words.isdecimal() and len(words) < 10 else found


def _newest_profile():
    return aliased(GroupProfile)


def _is_newest(profile) -> ColumnElement[bool]:
    """Of a group's profiles the last; a group without any stays in the list."""
    other = aliased(GroupProfile)
    later = select(other.id).where(other.group_id == profile.group_id, other.number > profile.number)
    return or_(profile.id.is_(None), ~later.exists())


def _written(column) -> ColumnElement:
    """Of the revision that its group wrote last."""
    newest = select(column).where(ProductRevision.product_id == Product.id).order_by(ProductRevision.number.desc())
    return newest.limit(1).correlate(Product).scalar_subquery()


def _title() -> ColumnElement[str]:
    return func.coalesce(func.nullif(Product.title, ""), _written(ProductRevision.title), "")


def _in_review() -> ColumnElement[bool]:
    in_review = and_(ProductRevision.product_id == Product.id, ProductRevision.status == RevisionStatus.IN_REVIEW)
    return select(ProductRevision.id).where(in_review).correlate(Product).exists()


def _in_state(state: SaleState) -> ColumnElement[bool]:
    """The same as catalogue.states.sale_state, for the database."""
    is_suspended, is_paused = Product.suspended_at.is_not(None), Product.archived_at.is_not(None)
    return {
        SaleState.SUSPENDED: is_suspended,
        SaleState.PAUSED: and_(~is_suspended, is_paused),
        SaleState.NOT_YET: and_(~is_suspended, ~is_paused, ~Product.is_listed),
        SaleState.ON_SALE: and_(~is_suspended, ~is_paused, Product.is_listed, Product.available > 0),
        SaleState.SOLD_OUT: and_(~is_suspended, ~is_paused, Product.is_listed, Product.available == 0),
    }[state]
