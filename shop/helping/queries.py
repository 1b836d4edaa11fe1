"""Consents as each side sees them."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from shop.groups.models import Group, Membership
from shop.groups.queries import is_current
from shop.helping.models import Consent, ConsentPhoto
from shop.helping.states import OPEN, ConsentStatus
from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.people.models import Account, AccountRole


class Helper(NamedTuple):
    """A volunteer of a group now. `consent`: None only of rows that no consent was ever recorded of."""

    membership: Membership
    person: Account
    consent: Consent | None


def owner_of(group_id: int) -> Account | None:
    asked = select(Account).join(Membership, Membership.account_id == Account.id)
    return db.session.scalar(asked.where(Membership.group_id == group_id, Membership.role == Role.GROUP_OWNER, *is_current()))


def helpers_of(group_id: int) -> list[Helper]:
    asked = (
        select(Membership, Account, Consent)
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(Consent, Consent.membership_id == Membership.id)
        .where(Membership.group_id == group_id, Membership.role == Role.LABOUR_VOLUNTEER, *is_current())
        .order_by(Membership.id)
    )
    return [Helper(*row) for row in db.session.execute(asked)]


def helper_of(group_id: int, membership_id: int) -> Helper | None:
    return next((one for one in helpers_of(group_id) if one.membership.id == membership_id), None)


def former_helpers_of(group_id: int, limit: int = 20) -> list[Helper]:
    """Whose consent ended or ran out, the latest first."""
    over = (Membership.ended_at.is_not(None)) | (Membership.until <= now())
    asked = (
        select(Membership, Account, Consent)
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(Consent, Consent.membership_id == Membership.id)
        .where(Membership.group_id == group_id, Membership.role == Role.LABOUR_VOLUNTEER, over)
        .order_by(Membership.id.desc())
        .limit(limit)
    )
    return [Helper(*row) for row in db.session.execute(asked)]


def open_of_group(group_id: int) -> list[Consent]:
    """Requests and papers that wait; codes are nobody's business but the volunteer's."""
    waiting = (ConsentStatus.ASKED, ConsentStatus.PHOTOGRAPHED)
    asked = select(Consent).where(Consent.group_id == group_id, Consent.status.in_(waiting))
    return list(db.session.scalars(asked.options(joinedload(Consent.volunteer)).order_by(Consent.id)))


def open_request(group_id: int, consent_id: int) -> Consent | None:
    """On screen, for the owner to answer."""
    asked = select(Consent).where(Consent.id == consent_id, Consent.group_id == group_id, Consent.status == ConsentStatus.ASKED)
    return db.session.scalar(asked.options(joinedload(Consent.volunteer)))


def open_of_volunteer(account_id: int) -> list[Consent]:
    asked = select(Consent).where(Consent.account_id == account_id, Consent.status.in_(OPEN))
    return list(db.session.scalars(asked.options(joinedload(Consent.group)).order_by(Consent.id)))


def own_open(account_id: int, consent_id: int) -> Consent | None:
    asked = select(Consent).where(Consent.id == consent_id, Consent.account_id == account_id, Consent.status.in_(OPEN))
    return db.session.scalar(asked.options(joinedload(Consent.group)))


def papers_waiting() -> list[Consent]:
    """The oldest first."""
    asked = select(Consent).where(Consent.status == ConsentStatus.PHOTOGRAPHED).order_by(Consent.asked_at, Consent.id).limit(100)
    return list(db.session.scalars(asked.options(joinedload(Consent.volunteer), joinedload(Consent.group))))


def count_papers_waiting() -> int:
    return db.session.scalar(select(func.count(Consent.id)).where(Consent.status == ConsentStatus.PHOTOGRAPHED)) or 0


def paper(consent_id: int) -> Consent | None:
    """A photographed one, whatever became of it."""
    asked = select(Consent).where(Consent.id == consent_id, Consent.photos.any())
    options = (joinedload(Consent.volunteer), joinedload(Consent.group), selectinload(Consent.photos))
    return db.session.scalar(asked.options(*options))


def photo_of(key: str) -> tuple[ConsentPhoto, Consent] | None:
    asked = select(ConsentPhoto, Consent).join(Consent, Consent.id == ConsentPhoto.consent_id).where(ConsentPhoto.key == key)
    found = db.session.execute(asked).first()
    return tuple(found) if found else None


def volunteers(words: str = "", limit: int = 200) -> list[tuple[Account, int]]:
    """Those registered, each with the number of groups that they help now."""
    helped = (
        select(func.count(Membership.id))
        .where(Membership.account_id == Account.id, Membership.role == Role.LABOUR_VOLUNTEER, *is_current())
        .correlate(Account)
        .scalar_subquery()
    )
    asked = (
        select(Account, helped)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .where(AccountRole.role == Role.LABOUR_VOLUNTEER)
        .order_by(Account.name, Account.id)
        .limit(limit)
    )
    if words:
        asked = asked.where(Account.name.icontains(words, autoescape=True))
    return [tuple(row) for row in db.session.execute(asked)]


def group_open_to_help(group_id: int) -> Group | None:
    return db.session.get(Group, group_id)


def groups_named(words: str, limit: int = 20) -> list[Group]:
    """Groups whose name holds what was typed, for a volunteer who looks for one to help."""
    asked = select(Group).where(Group.name != "", Group.name.icontains(words, autoescape=True))
    return list(db.session.scalars(asked.order_by(Group.name, Group.id).limit(limit)))
