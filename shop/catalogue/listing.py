"""What buyers may reach: the derived columns of a product, kept in step with the truth in the same transaction."""

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_, select, update

from shop.catalogue import photos
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.database import db


def refresh_product(product_id: int) -> None:
    """Derive one product's listing: after a revision, a variant, a suspension or its group's state changed."""
    _refresh(Product.id == product_id)


def refresh_products(product_ids: list[int]) -> None:
    """The same for many at once."""
    _refresh(Product.id.in_(product_ids))


def refresh_group(group_id: int) -> None:
    """Derive the listing of all products of a group, and have its photos put where they belong: after its state changed."""
    _refresh(Product.group_id == group_id)
    photos.place_group(group_id)


def differences(limit: int = 20) -> list[int]:
    """Ids of products whose derived columns are not what they derive from: for `doctor`, empty when all is well."""
    wrong = or_(*(getattr(Product, name).is_distinct_from(truth) for name, truth in _derived().items()))
    return list(db.session.scalars(select(Product.id).where(wrong).order_by(Product.id).limit(limit)))


def lock_products(which: ColumnElement[bool]) -> None:
    """Hold these products' rows to the end of the transaction, lowest id first: before any of their variants is touched.

    Whoever changes goods goes by this order, so that nobody waits for one another in a circle (SQLite has one writer anyhow).
    """
    db.session.execute(select(Product.id).where(which).order_by(Product.id).with_for_update(key_share=True))


def _refresh(which: ColumnElement[bool]) -> None:
    db.session.flush()
    lock_products(which)
    db.session.execute(update(Product).where(which).values(_derived()).execution_options(synchronize_session=False))
    db.session.expire_all()


def _derived() -> dict[str, ColumnElement]:
    """Each derived column and what it derives from."""
    on_sale = and_(Variant.product_id == Product.id, Variant.retired_at.is_(None))
    approved = select(Group.id).where(Group.id == Product.group_id, Group.status == GroupStatus.APPROVED).exists()
    has_variant = select(Variant.id).where(on_sale).exists()

    def of_published(column: ColumnElement) -> ColumnElement:
        return select(column).where(ProductRevision.id == Product.published_revision_id).scalar_subquery()

    is_published = Product.published_revision_id.is_not(None)

    def of_group(column: ColumnElement) -> ColumnElement:
        of_it = select(cast(column, String)).where(Group.id == Product.group_id).scalar_subquery()
        return case((is_published, of_it))

    def of_cheapest_variant(column: ColumnElement) -> ColumnElement:
        first = select(column).where(on_sale).order_by(Variant.price_satang, Variant.position, Variant.id).limit(1)
        return case((is_published, func.coalesce(first.scalar_subquery(), "")), else_="")

    def over_variants(figure: ColumnElement) -> ColumnElement:
        return select(func.coalesce(figure, 0)).where(on_sale).scalar_subquery()

    listed = and_(
        Product.published_revision_id.is_not(None),
        Product.suspended_at.is_(None),
        Product.archived_at.is_(None),
        approved,
        has_variant,
    )
    return {
        "is_listed": case((listed, True), else_=False),
        "title": func.coalesce(of_published(ProductRevision.title), ""),
        "title_en": func.coalesce(of_published(ProductRevision.title_en), ""),
        "category": of_published(ProductRevision.category),
        "subcategory": of_published(ProductRevision.subcategory),
        "min_price_satang": over_variants(func.min(Variant.price_satang)),
        "max_price_satang": over_variants(func.max(Variant.price_satang)),
        "unit": of_cheapest_variant(Variant.unit),
        "unit_en": of_cheapest_variant(Variant.name_en),
        "kind": of_group(Group.kind),
        "district_code": of_group(Group.district_code),
        "available": over_variants(func.sum(Variant.available)),
    }
