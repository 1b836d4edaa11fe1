"""Variants: price, stock and weight change at once, except a price far from the last one an official saw.

A variant that officials know (its product is on sale, or being reviewed) keeps its name; another is added beside it and goes on
sale once approved, so that no words reach buyers unread.
"""

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update

from shop.audit import service as audit
from shop.catalogue import content, listing, stock
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.catalogue.prices import SMALL_STEP, check_price, is_small_step
from shop.catalogue.states import ProductAction
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.kernel.review import RevisionStatus

MOST_VARIANTS = 20
LENGTHS = {"name": 80, "name_en": 80, "unit": 40, "sku": 40}
WORDS = ("name", "name_en", "unit")


class LastVariant(Refusal):
    """A product on sale keeps one variant at least: it is taken off sale as a whole."""


class VariantReviewed(Refusal):
    """An official knows this variant by its name: another is added instead."""


class PriceChange(StrEnum):
    """What became of a typed price."""

    CHANGED = "changed"
    SAME = "same"
    WAITS = "waits"  # an official has to see it: the caller sends it to moderation


def add_variant(product: Product, actor: Actor, *, price_satang: int, stock_pieces: int = 0, **fields: object) -> Variant:
    """A further size or flavour; `fields`: name, name_en, unit, sku, weight_grams. `is_waiting` where officials have to see it
    first: the caller sends it to moderation. Raises BadValue (`too_many`, or of a field)."""
    check_price(price_satang)
    values = _checked(fields)
    product = _held(product)
    there = db.session.scalar(select(func.count(Variant.id)).where(Variant.product_id == product.id, _usable()))
    if there >= MOST_VARIANTS:
        raise BadValue("variants", "too_many")
    is_known = product.published_revision_id is not None or _revision_in_review(product.id) is not None
    waiting = {"retired_at": now(), "requested_price_satang": price_satang} if is_known else {}
    last = db.session.scalar(select(func.max(Variant.position)).where(Variant.product_id == product.id))
    position = 0 if last is None else last + 1
    variant = Variant(product_id=product.id, price_satang=price_satang, position=position, **values, **waiting)
    db.session.add(variant)
    db.session.flush()
    if stock_pieces:
        stock.receive(variant.id, stock_pieces, actor)
    listing.refresh_product(product.id)
    _record(ProductAction.ADD_VARIANT, variant, actor, price_satang=price_satang)
    return variant


def edit_variant(variant: Variant, actor: Actor, **fields: object) -> None:
    """Weight and SKU at any time; its words until officials know it. Raises BadValue, VariantReviewed."""
    values = {name: value for name, value in _checked(fields).items() if getattr(variant, name) != value}
    if not values:
        return
    product = _held(variant.product)
    if set(values) & set(WORDS) and is_known(variant, product):
        raise VariantReviewed(variant.id)
    db.session.execute(update(Variant).where(Variant.id == variant.id).values(**values))
    _record(ProductAction.EDIT_VARIANT, variant, actor, fields=sorted(values))


def is_known(variant: Variant, product: Product) -> bool:
    """Whether an official has seen it, or is about to."""
    if variant.reviewed_price_satang is not None or variant.is_waiting:
        return True
    revision = _revision_in_review(product.id)
    return revision is not None and str(variant.id) in revision.prices


def set_price(variant: Variant, satang: int, actor: Actor) -> PriceChange:
    """Ask `satang` for it: at once within 20 % of the last reviewed price (a waiting request then ends), else it waits.

    Raises BadValue: out of range, or `in_review` where the product's first price is before an official and this is far off it.
    Raises LostRace where it was retired.
    """
    check_price(satang)
    db.session.refresh(variant)
    if variant.retired_at and not variant.is_waiting:
        raise LostRace(f"variant {variant.id} was retired")
    if satang == variant.price_satang and variant.requested_price_satang is None:
        return PriceChange.SAME
    if variant.reviewed_price_satang is None and not variant.is_waiting:
        _check_submitted_price(variant, satang)
    before = variant.price_satang
    if _write(variant, _changes_at_once(satang), price_satang=satang, requested_price_satang=None):
        listing.refresh_product(variant.product_id)
        _record(ProductAction.SET_PRICE, variant, actor, before=before, price_satang=satang)
        return PriceChange.CHANGED
    if not _write(variant, _usable(), requested_price_satang=satang):
        raise LostRace(f"variant {variant.id} was retired")
    _record(ProductAction.REQUEST_PRICE, variant, actor, before=before, price_satang=satang)
    return PriceChange.WAITS


def approve_price(variant: Variant, satang: int, actor: Actor) -> None:
    """An official saw the requested price: it holds, and a new variant goes on sale. Raises LostRace where another is asked."""
    agreed = {"price_satang": satang, "reviewed_price_satang": satang, "requested_price_satang": None}
    new = and_(Variant.reviewed_price_satang.is_(None), Variant.retired_at.is_not(None))
    agreed["retired_at"] = case((new, None), else_=Variant.retired_at)
    if not _write(variant, Variant.requested_price_satang == satang, **agreed):
        raise LostRace(f"variant {variant.id} no longer asks {satang}")
    listing.refresh_product(variant.product_id)
    _record(ProductAction.APPROVE_PRICE, variant, actor, price_satang=satang)


def refuse_price(variant: Variant, satang: int, actor: Actor) -> None:
    """The price stays as it was. Raises LostRace where another is asked now."""
    if not _write(variant, Variant.requested_price_satang == satang, requested_price_satang=None):
        raise LostRace(f"variant {variant.id} no longer asks {satang}")
    _record(ProductAction.REFUSE_PRICE, variant, actor, price_satang=satang)


