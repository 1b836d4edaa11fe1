"""Reading the queue, what was decided before, and the advice that a group still has to follow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from shop.catalogue.models import Photo, Product, ProductRevision, RevisionPhoto, RevisionStandard, Variant
from shop.groups.models import Group, GroupProfile
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.moderation.models import Decision, Outcome, Submission, SubmissionKind, SubmissionStatus
from shop.people.models import Account

LOOKED_BACK = 50  # decisions that say how long a review takes
FEWEST_DECISIONS = 5  # to call anything usual


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue. `title`: the group's or the product's; `is_new`: nothing of it was approved before."""

    id: int
    kind: SubmissionKind
    title: str
    group_name: str
    variant_name: str
    is_new: bool
    submitted_at: datetime
    claimed_by: int | None
    claimed_until: datetime | None
    holder_name: str | None

    def is_held_by_another(self, actor: Actor) -> bool:
        return is_held_by_another(self, actor)


class Waiting(NamedTuple):
    """How many wait, and since when the oldest does."""

    count: int
    oldest_at: datetime | None


class QueuePage(NamedTuple):
    rows: list[QueueRow]
    has_more: bool


class GroupRecord(NamedTuple):
    """What the office knows of a group: products on sale, and how its submissions were decided."""

    group: Group
    listed: int
    approved: int
    changes_requested: int
    rejected: int


def waiting() -> Waiting:
    return Waiting(*db.session.execute(_waiting(select(func.count(Submission.id), func.min(Submission.submitted_at)))).one())


def queue(around: Submission | None = None, limit: int = 100) -> QueuePage:
    """The oldest first. With `around` a queue longer than the page begins a little before that submission."""
    holder = aliased(Account)
    product_of = func.coalesce(ProductRevision.product_id, Variant.product_id)
    asked = _waiting(
        select(
            Submission.id,
            Submission.kind,
            func.coalesce(GroupProfile.name, ProductRevision.title, Product.title).label("title"),
            func.coalesce(func.nullif(Group.name, ""), GroupProfile.name, "").label("group_name"),
            func.coalesce(Variant.name, "").label("variant_name"),
            case(
                (Submission.kind == SubmissionKind.GROUP, Group.approved_at.is_(None)),
                else_=Product.published_revision_id.is_(None),
            ).label("is_new"),
            Submission.submitted_at,
            Submission.claimed_by,
            Submission.claimed_until,
            holder.name.label("holder_name"),
        )
        .join(Group, Group.id == Submission.group_id)
        .outerjoin(GroupProfile, GroupProfile.id == Submission.group_profile_id)
        .outerjoin(ProductRevision, ProductRevision.id == Submission.product_revision_id)
        .outerjoin(Variant, Variant.id == Submission.variant_id)
        .outerjoin(Product, Product.id == product_of)
        .outerjoin(holder, holder.id == Submission.claimed_by)
    ).order_by(Submission.submitted_at, Submission.id)
    if around is not None and around.status is SubmissionStatus.WAITING:
        before = _waiting(select(func.count(Submission.id))).where(~_from(around)).scalar_subquery()
        skipped = db.session.scalar(select(before)) - limit // 2
        asked = asked.offset(max(0, skipped))
    found = [QueueRow(**row) for row in db.session.execute(asked.limit(limit + 1)).mappings()]
    return QueuePage(found[:limit], len(found) > limit)


def submission_by_id(submission_id: int) -> Submission | None:
    """With all that a review shows of it: photos, standards and variants loaded."""
    revision = selectinload(Submission.product_revision)
    variant = selectinload(Submission.variant)
    product = revision.selectinload(ProductRevision.product)
    asked = select(Submission).where(Submission.id == submission_id)
    asked = asked.options(
        joinedload(Submission.group).joinedload(Group.published),
        joinedload(Submission.group_profile),
        joinedload(Submission.decision),
        revision.selectinload(ProductRevision.photos).joinedload(RevisionPhoto.photo),
        revision.selectinload(ProductRevision.standards).joinedload(RevisionStandard.evidence),
        product.selectinload(Product.variants),
        variant.joinedload(Variant.product).selectinload(Product.variants),
    )
    return db.session.scalar(asked)


def approved_revision(product: Product) -> ProductRevision | None:
    """What buyers read of a product now, with its photos and standards."""
    asked = select(ProductRevision).where(ProductRevision.id == product.published_revision_id)
    asked = asked.options(
        selectinload(ProductRevision.photos).joinedload(RevisionPhoto.photo),
        selectinload(ProductRevision.standards).joinedload(RevisionStandard.evidence),
    )
    return db.session.scalar(asked)


def photos_by_id(photo_ids: set[int | None]) -> dict[int, Photo]:
    known = [photo_id for photo_id in photo_ids if photo_id is not None]
    return {photo.id: photo for photo in db.session.scalars(select(Photo).where(Photo.id.in_(known)))} if known else {}


