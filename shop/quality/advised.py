"""What officials advised about a product, field by field, and what its group has changed there since.

Nobody says that a piece of advice is done: it is where the field differs from what the official read. Prices and weights are no
part of a revision; of these the record says whether anything was changed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from shop.audit.models import AuditEntry
from shop.catalogue.models import ProductRevision
from shop.catalogue.states import ProductAction
from shop.kernel.database import db
from shop.moderation.models import Decision, Outcome, Submission
from shop.quality.facts import newest_revision_ids
from shop.quality.score import HELP_FOR_ADVICE, Help

OFFERS = (
    *(ProductAction.ADD_VARIANT, ProductAction.EDIT_VARIANT, ProductAction.REQUEST_PRICE, ProductAction.RETIRE_VARIANT),
    ProductAction.SET_PRICE,
)
MOST_DECISIONS = 3


@dataclass(frozen=True)
class Advice:
    """Of one field. `before` is what the official read, `after` what stands there now: None where no page can say it."""

    field: str
    words: str
    is_done: bool
    before: object = None
    after: object = None

    @property
    def help(self) -> Help | None:
        return HELP_FOR_ADVICE.get(self.field)


@dataclass(frozen=True)
class Advised:
    """One decision's advice. What was advised before the last decision is past: it asks for nothing any more."""

    product_id: int
    title: str
    decided_at: datetime
    outcome: Outcome
    is_past: bool
    pieces: tuple[Advice, ...]

    @property
    def open(self) -> list[Advice]:
        return [] if self.is_past else [piece for piece in self.pieces if not piece.is_done]


def advice_on(product_id: int, limit: int = MOST_DECISIONS) -> list[Advised]:
    """The last decisions that advised something, newest first."""
    last = db.session.scalar(_decisions_of([product_id]).with_only_columns(func.max(Decision.id)))
    asked = _decisions_of([product_id]).order_by(Decision.id.desc()).limit(limit * 4)
    decisions = [one for one in _load(asked) if one.advice][:limit]
    return _compared(decisions, {last})


def open_advice(product_ids: Collection[int]) -> dict[int, Advised]:
    """By product, where the last decision's advice is not all done; the same number of questions however many there are."""
    ids = list(product_ids)
    if not ids:
        return {}
    newest = _decisions_of(ids).with_only_columns(func.max(Decision.id)).group_by(ProductRevision.product_id)
    decisions = [one for one in _load(select(Decision).where(Decision.id.in_(newest))) if one.advice]
    found = _compared(decisions, {one.id for one in decisions})
    return {advised.product_id: advised for advised in found if advised.open}


def _decisions_of(product_ids: list[int]):
    asked = select(Decision).join(Submission, Submission.id == Decision.submission_id)
    asked = asked.join(ProductRevision, ProductRevision.id == Submission.product_revision_id)
    return asked.where(ProductRevision.product_id.in_(product_ids))


def _load(asked) -> list[Decision]:
    revision = joinedload(Decision.submission).joinedload(Submission.product_revision)
    parts = (revision.selectinload(ProductRevision.photos), revision.selectinload(ProductRevision.standards))
    return list(db.session.scalars(asked.options(*parts)))


def _compared(decisions: list[Decision], standing: set[int]) -> list[Advised]:
    revisions = {one.id: one.submission.product_revision for one in decisions}
    now = _newest({revision.product_id for revision in revisions.values()})
    touched = _offers_touched(decisions)
    return [
        Advised(
            revisions[one.id].product_id,
            now[revisions[one.id].product_id].title,
            one.decided_at,
            one.outcome,
            one.id not in standing,
            tuple(_pieces(one, revisions[one.id], now[revisions[one.id].product_id], touched)),
        )
        for one in decisions
    ]


def _newest(product_ids: set[int]) -> dict[int, ProductRevision]:
    if not product_ids:
        return {}
    asked = select(ProductRevision).where(ProductRevision.id.in_(newest_revision_ids(product_ids)))
    asked = asked.options(selectinload(ProductRevision.photos), selectinload(ProductRevision.standards))
    return {one.product_id: one for one in db.session.scalars(asked)}


def _offers_touched(decisions: list[Decision]) -> dict[int, datetime]:
    """When prices, weights or options of a product were changed last, of those that were advised about them."""
    ids = {str(one.submission.product_revision.product_id) for one in decisions if "variants" in one.advice}
    if not ids:
        return {}
    asked = select(AuditEntry.subject_id, func.max(AuditEntry.at)).where(
        AuditEntry.subject_kind == "product", AuditEntry.subject_id.in_(ids), AuditEntry.action.in_([str(one) for one in OFFERS])
    )
    return {int(product_id): at for product_id, at in db.session.execute(asked.group_by(AuditEntry.subject_id))}


def _pieces(one: Decision, was: ProductRevision, now: ProductRevision, touched: dict[int, datetime]) -> Iterable[Advice]:
    for field, words in one.advice.items():
        if field == "variants":
            at = touched.get(was.product_id)
            yield Advice(field, words, at is not None and at > one.decided_at)
        elif field == "general":
            yield Advice(field, words, now.number > was.number and now.submitted_at is not None)
        else:
            before, after = _value(was, field), _value(now, field)
            yield Advice(field, words, before != after, before, after)


def _value(revision: ProductRevision, field: str) -> object:
    """Photos by what they are and show, standards by all that is said of each."""
    if field == "photos":
        return [(shown.photo_id, shown.alt) for shown in sorted(revision.photos, key=lambda shown: shown.position)]
    if field == "standards":
        return sorted((str(one.kind), one.number, one.expires_on, one.evidence_photo_id) for one in revision.standards)
    return getattr(revision, field, None)
