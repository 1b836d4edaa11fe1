"""Products as somebody may see them: a group its own, an official all, a buyer what is listed."""

from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from shop.catalogue.models import Photo, Product, ProductRevision, Variant
from shop.catalogue.states import SaleState, WorkState, sale_state, work_state
from shop.groups.models import Group
from shop.kernel.database import db
from shop.kernel.review import RevisionStatus

PAGE = 30
RETURNED = (RevisionStatus.CHANGES_REQUESTED, RevisionStatus.REJECTED)
FILTERS = ("on_sale", "in_review", "changes", "draft", "paused")


class OwnProduct(NamedTuple):
    """A product at its group's desk: with the revision written last and where both stand."""

    product: Product
    latest: ProductRevision
    work: WorkState | None

    @property
    def sale(self) -> SaleState:
        return sale_state(self.product)

    @property
    def title(self) -> str:
        return self.latest.title or self.product.title

    @property
    def variants(self) -> list[Variant]:
        """On sale, or waiting to be."""
        return [variant for variant in self.product.variants if variant.retired_at is None or variant.is_waiting]

    @property
    def cover(self) -> Photo | None:
        return self.latest.photos[0].photo if self.latest.photos else None


# For a group


def product_for_group(product_id: int, group_id: int) -> Product | None:
    """One of the group's own products, whatever its state."""
    own = select(Product).where(Product.id == product_id, Product.group_id == group_id, Product.deleted_at.is_(None))
    return db.session.scalar(own)


def own_product(product_id: int, group_id: int) -> OwnProduct | None:
    """The same with all that its page shows."""
    return next(iter(_own_products(select(Product).where(Product.id == product_id, Product.group_id == group_id))), None)


def products_of_group(group_id: int, state: str = "", search: str = "", page: int = 1) -> list[OwnProduct]:
    """A page of the group's products, newest first. `state`: one of FILTERS or empty for all."""
    asked = select(Product).where(Product.group_id == group_id, _in_state(state), _found(search))
    return _own_products(asked.order_by(Product.id.desc()).limit(PAGE).offset(PAGE * (page - 1)))


def titles_of_group(group_id: int, product_ids: list[int] | None = None, limit: int = 10) -> dict[int, str]:
    """Of these of its products as written last; without ids of its newest."""
    asked = select(Product.id, _newest(ProductRevision.title)).where(Product.group_id == group_id, Product.deleted_at.is_(None))
    asked = asked.where(Product.id.in_(product_ids)) if product_ids is not None else asked.where(Product.archived_at.is_(None))
    return dict(db.session.execute(asked.order_by(Product.id.desc()).limit(limit)).all())


def count_products_of_group(group_id: int, search: str = "") -> dict[str, int]:
    """How many there are in each of FILTERS, and in all (empty key)."""
    figures = [func.count(case((_in_state(state), 1))) for state in FILTERS]
    asked = select(func.count(Product.id), *figures).where(
        Product.group_id == group_id, Product.deleted_at.is_(None), _found(search)
    )
    return dict(zip(("", *FILTERS), db.session.execute(asked).one(), strict=True))


def variant_for_group(variant_id: int, group_id: int) -> Variant | None:
    """A variant of the group's own that has not been retired."""
    own = (
        select(Variant)
        .join(Variant.product)
        .where(Variant.id == variant_id, Product.group_id == group_id, Product.deleted_at.is_(None))
        .options(contains_eager(Variant.product))
    )
    variant = db.session.scalar(own)
    return variant if variant and (variant.retired_at is None or variant.is_waiting) else None


def photo_of_group(photo_id: int, group_id: int) -> Photo | None:
    return db.session.scalar(select(Photo).where(Photo.id == photo_id, Photo.group_id == group_id))


def photo_for_group(key: str, group_id: int) -> Photo | None:
    return db.session.scalar(select(Photo).where(Photo.key == key, Photo.group_id == group_id))


def revisions_of(product_id: int) -> list[ProductRevision]:
    """Its history, newest first."""
    asked = select(ProductRevision).where(ProductRevision.product_id == product_id)
    return list(db.session.scalars(asked.order_by(ProductRevision.number.desc())))


# For buyers


def listed_product(product_id: int) -> Product | None:
    """A product that buyers may see, with all that its page says of it and its group, in five queries."""
    return db.session.scalar(_listed_product(), {"product_id": product_id})


# The pieces of the questions above


@cache
def _listed_product() -> Select:
    """Made once: most of what people look at is a product."""
    group, published = joinedload(Product.group), joinedload(Product.published)
    return (
        select(Product)
        .where(Product.id == bindparam("product_id"), Product.is_listed)
        .options(
            group.joinedload(Group.published),
            group.selectinload(Group.shipping_options),
            published.selectinload(ProductRevision.standards),
            published.selectinload(ProductRevision.photos),
            selectinload(Product.variants),
        )
    )


def _newest(column, *where: ColumnElement[bool]):
    """A column of a product's newest revision that is so."""
    asked = select(column).where(ProductRevision.product_id == Product.id, *where)
    return asked.order_by(ProductRevision.number.desc()).limit(1).correlate(Product).scalar_subquery()


def _submitted_status():
    return _newest(ProductRevision.status, ProductRevision.status != RevisionStatus.DRAFT)


def _in_state(state: str) -> ColumnElement[bool]:
    newest = _newest(ProductRevision.status)
    under_way = (RevisionStatus.IN_REVIEW, *RETURNED)
    clauses = {
        "": Product.id.is_not(None),
        "on_sale": Product.is_listed,
        "in_review": or_(_submitted_status() == RevisionStatus.IN_REVIEW, _has_requested_price()),
        "changes": _submitted_status().in_(RETURNED),
        "draft": and_(newest == RevisionStatus.DRAFT, func.coalesce(_submitted_status(), "").not_in(under_way)),
        "paused": or_(Product.archived_at.is_not(None), Product.suspended_at.is_not(None)),
    }
    return clauses.get(state, false())


def _has_requested_price() -> ColumnElement[bool]:
    return select(Variant.id).where(Variant.product_id == Product.id, Variant.requested_price_satang.is_not(None)).exists()


def _found(search: str) -> ColumnElement[bool]:
    words = search.split()
    if not words:
        return Product.id.is_not(None)
    titles = (_newest(func.lower(ProductRevision.title)), func.lower(Product.title))
    return and_(*[or_(*[title.contains(word.lower(), autoescape=True) for title in titles]) for word in words])


def _own_products(asked: Select) -> list[OwnProduct]:
    """In five queries, however many there are."""
    asked = asked.where(Product.deleted_at.is_(None)).add_columns(_newest(ProductRevision.id), _submitted_status())
    asked = asked.options(selectinload(Product.variants))
    rows = db.session.execute(asked.execution_options(populate_existing=True)).all()
    revisions = select(ProductRevision).where(ProductRevision.id.in_([row[1] for row in rows]))
    revisions = revisions.options(selectinload(ProductRevision.photos), selectinload(ProductRevision.standards))
    latest = {one.id: one for one in db.session.scalars(revisions)}
    return [
        OwnProduct(
            product, latest[revision_id], work_state(latest[revision_id].status, RevisionStatus(status) if status else None)
        )
        for product, revision_id, status in rows
    ]
