"""Taking a decision about a product back: what it changed is written down, and put back only where nothing moved since."""

from datetime import datetime

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.catalogue import listing, photos
from shop.catalogue.models import MovementKind, Product, ProductRevision, StockMovement, Variant
from shop.catalogue.states import ProductAction
from shop.kernel.access import Actor, Permission
from shop.kernel.database import db
from shop.kernel.refusals import NotAllowed, Refusal
from shop.kernel.review import RevisionStatus

OF_PRODUCT = ("published_revision_id", "published_at", "cover_photo_id", "suspended_at", "archived_at", "deleted_at")
OF_VARIANT = ("price_satang", "reviewed_price_satang", "requested_price_satang", "retired_at")


class SoldMeanwhile(Refusal):
    """Somebody bought it since: what they were shown stays what was decided."""


class ChangedMeanwhile(Refusal):
    """The group, or another official, did something since that builds on the decision."""


def state_of(product_id: int) -> dict:
    """All that a decision about a product or its prices can change, as JSON keeps it."""
    db.session.flush()
    product = db.session.execute(select(*(getattr(Product, name) for name in OF_PRODUCT)).where(Product.id == product_id)).one()
    columns = [getattr(Variant, name) for name in OF_VARIANT]
    variants = db.session.execute(select(Variant.id, *columns).where(Variant.product_id == product_id).order_by(Variant.id))
    return {
        "product": _kept(product._mapping),
        "variants": {str(row.id): _kept({name: getattr(row, name) for name in OF_VARIANT}) for row in variants},
    }


def restore(product_id: int, before: dict, after: dict, since: datetime, actor: Actor) -> set[int]:
    """Put a product and its variants back as they stood `before`; gives the ids of the variants that were put back.

    Raises SoldMeanwhile, and ChangedMeanwhile where they no longer stand as they did `after`.
    """
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    listing.lock_products(Product.id == product_id)
    if state_of(product_id) != after:
        raise ChangedMeanwhile(product_id)
    if db.session.scalar(_sold(Variant.product_id == product_id, since)):
        raise SoldMeanwhile(product_id)
    _put_back(Product, product_id, before["product"], after["product"])
    changed = {int(one) for one, values in before["variants"].items() if values != after["variants"][one]}
    for variant_id in sorted(changed):
        _put_back(Variant, variant_id, before["variants"][str(variant_id)], after["variants"][str(variant_id)])
    listing.refresh_product(product_id)
    return changed


def unpublish(
    revision: ProductRevision, was: RevisionStatus, before: dict, after: dict, since: datetime, actor: Actor
) -> set[int]:
    """The revision waits for review again, and the product stands as it did. `was`: what it was decided to be.

    Raises NotAllowed, SoldMeanwhile, ChangedMeanwhile.
    """
    product_id = revision.product_id
    newer = select(ProductRevision.id).where(ProductRevision.product_id == product_id, ProductRevision.created_at > since)
    if db.session.scalar(newer.limit(1)):
        raise ChangedMeanwhile(product_id)
    changed = restore(product_id, before, after, since, actor)
    again = update(ProductRevision).where(ProductRevision.id == revision.id, ProductRevision.status == was)
    again = again.values(status=RevisionStatus.IN_REVIEW, decided_at=None).execution_options(synchronize_session=False)
    if db.session.execute(again).rowcount != 1:
        raise ChangedMeanwhile(product_id)
    db.session.expire_all()
    shown = (before["product"]["published_revision_id"], after["product"]["published_revision_id"])
    if shown[0] != shown[1]:
        photos.place_revisions([one for one in shown if one])
    product = revision.product
    audit.record(
        actor,
        ProductAction.TAKE_BACK,
        "product",
        product_id,
        group_id=product.group_id,
        revision=revision.number,
        status=str(was),
    )
    return changed


def is_sold_since(group_id: int, since: datetime) -> bool:
    """Whether anybody has bought anything of the group's since then."""
    of_group = select(Product.id).where(Product.group_id == group_id)
    return bool(db.session.scalar(_sold(Variant.product_id.in_(of_group), since)))


def _sold(which, since: datetime):
    """Pieces that were held for an order, or sold at a booth."""
    taken = StockMovement.kind.in_((MovementKind.HELD, MovementKind.SOLD)) & (StockMovement.quantity < 0)
    asked = select(StockMovement.id).join(Variant, Variant.id == StockMovement.variant_id).where(which, taken)
    return asked.where(StockMovement.at >= since).limit(1)


def _put_back(table: type[Product] | type[Variant], row_id: int, before: dict, after: dict) -> None:
    changed = {name: _read(name, value) for name, value in before.items() if value != after[name]}
    if changed:
        wanted = update(table).where(table.id == row_id).values(**changed).execution_options(synchronize_session=False)
        db.session.execute(wanted)


def _kept(values) -> dict:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _read(name: str, value: object) -> object:
    return datetime.fromisoformat(value) if name.endswith("_at") and isinstance(value, str) else value