def retire_variant(variant: Variant, actor: Actor) -> None:
    """Take it off sale for good; what was ordered of it stands. Raises LastVariant, LostRace."""
    product = _held(variant.product)
    on_sale = select(func.count(Variant.id)).where(Variant.product_id == product.id, Variant.retired_at.is_(None))
    if variant.retired_at is None and db.session.scalar(on_sale) < 2:
        raise LastVariant(variant.id)
    if not _write(variant, _usable(), retired_at=now(), requested_price_satang=None):
        raise LostRace(f"variant {variant.id} was retired")
    listing.refresh_product(product.id)
    _record(ProductAction.RETIRE_VARIANT, variant, actor)


def arrange_variants(product: Product, order: list[int], actor: Actor) -> None:
    """Show the variants in this order; those not named come after. Raises BadValue."""
    there = list(
        db.session.scalars(select(Variant).where(Variant.product_id == product.id).order_by(Variant.position, Variant.id))
    )
    if len(set(order)) != len(order) or not set(order) <= {variant.id for variant in there}:
        raise BadValue("variants", "unknown")
    ranked = sorted(there, key=lambda variant: order.index(variant.id) if variant.id in order else len(order))
    for position, variant in enumerate(ranked):
        variant.position = position
    db.session.flush()
    audit.record(
        actor, ProductAction.EDIT_VARIANT, "product", product.id, group_id=product.group_id, fields=["position"], order=order
    )


def count_stock(variant: Variant, counted: int, seen: int, actor: Actor) -> None:
    """The seller counted; `seen` is the figure the page showed her. Raises BadValue, OutOfStock."""
    stock.count_again(variant.id, counted, seen, actor)
    if counted != seen:
        _record(ProductAction.COUNT_STOCK, variant, actor, counted=counted, seen=seen)


def receive_stock(variant: Variant, quantity: int, actor: Actor) -> None:
    """So many pieces more. Raises BadValue."""
    stock.receive(variant.id, quantity, actor)
    _record(ProductAction.RECEIVE_STOCK, variant, actor, quantity=quantity)


def approve_submitted_prices(revision: ProductRevision) -> None:
    """An official saw the prices that were submitted with a revision: those that still stand are now the reviewed ones.

    A first price that has moved since is reviewed as it was shown; a variant that was not shown waits.
    """
    variants = select(Variant).where(Variant.product_id == revision.product_id, Variant.retired_at.is_(None))
    listing.lock_products(Product.id == revision.product_id)
    for variant in db.session.scalars(variants.with_for_update(key_share=True).execution_options(populate_existing=True)):
        seen = revision.prices.get(str(variant.id))
        if seen is None and variant.reviewed_price_satang is None:
            variant.retired_at, variant.requested_price_satang = now(), variant.price_satang
        elif seen == variant.price_satang:
            variant.reviewed_price_satang = seen
        elif variant.reviewed_price_satang is None:
            variant.reviewed_price_satang = seen
            if not is_small_step(variant.price_satang, seen):  # it slipped away while being submitted
                variant.price_satang = seen
    db.session.flush()


def _checked(fields: dict) -> dict:
    values = {}
    for name, value in fields.items():
        if name in LENGTHS:
            values[name] = content.short_text(name, str(value or ""), LENGTHS[name])
        elif name == "weight_grams":
            values[name] = content.figure(name, value, *content.WEIGHT_GRAMS)
        else:
            raise TypeError(f"a variant has no {name}")
    return values


def _held(product: Product) -> Product:
    """Held until the end of the transaction, so that its variants and its state are counted by one at a time."""
    db.session.execute(
        update(Product)
        .where(Product.id == product.id)
        .values(group_id=Product.group_id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(product)
    return product


def _revision_in_review(product_id: int) -> ProductRevision | None:
    asked = select(ProductRevision).where(
        ProductRevision.product_id == product_id, ProductRevision.status == RevisionStatus.IN_REVIEW
    )
    return db.session.scalar(asked)


def _check_submitted_price(variant: Variant, satang: int) -> None:
    revision = _revision_in_review(variant.product_id)
    seen = revision and revision.prices.get(str(variant.id))
    if seen and not is_small_step(satang, seen):
        raise BadValue("price", "in_review")


def _changes_at_once(satang: int) -> ColumnElement[bool]:
    reviewed = Variant.reviewed_price_satang
    near = func.abs(satang - reviewed) * SMALL_STEP <= reviewed
    return and_(Variant.retired_at.is_(None), or_(reviewed.is_(None), near))


def _usable() -> ColumnElement[bool]:
    """On sale, or waiting to be."""
    waiting = and_(Variant.reviewed_price_satang.is_(None), Variant.requested_price_satang.is_not(None))
    return or_(Variant.retired_at.is_(None), waiting)


def _write(variant: Variant, where: ColumnElement[bool], **values: object) -> bool:
    """Whether the row was as `where` says, and now has these values."""
    listing.lock_products(Product.id == variant.product_id)
    wanted = update(Variant).where(Variant.id == variant.id, where).values(**values).execution_options(synchronize_session=False)
    is_written = db.session.execute(wanted).rowcount == 1
    db.session.refresh(variant)
    return is_written


def _record(action: ProductAction, variant: Variant, actor: Actor, **changes: object) -> None:
    group_id = db.session.scalar(select(Product.group_id).where(Product.id == variant.product_id))
    audit.record(actor, action, "product", variant.product_id, group_id=group_id, variant=variant.id, **changes)
