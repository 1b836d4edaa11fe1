"""Accounts as they are looked up."""

from sqlalchemy import select

from shop.kernel.database import db
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
