"""Consent by a code: sent to the owner, who reads it out to the volunteer beside them. Ten minutes, once."""

from datetime import datetime, timedelta
from secrets import randbelow

from shop.audit import service as audit
from shop.groups.models import Group
from shop.helping import notify
from shop.helping.models import Consent
from shop.helping.queries import owner_of
from shop.helping.service import begin, take_effect
from shop.helping.states import ConsentAction, ConsentStatus, ConsentWay
from shop.kernel.access import Actor, HelpScope
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, NotAllowed, Refusal
from shop.kernel.secrets import vault
from shop.kernel.thai import thai_digits_to_arabic

LIFE = timedelta(minutes=10)
DIGITS = 6  # easily read out; five tries of a million, see people.throttle


class Unreachable(Refusal):
    """The owner has neither a mail address nor a proven number: screen or paper, then."""


def send_code(group: Group, scope: HelpScope, until: datetime, actor: Actor) -> Consent:
    """Send the owner a code, with what it allows and until when. The last one counts. The desk has counted the try.

    Raises NotAVolunteer, WorksHere, Unreachable.
    """
    owner = owner_of(group.id)
    if owner is None or not notify.can_be_reached(owner):
        raise Unreachable
    code = f"{randbelow(10**DIGITS):0{DIGITS}}"
    consent = begin(group, actor, ConsentWay.CODE, ConsentStatus.SENT, scope, until, code_until=now() + LIFE)
    consent.code_digest = _digest(consent.id, code)
    db.session.flush()
    audit.record(actor, ConsentAction.SEND_CODE, "group", group.id, group_id=group.id, account=actor.id, scope=scope)
    notify.owner_of_code(consent, owner, code)
    return consent


def use_code(consent: Consent, typed: str, actor: Actor) -> None:
    """The volunteer types what the owner read out. The desk has counted the try before, in a transaction of its own.

    Raises NotAllowed (somebody else's), BadValue (code): spent, wrong; and what take_effect raises.
    """
    if consent.account_id != actor.id:
        raise NotAllowed("a code is for who asked for it")
    if consent.status is not ConsentStatus.SENT or consent.code_until <= now():
        raise BadValue("code", "spent")
    digits = "".join(c for c in thai_digits_to_arabic(typed) if c.isdecimal())
    if _digest(consent.id, digits) != consent.code_digest:
        raise BadValue("code", "wrong")
    owner = owner_of(consent.group_id)
    take_effect(consent, ConsentStatus.SENT, actor, given_by=owner.id if owner else None)


def _digest(consent_id: int, code: str) -> str:
    """Six digits are guessed from a bare digest at once, so that of a code needs our key as well."""
    return vault.fingerprint("consent code", f"{consent_id}:{code}")
