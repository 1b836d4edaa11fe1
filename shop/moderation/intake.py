"""What groups send for review: into the queue, and out of it where they think again."""

from sqlalchemy import ColumnElement, select, update

from shop.audit import service as audit
from shop.catalogue import likeness
from shop.catalogue import service as catalogue
from shop.catalogue.models import Product, ProductRevision, Variant
from shop.groups import queries as group_queries
from shop.groups import service as groups
from shop.groups.models import Group
from shop.kernel.access import Actor
from shop.kernel.database import db
from shop.kernel.refusals import LostRace
from shop.moderation.actions import ReviewAction
from shop.moderation.models import Submission, SubmissionKind, SubmissionStatus
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all


def submit_group(group: Group, actor: Actor) -> Submission:
    """Send a group's profile for review. Raises what groups.service.submit_profile raises."""
    profile = groups.submit_profile(group, actor)
    submission = _queue(SubmissionKind.GROUP, group.id, actor, group_profile_id=profile.id)
    name = profile.name or group.name
    tell_all(group_queries.recipients_of(group.id), NoticeKind.GROUP_SUBMITTED, group_id=group.id, group_name=name)
    return submission


def withdraw_group(group: Group, actor: Actor) -> None:
    """Take it back before it is decided. Raises what groups.service.withdraw_profile raises."""
    profile = groups.withdraw_profile(group, actor)
    _close(Submission.group_profile_id == profile.id, SubmissionStatus.WITHDRAWN, actor)


def submit_product(product: Product, actor: Actor) -> Submission:
    """Send a product's draft for review; one that waits already is superseded.

    Raises what catalogue.service.submit_draft raises.
    """
    revision = catalogue.submit_draft(product, actor)
    likeness.keep_text_print(revision)
    _close(_of_product(product.id), SubmissionStatus.SUPERSEDED, actor)
    return _queue(SubmissionKind.PRODUCT, product.group_id, actor, product_revision_id=revision.id)


def withdraw_product(product: Product, actor: Actor) -> None:
    """Take it back before it is decided: it is a draft again. Raises what catalogue.service.withdraw_revision raises."""
    catalogue.withdraw_revision(product, actor)
    catalogue.open_draft(product)
    _close(_of_product(product.id), SubmissionStatus.WITHDRAWN, actor)


def request_price(variant: Variant, satang: int, actor: Actor) -> catalogue.PriceChange:
    """Ask `satang` for a variant: at once where it is near the reviewed price, else an official sees it first.

    Raises what catalogue.service.set_price raises.
    """
    change = catalogue.set_price(variant, satang, actor)
    if change is catalogue.PriceChange.WAITS:
        _queue_price(variant, actor)
    elif change is catalogue.PriceChange.CHANGED:
        _close(Submission.variant_id == variant.id, SubmissionStatus.WITHDRAWN, actor)
    return change


def queue_new_variant(variant: Variant, actor: Actor) -> None:
    """A variant added to a product that officials know goes on sale once they approve its price; others need nothing."""
    if variant.is_waiting:
        _queue_price(variant, actor)


def queue_new_variants(product_id: int, actor: Actor) -> None:
    """Those added while the product itself was before an official, who did not see them."""
    added = select(Variant).where(Variant.product_id == product_id, Variant.requested_price_satang.is_not(None))
    added = added.where(~_waiting(Submission.variant_id == Variant.id))
    for variant in db.session.scalars(added.order_by(Variant.id)).all():
        _queue_price(variant, actor)


def withdraw_price(variant: Variant, actor: Actor) -> None:
    """The variant was retired: what it asked leaves the queue."""
    _close(Submission.variant_id == variant.id, SubmissionStatus.WITHDRAWN, actor)


def _queue_price(variant: Variant, actor: Actor) -> None:
    same = (Submission.variant_id == variant.id) & (Submission.price_satang == variant.requested_price_satang)
    if db.session.scalar(select(_waiting(same))):
        return
    _close(Submission.variant_id == variant.id, SubmissionStatus.SUPERSEDED, actor)
    group_id = db.session.scalar(select(Product.group_id).where(Product.id == variant.product_id))
    asked = {"variant_id": variant.id, "price_satang": variant.requested_price_satang}
    _queue(SubmissionKind.PRICE, group_id, actor, **asked)


def _queue(kind: SubmissionKind, group_id: int, actor: Actor, **subject: int) -> Submission:
    submission = Submission(kind=kind, group_id=group_id, submitted_by=actor.id, **subject)
    db.session.add(submission)
    db.session.flush()
    audit.record(actor, ReviewAction.SUBMIT, "submission", submission.id, group_id=group_id, kind=kind, **subject)
    return submission


def _close(which: ColumnElement[bool], status: SubmissionStatus, actor: Actor) -> None:
    """What waits of these leaves the queue undecided."""
    waiting = select(Submission.id, Submission.group_id).where(which, Submission.status == SubmissionStatus.WAITING)
    for submission_id, group_id in db.session.execute(waiting).all():
        closed = update(Submission).where(Submission.id == submission_id, Submission.status == SubmissionStatus.WAITING)
        if db.session.execute(closed.values(status=status, claimed_by=None, claimed_until=None)).rowcount != 1:
            raise LostRace(f"submission {submission_id} was decided meanwhile")
        audit.record(actor, ReviewAction.WITHDRAW, "submission", submission_id, group_id=group_id, to=status)


def _of_product(product_id: int) -> ColumnElement[bool]:
    return Submission.product_revision_id.in_(select(ProductRevision.id).where(ProductRevision.product_id == product_id))


def _waiting(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Submission.id).where(which, Submission.status == SubmissionStatus.WAITING).exists()
