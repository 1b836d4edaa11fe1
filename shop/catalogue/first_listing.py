"""A first listing, asked one thing a page: what is asked, what is answered, and the one price that it begins with.

For a draft that no official has seen yet; what has grown beyond one price, or was sent, is changed part by part.
"""

from enum import StrEnum

from sqlalchemy import select

from shop.catalogue.common_words import ENGLISH_UNITS
from shop.catalogue.drafts import latest_revision, open_draft, save_draft
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.catalogue.queries import OwnProduct
from shop.catalogue.states import WorkState
from shop.catalogue.variants import add_variant, count_stock, edit_variant, set_price
from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.kernel.refusals import LostRace
from shop.kernel.review import RevisionStatus


class Step(StrEnum):
    """In the order they are asked."""

    PHOTOS = "photos"
    KIND = "kind"
    NAME = "name"
    PRICE = "price"
    WEIGHT = "weight"
    STOCK = "stock"


STEPS = tuple(Step)


def is_first_listing(own: OwnProduct) -> bool:
    """Whether it is still asked page by page."""
    is_unseen = own.work is WorkState.DRAFT and own.product.published_revision_id is None
    return is_unseen and own.product.suspended_at is None and len(own.variants) < 2


def open_steps(own: OwnProduct) -> list[Step]:
    """What has no answer yet. How many there are is asked last of all, each time: with it the product is sent."""
    variant = own.variants[0] if own.variants else None
    answers = {
        Step.PHOTOS: own.latest.photos,
        Step.KIND: own.latest.subcategory,
        Step.NAME: own.latest.title,
        Step.PRICE: variant,
        Step.WEIGHT: variant and variant.weight_grams,
    }
    return [step for step in STEPS if not answers.get(step)]


def next_step(own: OwnProduct, after: Step | None = None) -> Step:
    """The first that is open, of those that come after this one."""
    begin = STEPS.index(after) + 1 if after else 0
    return next((step for step in open_steps(own) if STEPS.index(step) >= begin), Step.STOCK)


def answer_price(product: Product, actor: Actor, satang: int, unit: str) -> None:
    """What it costs, and what that buys: a second tap finds the price of the first. Raises BadValue, LostRace."""
    _held_draft(product)
    words = {"name": unit, "unit": unit[:40], "name_en": ENGLISH_UNITS.get(unit, "")}
    variant = only_variant(product)
    if variant is None:
        add_variant(product, actor, price_satang=satang, **words)
    else:
        set_price(variant, satang, actor)
        edit_variant(variant, actor, **words)


def answer_weight(product: Product, actor: Actor, grams: int) -> None:
    """Raises BadValue, LostRace."""
    _held_draft(product)
    edit_variant(_priced(product), actor, weight_grams=grams)


def answer_stock(product: Product, actor: Actor, pieces: int, made_in_days: int | None) -> None:
    """How many can be sold now, there or still to be made. Raises BadValue, LostRace."""
    _held_draft(product)
    variant = _priced(product)
    save_draft(product, actor, made_to_order_days=made_in_days)
    count_stock(variant, pieces, variant.available, actor)


def only_variant(product: Product) -> Variant | None:
    """As it stands now. Raises LostRace where there are several meanwhile."""
    asked = select(Variant).where(Variant.product_id == product.id, Variant.retired_at.is_(None))
    there = list(db.session.scalars(asked.execution_options(populate_existing=True)))
    if len(there) > 1:
        raise LostRace(f"product {product.id} has several prices meanwhile")
    return there[0] if there else None


def _priced(product: Product) -> Variant:
    variant = only_variant(product)
    if variant is None:
        raise LostRace(f"product {product.id} has no price yet")
    return variant


def _held_draft(product: Product) -> ProductRevision:
    """Of two taps at the same moment the second waits here. Raises LostRace where it was sent meanwhile."""
    if latest_revision(product.id).status is not RevisionStatus.DRAFT:
        raise LostRace(f"product {product.id} was sent meanwhile")
    return open_draft(product)
