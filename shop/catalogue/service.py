"""The life of a product: created, written, submitted, published, taken off sale, put back.

Who writes content calls `drafts`, who prices and counts calls `variants`; this is the door to both.
"""

from sqlalchemy import ColumnElement, select, update

from shop.audit import service as audit
from shop.catalogue import listing, photos
from shop.catalogue.drafts import (
    arrange_photos,
    attach_photos,
    copy_likeness,
    latest_revision,
    open_draft,
    remove_standard,
    replace_photo,
    save_draft,
    set_standard,
)
from shop.catalogue.models import PhotoStatus, Product, ProductRevision, Variant
from shop.catalogue.prohibited import flags
from shop.catalogue.states import ProductAction
from shop.catalogue.variants import (
    PriceChange,
    add_variant,
    approve_price,
    approve_submitted_prices,
    arrange_variants,
    count_stock,
    edit_variant,
    receive_stock,
    refuse_price,
    retire_variant,
    set_price,
)
from shop.groups.models import Group
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import LostRace, NotAllowed, Refusal
from shop.kernel.review import RevisionStatus
from shop.kernel.thai import tidy

__all__ = [
    "PriceChange",
    "add_variant",
    "approve_price",
    "archive_product",
    "arrange_photos",
    "arrange_variants",
    "attach_photos",
    "copy_product",
    "count_stock",
    "create_product",
    "delete_product",
    "edit_variant",
    "open_draft",
    "publish_revision",
    "receive_stock",
    "refuse_price",
    "reinstate_product",
    "remove_standard",
    "replace_photo",
    "retire_variant",
    "return_revision",
    "save_draft",
    "set_price",
    "set_standard",
    "submit_draft",
    "suspend_product",
    "unarchive_product",
    "withdraw_revision",
]

RETURNED = (RevisionStatus.CHANGES_REQUESTED, RevisionStatus.REJECTED)


class Incomplete(Refusal):
    """Not yet ready for an official. `missing`: (field, reason) of each thing that is."""

    status = 422

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        super().__init__(", ".join(f"{field} {reason}" for field, reason in missing))
        self.missing = missing


class NothingToSubmit(Refusal):
    """Nothing was written since the last submission."""


class GroupNotApproved(Refusal):
    """A group's products are reviewed once the group itself is approved."""


class RevisionSuperseded(LostRace):
    """It is no longer in review: a newer one was sent, or somebody decided it."""


class StillInReview(Refusal):
    """An official has it before them: it is not thrown away under their hands."""


def create_product(group_id: int, actor: Actor, *, once: str | None = None, **content: object) -> Product:
    """A product with an empty first draft, or one with this content. Raises BadValue.

    `once`: a random key of the form it comes from; the same form again gives the product there is.
    """
    product, is_new = _product_of(group_id, once)
    if not is_new:
        return product
    db.session.add(ProductRevision(product_id=product.id, number=1))
    db.session.flush()
    audit.record(actor, ProductAction.CREATE, "product", product.id, group_id=group_id)
    if content:
        save_draft(product, actor, **content)
    return product


def copy_product(source: Product, actor: Actor, *, with_photos: bool = False, once: str | None = None) -> Product:
    """A new draft like another product of the group: its kind, prices and weights, without name, story and stock.

    Photos where they are asked for; `once` as in create_product.
    """
    product, is_new = _product_of(source.group_id, once)
    if not is_new:
        return product
    latest = latest_revision(source.id)
    copy_likeness(latest, product, with_photos=with_photos)
    for variant in source.variants:
        if variant.retired_at is None:
            kept = {
                name: getattr(variant, name) for name in ("name", "name_en", "unit", "price_satang", "weight_grams", "position")
            }
            db.session.add(Variant(product_id=product.id, **kept))
    db.session.flush()
    listing.refresh_product(product.id)
    audit.record(actor, ProductAction.CREATE, "product", product.id, group_id=product.group_id, copy_of=source.id)
    return product


def _product_of(group_id: int, once: str | None) -> tuple[Product, bool]:
    """The product of a form, and whether it is new: the same form again gives the product there is."""
    import_key = f"form:{group_id}:{tidy(once)[:40]}" if once else None
    if import_key and (known := db.session.scalar(select(Product).where(Product.import_key == import_key))):
        return known, False
    product = Product(group_id=group_id, import_key=import_key)
    db.session.add(product)
    db.session.flush()
    return product, True


