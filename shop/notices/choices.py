"""How a person wants to be told: by which way of which topic, and at which hours they are not to be rung."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.kernel.clock import BANGKOK
from shop.kernel.database import db
from shop.kernel.refusals import BadValue
from shop.notices.kinds import KINDS
from shop.notices.models import NoticeSettings

USUAL_QUIET = (21, 7)


class Topic(StrEnum):
    """What a notice is about, as people tell it apart."""

    BUYING = "buying"  # what I ordered
    ORDERS = "orders"  # orders at my group's shop
    MONEY = "money"  # what my group is paid
    FAVOURITES = "favourites"  # groups I follow, products I wish for
    SHOP = "shop"  # reviews of the group, its products and prices
    TRAINING = "training"  # what the offices teach


class Way(StrEnum):
    """The first way that is tried. It stands in the inbox in any case."""

    LINE = "line"
    EMAIL = "email"
    INBOX = "inbox"  # nothing else


def topic_of(kind: str, params: Mapping) -> Topic | None:
    """None: about an account, whose way nobody chooses."""
    about = KINDS[kind]
    if about.is_firm:
        return None
    if about.path.startswith("/sell/income"):
        return Topic.MONEY
    if about.subject in ("order", "purchase", "wholesale"):
        return Topic.ORDERS if params.get("for_group") or about.path.startswith("/sell") else Topic.BUYING
    return {"favourite": Topic.FAVOURITES, "training": Topic.TRAINING}.get(about.subject, Topic.SHOP)


def is_urgent(kind: str) -> bool:
    return KINDS[kind].rings_at_night


def settings_of(account_id: int) -> NoticeSettings:
    """What they chose, or a row with what is usual that is not kept yet."""
    kept = db.session.get(NoticeSettings, account_id)
    return kept or NoticeSettings(account_id=account_id, ways={}, quiet_from=USUAL_QUIET[0], quiet_until=USUAL_QUIET[1])


def quiet_of(account_id: int) -> tuple[int, int] | None:
    """Hours of the Thai day at which they are not rung; None: they may be at any."""
    chosen = settings_of(account_id)
    return None if chosen.quiet_from is None else (chosen.quiet_from, chosen.quiet_until)


def way_of(account_id: int, topic: Topic | None) -> Way | None:
    """None: they chose nothing."""
    return way_among(settings_of(account_id).ways, topic)


def way_among(ways: Mapping[str, str], topic: Topic | None) -> Way | None:
    """The same, of what one person chose."""
    chosen = ways.get(topic or "")
    return Way(chosen) if chosen else None


def ways_of(account_ids: Collection[int]) -> dict[int, Mapping[str, str]]:
    """What each of these chose who chose something, by topic."""
    asked = select(NoticeSettings.account_id, NoticeSettings.ways).where(NoticeSettings.account_id.in_(account_ids))
    return dict(tuple(row) for row in db.session.execute(asked)) if account_ids else {}


def choose(account_id: int, ways: Mapping[Topic, str], quiet: tuple[int, int] | None) -> None:
    """Keep what they chose. `quiet`: hours of the Thai day; None: at any hour. Raises BadValue."""
    known = {way.value for way in Way}
    for topic, way in ways.items():
        if way not in known:
            raise BadValue(topic.value, "unknown")
    if quiet and not all(0 <= hour <= 23 for hour in quiet):
        raise BadValue("quiet_from", "unknown")
    chosen = _kept(account_id)
    chosen.ways = {**chosen.ways, **{topic.value: way for topic, way in ways.items()}}
    chosen.quiet_from, chosen.quiet_until = quiet if quiet else (None, None)


def _kept(account_id: int) -> NoticeSettings:
    """Their row, which of two requests at once one makes."""
    chosen = settings_of(account_id)
    try:
        with db.session.begin_nested():
            db.session.add(chosen)
            db.session.flush()
    except IntegrityError:
        return db.session.get_one(NoticeSettings, account_id)
    return chosen


def rung_from(account_id: int | None, kind: str, moment: datetime) -> datetime | None:
    """Until when they are left in peace; None: they may be rung now. Guests said nothing and are awake when they order."""
    if account_id is None or KINDS[kind].rings_at_night:
        return None
    quiet = quiet_of(account_id)
    if quiet is None or quiet[0] == quiet[1]:
        return None
    here = moment.astimezone(BANGKOK)
    past, end = (here.hour - quiet[0]) % 24, (quiet[1] - quiet[0]) % 24
    if past >= end:
        return None
    return here.replace(minute=0, second=0, microsecond=0) + timedelta(hours=end - past)
