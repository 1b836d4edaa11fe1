"""Consent on screen, and what every way has in common: how it takes effect, and how it ends."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from shop.audit import service as audit
from shop.groups import members
from shop.groups.models import Group, Membership
from shop.groups.queries import is_current
from shop.groups.rights import check_may
from shop.helping import notify
from shop.helping.models import Consent
from shop.helping.states import OPEN, ConsentAction, ConsentStatus, ConsentWay
from shop.kernel.access import Actor, HelpScope, Permission, Role
from shop.kernel.clock import BANGKOK, now, today
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed, Refusal
from shop.people.models import Account, AccountRole

WORDING = 1  # raised with the words of templates/_components/consent.html
LONGEST = timedelta(days=365)


class NotAVolunteer(Refusal):
    """No official has registered this account, or the registration ended, or the account is closed."""


class IsOver(LostRace):
    """The day until which it was to be is over: nothing was done."""


class WorksHere(Refusal):
    """Owner and staff need no consent."""


class AlreadyAsked(Refusal):
    """The group has not answered yet."""


def last_moment(day: date) -> datetime:
    """The end of that Thai day. Raises BadValue (until): past, too_far for more than a year."""
    if day < today():
        raise BadValue("until", "past")
    if day > today() + LONGEST:
        raise BadValue("until", "too_far")
    return datetime.combine(day + timedelta(days=1), time(), BANGKOK)


def ask(group: Group, scope: HelpScope, until: datetime, actor: Actor) -> Consent:
    """A volunteer asks the owner, who answers on screen. Raises NotAVolunteer, WorksHere, AlreadyAsked."""
    consent = begin(group, actor, ConsentWay.SCREEN, ConsentStatus.ASKED, scope, until)
    audit.record(actor, ConsentAction.ASK, "group", group.id, group_id=group.id, account=actor.id, scope=scope)
    notify.owner_of_request(consent)
    return consent


def give(group: Group, account: Account, scope: HelpScope, until: datetime, actor: Actor) -> Consent:
    """The owner consents on screen, asked or not; it takes effect at once.

    Raises NotAllowed, NotAVolunteer, WorksHere, LostRace.
    """
    check_may(actor, Permission.CONSENT_GIVE, group.id)
    asked = _open_request(group.id, account.id)
    if asked is None:
        check_may_help(group.id, account.id)
        asked = _new(group.id, account.id, ConsentWay.SCREEN, ConsentStatus.ASKED, scope, until)
    take_effect(asked, ConsentStatus.ASKED, actor, given_by=actor.id, scope=scope, until=until)
    return asked


def refuse(consent: Consent, actor: Actor) -> None:
    """The owner says no. Raises NotAllowed, LostRace."""
    check_may(actor, Permission.CONSENT_GIVE, consent.group_id)
    close(consent, ConsentStatus.REFUSED)
    _record(actor, ConsentAction.REFUSE, consent)
    notify.volunteer_of_no(consent)


def withdraw(consent: Consent, actor: Actor) -> None:
    """The volunteer asks no longer. Raises NotAllowed, LostRace."""
    if consent.account_id != actor.id:
        raise NotAllowed("one withdraws one's own")
    close(consent, ConsentStatus.WITHDRAWN)
    _record(actor, ConsentAction.WITHDRAW, consent)


def end(membership: Membership, actor: Actor) -> None:
    """Either side ends it, at once: the next request finds no desk. Raises NotAllowed, LostRace."""
    if membership.role is not Role.LABOUR_VOLUNTEER:
        raise NotAllowed("no volunteer's")
    if membership.account_id != actor.id and not actor.can(Permission.VOLUNTEER_MANAGE):
        check_may(actor, Permission.CONSENT_GIVE, membership.group_id)
    members.end_membership(membership, actor)
    audit.record(
        actor, ConsentAction.END, "group", membership.group_id, group_id=membership.group_id, account=membership.account_id
    )
    notify.both_of_end(membership, actor)


# What the other ways call, too


def check_may_help(group_id: int, account_id: int | None) -> None:
    """Raises NotAVolunteer, WorksHere."""
    registered = (
        select(AccountRole.id)
        .join(Account, Account.id == AccountRole.account_id)
        .where(Account.id == account_id, Account.disabled_at.is_(None), AccountRole.role == Role.LABOUR_VOLUNTEER)
    )
    if db.session.scalar(registered) is None:
        raise NotAVolunteer
    works = select(Membership.id).where(
        Membership.group_id == group_id,
        Membership.account_id == account_id,
        Membership.role != Role.LABOUR_VOLUNTEER,
        *is_current(),
    )
    if db.session.scalar(works) is not None:
        raise WorksHere


def begin(
    group: Group, actor: Actor, way: ConsentWay, status: ConsentStatus, scope: HelpScope, until: datetime, **more: object
) -> Consent:
    """What a volunteer begins. One open a way: a paper or a code takes the place of the one before, a request stands.

    Raises NotAVolunteer, WorksHere, AlreadyAsked.
    """
    check_may_help(group.id, actor.id)
    if way is not ConsentWay.SCREEN:
        _close_open(group.id, actor.id, way)
    return _new(group.id, actor.id, way, status, scope, until, **more)


def take_effect(consent: Consent, was: ConsentStatus, actor: Actor, given_by: int | None, **changed: object) -> None:
    """From now on the volunteer stands at the group's desk; what was given before ends. Both sides are told.

    `was`: what it must still be. Raises NotAVolunteer, WorksHere, IsOver, LostRace.
    """
    check_may_help(consent.group_id, consent.account_id)
    scope, until = changed.get("scope", consent.scope), changed.get("until", consent.until)
    if until <= now():
        raise IsOver
    _end_former(consent.group_id, consent.account_id, actor)
    membership = Membership(
        group_id=consent.group_id, account_id=consent.account_id, role=Role.LABOUR_VOLUNTEER, scope=scope, until=until
    )
    try:
        with db.session.begin_nested():
            db.session.add(membership)
    except IntegrityError as taken:
        raise LostRace from taken
    values = {"status": ConsentStatus.GIVEN, "given_at": now(), "given_by": given_by, "closed_at": now(), "scope": scope}
    values |= {"until": until, "membership_id": membership.id}
    if not write(consent, (Consent.status == was,), values):
        raise LostRace
    audit.record(
        actor,
        ConsentAction.GIVE,
        "group",
        consent.group_id,
        group_id=consent.group_id,
        account=consent.account_id,
        scope=scope,
        until=until.isoformat(),
        way=consent.way,
        wording=consent.wording,
    )
    notify.both_of_consent(consent)


def close(consent: Consent, status: ConsentStatus, **values: object) -> None:
    """Raises LostRace where it was answered meanwhile."""
    if not write(consent, (Consent.status == consent.status,), {"status": status, "closed_at": now(), **values}):
        raise LostRace


def write(consent: Consent, only_if: tuple, values: dict[str, object]) -> bool:
    """Whether it still was so."""
    changed = update(Consent).where(Consent.id == consent.id, *only_if).values(values)
    is_written = db.session.execute(changed.execution_options(synchronize_session=False)).rowcount == 1
    db.session.refresh(consent)
    return is_written


def close_all_open(account_id: int) -> None:
    """Of a volunteer whose time is over."""
    _close_where(Consent.account_id == account_id)


def _open_request(group_id: int, account_id: int) -> Consent | None:
    asked = select(Consent).where(Consent.group_id == group_id, Consent.account_id == account_id)
    return db.session.scalar(asked.where(Consent.way == ConsentWay.SCREEN, Consent.status == ConsentStatus.ASKED))


def _close_open(group_id: int, account_id: int | None, way: ConsentWay) -> None:
    _close_where(Consent.group_id == group_id, Consent.account_id == account_id, Consent.way == way)


def _close_where(*which: object) -> None:
    closed = update(Consent).where(Consent.status.in_(OPEN), *which)
    closed = closed.values(status=ConsentStatus.WITHDRAWN, closed_at=now())
    db.session.execute(closed.execution_options(synchronize_session=False))


def _new(
    group_id: int,
    account_id: int | None,
    way: ConsentWay,
    status: ConsentStatus,
    scope: HelpScope,
    until: datetime,
    **more: object,
) -> Consent:
    consent = Consent(
        group_id=group_id, account_id=account_id, way=way, status=status, scope=scope, until=until, wording=WORDING, **more
    )
    try:
        with db.session.begin_nested():
            db.session.add(consent)
    except IntegrityError as taken:
        raise AlreadyAsked from taken
    return consent


def _end_former(group_id: int, account_id: int, actor: Actor) -> None:
    """The one that stands, or that ran out and was never ended."""
    former = update(Membership).where(
        Membership.group_id == group_id,
        Membership.account_id == account_id,
        Membership.role == Role.LABOUR_VOLUNTEER,
        Membership.ended_at.is_(None),
    )
    db.session.execute(former.values(ended_at=now(), ended_by=actor.id).execution_options(synchronize_session=False))


def _record(actor: Actor, action: ConsentAction, consent: Consent) -> None:
    audit.record(actor, action, "group", consent.group_id, group_id=consent.group_id, account=consent.account_id)