def delete_product(product: Product, actor: Actor) -> None:
    """Throw away what was never published. Its stock movements stay in the record. Raises StillInReview, LostRace."""
    in_review = select(ProductRevision.id).where(
        ProductRevision.product_id == product.id, ProductRevision.status == RevisionStatus.IN_REVIEW
    )
    if db.session.scalar(in_review):
        raise StillInReview(product.id)
    never_published = Product.published_revision_id.is_(None) & Product.deleted_at.is_(None) & ~in_review.exists()
    _step(product, actor, ProductAction.DELETE, never_published, deleted_at=now())


def submit_draft(product: Product, actor: Actor) -> ProductRevision:
    """Send the draft for review; one that waits there is superseded. Called by moderation, which queues it.

    Raises Incomplete, NothingToSubmit, GroupNotApproved, LostRace.
    """
    draft = latest_revision(product.id)
    if draft.status is not RevisionStatus.DRAFT:
        raise NothingToSubmit(product.id)
    if db.session.scalar(select(Group.status).where(Group.id == product.group_id)) is not GroupStatus.APPROVED:
        raise GroupNotApproved(product.group_id)
    draft = open_draft(product)
    listing.lock_products(Product.id == product.id)
    variants = list(
        db.session.scalars(
            select(Variant).where(Variant.product_id == product.id, Variant.retired_at.is_(None)).with_for_update(key_share=True)
        )
    )
    if missing := missing_parts(draft, variants):
        raise Incomplete(missing)
    waiting = (ProductRevision.product_id == product.id) & (ProductRevision.status == RevisionStatus.IN_REVIEW)
    _move_revision(waiting, status=RevisionStatus.SUPERSEDED)
    moved = _move_revision(
        (ProductRevision.id == draft.id) & (ProductRevision.status == RevisionStatus.DRAFT),
        status=RevisionStatus.IN_REVIEW,
        submitted_at=now(),
        submitted_by=actor.id,
        flags=[{"kind": str(flag.kind), "word": flag.word} for flag in flags(_all_words(draft))],
        prices={str(variant.id): variant.price_satang for variant in variants},
    )
    if not moved:
        raise LostRace(f"revision {draft.id} was submitted meanwhile")
    db.session.refresh(draft)
    _record(ProductAction.SUBMIT, product, actor, revision=draft.number)
    return draft


def withdraw_revision(product: Product, actor: Actor) -> ProductRevision:
    """Take back what was sent before it is decided; gives the draft to go on with. Raises RevisionSuperseded."""
    waiting = (ProductRevision.product_id == product.id) & (ProductRevision.status == RevisionStatus.IN_REVIEW)
    if not _move_revision(waiting, status=RevisionStatus.SUPERSEDED):
        raise RevisionSuperseded(product.id)
    db.session.expire_all()
    _record(ProductAction.WITHDRAW, product, actor)
    return open_draft(product)


def missing_parts(revision: ProductRevision, variants: list[Variant]) -> list[tuple[str, str]]:
    """(field, reason) of all that an official needs and is not there."""
    expired = any(not standard.is_valid for standard in revision.standards)
    lacks = {
        ("title", "empty"): not revision.title,
        ("subcategory", "empty"): not revision.subcategory,
        ("photos", "empty"): not revision.photos,
        ("photos", "broken"): any(shown.photo.status is PhotoStatus.REFUSED for shown in revision.photos),
        ("variants", "empty"): not variants,
        ("weight_grams", "empty"): any(variant.weight_grams is None for variant in variants),
        ("standards", "expired"): expired,
    }
    return [part for part, is_missing in lacks.items() if is_missing]


def advisable_parts(revision: ProductRevision) -> list[str]:
    """Fields an official will ask for, though nothing stops without them: more of them for what is eaten or drunk."""
    wanted = ["description"]
    if revision.category in ("food", "drinks"):
        wanted += ["ingredients", "shelf_life_days", "allergens"]
    return [name for name in wanted if not getattr(revision, name)]


