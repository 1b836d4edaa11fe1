"""Ways back in for who forgot their password: a link by mail, or a code that an official prints and hands over."""

from shop.audit.service import record
from shop.kernel.access import GUEST, OFFICE_ROLES, Actor, Permission
from shop.kernel.clock import now
from shop.kernel.refusals import BadValue, NotAllowed
from shop.notices.kinds import NoticeKind
from shop.notices.service import Recipient, tell
from shop.people import keys, queries
from shop.people.actions import PeopleAction
from shop.people.models import Account, KeyPurpose, OneUseKey
from shop.people.service import set_password

BY_LINK = (KeyPurpose.RESET_PASSWORD, KeyPurpose.SET_PASSWORD)


class NoPhone(BadValue):
    """A code is entered with a phone number, and the account has none."""

    def __init__(self) -> None:
        super().__init__("phone", "needed")


def send_reset_link(account: Account) -> None:
    """Mail a link that sets a password. An account without a mail address gets none: its way is a printed code."""
    if not account.email or account.disabled_at:
        return
    key = keys.issue_key(account, KeyPurpose.RESET_PASSWORD, GUEST, proves=account.email)
    tell(Recipient(account.id, email=account.email, locale=account.locale), NoticeKind.PASSWORD_RESET_LINK, path=reset_path(key))


def reset_path(key: str) -> str:
    return f"/account/reset/{key}"


def find_reset(key: str) -> OneUseKey | None:
    """A link's key, if it would still set a password."""
    return keys.find_key(key, *BY_LINK)


def reset_by_link(key: str, password_hash: str) -> Account:
    """Whoever holds the link has the mail address it went to. Ends every session. Raises KeySpent."""
    used = keys.use_key(key, *BY_LINK)
    account = queries.account_by_id(used.account_id)
    if used.proves and used.proves == account.email and not account.email_verified_at:
        account.email_verified_at = now()
    set_password(account, password_hash, _self(account), PeopleAction.RESET_PASSWORD)
    return account


def print_reset_code(account: Account, actor: Actor) -> str:
    """A code to be handed over in person, to somebody the official has recognised as the holder of the number.

    Raises NotAllowed for an official's account, unless the actor manages people: else one office could take over another.
    """
    if {granted.role for granted in account.roles} & OFFICE_ROLES and not actor.can(Permission.PEOPLE_MANAGE):
        raise NotAllowed
    if not account.phone:
        raise NoPhone
    record(actor, PeopleAction.PRINT_RESET_CODE, "account", account.id)
    return keys.issue_code(account, actor)


def reset_by_code(phone: str, code: str, password_hash: str) -> Account:
    """The code came from an official's hand, so the number is proven to be the person's. Ends every session. Raises KeySpent.

    Where nobody had proven the number before, somebody else may have opened the account with it: their mail address goes,
    or they could send themselves a link and be back.
    """
    account = queries.account_by_phone(phone)
    used = keys.use_code(account.id if account else 0, code)
    if used.proves != account.phone:
        raise keys.KeySpent
    actor = _self(account)
    if not account.phone_verified_at:
        account.phone_verified_at = now()
        account.email = account.email_verified_at = None
        keys.withdraw_keys(account.id, KeyPurpose.VERIFY_EMAIL)
        record(actor, PeopleAction.VERIFY_PHONE, "account", account.id)
    set_password(account, password_hash, actor, PeopleAction.RESET_PASSWORD)
    return account


def _self(account: Account) -> Actor:
    """The person, known by a key and not yet signed in."""
    return Actor(account.id, GUEST.roles)
