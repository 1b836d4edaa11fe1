"""The draft of a product: opened when somebody edits, changed piece by piece, never once it was submitted.

Each change holds the draft by a conditional write first, so that one being submitted at the same moment stays as it was sent.
"""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.catalogue.content import checked_content, short_text
from shop.catalogue.models import (
    Photo,
    PhotoStatus,
    Product,
    ProductRevision,
    RevisionPhoto,
    RevisionStandard,
    StandardKind,
)
from shop.catalogue.standards import check_expiry, standard_number
from shop.catalogue.states import ProductAction
from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.review import RevisionStatus

MOST_PHOTOS = 8
LONGEST_ALT = 160
COPIED = (
    *("title", "title_en", "description", "description_en", "category", "subcategory", "size_text", "ingredients", "allergens"),
    *("shelf_life_days", "made_to_order_days", "weekly_capacity"),
)

ALIKE = ("category", "subcategory", "size_text", "allergens", "shelf_life_days", "made_to_order_days", "weekly_capacity")
OF_ONE_PRODUCT = (StandardKind.FDA, StandardKind.OTOP)  # a serial and its stars are given to one product


def latest_revision(product_id: int) -> ProductRevision:
    """The one that was written last, whatever became of it."""
    asked = select(ProductRevision).where(ProductRevision.product_id == product_id)
    return db.session.scalars(
        asked.order_by(ProductRevision.number.desc()).limit(1).execution_options(populate_existing=True)
    ).one()


def open_draft(product: Product) -> ProductRevision:
    """The draft, held for this transaction; where the last revision was sent or decided, a copy of it. Raises LostRace."""
    latest = latest_revision(product.id)
    if latest.status is not RevisionStatus.DRAFT:
        return _copy_into(product, latest, latest.number + 1)
    held = update(ProductRevision).where(ProductRevision.id == latest.id, ProductRevision.status == RevisionStatus.DRAFT)
    held = held.values(number=ProductRevision.number).execution_options(synchronize_session=False)
    if db.session.execute(held).rowcount == 0:
        raise LostRace(f"revision {latest.id} was submitted meanwhile")
    return latest


def save_draft(product: Product, actor: Actor, **content: object) -> ProductRevision:
    """Keep the given fields of the reviewed content, others stay. Raises BadValue, LostRace."""
    values = checked_content(content)
    draft = open_draft(product)
    changed = [name for name, value in values.items() if getattr(draft, name) != value]
    for name in changed:
        setattr(draft, name, values[name])
    db.session.flush()
    if changed:
        _record(draft, product, actor, fields=changed)
    return draft


def set_standard(
    product: Product, actor: Actor, kind: StandardKind, number: str, expires_on: date | None = None, evidence: Photo | None = None
) -> RevisionStandard:
    """Say that the product carries a standard, once a kind. No evidence given keeps what there is. Raises BadValue, LostRace."""
    if evidence and evidence.group_id != product.group_id:
        raise BadValue("evidence", "unknown")
    number = standard_number(kind, number)
    check_expiry(expires_on)
    draft = open_draft(product)
    standard = next((one for one in draft.standards if one.kind is kind), None)
    if standard is None:
        standard = RevisionStandard(kind=kind)
        draft.standards.append(standard)
    standard.number, standard.expires_on = number, expires_on
    standard.evidence = evidence or standard.evidence
    db.session.flush()
    _record(draft, product, actor, fields=[f"standard:{kind}"])
    return standard


def remove_standard(product: Product, actor: Actor, kind: StandardKind) -> None:
    draft = open_draft(product)
    for standard in [one for one in draft.standards if one.kind is kind]:
        draft.standards.remove(standard)
        db.session.delete(standard)
    db.session.flush()
    _record(draft, product, actor, fields=[f"standard:{kind}"])


