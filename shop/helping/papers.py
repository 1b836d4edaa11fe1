"""Consent on paper: the volunteer photographs the signed form, an official compares it, and only then it counts."""

from datetime import datetime

from shop.audit import service as audit
from shop.evidence.photos import PhotoFolder, StoredPhoto
from shop.groups.models import Group
from shop.helping import notify
from shop.helping.models import Consent, ConsentPhoto
from shop.helping.queries import owner_of
from shop.helping.service import begin, close, take_effect
from shop.helping.states import ConsentAction, ConsentStatus, ConsentWay
from shop.kernel.access import Actor, HelpScope, Permission
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import tidy

consent_photos = PhotoFolder("private/consents", ConsentPhoto)
LONGEST_REASON = 300  # characters


def photographed(group: Group, scope: HelpScope, until: datetime, photo: StoredPhoto, actor: Actor) -> Consent:
    """Raises NotAVolunteer, WorksHere."""
    consent = begin(group, actor, ConsentWay.PAPER, ConsentStatus.PHOTOGRAPHED, scope, until)
    db.session.add(ConsentPhoto(consent_id=consent.id, key=photo.key, widths=list(photo.widths)))
    audit.record(actor, ConsentAction.PHOTOGRAPH, "group", group.id, group_id=group.id, account=actor.id, scope=scope)
    return consent


def confirm(consent: Consent, actor: Actor) -> None:
    """The official has compared the paper with what was typed; the owner is told. Raises NotAllowed, LostRace, NotAVolunteer."""
    _check_official(consent, actor)
    owner = owner_of(consent.group_id)
    audit.record(
        actor,
        ConsentAction.CONFIRM_PAPER,
        "group",
        consent.group_id,
        group_id=consent.group_id,
        account=consent.account_id,
        consent=consent.id,
    )
    consent.confirmed_by = actor.id
    take_effect(consent, ConsentStatus.PHOTOGRAPHED, actor, given_by=owner.id if owner else None)


def turn_down(consent: Consent, reason: str, actor: Actor) -> None:
    """The paper does not show what was typed, or cannot be read.

    Raises NotAllowed, LostRace, BadValue (reason): empty, too_long.
    """
    _check_official(consent, actor)
    words = tidy(reason)
    if not words:
        raise BadValue("reason", "empty")
    if len(words) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    close(consent, ConsentStatus.REFUSED, reason=words)
    audit.record(
        actor,
        ConsentAction.REFUSE_PAPER,
        "group",
        consent.group_id,
        group_id=consent.group_id,
        account=consent.account_id,
        consent=consent.id,
    )
    notify.volunteer_of_no(consent)


def _check_official(consent: Consent, actor: Actor) -> None:
    if not actor.can(Permission.CONSENT_CONFIRM) or consent.account_id == actor.id:
        raise NotAllowed("an official compares, and never their own")
    if consent.status is not ConsentStatus.PHOTOGRAPHED:
        raise LostRace
