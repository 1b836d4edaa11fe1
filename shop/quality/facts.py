"""What the score looks at, read for many products at once: as many questions for a page of them as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Row, Select, and_, func, or_, select

from shop.catalogue.categories import Category
from shop.catalogue.models import (
    Photo,
    PhotoStatus,
    Product,
    ProductRevision,
    RevisionPhoto,
    RevisionStandard,
    StandardKind,
    Variant,
)
from shop.catalogue.queries import OwnProduct
from shop.catalogue.standards import holds_today
from shop.conversations.models import Question
from shop.conversations.states import QuestionStatus
from shop.kernel.database import db
from shop.moderation.checklist import WITHOUT_SERIAL
from shop.moderation.models import Decision, Submission
from shop.quality.allergen_words import untold_allergens
from shop.quality.score import Facts, Score, score_of
from shop.reviews.models import Review, ReviewAnswer, Standing

AT_ONCE = 500  # products a question may name
EATEN = (Category.FOOD, Category.DRINKS)
LABEL_READ = "label_readable"  # the checklist's: an official has read the label in a photo
LABEL_WORDS = ("ฉลาก", "label")  # in what a photo is said to show


def scores_of(product_ids: Collection[int]) -> dict[int, Score]:
    """By product; who is not there is not in it. At most AT_ONCE of them."""
    return {product_id: score_of(facts) for product_id, facts in facts_of(product_ids).items()}


def scores_of_own(products: Iterable[OwnProduct]) -> dict[int, Score]:
    """The same of products that were read for their group's desk, in three questions."""
    rows = list(products)
    said = _said([own.product.id for own in rows])
    scores = {}
    for own in rows:
        photos = [_ShownPhoto(shown.photo.status, shown.photo.advice, shown.alt) for shown in own.latest.photos]
        facts = _facts(own.latest, photos, own.latest.valid_standards, own.variants, said[own.product.id])
        scores[own.product.id] = score_of(facts)
    return scores


def facts_of(product_ids: Collection[int]) -> dict[int, Facts]:
    """By product, in seven questions. At most AT_ONCE of them."""
    ids = list(product_ids)
    if not ids:
        return {}
    revisions = db.session.execute(_revisions(ids)).all()
    revision_ids = [row.id for row in revisions]
    photos = _by_first(db.session.execute(_photos(revision_ids)))
    standards = _by_first(db.session.execute(_standards(revision_ids)))
    variants = _by_first(db.session.execute(_variants(ids)))
    said = _said(ids)
    return {
        row.product_id: _facts(row, photos[row.id], standards[row.id], variants[row.product_id], said[row.product_id])
        for row in revisions
    }


class _Said(NamedTuple):
    """What others said of a product: an official who read its label, buyers who ask, buyers who review."""

    is_label_read: bool
    waiting: int
    reviews: int
    answered: int


class _ShownPhoto(NamedTuple):
    status: PhotoStatus
    advice: list
    alt: str


def _said(ids: list[int]) -> dict[int, _Said]:
    if not ids:
        return {}
    labelled = _products_with_read_label(ids)
    questions = dict(db.session.execute(_questions(ids)).all())
    reviews = {row[0]: row[1:] for row in db.session.execute(_reviews(ids))}
    return {one: _Said(one in labelled, questions.get(one, 0), *reviews.get(one, (0, 0))) for one in ids}


def _facts(row: Row | ProductRevision, photos: list, standards: list, variants: list, said: _Said) -> Facts:
    is_eaten = row.category in EATEN
    serial = is_eaten and row.subcategory not in WITHOUT_SERIAL
    counted = [one for one in standards if one.kind is StandardKind.FDA] if serial else standards
    return Facts(
        is_eaten=is_eaten,
        wears_label=is_eaten or row.category is Category.HERBAL,
        needs_serial=serial,
        photos=sum(photo.status is not PhotoStatus.REFUSED for photo in photos),
        clear_photos=sum(photo.status is not PhotoStatus.REFUSED and not photo.advice for photo in photos),
        has_label_photo=bool(photos) and (said.is_label_read or any(_says_label(photo.alt) for photo in photos)),
        title_length=len(row.title),
        has_subcategory=bool(row.subcategory),
        description_length=len(row.description),
        has_ingredients=bool(row.ingredients),
        is_warned_of_allergens=bool(row.ingredients) and not untold_allergens(row.ingredients, row.allergens),
        has_shelf_life=bool(row.shelf_life_days),
        has_size=bool(row.size_text),
        is_priced=bool(variants),
        is_weighed=bool(variants) and all(one.weight_grams for one in variants),
        is_in_stock=bool(variants) and (bool(row.made_to_order_days) or any(one.available for one in variants)),
        standards=max((2 if one.evidence_photo_id else 1 for one in counted), default=0),
        questions_waiting=said.waiting,
        reviews=said.reviews,
        reviews_unanswered=said.reviews - said.answered,
        has_title_en=bool(row.title_en),
        has_description_en=bool(row.description_en),
    )


