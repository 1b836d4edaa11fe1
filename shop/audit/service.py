"""Write down who did what, in the transaction that does it."""

from enum import StrEnum

from shop.audit.models import AuditEntry
from shop.kernel.access import Actor, Role
from shop.kernel.database import db


def record(
    actor: Actor, action: StrEnum, subject_kind: str, subject_id: object, *, group_id: int | None = None, **changes: object
) -> None:
    """Add an entry. `subject_id` is an id or a public code; `changes` holds field names, ids, codes, states and amounts
    in satang, never a person's data."""
    role = min(actor.roles - {Role.BUYER}, default=min(actor.roles, default="guest"))  # everybody is a buyer, too
    db.session.add(
        AuditEntry(
            actor_id=actor.id,
            actor_role=str(role),
            action=str(action),
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            group_id=group_id,
            changes=changes,
        )
    )
