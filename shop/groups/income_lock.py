"""After somebody's password was reset, nobody changes for a while where their groups' money goes, and all members know."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit.service import record
from shop.groups import queries
from shop.groups.actions import GroupChange
from shop.groups.models import Group, IncomeDetails, Membership
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all

LOCKED_FOR = timedelta(hours=48)


def lock_income_details(account_id: int, actor: Actor) -> None:
    """Lock those of every group whose owner or staff this person is, for 48 hours from now, in the caller's transaction.

    A group without any is locked too: its first ones would be as good a prize.
    """
    until = now() + LOCKED_FOR
    theirs = select(Membership.group_id).where(
        Membership.account_id == account_id,
        Membership.ended_at.is_(None),
        Membership.role.in_((Role.GROUP_OWNER, Role.GROUP_STAFF)),
    )
    for group in db.session.scalars(select(Group).where(Group.id.in_(theirs)).order_by(Group.id)):
        _lock(group.id, until)
        record(actor, GroupChange.LOCK_INCOME_DETAILS, "group", group.id, group_id=group.id, until=until.isoformat())
        told = {"group_id": group.id, "group_name": queries.name_of(group), "until": until}
        tell_all(queries.recipients_of(group.id), NoticeKind.BANK_DETAILS_LOCKED, **told)


def _lock(group_id: int, until: datetime) -> None:
    ends_sooner = or_(IncomeDetails.locked_until.is_(None), IncomeDetails.locked_until < until)
    locked = update(IncomeDetails).where(IncomeDetails.group_id == group_id, ends_sooner).values(locked_until=until)
    if db.session.execute(locked).rowcount or db.session.get(IncomeDetails, group_id):
        return
    try:
        with db.session.begin_nested():
            db.session.add(IncomeDetails(group_id=group_id, locked_until=until))
    except IntegrityError:  # the owner wrote her first ones in this very moment
        db.session.execute(locked)
