"""Many approved at once: only kinds that the office allowed, and nothing that the market found something grave about."""

from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from shop.catalogue.models import Product, ProductRevision, RevisionPhoto, RevisionStandard, Variant
from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.kernel.refusals import Refusal
from shop.moderation import queries
from shop.moderation.claims import claim
from shop.moderation.decisions import decide
from shop.moderation.models import BulkKind, Outcome, Submission, SubmissionKind, SubmissionStatus
from shop.moderation.passing import misses_of
from shop.moderation.settings import Settings, read_settings

MOST = 50


class NotForMany(Refusal):
    """The office has not allowed it, or something grave stands against it: it is opened and read by itself."""


class Candidate(NamedTuple):
    submission: Submission
    kind: BulkKind


def candidates(actor: Actor, ids: list[int] | None = None) -> list[Candidate]:
    """The oldest first, 50 at most, without those that somebody else has open. `ids`: of these alone."""
    settings = read_settings()
    if not settings.bulk_kinds:
        return []
    asked = _loaded().where(Submission.status == SubmissionStatus.WAITING, _allowed(settings))
    asked = asked.where(Submission.id.in_(ids)) if ids is not None else asked
    asked = asked.order_by(Submission.submitted_at, Submission.id).limit(MOST * 2)
    found = [Candidate(one, kind) for one in db.session.scalars(asked).unique() if (kind := kind_of(one, settings))]
    return [one for one in found if not queries.is_held_by_another(one.submission, actor)][:MOST]


def kind_of(submission: Submission, settings: Settings) -> BulkKind | None:
    """As what it may be approved among many; None: not so."""
    kind = _kind_of(submission)
    if kind not in settings.bulk_kinds:
        return None
    if kind is BulkKind.PRICE:
        reviewed = submission.variant.reviewed_price_satang
        if abs(submission.price_satang - reviewed) * 100 > settings.bulk_price_percent * reviewed:
            return None
    if submission.kind is SubmissionKind.PRICE and submission.variant.requested_price_satang != submission.price_satang:
        return None
    return None if misses_of(submission, []).found else kind


def approve_among(submission_id: int, actor: Actor, among: int) -> Submission:
    """One of `among` approved at once: a decision of its own, as if it had been opened. What was not ticked stands in the record.

    Raises NotForMany, and what claim and decide raise.
    """
    submission = db.session.scalar(_loaded().where(Submission.id == submission_id))
    if submission is None:
        raise NotForMany(submission_id)
    claim(submission, actor)
    if kind_of(submission, read_settings()) is None:
        raise NotForMany(submission_id)
    decide(submission, Outcome.APPROVED, actor, accepted=misses_of(submission, []).keys, among=among)
    return submission


def _kind_of(submission: Submission) -> BulkKind | None:
    if submission.kind is SubmissionKind.PRICE:
        return BulkKind.PRICE if submission.variant.reviewed_price_satang else BulkKind.VARIANT
    if submission.kind is SubmissionKind.PRODUCT and submission.product_revision.product.published_revision_id:
        return BulkKind.CHANGE
    return None


def _allowed(settings: Settings):
    """For the database: of the kinds at all."""
    variant = select(Variant.id).where(Variant.id == Submission.variant_id)
    step = func.abs(Submission.price_satang - Variant.reviewed_price_satang) * 100
    near = step <= settings.bulk_price_percent * Variant.reviewed_price_satang
    on_sale = (
        select(ProductRevision.id)
        .join(Product, Product.id == ProductRevision.product_id)
        .where(ProductRevision.id == Submission.product_revision_id, Product.published_revision_id.is_not(None))
    )
    of_price = Submission.kind == SubmissionKind.PRICE
    kinds = {
        BulkKind.PRICE: and_(of_price, variant.where(Variant.reviewed_price_satang.is_not(None), near).exists()),
        BulkKind.VARIANT: and_(of_price, variant.where(Variant.reviewed_price_satang.is_(None)).exists()),
        BulkKind.CHANGE: and_(Submission.kind == SubmissionKind.PRODUCT, on_sale.exists()),
    }
    return or_(*(kinds[kind] for kind in settings.bulk_kinds))


def _loaded():
    revision = selectinload(Submission.product_revision)
    return select(Submission).options(
        joinedload(Submission.group),
        revision.selectinload(ProductRevision.photos).joinedload(RevisionPhoto.photo),
        revision.selectinload(ProductRevision.standards).joinedload(RevisionStandard.evidence),
        revision.selectinload(ProductRevision.product).selectinload(Product.variants),
        selectinload(Submission.variant).joinedload(Variant.product),
    )
