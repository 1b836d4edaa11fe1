"""Accounts as they are looked up."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from shop.kernel.database import db
from shop.kernel.identifiers import normalise_phone
from shop.kernel.refusals import BadValue
from shop.notices.service import Recipient
from shop.people.identifier import Identifier
from shop.people.models import Account


def account_for_session(account_id: int, epoch: int) -> Account | None:
    """The account of a session, unless it was disabled or its sessions were ended since."""
    return db.session.scalar(
        select(Account).where(Account.id == account_id, Account.session_epoch == epoch, Account.disabled_at.is_(None))
    )


def account_by_email(email: str) -> Account | None:
    """`email` in normal form."""
    return db.session.scalar(select(Account).where(Account.email == email))


def account_by_phone(phone: str) -> Account | None:
    """`phone` in E.164."""
    return db.session.scalar(select(Account).where(Account.phone == phone))


def account_by_identifier(identifier: Identifier) -> Account | None:
    return account_by_email(identifier.email) if identifier.email else account_by_phone(identifier.phone or "")


def account_by_id(account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def recipient_of(account: Account) -> Recipient:
    """Where to tell a person something. The inbox has it in any case.

    A number that nobody has proven to be theirs is not written to. An address is, as they gave it: who never followed the
    link must not miss an order for it.
    """
    phone = account.phone if account.phone_verified_at else None
    return Recipient(account.id, account.email, phone, account.locale)


@dataclass(frozen=True)
class PeoplePage:
    """`next_id`: where the following page begins, None at the end. `total`: of all pages."""

    people: list[Account]
    next_id: int | None
    total: int


def find_people(words: str = "", before_id: int | None = None, limit: int = 50) -> PeoplePage:
    """Accounts whose name, mail address or number holds what was typed, newest first, each with its roles."""
    which = _matching(words.strip())
    total = db.session.scalar(select(func.count(Account.id)).where(which)) or 0
    asked = select(Account).where(which).order_by(Account.id.desc()).limit(limit + 1)
    found = list(db.session.scalars(asked.where(Account.id < before_id) if before_id else asked))
    return PeoplePage(found[:limit], found[limit - 1].id if len(found) > limit else None, total)


def _matching(words: str) -> ColumnElement[bool]:
    if not words:
        return Account.id.is_not(None)
    ways = [Account.name.icontains(words, autoescape=True), Account.email.icontains(words, autoescape=True)]
    try:
        ways.append(Account.phone == normalise_phone(words))
    except BadValue:
        digits = "".join(c for c in words if c.isdecimal())
        if len(digits) >= 3:
            ways.append(Account.phone.contains(digits.lstrip("0") or digits, autoescape=True))
    return or_(*ways)