def _says_label(alt: str) -> bool:
    return any(word in alt.lower() for word in LABEL_WORDS)


def newest_revision_ids(product_ids: Collection[int]) -> Select:
    """Of each product the revision written last: part of a question."""
    newest = select(ProductRevision.product_id, func.max(ProductRevision.number).label("number"))
    newest = newest.where(ProductRevision.product_id.in_(product_ids)).group_by(ProductRevision.product_id).subquery()
    same = and_(ProductRevision.product_id == newest.c.product_id, ProductRevision.number == newest.c.number)
    return select(ProductRevision.id).join(newest, same)


def _revisions(ids: list[int]) -> Select:
    looked_at = ("id", "product_id", "title", "title_en", "description", "description_en", "category", "subcategory", "size_text")
    looked_at += ("ingredients", "allergens", "shelf_life_days", "made_to_order_days")
    columns = [getattr(ProductRevision, name) for name in looked_at]
    asked = select(*columns).join(Product, Product.id == ProductRevision.product_id)
    return asked.where(ProductRevision.id.in_(newest_revision_ids(ids)), Product.deleted_at.is_(None))


def _photos(revision_ids: list[int]) -> Select:
    asked = select(RevisionPhoto.revision_id, Photo.status, Photo.advice, RevisionPhoto.alt)
    return asked.join(Photo, Photo.id == RevisionPhoto.photo_id).where(RevisionPhoto.revision_id.in_(revision_ids))


def _standards(revision_ids: list[int]) -> Select:
    asked = select(RevisionStandard.revision_id, RevisionStandard.kind, RevisionStandard.evidence_photo_id)
    return asked.where(RevisionStandard.revision_id.in_(revision_ids), holds_today())


def _variants(ids: list[int]) -> Select:
    is_offered = or_(
        Variant.retired_at.is_(None), and_(Variant.reviewed_price_satang.is_(None), Variant.requested_price_satang.is_not(None))
    )
    asked = select(Variant.product_id, Variant.weight_grams, Variant.available)
    return asked.where(Variant.product_id.in_(ids), is_offered)


def _products_with_read_label(ids: list[int]) -> set[int]:
    """Where an official ticked that the label can be read, of what buyers see now."""
    asked = select(ProductRevision.product_id, Decision.checked).select_from(ProductRevision)
    asked = asked.join(Submission, Submission.product_revision_id == ProductRevision.id)
    asked = asked.join(Decision, Decision.submission_id == Submission.id)
    published = ProductRevision.id.in_(select(Product.published_revision_id).where(Product.id.in_(ids)))
    return {product_id for product_id, checked in db.session.execute(asked.where(published)) if LABEL_READ in checked}


def _questions(ids: list[int]) -> Select:
    waits = (Question.product_id.in_(ids), Question.status == QuestionStatus.WAITING)
    return select(Question.product_id, func.count(Question.id)).where(*waits).group_by(Question.product_id)


def _reviews(ids: list[int]) -> Select:
    """(product, public reviews that say something, those of them with an answer)"""
    asked = select(Review.product_id, func.count(Review.id), func.count(ReviewAnswer.id))
    asked = asked.outerjoin(ReviewAnswer, ReviewAnswer.review_id == Review.id)
    said = (Review.product_id.in_(ids), Review.status == Standing.APPROVED, Review.words != "")
    return asked.where(*said).group_by(Review.product_id)


def _by_first(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found
