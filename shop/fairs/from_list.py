"""What an exhibitor list says of a fair, written at once: the booths of many groups, approved or not, and what they show."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from shop.fairs import packs
from shop.fairs.booth_lines import ASIDE
from shop.fairs.booths import MOST_BOOTHS
from shop.fairs.models import Booth, Exhibit, ExhibitStatus, Fair
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed

AT_ONCE = 500  # rows of one statement


class Moved(NamedTuple):
    """`before`: number, zone and note as they were."""

    booth_id: int
    group_id: int
    before: tuple[str, str, str]


class Placed(NamedTuple):
    """Booths by id and group: those added, and those that were elsewhere before."""

    added: list[tuple[int, int]]
    moved: list[Moved]


def place_groups(fair: Fair, wanted: Mapping[int, Mapping[str, str]], actor: Actor) -> Placed:
    """Give each group (by id) its number, zone and note; one that stands so already is left as it is.

    Unlike `booths.set_booth` it takes groups that no official has approved: the public sees their booths once they are.
    Raises NotAllowed, BadValue (lines: no_room), LostRace (a number is somebody else's).
    """
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
    standing = {booth.group_id: booth for booth in booths_of_fair(fair.id)}
    added = {group_id: values for group_id, values in wanted.items() if group_id not in standing}
    if len(standing) + len(added) > MOST_BOOTHS:
        raise BadValue("lines", "no_room")
    moved = [
        Moved(booth.id, group_id, (booth.number, booth.zone, booth.note))
        for group_id, values in wanted.items()
        if (booth := standing.get(group_id)) and any(getattr(booth, name) != value for name, value in values.items())
    ]
    try:
        with db.session.begin_nested():
            _move([(one.booth_id, wanted[one.group_id]) for one in moved], actor)
            _insert(Booth, [{"fair_id": fair.id, "group_id": one, "set_by": actor.id, **values} for one, values in added.items()])
    except IntegrityError as taken:
        raise LostRace("a number is somebody else's") from taken
    db.session.expire_all()
    new = [(booth.id, booth.group_id) for booth in booths_of_fair(fair.id) if booth.group_id in added]
    if new or moved:
        packs.outdate(fair.id)
    return Placed(new, moved)


def booths_of_fair(fair_id: int) -> list[Booth]:
    return list(db.session.scalars(select(Booth).where(Booth.fair_id == fair_id).order_by(Booth.id)))


def put_back(moved: Sequence[Moved], fair_id: int, actor: Actor) -> int:
    """Booths go where they stood, but for those whose number somebody else has by now; how many went."""
    ids = {one.booth_id for one in moved}
    taken = {booth.number for booth in booths_of_fair(fair_id) if booth.id not in ids}
    there = {booth.id for booth in booths_of_fair(fair_id)}
    free = [one for one in moved if one.booth_id in there and one.before[0] not in taken]
    _move([(one.booth_id, dict(zip(("number", "zone", "note"), one.before, strict=True))) for one in free], actor)
    return len(free)


def show_listed(fair_id: int, products: Mapping[int, int]) -> list[tuple[int, int]]:
    """The list says that these are shown there (product to group): (exhibit id, group id) of those that nobody had said before.

    As a group's own word it waits for an official, who confirms what was seen.
    """
    ids = list(products)
    known = {one for part in _parts(ids) for one in db.session.scalars(_shown(fair_id, part, Exhibit.product_id))}
    fresh = [one for one in ids if one not in known]
    _insert(Exhibit, [{"fair_id": fair_id, "product_id": one, "group_id": products[one]} for one in fresh])
    columns = (Exhibit.id, Exhibit.group_id)
    return [tuple(row) for part in _parts(fresh) for row in db.session.execute(_shown(fair_id, part, *columns))]


def take_away(booth_ids: Collection[int], exhibit_ids: Collection[int], fair_id: int) -> None:
    """Booths, and exhibits that no official has decided on."""
    for part in _parts(list(booth_ids)):
        db.session.execute(delete(Booth).where(Booth.fair_id == fair_id, Booth.id.in_(part)))
    waiting = Exhibit.status == ExhibitStatus.CLAIMED
    for part in _parts(list(exhibit_ids)):
        db.session.execute(delete(Exhibit).where(Exhibit.fair_id == fair_id, Exhibit.id.in_(part), waiting))
    packs.outdate(fair_id)


def _shown(fair_id: int, product_ids: Sequence[int], *columns):
    return select(*columns).where(Exhibit.fair_id == fair_id, Exhibit.product_id.in_(product_ids)).order_by(Exhibit.id)


def _move(places: Sequence[tuple[int, Mapping[str, str]]], actor: Actor) -> None:
    """All step aside first, so that two may change places."""
    for booth_id, _values in places:
        _set(booth_id, number=f"{ASIDE}{booth_id}")
    for booth_id, values in places:
        _set(booth_id, **values, set_at=now(), set_by=actor.id)


def _set(booth_id: int, **values: object) -> None:
    db.session.execute(update(Booth).where(Booth.id == booth_id).values(**values).execution_options(synchronize_session=False))


def _insert(table: type, rows: list[dict]) -> None:
    if rows:
        db.session.execute(insert(table.__table__), rows)


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
