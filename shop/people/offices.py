"""Officials: invited, their roles ended, accounts closed and opened again. There is always an administrator left."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from shop.audit.service import record
from shop.kernel.access import Actor, Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace, Refusal
from shop.notices.addresses import forget_line
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell
from shop.people import queries
from shop.people.actions import PeopleAction
from shop.people.identifier import Identifier
from shop.people.keys import SETS_PASSWORD, issue_key, withdraw_keys
from shop.people.models import Account, AccountRole, KeyPurpose
from shop.people.recovery import reset_path
from shop.people.service import create_account, end_sessions

OFFICES = {
    "commerce": Role.COMMERCE_OFFICIAL,
    "labour": Role.LABOUR_OFFICIAL,
    "community": Role.COMMUNITY_OFFICIAL,
    "social": Role.SOCIAL_OFFICIAL,
    "admin": Role.ADMINISTRATOR,
}


AWAY_AFTER = timedelta(days=90)


class LastAdministrator(Refusal):
    """Nobody would be left who can let anybody in."""


class HasRole(Refusal):
    """The account has this role already."""


def invite_official(email: str, office: str, actor: Actor, site_name: str, name: str = "") -> tuple[Account, str | None]:
    """The account of a mail address (normal form) gets an office's role; a new one is opened where there is none.

    Returns it with the key of a one-use link to set a password, None where there is a password already. The link is mailed,
    too. Raises BadValue, HasRole where nothing is left to do.
    """
    if office not in OFFICES:
        raise BadValue("office", "unknown")
    account = queries.account_by_email(email) or create_account(actor, name or email.partition("@")[0], Identifier(email=email))
    if account.password_hash and not account.email_verified_at:
        _forget_unproven_password(account)
    has_role = any(granted.role is OFFICES[office] for granted in account.roles)
    if has_role and account.password_hash:
        raise HasRole
    if not has_role:
        grant_role(account, OFFICES[office], actor)
    if account.password_hash:
        return account, None
    withdraw_keys(account.id, KeyPurpose.SET_PASSWORD)
    key = issue_key(account, KeyPurpose.SET_PASSWORD, actor, proves=email)
    record(actor, PeopleAction.INVITE_OFFICIAL, "account", account.id, office=office)
    recipient = Recipient(account.id, email=email, locale=account.locale)
    tell(recipient, NoticeKind.OFFICIAL_INVITED, site_name=site_name, path=reset_path(key))
    return account, key


def grant_role(account: Account, role: Role, actor: Actor) -> None:
    """Raises HasRole."""
    try:
        with db.session.begin_nested():
            db.session.add(AccountRole(account_id=account.id, role=role, granted_by=actor.id))
    except IntegrityError:
        raise HasRole from None
    record(actor, PeopleAction.GRANT_ROLE, "account", account.id, role=role.value)
    db.session.refresh(account)


def end_role(account: Account, role: Role, actor: Actor) -> None:
    """Sessions end with it. Raises LastAdministrator, LostRace where it was ended meanwhile."""
    if role is Role.ADMINISTRATOR:
        _keep_an_administrator(account)
    ended = delete(AccountRole).where(AccountRole.account_id == account.id, AccountRole.role == role)
    if db.session.execute(ended).rowcount != 1:
        raise LostRace
    end_sessions(account)
    record(actor, PeopleAction.END_ROLE, "account", account.id, role=role.value)


def colleagues(account: Account, role: Role) -> list[Account]:
    """Others of the same office who can sign in: to whom work can go."""
    asked = select(Account).join(Account.roles).where(AccountRole.role == role, Account.id != account.id)
    able = asked.where(Account.disabled_at.is_(None), Account.password_hash.is_not(None))
    return list(db.session.scalars(able.order_by(Account.name, Account.id)))


def officials() -> list[tuple[Role, list[tuple[Account, AccountRole]]]]:
    """Office by office, each one's people by name."""
    asked = select(Account, AccountRole).join(AccountRole, AccountRole.account_id == Account.id)
    asked = asked.where(AccountRole.role.in_(OFFICES.values())).order_by(Account.name, Account.id)
    rows = [tuple(row) for row in db.session.execute(asked)]
    return [(role, [row for row in rows if row[1].role is role]) for role in OFFICES.values()]


def is_long_away(account: Account, since: datetime) -> bool:
    """Whether an official has not signed in for AWAY_AFTER; who never did is counted from when the role was given."""
    return (account.signed_in_at or since) < now() - AWAY_AFTER


def leave_office(account: Account, role: Role, to: Account, actor: Actor, **handed: int) -> None:
    """The role ends, and it is written down to whom its work went: `handed`, how many of what. The caller moved it.

    Raises BadValue (to) where that is no colleague, LastAdministrator, LostRace.
    """
    if to.id not in {one.id for one in colleagues(account, role)}:
        raise BadValue("to", "no_colleague")
    record(actor, PeopleAction.HAND_OVER, "account", account.id, role=role.value, account=to.id, **handed)
    end_role(account, role, actor)


def disable_account(account: Account, actor: Actor) -> None:
    """Nobody signs in with it, its sessions and keys end. Raises LastAdministrator, LostRace."""
    if any(granted.role is Role.ADMINISTRATOR for granted in account.roles):
        _keep_an_administrator(account)
    disabled = update(Account).where(Account.id == account.id, Account.disabled_at.is_(None))
    if db.session.execute(disabled.values(disabled_at=now())).rowcount != 1:
        raise LostRace
    withdraw_keys(account.id, *SETS_PASSWORD, KeyPurpose.VERIFY_EMAIL)
    end_sessions(account)
    record(actor, PeopleAction.DISABLE, "account", account.id)


def enable_account(account: Account, actor: Actor) -> None:
    """Raises LostRace."""
    enabled = update(Account).where(Account.id == account.id, Account.disabled_at.is_not(None))
    if db.session.execute(enabled.values(disabled_at=None)).rowcount != 1:
        raise LostRace
    db.session.refresh(account)
    record(actor, PeopleAction.ENABLE, "account", account.id)


def _forget_unproven_password(account: Account) -> None:
    """Somebody opened an account with this address and never showed that it is theirs: an office is not handed to them."""
    account.password_hash = None
    forget_line(account.id)
    end_sessions(account)


def _keep_an_administrator(leaving: Account) -> None:
    """Raises LastAdministrator. The rows are locked, so that two who let each other go at once cannot both succeed
    (SQLite has one writer anyhow)."""
    able = select(Account.id).join(Account.roles).where(AccountRole.role == Role.ADMINISTRATOR, Account.disabled_at.is_(None))
    able = able.where(Account.password_hash.is_not(None)).order_by(Account.id).with_for_update()
    if not set(db.session.scalars(able)) - {leaving.id}:
        raise LastAdministrator