def attach_photos(product: Product, photos: list[Photo], actor: Actor) -> ProductRevision:
    """Put photos of the same group after those there are. Raises BadValue (`too_many` over eight), LostRace."""
    if any(photo.group_id != product.group_id or photo.status is PhotoStatus.REFUSED for photo in photos):
        raise BadValue("photos", "unknown")
    draft = open_draft(product)
    there = {shown.photo_id for shown in draft.photos}
    fresh = [photo for photo in photos if photo.id not in there]
    if len(there) + len(fresh) > MOST_PHOTOS:
        raise BadValue("photos", "too_many")
    position = max((shown.position for shown in draft.photos), default=-1) + 1
    draft.photos.extend(RevisionPhoto(photo=photo, position=position + n) for n, photo in enumerate(fresh))
    db.session.flush()
    _record(draft, product, actor, fields=["photos"])
    return draft


def arrange_photos(product: Product, order: list[int], actor: Actor, alts: dict[int, str] | None = None) -> ProductRevision:
    """The draft's photos are those of these ids, in this order; the first is the cover. Others leave it.

    `alts`: what each shows, by photo id. Raises BadValue (`unknown` for a photo that was not there), LostRace.
    """
    draft = open_draft(product)
    shown = {one.photo_id: one for one in draft.photos}
    if len(set(order)) != len(order) or not set(order) <= set(shown):
        raise BadValue("photos", "unknown")
    for photo_id, words in (alts or {}).items():
        if photo_id in shown:
            shown[photo_id].alt = short_text(f"alt-{photo_id}", words, LONGEST_ALT)
    for photo_id, one in shown.items():
        if photo_id in order:
            one.position = order.index(photo_id)
        else:
            draft.photos.remove(one)
            db.session.delete(one)
    db.session.flush()
    db.session.expire(draft, ["photos"])
    _record(draft, product, actor, fields=["photos"])
    return draft


def replace_photo(product: Product, photo_id: int, fresh: Photo, actor: Actor) -> ProductRevision:
    """The fresh one stands where that one stood, with its words. Raises BadValue (`unknown`), LostRace."""
    draft = open_draft(product)
    shown = next((one for one in draft.photos if one.photo_id == photo_id), None)
    if shown is None or fresh.group_id != product.group_id:
        raise BadValue("photos", "unknown")
    shown.photo = fresh
    db.session.flush()
    _record(draft, product, actor, fields=["photos"])
    return draft


def copy_revision(source: ProductRevision, product: Product, number: int) -> ProductRevision:
    """A new draft of `product` with the content, standards and photos of `source`."""
    draft = ProductRevision(product_id=product.id, number=number, **{name: getattr(source, name) for name in COPIED})
    draft.standards = [_copied(one) for one in source.standards]
    draft.photos = [RevisionPhoto(photo_id=one.photo_id, position=one.position, alt=one.alt) for one in source.photos]
    db.session.add(draft)
    return draft


def copy_likeness(source: ProductRevision, product: Product, *, with_photos: bool) -> ProductRevision:
    """The first draft of another product like this one: nothing that only this one can say of itself, nor what has expired."""
    draft = ProductRevision(product_id=product.id, number=1, **{name: getattr(source, name) for name in ALIKE})
    draft.standards = [_copied(one) for one in source.valid_standards if one.kind not in OF_ONE_PRODUCT]
    shown = [one for one in source.photos if with_photos and one.photo.status is not PhotoStatus.REFUSED]
    draft.photos = [RevisionPhoto(photo_id=one.photo_id, position=at, alt=one.alt) for at, one in enumerate(shown)]
    db.session.add(draft)
    return draft


def _copied(standard: RevisionStandard) -> RevisionStandard:
    kept = {name: getattr(standard, name) for name in ("kind", "number", "expires_on", "evidence_photo_id")}
    return RevisionStandard(**kept)


def _copy_into(product: Product, source: ProductRevision, number: int) -> ProductRevision:
    """Two who begin to edit at once: the second is told, rather than given a draft of their own."""
    try:
        with db.session.begin_nested():
            draft = copy_revision(source, product, number)
    except IntegrityError as taken:
        raise LostRace(f"product {product.id} has a draft meanwhile") from taken
    db.session.refresh(draft)
    return draft


def _record(draft: ProductRevision, product: Product, actor: Actor, **changes: object) -> None:
    audit.record(
        actor, ProductAction.SAVE_DRAFT, "product", product.id, group_id=product.group_id, revision=draft.number, **changes
    )
