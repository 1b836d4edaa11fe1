"""Taking what was approved out of buyers' reach, and putting it back: what was never approved stays where it is."""

from sqlalchemy import select

from shop.catalogue import listing, photos
from shop.catalogue import service as catalogue
from shop.catalogue.models import Product, ProductRevision
from shop.groups import queries as group_queries
from shop.groups import service as groups
from shop.groups.models import Group
from shop.groups.states import GroupAction
from shop.kernel.access import Actor, HelpScope
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all

LONGEST_REASON = 300


def suspend_group(group: Group, actor: Actor, reason: str) -> None:
    """The group and all it sells is 404 for buyers at once. Raises BadValue (reason), StepNotPossible, NotAllowed, LostRace."""
    reason = _checked(reason)
    groups.advance(group, GroupAction.SUSPEND, actor)
    group.suspended_reason = reason
    _follow_group(group)
    told = {"group_id": group.id, "group_name": group.name, "reason": reason}
    tell_all(group_queries.recipients_of(group.id), NoticeKind.GROUP_SUSPENDED, **told)


def reinstate_group(group: Group, actor: Actor) -> None:
    """What buyers saw before they see again, and nothing more. Raises StepNotPossible, NotAllowed, LostRace."""
    groups.advance(group, GroupAction.REINSTATE, actor)
    group.suspended_reason = ""
    _follow_group(group)
    told = {"group_id": group.id, "group_name": group.name}
    tell_all(group_queries.recipients_of(group.id), NoticeKind.GROUP_REINSTATED, **told)


def suspend_product(product: Product, actor: Actor, reason: str) -> None:
    """Raises BadValue (reason), NotAllowed, LostRace."""
    reason = _checked(reason)
    title = _title(product)
    catalogue.suspend_product(product, actor, reason)
    _tell_of_product(product, title, NoticeKind.PRODUCT_SUSPENDED, reason=reason)


def reinstate_product(product: Product, actor: Actor) -> None:
    """Raises NotAllowed, LostRace."""
    title = _title(product)
    catalogue.reinstate_product(product, actor)
    _tell_of_product(product, title, NoticeKind.PRODUCT_REINSTATED)


def _follow_group(group: Group) -> None:
    listing.refresh_group(group.id)
    photos.place_group(group.id)


def _checked(reason: str) -> str:
    reason = tidy(reason)
    if not has_letter_or_digit(reason):
        raise BadValue("reason", "empty")
    if len(reason) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    return reason


def _title(product: Product) -> str:
    """As buyers read it; of one that was never published, as its group wrote it last."""
    newest = select(ProductRevision.title).where(ProductRevision.product_id == product.id)
    return product.title or db.session.scalar(newest.order_by(ProductRevision.number.desc()).limit(1)) or ""


def _tell_of_product(product: Product, title: str, kind: NoticeKind, **params: object) -> None:
    told = {"product_id": product.id, "product_title": title, **params}
    tell_all(group_queries.recipients_of(product.group_id, about=HelpScope.LISTINGS), kind, **told)
