"""The groups that a volunteer helps, what waits at each, who needs a visit first; and visits that were made.

Six questions, however many groups there are.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import joinedload

from shop.audit import service as audit
from shop.catalogue.models import Product, ProductRevision, RevisionPhoto
from shop.groups.models import Group, Membership
from shop.groups.queries import OWN_PEOPLE, is_current
from shop.helping.models import Visit
from shop.helping.states import ConsentAction
from shop.kernel.access import Actor, HelpScope, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.thai import tidy
from shop.orders.models import Order
from shop.orders.states import OrderStatus
from shop.people.models import Account

AWAY_AFTER = timedelta(days=30)
ENDS_SOON = timedelta(days=14)
LONGEST_NOTE = 500  # characters
KEPT_NOTES = 3  # shown of a group


class Need(StrEnum):
    """Why a group should be visited, the most pressing first."""

    UNANSWERED = "unanswered"
    NO_STOCK = "no_stock"
    NO_PHOTO = "no_photo"
    AWAY = "away"
    ENDS_SOON = "ends_soon"


WEIGHT = {Need.UNANSWERED: 8, Need.NO_STOCK: 4, Need.NO_PHOTO: 3, Need.AWAY: 2, Need.ENDS_SOON: 1}


@dataclass
class Helped:
    """A group that somebody helps. `counts`: of orders or products, for each need that has a number."""

    membership: Membership
    counts: dict[Need, int] = field(default_factory=dict)
    signed_in_at: datetime | None = None
    visits: list[tuple[Visit, str]] = field(default_factory=list)  # the latest first, each with the visitor's name

    @property
    def group(self) -> Group:
        return self.membership.group

    @property
    def ends_soon(self) -> bool:
        return self.membership.until <= now() + ENDS_SOON

    @property
    def is_away(self) -> bool:
        return self.signed_in_at is None or self.signed_in_at < now() - AWAY_AFTER

    @property
    def needs(self) -> list[Need]:
        said = {Need.AWAY: self.is_away, Need.ENDS_SOON: self.ends_soon}
        return [need for need in Need if self.counts.get(need) or said.get(need)]

    @property
    def weight(self) -> int:
        return sum(WEIGHT[need] for need in self.needs)


def helped_by(account_id: int) -> list[Helped]:
    """Those whose consent stands, the neediest first. What a consent does not cover is not counted."""
    helped = {one.group_id: Helped(one) for one in _memberships(account_id)}
    ids = helped.keys()
    listings = [group_id for group_id in ids if helped[group_id].membership.scope is not HelpScope.ORDERS]
    orders = [group_id for group_id in ids if helped[group_id].membership.scope is not HelpScope.LISTINGS]
    for need, asked in (
        (Need.UNANSWERED, _unanswered(orders)),
        (Need.NO_STOCK, _sold_out(listings)),
        (Need.NO_PHOTO, _without_photo(listings)),
    ):
        for group_id, count in db.session.execute(asked):
            helped[group_id].counts[need] = count
    for group_id, at in db.session.execute(_last_sign_ins(ids)):
        helped[group_id].signed_in_at = at
    for visit, name in db.session.execute(_visits(ids)):
        helped[visit.group_id].visits.append((visit, name))
    return sorted(helped.values(), key=lambda one: (-one.weight, one.group.name, one.group.id))


def notes_of(group_id: int, limit: int = 20) -> list[tuple[Visit, str]]:
    """For officials: what volunteers noted of a group, the latest first."""
    asked = select(Visit, Account.name).join(Account, Account.id == Visit.account_id).where(Visit.group_id == group_id)
    return [tuple(row) for row in db.session.execute(asked.order_by(Visit.at.desc(), Visit.id.desc()).limit(limit))]


def record_visit(group_id: int, note: str, actor: Actor) -> Visit:
    """A volunteer was there. Raises NotAllowed where the consent does not stand, BadValue (note): too_long."""
    standing = select(Membership.id).where(
        Membership.group_id == group_id,
        Membership.account_id == actor.id,
        Membership.role == Role.LABOUR_VOLUNTEER,
        *is_current(),
    )
    if db.session.scalar(standing) is None:
        raise NotAllowed("no consent of this group")
    words = tidy(note, multiline=True)
    if len(words) > LONGEST_NOTE:
        raise BadValue("note", "too_long")
    visit = Visit(group_id=group_id, account_id=actor.id, note=words)
    db.session.add(visit)
    audit.record(actor, ConsentAction.VISIT, "group", group_id, group_id=group_id)
    return visit


def _memberships(account_id: int) -> list[Membership]:
    asked = select(Membership).where(Membership.account_id == account_id, Membership.role == Role.LABOUR_VOLUNTEER, *is_current())
    whole = joinedload(Membership.group).joinedload(Group.published)
    return list(db.session.scalars(asked.options(whole).order_by(Membership.id)))


def _unanswered(group_ids: Collection[int]) -> Select:
    asked = select(Order.group_id, func.count(Order.id)).where(Order.group_id.in_(group_ids))
    return asked.where(Order.status == OrderStatus.PLACED).group_by(Order.group_id)


def _sold_out(group_ids: Collection[int]) -> Select:
    asked = select(Product.group_id, func.count(Product.id)).where(Product.group_id.in_(group_ids))
    return asked.where(Product.is_listed, Product.available == 0).group_by(Product.group_id)


def _without_photo(group_ids: Collection[int]) -> Select:
    has_photo = exists().where(and_(ProductRevision.product_id == Product.id, RevisionPhoto.revision_id == ProductRevision.id))
    asked = select(Product.group_id, func.count(Product.id)).where(Product.group_id.in_(group_ids))
    return asked.where(Product.archived_at.is_(None), ~has_photo).group_by(Product.group_id)


def _last_sign_ins(group_ids: Collection[int]) -> Select:
    """Of the group's own people: a volunteer's visit to the desk is not theirs."""
    asked = select(Membership.group_id, func.max(Account.signed_in_at)).join(Account, Account.id == Membership.account_id)
    own = (Membership.group_id.in_(group_ids), Membership.role.in_(OWN_PEOPLE), *is_current())
    return asked.where(*own).group_by(Membership.group_id)


def _visits(group_ids: Collection[int]) -> Select:
    """The latest few of each."""
    place = func.row_number().over(partition_by=Visit.group_id, order_by=(Visit.at.desc(), Visit.id.desc())).label("place")
    latest = select(Visit.id, place).where(Visit.group_id.in_(group_ids)).subquery()
    asked = select(Visit, Account.name).join(latest, latest.c.id == Visit.id).join(Account, Account.id == Visit.account_id)
    return asked.where(latest.c.place <= KEPT_NOTES).order_by(Visit.at.desc(), Visit.id.desc())
