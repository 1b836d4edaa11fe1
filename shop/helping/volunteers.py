"""Who is a volunteer at all: officials say so, and take it back."""

from sqlalchemy import select

from shop.groups.models import Membership
from shop.groups.queries import is_current
from shop.helping import service
from shop.kernel.access import Actor, Permission, Role
from shop.kernel.database import db
from shop.kernel.refusals import NotAllowed
from shop.people import offices
from shop.people.models import Account


def register(account: Account, actor: Actor) -> None:
    """Raises NotAllowed, HasRole."""
    _check(actor)
    offices.grant_role(account, Role.LABOUR_VOLUNTEER, actor)


def end_registration(account: Account, actor: Actor) -> int:
    """It ends with every consent, open ones and those in effect; how many groups were helped. Raises NotAllowed, LostRace."""
    _check(actor)
    offices.end_role(account, Role.LABOUR_VOLUNTEER, actor)
    service.close_all_open(account.id)
    helping = select(Membership).where(
        Membership.account_id == account.id, Membership.role == Role.LABOUR_VOLUNTEER, *is_current()
    )
    ended = list(db.session.scalars(helping.order_by(Membership.id)))
    for membership in ended:
        service.end(membership, actor)
    return len(ended)


def _check(actor: Actor) -> None:
    if not actor.can(Permission.VOLUNTEER_MANAGE):
        raise NotAllowed(Permission.VOLUNTEER_MANAGE)
