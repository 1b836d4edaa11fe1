"""Fairs are made by labour officials; what was shown there is a group's word until an official confirms it."""

from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.catalogue.models import Product
from shop.fairs.actions import FairAction
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.fairs.queries import titles_of
from shop.groups import queries as groups
from shop.kernel import places
from shop.kernel.access import Actor, HelpScope, Permission, Role
from shop.kernel.clock import now, today
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed, Refusal
from shop.kernel.thai import has_letter_or_digit, slugify, tidy
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_all

LENGTHS = {
    "title": 200,
    "title_en": 200,
    "short_name": 60,
    "short_name_en": 60,
    "place": 200,
    "place_en": 200,
    "organiser": 200,
    "description": 4000,
    "description_en": 4000,
    "map_url": 500,
    "opening_hours": 120,
    "opening_hours_en": 120,
}
SEVERAL_LINES = {"description", "description_en"}
REQUIRED = ("title", "place")
LONGEST_FAIR = 31  # days
BUDDHIST_ERA = 543


class FairNotBegun(Refusal):
    """Nothing can have been shown at a fair that has not begun."""


def create_fair(actor: Actor, *, starts_on: date, ends_on: date | None = None, slug: str = "", **fields: object) -> Fair:
    """A new fair; without a slug one is made of its short name or title and its Buddhist year.

    `fields`: the texts of LENGTHS, district_code. Raises NotAllowed, BadValue (of the field; slug `taken` where it was given).
    """
    _must_manage(actor)
    values = _checked(fields, starts_on, ends_on or starts_on)
    base = slugify(slug or f"{values.get('short_name') or values['title']}-{starts_on.year + BUDDHIST_ERA}")
    fair = _insert(base, values, actor, is_given=bool(slug))
    audit.record(actor, FairAction.CREATE, "fair", fair.id, slug=fair.slug)
    return fair


def change_fair(fair: Fair, actor: Actor, *, starts_on: date, ends_on: date | None = None, **fields: object) -> None:
    """Its address stays as it was. Raises NotAllowed, BadValue."""
    _must_manage(actor)
    values = _checked(fields, starts_on, ends_on or starts_on)
    changed = [name for name, value in values.items() if getattr(fair, name) != value]
    for name in changed:
        setattr(fair, name, values[name])
    db.session.flush()
    if changed:
        audit.record(actor, FairAction.CHANGE, "fair", fair.id, fields=sorted(changed))


def show_products(fair: Fair, group_id: int, product_ids: set[int], actor: Actor) -> tuple[int, int]:
    """A group says that these of its products, and no others, were shown there: how many were added, and taken back.

    What an official decided stays as decided. Raises NotAllowed, FairNotBegun, BadValue for a product of another group.
    """
    if not (actor.can(Permission.EXHIBIT_CLAIM) and (actor.group_id == group_id or Role.MARKET in actor.roles)):
        raise NotAllowed(Permission.EXHIBIT_CLAIM)
    if fair.starts_on > today():
        raise FairNotBegun(fair.slug)
    theirs = set(db.session.scalars(select(Product.id).where(Product.group_id == group_id, Product.id.in_(product_ids))))
    if theirs != product_ids:
        raise BadValue("products", "unknown")
    here = (Exhibit.fair_id == fair.id) & (Exhibit.group_id == group_id)
    standing = dict(db.session.execute(select(Exhibit.product_id, Exhibit.status).where(here)).all())
    added = _claim_new(fair, group_id, product_ids - standing.keys())
    again = {product_id for product_id in product_ids if standing.get(product_id) is ExhibitStatus.WITHDRAWN}
    dropped = {product_id for product_id, status in standing.items() if status is ExhibitStatus.CLAIMED} - product_ids
    added += _move(here & Exhibit.product_id.in_(again), ExhibitStatus.WITHDRAWN, ExhibitStatus.CLAIMED)
    taken_back = _move(here & Exhibit.product_id.in_(dropped), ExhibitStatus.CLAIMED, ExhibitStatus.WITHDRAWN)
    if added or taken_back:
        said = {"products": sorted(product_ids - standing.keys() | again), "taken_back": sorted(dropped)}
        audit.record(actor, FairAction.CLAIM_EXHIBITS, "fair", fair.id, group_id=group_id, **said)
    return added, taken_back


