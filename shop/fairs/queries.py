"""Fairs as somebody may see them."""

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import contains_eager, selectinload

from shop.catalogue.models import Product, ProductRevision
from shop.fairs.models import Booth, Exhibit, ExhibitStatus, Fair
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.clock import today
from shop.kernel.database import db


class FairRow(NamedTuple):
    """A fair with what it can still sell: confirmed exhibits that buyers may reach."""

    fair: Fair
    group_count: int
    product_count: int


def fairs_by_slug(slugs: list[str]) -> list[Fair]:
    """Newest first."""
    if not slugs:
        return []
    return list(db.session.scalars(select(Fair).where(Fair.slug.in_(slugs)).order_by(Fair.starts_on.desc(), Fair.id.desc())))


def public_fairs(limit: int = 100) -> list[FairRow]:
    """Fairs that have begun or are announced, newest first, with how much of them is on sale."""
    on_sale = (
        select(
            Exhibit.fair_id,
            func.count(func.distinct(Product.group_id)).label("groups"),
            func.count(Product.id).label("products"),
        )
        .join(Product, Product.id == Exhibit.product_id)
        .where(Exhibit.status == ExhibitStatus.CONFIRMED, Product.is_listed)
        .group_by(Exhibit.fair_id)
        .subquery()
    )
    asked = select(Fair, func.coalesce(on_sale.c.groups, 0), func.coalesce(on_sale.c.products, 0))
    asked = asked.outerjoin(on_sale, on_sale.c.fair_id == Fair.id).order_by(Fair.starts_on.desc(), Fair.id.desc())
    return [FairRow(*row) for row in db.session.execute(asked.limit(limit))]


def confirmed_fairs_of(product_ids: list[int]) -> dict[int, list[Fair]]:
    """The fairs at which each product was seen, by an official's word, newest first."""
    seen: dict[int, list[Fair]] = {}
    for product_id, fair in db.session.execute(_confirmed(), {"product_ids": product_ids, "today": today()}):
        seen.setdefault(product_id, []).append(fair)
    return seen


@cache
def _confirmed() -> Select:
    asked = select(Exhibit.product_id, Fair).join(Fair, Fair.id == Exhibit.fair_id)
    asked = asked.where(
        Exhibit.product_id.in_(bindparam("product_ids", expanding=True)),
        Exhibit.status == ExhibitStatus.CONFIRMED,
        Fair.starts_on <= bindparam("today"),
    )
    return asked.order_by(Fair.starts_on.desc(), Fair.id.desc())


def fair_that_showed(product_id: int, slug: str) -> Fair | None:
    """The fair of that address, where an official confirmed that this product was shown there."""
    return next((fair for fair in confirmed_fairs_of([product_id]).get(product_id, []) if fair.slug == slug), None)


def fair_by_slug(slug: str) -> Fair | None:
    return db.session.scalar(select(Fair).where(Fair.slug == slug))


def groups_seen_at(fair_id: int) -> list[Group]:
    """Those that buyers may see, with confirmed exhibits on sale, each with the profile they read."""
    seen = select(Product.group_id).join(Exhibit, Exhibit.product_id == Product.id)
    seen = seen.where(Exhibit.fair_id == fair_id, Exhibit.status == ExhibitStatus.CONFIRMED, Product.is_listed)
    asked = select(Group).join(Group.published).where(Group.id.in_(seen), Group.status == GroupStatus.APPROVED)
    return list(db.session.scalars(asked.options(contains_eager(Group.published)).order_by(Group.name, Group.id)))


def makes_of(group_ids: Collection[int], fair_id: int | None = None) -> dict[int, list[str]]:
    """Titles of what each group has on sale, what the fair showed first, then what sold most: for a line of what they make."""
    seen = and_(Exhibit.product_id == Product.id, Exhibit.fair_id == fair_id, Exhibit.status == ExhibitStatus.CONFIRMED)
    asked = select(Product.group_id, Product.title).outerjoin(Exhibit, seen)
    asked = asked.where(Product.group_id.in_(group_ids), Product.is_listed)
    made: dict[int, list[str]] = {}
    for group_id, title in db.session.execute(asked.order_by(Exhibit.id.is_(None), Product.sold_count.desc(), Product.id)):
        made.setdefault(group_id, []).append(title)
    return made