def publish_revision(revision: ProductRevision, actor: Actor) -> Product:
    """Approve a revision in review: buyers read it from now on, and its prices are reviewed. Raises RevisionSuperseded."""
    _decide(revision, RevisionStatus.APPROVED, actor)
    product = revision.product
    before = product.published_revision_id
    product.published_revision_id = revision.id
    product.published_at = product.published_at or now()
    whole = [shown.photo_id for shown in revision.photos if shown.photo.status is not PhotoStatus.REFUSED]
    product.cover_photo_id = whole[0] if whole else None
    db.session.flush()
    approve_submitted_prices(revision)
    listing.refresh_product(product.id)
    photos.place_revisions([one for one in (revision.id, before) if one])
    _record(ProductAction.APPROVE, product, actor, revision=revision.number)
    return product


def return_revision(revision: ProductRevision, status: RevisionStatus, actor: Actor) -> None:
    """Send it back to its group: changes requested, or rejected. Raises RevisionSuperseded."""
    if status not in RETURNED:
        raise ValueError(f"a revision is not returned as {status}")
    _decide(revision, status, actor)
    _record(ProductAction.RETURN, revision.product, actor, revision=revision.number, status=str(status))


def suspend_product(product: Product, actor: Actor, reason: str) -> None:
    """Out of every buyer's reach at once, photos too, until reinstated. Raises NotAllowed, LostRace."""
    _must_decide(actor)
    _step(
        product, actor, ProductAction.SUSPEND, Product.suspended_at.is_(None), suspended_at=now(), suspended_reason=reason[:300]
    )
    photos.place_revisions([product.published_revision_id] if product.published_revision_id else [])


def reinstate_product(product: Product, actor: Actor) -> None:
    """Raises NotAllowed, LostRace."""
    _must_decide(actor)
    _step(product, actor, ProductAction.REINSTATE, Product.suspended_at.is_not(None), suspended_at=None, suspended_reason="")
    photos.place_revisions([product.published_revision_id] if product.published_revision_id else [])


def archive_product(product: Product, actor: Actor) -> None:
    """Its group takes it off sale. Raises LostRace."""
    on_sale = Product.archived_at.is_(None) & Product.published_revision_id.is_not(None)
    _step(product, actor, ProductAction.ARCHIVE, on_sale, archived_at=now())


def unarchive_product(product: Product, actor: Actor) -> None:
    """Raises LostRace."""
    _step(product, actor, ProductAction.UNARCHIVE, Product.archived_at.is_not(None), archived_at=None)


def _all_words(revision: ProductRevision) -> str:
    """All that a buyer will read of it, for the look-out for prohibited goods."""
    words = (
        revision.title,
        revision.title_en,
        revision.description,
        revision.description_en,
        revision.ingredients,
        revision.size_text,
    )
    shown = [part.alt for part in revision.photos]
    names = [word for variant in revision.product.variants for word in (variant.name, variant.name_en, variant.unit)]
    return "\n".join([*words, *shown, *names])


def _must_decide(actor: Actor) -> None:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)


def _decide(revision: ProductRevision, status: RevisionStatus, actor: Actor) -> None:
    _must_decide(actor)
    in_review = (ProductRevision.id == revision.id) & (ProductRevision.status == RevisionStatus.IN_REVIEW)
    if not _move_revision(in_review, status=status, decided_at=now()):
        raise RevisionSuperseded(revision.id)
    db.session.refresh(revision)


def _move_revision(where: ColumnElement[bool], **values: object) -> bool:
    wanted = update(ProductRevision).where(where).values(**values).execution_options(synchronize_session=False)
    return db.session.execute(wanted).rowcount > 0


def _step(product: Product, actor: Actor, action: ProductAction, where: ColumnElement[bool], **values: object) -> None:
    """One conditional write on the product, its listing and its record. Raises LostRace."""
    wanted = update(Product).where(Product.id == product.id, where).values(**values).execution_options(synchronize_session=False)
    if db.session.execute(wanted).rowcount == 0:
        raise LostRace(f"{action} of product {product.id}")
    listing.refresh_product(product.id)
    _record(action, product, actor)


def _record(action: ProductAction, product: Product, actor: Actor, **changes: object) -> None:
    audit.record(actor, action, "product", product.id, group_id=product.group_id, **changes)
