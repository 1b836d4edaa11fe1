"""Taking a decision about a group back: what it changed is written down, and put back only where nothing moved since."""

from datetime import datetime

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.groups.actions import GroupChange
from shop.groups.models import Group, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.access import Actor, Permission
from shop.kernel.database import db
from shop.kernel.refusals import LostRace, NotAllowed
from shop.kernel.review import RevisionStatus

COLUMNS = (
    *("status", "slug", "published_profile_id", "name", "name_en", "kind", "province_code", "district_code"),
    *("approved_at", "suspended_at"),
)


def state_of(group_id: int) -> dict:
    """All that a decision about a group's profile can change, as JSON keeps it."""
    db.session.flush()
    row = db.session.execute(select(*(getattr(Group, name) for name in COLUMNS)).where(Group.id == group_id)).one()
    return {name: _kept(value) for name, value in row._mapping.items()}


def take_back(profile: GroupProfile, was: RevisionStatus, before: dict, after: dict, since: datetime, actor: Actor) -> None:
    """The profile waits for review again, and the group stands as it did. Raises NotAllowed; LostRace where it moved on."""
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    group_id = profile.group_id
    newer = select(GroupProfile.id).where(GroupProfile.group_id == group_id, GroupProfile.created_at > since)
    if db.session.scalar(newer.limit(1)) or state_of(group_id) != after:
        raise LostRace(f"group {group_id} moved on")
    again = update(GroupProfile).where(GroupProfile.id == profile.id, GroupProfile.status == was)
    again = again.values(status=RevisionStatus.IN_REVIEW, decided_at=None)
    if db.session.execute(again.execution_options(synchronize_session=False)).rowcount != 1:
        raise LostRace(f"profile {profile.id} moved on")
    changed = {name: _read(name, value) for name, value in before.items() if value != after[name]}
    if changed:
        back = update(Group).where(Group.id == group_id, Group.status == GroupStatus(after["status"]))
        if db.session.execute(back.values(**changed).execution_options(synchronize_session=False)).rowcount != 1:
            raise LostRace(f"group {group_id} moved on")
    db.session.expire_all()
    audit.record(actor, GroupChange.TAKE_BACK, "group", group_id, group_id=group_id, revision=profile.number, status=str(was))


def _kept(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _read(name: str, value: object) -> object:
    return datetime.fromisoformat(value) if name.endswith("_at") and isinstance(value, str) else value
