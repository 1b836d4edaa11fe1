"""Consents that end soon, told once to both sides."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager

from shop.groups.models import Membership
from shop.groups.queries import is_current
from shop.helping import notify
from shop.helping.models import Consent
from shop.kernel.clock import now
from shop.kernel.database import db

BEFORE = timedelta(days=14)


def remind_of_coming_ends() -> int:
    """How many were told, in the caller's transaction."""
    asked = (
        select(Consent)
        .join(Consent.membership)
        .options(contains_eager(Consent.membership))
        .where(Consent.reminded_at.is_(None), Membership.until <= now() + BEFORE, *is_current())
        .order_by(Consent.id)
    )
    ending = list(db.session.scalars(asked))
    for consent in ending:
        notify.both_of_coming_end(consent)
    db.session.execute(update(Consent).where(Consent.id.in_([one.id for one in ending])).values(reminded_at=now()))
    return len(ending)
