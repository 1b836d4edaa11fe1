"""Write down who did what, in the transaction that does it."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import insert

from shop.audit.models import AuditEntry
from shop.kernel.access import Actor, Role
from shop.kernel.database import db

AT_DESK = frozenset({Role.LISTING_HELPER, Role.ORDER_HELPER})  # what a volunteer is at a desk


def record(
    actor: Actor, action: StrEnum, subject_kind: str, subject_id: object, *, group_id: int | None = None, **changes: object
) -> None:
    """Add an entry. `subject_id` is an id or a public code; `changes` holds field names, ids, codes, states and amounts
    in satang, never a person's data."""
    db.session.add(
        AuditEntry(
            actor_id=actor.id,
            actor_role=_role_of(actor, group_id),
            action=str(action),
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            group_id=group_id,
            changes=changes,
        )
    )


def record_many(actor: Actor, action: StrEnum, subject_kind: str, groups: Mapping[int, int], **changes: object) -> None:
    """An entry for each of many that the same was done to, written at once. `groups`: whose each is, by its id."""
    same = {"actor_id": actor.id, "action": str(action), "subject_kind": subject_kind, "changes": changes}
    entries = [
        {"subject_id": str(one), "group_id": group_id, "actor_role": _role_of(actor, group_id), **same}
        for one, group_id in groups.items()
    ]
    if entries:
        db.session.execute(insert(AuditEntry.__table__), entries)


def _role_of(actor: Actor, group_id: int | None) -> str:
    """Everybody is a buyer, too; and a volunteer is one towards the group at whose desk they stand, whatever the consent says.

    The desk is known at every request: an official who also helps a group is an official towards all others.
    """
    if actor.roles & AT_DESK and group_id == actor.group_id:
        return str(Role.LABOUR_VOLUNTEER)
    roles = actor.roles - AT_DESK or actor.roles
    return str(min(roles - {Role.BUYER}, default=min(roles, default="guest")))