def first_free(actor: Actor) -> int | None:
    """The oldest that nobody else has open."""
    return db.session.scalar(_free(actor).limit(1))


def next_free(after: Submission, actor: Actor) -> int | None:
    """The next in the queue that nobody else has open; at its end the first again."""
    return db.session.scalar(_free(actor).where(_from(after), Submission.id != after.id).limit(1)) or first_free(actor)


def is_held_by_another(submission: Submission | QueueRow, actor: Actor) -> bool:
    holder, until = submission.claimed_by, submission.claimed_until
    return holder is not None and holder != actor.id and until is not None and until > now()


def holder_of(submission: Submission) -> Account | None:
    return db.session.get(Account, submission.claimed_by) if submission.claimed_by else None


def decisions_of_product(product_id: int, limit: int = 20) -> list[Decision]:
    """Of its content and its prices, newest first."""
    of_revision = select(ProductRevision.id).where(ProductRevision.product_id == product_id)
    of_variant = select(Variant.id).where(Variant.product_id == product_id)
    return _decisions(or_(Submission.product_revision_id.in_(of_revision), Submission.variant_id.in_(of_variant)), limit)


def decisions_of_group(group_id: int, limit: int = 20) -> list[Decision]:
    """Of what it says of itself, newest first."""
    return _decisions(and_(Submission.group_id == group_id, Submission.kind == SubmissionKind.GROUP), limit)


def advice_for_product(product_id: int) -> Decision | None:
    """The decision that its group still has to answer: the last submission's, where it was sent back."""
    of_revision = select(ProductRevision.id).where(ProductRevision.product_id == product_id)
    return _unanswered(Submission.product_revision_id.in_(of_revision))


def advice_for_group(group_id: int) -> Decision | None:
    """The same for what a group says of itself."""
    return _unanswered(and_(Submission.group_id == group_id, Submission.kind == SubmissionKind.GROUP))


def usual_wait() -> timedelta | None:
    """Within what time four of five products were decided lately; None where too few were to say so."""
    asked = select(Submission.submitted_at, Decision.decided_at).join(Decision, Decision.submission_id == Submission.id)
    asked = asked.where(Submission.kind == SubmissionKind.PRODUCT).order_by(Decision.id.desc()).limit(LOOKED_BACK)
    waits = sorted(decided - submitted for submitted, decided in db.session.execute(asked))
    return waits[(len(waits) * 4 - 1) // 5] if len(waits) >= FEWEST_DECISIONS else None


def record_of(group: Group) -> GroupRecord:
    listed = select(func.count(Product.id)).where(Product.group_id == group.id, Product.is_listed).scalar_subquery()
    counts = dict.fromkeys(Outcome, 0)
    asked = select(Decision.outcome, func.count(Decision.id), listed).join(Decision.submission)
    rows = db.session.execute(asked.where(Submission.group_id == group.id).group_by(Decision.outcome)).all()
    counts |= {outcome: count for outcome, count, _listed in rows}
    on_sale = rows[0][2] if rows else db.session.scalar(select(listed))
    return GroupRecord(group, on_sale, counts[Outcome.APPROVED], counts[Outcome.CHANGES_REQUESTED], counts[Outcome.REJECTED])


def names_of(account_ids: set[int | None]) -> dict[int, str]:
    """Who somebody was, by account id: for lists of what was done."""
    known = [account_id for account_id in account_ids if account_id is not None]
    return dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(known))).all()) if known else {}


def _waiting(asked: Select) -> Select:
    """What an official can decide: a price that the group no longer asks has left the queue by itself."""
    asking = aliased(Variant)
    stale = select(asking.id).where(
        asking.id == Submission.variant_id, asking.requested_price_satang.is_distinct_from(Submission.price_satang)
    )
    return asked.where(Submission.status == SubmissionStatus.WAITING, ~stale.exists())


def _from(submission: Submission) -> ColumnElement[bool]:
    at = submission.submitted_at
    return or_(Submission.submitted_at > at, and_(Submission.submitted_at == at, Submission.id >= submission.id))


def _free(actor: Actor) -> Select:
    free = or_(Submission.claimed_by.is_(None), Submission.claimed_by == actor.id, Submission.claimed_until <= now())
    return _waiting(select(Submission.id)).where(free).order_by(Submission.submitted_at, Submission.id)


def _decisions(which: ColumnElement[bool], limit: int) -> list[Decision]:
    asked = select(Decision).join(Decision.submission).where(which).options(joinedload(Decision.submission))
    return list(db.session.scalars(asked.order_by(Decision.id.desc()).limit(limit)))


def _unanswered(which: ColumnElement[bool]) -> Decision | None:
    last = select(Submission).where(which).options(joinedload(Submission.decision)).order_by(Submission.id.desc()).limit(1)
    submission = db.session.scalar(last)
    decision = submission.decision if submission else None
    return decision if decision and decision.outcome is not Outcome.APPROVED else None
