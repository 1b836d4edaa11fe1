"""As what somebody did a thing: who has several roles is written down with the one that it was done in."""

from sqlalchemy import select

from shop.audit.actions import AuditAction
from shop.audit.models import AuditEntry
from shop.audit.service import record, record_many
from shop.kernel.access import Actor, Role
from shop.kernel.database import db

BOTH = Actor(
    5, frozenset({Role.BUYER, Role.LABOUR_OFFICIAL, Role.LABOUR_VOLUNTEER, Role.LISTING_HELPER, Role.ORDER_HELPER}), group_id=7
)


def roles() -> list[str]:
    db.session.flush()
    return list(db.session.scalars(select(AuditEntry.actor_role).order_by(AuditEntry.id)))


def test_an_official_who_helps_one_group_is_an_official_towards_the_others(session):
    record(BOTH, AuditAction.EXPORT, "product", 1, group_id=7)
    record(BOTH, AuditAction.EXPORT, "product", 2, group_id=8)
    record(BOTH, AuditAction.EXPORT, "fair", 3)
    record_many(BOTH, AuditAction.EXPORT, "product", {4: 7, 5: 8})

    assert roles() == [
        "labour_volunteer",
        "labour_official",
        "labour_official",
        "labour_volunteer",
        "labour_official",
    ]


def test_a_volunteer_is_one_whatever_the_consent_says(session):
    record(Actor(5, frozenset({Role.BUYER, Role.LISTING_HELPER}), 7), AuditAction.EXPORT, "product", 1, group_id=7)
    record(Actor(5, frozenset({Role.BUYER, Role.LABOUR_VOLUNTEER, Role.ORDER_HELPER}), 7), AuditAction.EXPORT, "account", 5)

    assert roles() == ["labour_volunteer", "labour_volunteer"]
