"""A person's LINE: linked to one account, taken away again, and what it opens."""

from shop.audit.service import record
from shop.kernel.access import OFFICE_ROLES, Actor
from shop.kernel.database import db
from shop.kernel.refusals import NotAllowed, Refusal
from shop.notices import addresses
from shop.notices.kinds import NoticeKind
from shop.notices.service import tell
from shop.people.actions import PeopleAction
from shop.people.line_login import LinePerson
from shop.people.models import Account
from shop.people.queries import recipient_of


class NotLinked(Refusal):
    """No account has this LINE."""

    status = 404


class AccountClosed(Refusal):
    """The account of this LINE was closed by an official."""


class OfficialsUsePasswords(NotAllowed):
    """An office is not opened by LINE alone."""


def link_line(account: Account, person: LinePerson, actor: Actor) -> None:
    """From now on they may sign in by it, and are told there first. They are told of it by mail. Raises addresses.LineTaken."""
    addresses.keep_line(account.id, person.user_id, person.is_friend)
    record(actor, PeopleAction.LINK_LINE, "account", account.id)
    tell(recipient_of(account), NoticeKind.LINE_LINKED)


def unlink_line(account: Account, actor: Actor) -> bool:
    """Whether there was one; they are told of it by mail."""
    if not addresses.forget_line(account.id):
        return False
    record(actor, PeopleAction.UNLINK_LINE, "account", account.id)
    tell(recipient_of(account), NoticeKind.LINE_UNLINKED)
    return True


def account_by_line(person: LinePerson) -> Account:
    """Who signs in by this LINE: its account, and nobody by a name or address that is alike.

    Raises NotLinked, AccountClosed, OfficialsUsePasswords.
    """
    address = addresses.address_by_user(person.user_id)
    if address is None:
        raise NotLinked
    account = db.session.get_one(Account, address.account_id)
    if account.disabled_at:
        raise AccountClosed
    if {granted.role for granted in account.roles} & OFFICE_ROLES:
        raise OfficialsUsePasswords
    return account


def see_friendship(person: LinePerson) -> None:
    """What LINE says at a sign-in of whether the market's messages come through."""
    if person.is_friend is True:
        addresses.record_friend(person.user_id)
    elif person.is_friend is False:
        addresses.record_left(person.user_id)
