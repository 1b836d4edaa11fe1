"""Fairs as somebody may see them."""

from typing import NamedTuple

from sqlalchemy import func, select

from shop.catalogue.models import Product
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
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
    asked = select(Exhibit.product_id, Fair).join(Fair, Fair.id == Exhibit.fair_id)
    asked = asked.where(Exhibit.product_id.in_(product_ids), Exhibit.status == ExhibitStatus.CONFIRMED, Fair.starts_on <= today())
    seen: dict[int, list[Fair]] = {}
    for product_id, fair in db.session.execute(asked.order_by(Fair.starts_on.desc(), Fair.id.desc())):
        seen.setdefault(product_id, []).append(fair)
    return seen