def is_at(fair_id: int, group_id: int) -> bool:
    """Whether a group has a booth at a fair, or an exhibit that was not refused."""
    booth = exists().where(Booth.fair_id == fair_id, Booth.group_id == group_id)
    return bool(products_at(fair_id, group_id)) or db.session.scalar(select(booth))


def products_at(fair_id: int, group_id: int) -> set[int]:
    """What a group said it showed and nobody refused."""
    shown = select(Exhibit.product_id).where(Exhibit.fair_id == fair_id, Exhibit.group_id == group_id)
    standing = Exhibit.status.in_([ExhibitStatus.CLAIMED, ExhibitStatus.CONFIRMED])
    return set(db.session.scalars(shown.where(standing)))


def products_to_tag(group_id: int, product_ids: Collection[int] = ()) -> list[Product]:
    """What a group has on sale, or of that only these, with their options."""
    asked = select(Product).where(Product.group_id == group_id, Product.is_listed)
    asked = asked.where(Product.id.in_(product_ids)) if product_ids else asked
    return list(db.session.scalars(asked.options(selectinload(Product.variants)).order_by(Product.title, Product.id)))


# For the desks.


class OfficeFair(NamedTuple):
    """A fair with its exhibits by status."""

    fair: Fair
    claimed: int
    confirmed: int
    refused: int


class ExhibitRow(NamedTuple):
    """What a group said it showed. `is_listed`: on sale now."""

    exhibit: Exhibit
    title: str
    group_name: str
    is_listed: bool


class ClaimRow(NamedTuple):
    """A product of a group, and what became of its exhibit at one fair; None: it was never said to be there."""

    product_id: int
    title: str
    status: ExhibitStatus | None


def office_fairs(group_id: int | None = None) -> list[OfficeFair]:
    """All fairs, newest first, with all exhibits or those of one group: how many of each status."""
    counts = [func.count(Exhibit.id).filter(Exhibit.status == status) for status in ("claimed", "confirmed", "refused")]
    of_group = Exhibit.group_id == group_id if group_id is not None else Exhibit.id.is_not(None)
    asked = select(Fair, *counts).outerjoin(Exhibit, and_(Exhibit.fair_id == Fair.id, of_group)).group_by(Fair.id)
    return [OfficeFair(*row) for row in db.session.execute(asked.order_by(Fair.starts_on.desc(), Fair.id.desc()))]


def exhibits_of(fair_id: int, status: ExhibitStatus | None = None, limit: int = 2000) -> list[ExhibitRow]:
    """What groups say they showed, group by group; what they took back is left out."""
    asked = (
        select(Exhibit, title_of_product(), func.coalesce(func.nullif(Group.name, ""), Group.slug), Product.is_listed)
        .join(Product, Product.id == Exhibit.product_id)
        .join(Group, Group.id == Exhibit.group_id)
        .where(Exhibit.fair_id == fair_id, Exhibit.status != ExhibitStatus.WITHDRAWN)
        .order_by(Group.name, Exhibit.group_id, Exhibit.id)
        .limit(limit)
    )
    return [ExhibitRow(*row) for row in db.session.execute(asked.where(Exhibit.status == status) if status else asked)]


def claims_of(fair_id: int, group_id: int) -> list[ClaimRow]:
    """Every product of a group, on sale or not, beside what it said of this fair."""
    here = and_(Exhibit.product_id == Product.id, Exhibit.fair_id == fair_id)
    asked = select(Product.id, title_of_product().label("title"), Exhibit.status).outerjoin(Exhibit, here)
    asked = asked.where(Product.group_id == group_id, Product.deleted_at.is_(None))
    return [ClaimRow(*row) for row in db.session.execute(asked.order_by(Product.id.desc()))]


def titles_of(product_ids: list[int]) -> dict[int, str]:
    return dict(db.session.execute(select(Product.id, title_of_product()).where(Product.id.in_(product_ids))).all())


def title_of_product() -> ColumnElement[str]:
    """As buyers read it; of one that was never published, as its group wrote it last."""
    written = select(ProductRevision.title).where(ProductRevision.product_id == Product.id)
    written = written.order_by(ProductRevision.number.desc()).limit(1).correlate(Product).scalar_subquery()
    return func.coalesce(func.nullif(Product.title, ""), written, "")
