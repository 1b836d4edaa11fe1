"""Who may move the market's money: a person with the permission, and for some things a second one."""

from shop.kernel.access import Actor, Permission
from shop.kernel.refusals import NotAllowed, Refusal


class SamePerson(Refusal):
    """Whoever began it may not be the one to approve it."""


def check(actor: Actor, permission: Permission) -> None:
    """Raises NotAllowed, for the market itself too: an official answers for it by name."""
    if actor.id is None or not actor.can(permission):
        raise NotAllowed(permission)


def check_second(actor: Actor, first_id: int | None) -> None:
    """Raises NotAllowed, SamePerson."""
    check(actor, Permission.PAYOUT_APPROVE)
    if actor.id == first_id:
        raise SamePerson
