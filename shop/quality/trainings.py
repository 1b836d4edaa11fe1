"""Trainings: announced by an office, told once to each group that they would help, and who would like to come."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update

from shop.audit import service as audit
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.groups.rights import check_may
from shop.groups.states import GroupStatus
from shop.kernel import places
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now, today
from shop.kernel.database import db, insert
from shop.kernel.identifiers import normalise_phone
from shop.kernel.outbox import enqueue
from shop.kernel.refusals import BadValue, LostRace, NotAllowed, Refusal
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell_each
from shop.quality.actions import TrainingAction
from shop.quality.models import GroupQuality, Training, TrainingInterest
from shop.quality.score import Help

TELL = "training.tell"
GROUPS_AT_ONCE = 100
LENGTHS = {"title": 160, "title_en": 160, "hours": 80, "place": 200, "enrol_url": 300, "enrol_words": 300, "details": 2000}
SEVERAL_LINES = {"details"}
LONGEST = 60  # days
FARTHEST = 400  # days ahead
MOST_SEATS = 10_000


class TrainingOver(Refusal):
    """It is past, or was called off."""


def announce(actor: Actor, **fields: object) -> Training:
    """`fields`: see `_checked`. The groups that it would help are told after the commit. Raises NotAllowed, BadValue."""
    _must_manage(actor)
    training = Training(**_checked(fields), created_by=actor.id)
    db.session.add(training)
    db.session.flush()
    audit.record(actor, TrainingAction.ANNOUNCE, "training", training.id)
    enqueue(TELL, {"training_id": training.id, "after": 0})
    return training


def change(training: Training, actor: Actor, **fields: object) -> None:
    """Nobody is told again. Raises NotAllowed, BadValue, TrainingOver."""
    _must_manage(actor)
    if not is_current(training):
        raise TrainingOver
    values = _checked(fields)
    changed = sorted(name for name, value in values.items() if getattr(training, name) != value)
    for name in changed:
        setattr(training, name, values[name])
    db.session.flush()
    if changed:
        audit.record(actor, TrainingAction.CHANGE, "training", training.id, fields=changed)


def cancel(training: Training, actor: Actor) -> None:
    """Who would have liked to come is told. Raises NotAllowed, TrainingOver, LostRace."""
    _must_manage(actor)
    if not is_current(training):
        raise TrainingOver
    standing = update(Training).where(Training.id == training.id, Training.cancelled_at.is_(None)).values(cancelled_at=now())
    if db.session.execute(standing, execution_options={"synchronize_session": False}).rowcount != 1:
        raise LostRace
    db.session.refresh(training)
    audit.record(actor, TrainingAction.CANCEL, "training", training.id)
    coming = list(db.session.scalars(select(TrainingInterest.group_id).where(TrainingInterest.training_id == training.id)))
    _tell(coming, training, NoticeKind.TRAINING_CANCELLED)


def say_interest(training: Training, actor: Actor) -> None:
    """Of the group at whose desk they stand, once. Raises NotAllowed, TrainingOver."""
    check_may(actor, Permission.PRODUCT_EDIT, actor.group_id)
    if not is_current(training):
        raise TrainingOver
    values = {"training_id": training.id, "group_id": actor.group_id, "said_at": now(), "said_by": actor.id}
    added = insert(TrainingInterest).values(values).on_conflict_do_nothing().returning(TrainingInterest.id)
    if db.session.scalar(added) is not None:
        audit.record(actor, TrainingAction.INTEREST, "training", training.id, group_id=actor.group_id)


def take_interest_back(training: Training, actor: Actor) -> None:
    """Raises NotAllowed."""
    check_may(actor, Permission.PRODUCT_EDIT, actor.group_id)
    mine = (TrainingInterest.training_id == training.id, TrainingInterest.group_id == actor.group_id)
    if db.session.execute(delete(TrainingInterest).where(*mine)).rowcount:
        audit.record(actor, TrainingAction.NO_INTEREST, "training", training.id, group_id=actor.group_id)


def is_current(training: Training) -> bool:
    return training.cancelled_at is None and training.ends_on >= today()


def tell_some(training_id: int, after: int) -> int | None:
    """Tell the next groups that it would help, each once: what was asked again after a power cut finds it done.

    The id to go on after; None where nobody is left, or another process told these.
    """
    training = db.session.get(Training, training_id)
    if training is None or training.told_at or training.told_until != after or not is_current(training):
        return None
    asked = select(GroupQuality.group_id, GroupQuality.needs).join(Group, Group.id == GroupQuality.group_id)
    asked = asked.where(GroupQuality.group_id > after, Group.status == GroupStatus.APPROVED)
    rows = db.session.execute(asked.order_by(GroupQuality.group_id).limit(GROUPS_AT_ONCE)).all()
    wanting = [group_id for group_id, needs in rows if set(needs) & set(training.helps)]
    is_last = len(rows) < GROUPS_AT_ONCE
    reached = rows[-1].group_id if rows else after
    mine = update(Training).where(Training.id == training_id, Training.told_until == after, Training.told_at.is_(None))
    mine = mine.values(
        told_until=reached, told_count=Training.told_count + len(wanting), told_at=now() if is_last else None
    ).execution_options(synchronize_session=False)
    if db.session.execute(mine).rowcount != 1:
        return None
    _tell(wanting, training, NoticeKind.TRAINING_ANNOUNCED)
    if is_last:
        return None
    enqueue(TELL, {"training_id": training_id, "after": reached})
    return reached


def _tell(group_ids: list[int], training: Training, kind: NoticeKind) -> None:
    told = {"training_id": training.id, "title": training.title, "starts_on": training.starts_on.isoformat()}
    people = groups.recipients_by_group(group_ids)
    tell_each(kind, [(person, told) for group_id in group_ids for person in people[group_id]])


def _must_manage(actor: Actor) -> None:
    if not actor.can(Permission.TRAINING_MANAGE):
        raise NotAllowed(Permission.TRAINING_MANAGE)


def _checked(fields: dict) -> dict:
    """The texts of LENGTHS; starts_on, ends_on, shown_until (dates), helps (keys of Help), district_code, seats, enrol_phone.

    Raises BadValue of the field: empty, too_long, before_start, too_far, past, after_end, unknown, out_of_range, not_https.
    """
    values: dict = {name: _text(name, str(fields.get(name) or "")) for name in LENGTHS}
    for name in ("title", "place"):
        if not has_letter_or_digit(values[name]):
            raise BadValue(name, "empty")
    values |= _days(fields.get("starts_on"), fields.get("ends_on"), fields.get("shown_until"))
    values["helps"] = _helps(fields.get("helps") or ())
    values["district_code"] = fields.get("district_code") or None
    if values["district_code"] and places.district(values["district_code"]) is None:
        raise BadValue("district_code", "unknown")
    values["seats"] = fields.get("seats")
    if values["seats"] is not None and not 1 <= values["seats"] <= MOST_SEATS:
        raise BadValue("seats", "out_of_range")
    return values | _enrolment(fields, values)


def _days(starts_on: date | None, ends_on: date | None, shown_until: date | None) -> dict[str, date]:
    if starts_on is None:
        raise BadValue("starts_on", "empty")
    ends_on = ends_on or starts_on
    shown_until = shown_until or ends_on
    if ends_on < starts_on:
        raise BadValue("ends_on", "before_start")
    if ends_on < today():
        raise BadValue("ends_on" if ends_on != starts_on else "starts_on", "past")
    if ends_on > starts_on + timedelta(days=LONGEST):
        raise BadValue("ends_on", "too_far")
    if starts_on > today() + timedelta(days=FARTHEST):
        raise BadValue("starts_on", "too_far")
    if shown_until > ends_on:
        raise BadValue("shown_until", "after_end")
    return {"starts_on": starts_on, "ends_on": ends_on, "shown_until": shown_until}


def _helps(keys: Iterable[str]) -> list[str]:
    given = set(keys)
    if given - set(Help):
        raise BadValue("helps", "unknown")
    if not given:
        raise BadValue("helps", "empty")
    return [one.value for one in Help if one in given]


def _enrolment(fields: dict, values: dict) -> dict[str, str | None]:
    typed = str(fields.get("enrol_phone") or "")
    try:
        phone = normalise_phone(typed) if typed else None
    except BadValue:
        raise BadValue("enrol_phone", "unknown") from None
    if values["enrol_url"] and (urlsplit(values["enrol_url"]).scheme != "https" or not urlsplit(values["enrol_url"]).hostname):
        raise BadValue("enrol_url", "not_https")
    if not (phone or values["enrol_url"] or values["enrol_words"]):
        raise BadValue("enrol_words", "empty")
    return {"enrol_phone": phone}


def _text(name: str, value: str) -> str:
    text = tidy(value, multiline=name in SEVERAL_LINES)
    if len(text) > LENGTHS[name]:
        raise BadValue(name, "too_long")
    return text
