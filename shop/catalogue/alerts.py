"""What a group should look at among its own products today."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select

from shop.catalogue.models import Product, ProductRevision, Variant
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus

FEW = 3  # pieces


@dataclass(frozen=True)
class LowStock:
    product_id: int
    variant_id: int
    title: str
    variant_name: str
    available: int


def low_stock(group_id: int, limit: int = 8) -> list[LowStock]:
    """What is on sale and nearly gone, or gone: the emptiest first."""
    asked = (
        select(Product.id, Variant.id, Product.title, Variant.name, Variant.available)
        .join(Variant, Variant.product_id == Product.id)
        .where(Product.group_id == group_id, Product.is_listed, Variant.retired_at.is_(None), Variant.available <= FEW)
        .order_by(Variant.available, Variant.id)
    )
    return [LowStock(*row) for row in db.session.execute(asked.limit(limit))]


def listed_products(group_id: int) -> ScalarSelect[int]:
    """How many of its products buyers can see: part of a question."""
    return select(func.count(Product.id)).where(Product.group_id == group_id, Product.is_listed).scalar_subquery()


def revisions_by_review(group_id: int, limit: int = 8) -> list[ProductRevision]:
    """What officials have sent back, then what waits for them: each product's newest, the longest waiting first."""
    newest = (
        select(func.max(ProductRevision.number))
        .where(ProductRevision.product_id == Product.id)
        .correlate(Product)
        .scalar_subquery()
    )
    wanted = (RevisionStatus.CHANGES_REQUESTED, RevisionStatus.REJECTED, RevisionStatus.IN_REVIEW)
    asked = (
        select(ProductRevision)
        .join(Product, Product.id == ProductRevision.product_id)
        .where(Product.group_id == group_id, Product.archived_at.is_(None))
        .where(ProductRevision.number == newest, ProductRevision.status.in_(wanted))
        .order_by(ProductRevision.status == RevisionStatus.IN_REVIEW, ProductRevision.submitted_at, ProductRevision.id)
    )
    return list(db.session.scalars(asked.limit(limit)))
