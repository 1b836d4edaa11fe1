"""What the office wants of its review desk: what may be approved many at once, and how many approvals are looked at twice."""

from dataclasses import dataclass

from sqlalchemy import select

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.database import db, insert
from shop.kernel.refusals import BadValue, NotAllowed
from shop.moderation.actions import ReviewAction
from shop.moderation.models import BulkKind, DeskSettings


@dataclass(frozen=True)
class Settings:
    """`bulk_price_percent`: of the reviewed price, how far a price approved among many may be from it."""

    bulk_kinds: tuple[BulkKind, ...] = ()
    bulk_price_percent: int = 30
    second_look_percent: int = 5


def read_settings() -> Settings:
    """As they were last saved; the market's own while nobody has."""
    row = db.session.scalar(select(DeskSettings).where(DeskSettings.id == 1))
    if row is None:
        return Settings()
    kinds = tuple(kind for kind in BulkKind if kind in row.bulk_kinds)
    return Settings(kinds, row.bulk_price_percent, row.second_look_percent)


def save_settings(actor: Actor, bulk_kinds: list[str], bulk_price_percent: int, second_look_percent: int) -> None:
    """Raises NotAllowed, BadValue (bulk_kinds, bulk_price_percent, second_look_percent)."""
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
    if not set(bulk_kinds) <= set(BulkKind):
        raise BadValue("bulk_kinds", "unknown")
    if not 1 <= bulk_price_percent <= 100:
        raise BadValue("bulk_price_percent", "range")
    if not 0 <= second_look_percent <= 100:
        raise BadValue("second_look_percent", "range")
    was = read_settings()
    values = {
        "bulk_kinds": [str(kind) for kind in BulkKind if kind in bulk_kinds],
        "bulk_price_percent": bulk_price_percent,
        "second_look_percent": second_look_percent,
    }
    written = insert(DeskSettings).values(id=1, **values)
    db.session.execute(written.on_conflict_do_update(index_elements=["id"], set_=values))
    db.session.expire_all()
    changed = {name: value for name, value in values.items() if value != _plain(getattr(was, name))}
    if changed:
        audit.record(actor, ReviewAction.CHANGE_SETTINGS, "desk", 1, **changed)


def _plain(value: object) -> object:
    return [str(one) for one in value] if isinstance(value, tuple) else value
