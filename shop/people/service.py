"""Accounts: opened, described, their addresses proven, their passwords changed.

A phone number counts for nothing until `phone_verified_at` is set, an e-mail address until `email_verified_at` is: whoever
signs up with somebody else's gains an empty account and nothing that was there before.
"""

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from shop.audit.service import record
from shop.kernel.access import GUEST, Actor
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.thai import has_letter_or_digit, tidy
from shop.notices.addresses import forget_line
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell
from shop.people.actions import PeopleAction
from shop.people.identifier import Identifier
from shop.people.keys import SETS_PASSWORD, issue_key, use_key, withdraw_keys
from shop.people.models import Account, KeyPurpose
from shop.people.queries import account_by_email, recipient_of

LONGEST_NAME = 120  # characters
LOCALES = ("th", "en")


class IdentifierTaken(BadValue):
    """Another account has this address or number. `reason`: taken."""

    def __init__(self, field: str = "identifier") -> None:
        super().__init__(field, "taken")


def create_account(
    actor: Actor, name: str, identifier: Identifier, password_hash: str | None = None, locale: str = "th"
) -> Account:
    """Open an account, nothing of it proven yet. Raises BadValue (name), IdentifierTaken."""
    account = Account(
        name=read_name(name), email=identifier.email, phone=identifier.phone, password_hash=password_hash, locale=locale
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
            db.session.flush()
    except IntegrityError:
        raise IdentifierTaken from None
    record(actor, PeopleAction.CREATE, "account", account.id, by="email" if identifier.email else "phone")
    return account


def sign_up(name: str, identifier: Identifier, password_hash: str, locale: str) -> Account | None:
    """Open an account for somebody who came by. None where the mail address has one: its owner is told by mail, and the desk
    answers both alike. Raises BadValue (name), and IdentifierTaken for a number, which no message could reach.
    """
    taken = account_by_email(identifier.email) if identifier.email else None
    if taken:
        tell(Recipient(taken.id, email=taken.email, locale=taken.locale), NoticeKind.ACCOUNT_EXISTS)
        return None
    account = create_account(GUEST, name, identifier, password_hash, locale)
    if account.email:
        ask_to_verify_email(account, account.email, GUEST)
    return account


def read_name(name: str) -> str:
    """The name as it is kept. Raises BadValue: empty, too_long."""
    name = tidy(name)
    if not has_letter_or_digit(name):
        raise BadValue("name", "empty")
    if len(name) > LONGEST_NAME:
        raise BadValue("name", "too_long")
    return name


def edit_account(account: Account, actor: Actor, *, name: str, locale: str) -> None:
    """The name, and the language of mails. Raises BadValue."""
    if locale not in LOCALES:
        raise BadValue("locale", "unknown")
    account.name, account.locale = read_name(name), locale
    record(actor, PeopleAction.EDIT, "account", account.id, fields=["name", "locale"])


def ask_to_verify_email(account: Account, email: str, actor: Actor) -> None:
    """Mail a link to an address; it becomes the account's when somebody there follows it. The last link counts."""
    withdraw_keys(account.id, KeyPurpose.VERIFY_EMAIL)
    key = issue_key(account, KeyPurpose.VERIFY_EMAIL, actor, proves=email)
    path = f"/account/verify/{key}"
    tell(Recipient(account.id, email=email, locale=account.locale), NoticeKind.EMAIL_VERIFICATION, path=path)


def change_email(account: Account, email: str, actor: Actor) -> None:
    """Ask for another address (normal form). One that has an account is answered alike, and its owner told by mail."""
    taken = account_by_email(email)
    if taken is None or taken.id == account.id:
        ask_to_verify_email(account, email, actor)
    else:
        tell(Recipient(taken.id, email=email, locale=taken.locale), NoticeKind.ACCOUNT_EXISTS)


def verify_email(key: str, actor: Actor) -> Account:
    """The address a link was mailed to is now the account's, and proven. Raises KeySpent, IdentifierTaken."""
    used = use_key(key, KeyPurpose.VERIFY_EMAIL)
    account = db.session.get_one(Account, used.account_id)
    before, is_new = recipient_of(account), account.email != used.proves
    try:
        with db.session.begin_nested():
            account.email, account.email_verified_at = used.proves, now()
    except IntegrityError:
        raise IdentifierTaken("email") from None
    record(actor, PeopleAction.CHANGE_EMAIL if is_new else PeopleAction.VERIFY_EMAIL, "account", account.id)
    if is_new and before.email:
        tell(before, NoticeKind.EMAIL_CHANGED)
    return account


def change_phone(account: Account, phone: str | None, actor: Actor) -> None:
    """Another number (E.164), or none; unproven until a code proves it.

    Raises IdentifierTaken, and BadValue (needed) for none where there is no other way to sign in.
    """
    if phone == account.phone:
        return
    if phone is None and not account.email:
        raise BadValue("phone", "needed")
    try:
        with db.session.begin_nested():
            account.phone, account.phone_verified_at = phone, None
    except IntegrityError:
        raise IdentifierTaken("phone") from None
    withdraw_keys(account.id, KeyPurpose.RESET_CODE)
    record(actor, PeopleAction.CHANGE_PHONE, "account", account.id, fields=["phone"])


def change_password(account: Account, old_hash: str, new_hash: str, actor: Actor) -> int:
    """The person gives themselves another password; every session ends. Returns the epoch of sessions from now on, so that the
    one that asked can go on. Raises LostRace where it was changed meanwhile."""
    replaced = update(Account).where(Account.id == account.id, Account.password_hash == old_hash)
    return _replace_password(replaced, account, new_hash, actor, PeopleAction.SET_PASSWORD)


def set_password(account: Account, new_hash: str, actor: Actor, action: PeopleAction) -> int:
    """A key has proven who it is: their password is this one from now on, every session ends, and a LINE that somebody else may
    have linked meanwhile opens nothing any more."""
    if forget_line(account.id):
        record(actor, PeopleAction.UNLINK_LINE, "account", account.id)
    return _replace_password(update(Account).where(Account.id == account.id), account, new_hash, actor, action)


def note_sign_in(account: Account) -> None:
    """When they were last here: a session ends with the browser."""
    db.session.execute(update(Account).where(Account.id == account.id).values(signed_in_at=now()))


def improve_hash(account: Account, old_hash: str, better_hash: str) -> None:
    """The same password, kept at today's cost."""
    kept = update(Account).where(Account.id == account.id, Account.password_hash == old_hash)
    db.session.execute(kept.values(password_hash=better_hash))


def end_sessions(account: Account) -> None:
    ended = update(Account).where(Account.id == account.id).values(session_epoch=Account.session_epoch + 1)
    db.session.execute(ended)
    db.session.refresh(account)


def _replace_password(replaced, account: Account, new_hash: str, actor: Actor, action: PeopleAction) -> int:
    values = {"password_hash": new_hash, "session_epoch": Account.session_epoch + 1}
    if db.session.execute(replaced.values(values)).rowcount != 1:
        raise LostRace
    withdraw_keys(account.id, *SETS_PASSWORD)
    db.session.refresh(account)
    record(actor, action, "account", account.id, fields=["password"])
    tell(recipient_of(account), NoticeKind.PASSWORD_CHANGED)
    return account.session_epoch
