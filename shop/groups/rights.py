"""Whether an actor may act for a group: the right, and that it is their own group."""

from shop.kernel.access import Actor, Permission, Role
from shop.kernel.refusals import NotAllowed


def check_may(actor: Actor, permission: Permission, group_id: int) -> None:
    """Raises NotAllowed unless the actor has the permission and stands at this group's desk; the market itself may."""
    if not (actor.can(permission) and (actor.group_id == group_id or Role.MARKET in actor.roles)):
        raise NotAllowed(f"{permission} of another group, or not theirs to do")