def decide_exhibits(fair: Fair, exhibit_ids: set[int], status: ExhibitStatus, actor: Actor, reason: str = "") -> int:
    """Confirm or refuse what groups said they showed; a decision can be turned round. How many changed; the groups are told.

    Raises NotAllowed, LostRace where none of them was to be decided any more.
    """
    if not actor.can(Permission.EXHIBIT_CONFIRM):
        raise NotAllowed(Permission.EXHIBIT_CONFIRM)
    if status not in (ExhibitStatus.CONFIRMED, ExhibitStatus.REFUSED):
        raise BadValue("decision", "unknown")
    open_to_it = Exhibit.status.not_in([status, ExhibitStatus.WITHDRAWN])
    wanted = (Exhibit.fair_id == fair.id) & Exhibit.id.in_(exhibit_ids) & open_to_it
    asked = select(Exhibit).where(wanted).order_by(Exhibit.id).with_for_update()
    decided = list(db.session.scalars(asked))
    if not decided:
        raise LostRace(f"no exhibit of {fair.slug} to be {status}")
    changed = update(Exhibit).where(Exhibit.id.in_([exhibit.id for exhibit in decided]), open_to_it)
    values = {"status": status, "decided_at": now(), "decided_by": actor.id}
    if db.session.execute(changed.values(**values).execution_options(synchronize_session="fetch")).rowcount != len(decided):
        raise LostRace(fair.slug)
    _tell(fair, decided, status, actor, tidy(reason)[:300])
    return len(decided)


def _tell(fair: Fair, decided: list[Exhibit], status: ExhibitStatus, actor: Actor, reason: str) -> None:
    is_confirmed = status is ExhibitStatus.CONFIRMED
    kind = NoticeKind.EXHIBIT_CONFIRMED if is_confirmed else NoticeKind.EXHIBIT_REFUSED
    action = FairAction.CONFIRM_EXHIBIT if is_confirmed else FairAction.REFUSE_EXHIBIT
    titles = titles_of([exhibit.product_id for exhibit in decided])
    recipients = {
        group_id: groups.recipients_of(group_id, about=HelpScope.LISTINGS)
        for group_id in {exhibit.group_id for exhibit in decided}
    }
    for exhibit in decided:
        about = {"fair": fair.slug, "product": exhibit.product_id}
        audit.record(actor, action, "exhibit", exhibit.id, group_id=exhibit.group_id, **about)
        told = {"product_id": exhibit.product_id, "product_title": titles[exhibit.product_id], "fair_title": fair.title}
        tell_all(recipients[exhibit.group_id], kind, **told, **({"reason": reason} if reason and not is_confirmed else {}))


def _claim_new(fair: Fair, group_id: int, product_ids: set[int]) -> int:
    try:
        with db.session.begin_nested():
            db.session.add_all(Exhibit(fair_id=fair.id, product_id=one, group_id=group_id) for one in sorted(product_ids))
    except IntegrityError as taken:
        raise LostRace("said meanwhile at another desk of the group") from taken
    return len(product_ids)


def _move(which: ColumnElement[bool], before: ExhibitStatus, after: ExhibitStatus) -> int:
    moved = update(Exhibit).where(which, Exhibit.status == before).values(status=after, claimed_at=now())
    return db.session.execute(moved.execution_options(synchronize_session=False)).rowcount


def _insert(base: str, values: dict, actor: Actor, *, is_given: bool) -> Fair:
    for number in range(1, 2 if is_given else 100):
        fair = Fair(slug=base if number == 1 else f"{base}-{number}", created_by=actor.id, **values)
        try:
            with db.session.begin_nested():
                db.session.add(fair)
        except IntegrityError:
            continue
        return fair
    raise BadValue("slug", "taken")


def _checked(fields: dict[str, object], starts_on: date, ends_on: date) -> dict[str, object]:
    unknown = fields.keys() - LENGTHS.keys() - {"district_code"}
    if unknown:
        raise TypeError(f"a fair has no {sorted(unknown)}")
    kept: dict[str, object] = {
        name: tidy(str(fields.get(name) or ""), multiline=name in SEVERAL_LINES) for name in LENGTHS if name in fields
    }
    for name, words in kept.items():
        if len(str(words)) > LENGTHS[name]:
            raise BadValue(name, "too_long")
    for name in REQUIRED:
        if not has_letter_or_digit(str(kept.get(name, ""))):
            raise BadValue(name, "empty")
    if kept.get("map_url") and not is_web_address(str(kept["map_url"])):
        raise BadValue("map_url", "not_https")
    if ends_on < starts_on:
        raise BadValue("ends_on", "before_start")
    if (ends_on - starts_on).days > LONGEST_FAIR:
        raise BadValue("ends_on", "too_far")
    district = str(fields.get("district_code") or "") or None
    if district and not places.district(district):
        raise BadValue("district_code", "unknown")
    return {**kept, "district_code": district, "starts_on": starts_on, "ends_on": ends_on}


def is_web_address(text: str) -> bool:
    """Whether it is an https address of a site with a name: nothing else is ever made a link of."""
    if any(c.isspace() or c in "<>\"'\\`" for c in text):
        return False
    try:
        parts = urlsplit(text)
        has_port = parts.port is not None
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and "." in host.strip(".") and parts.username is None and not has_port


def _must_manage(actor: Actor) -> None:
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
