"""Where a person is at LINE: whose it is, and whether messages come through. Who may link: shop/people/line.py."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.refusals import Refusal
from shop.kernel.secrets import vault
from shop.notices.models import LineAddress

PURPOSE = "line user"


class LineTaken(Refusal):
    """This LINE belongs to an account already."""


def line_of(account_id: int) -> LineAddress | None:
    return db.session.get(LineAddress, account_id)


def at_line(account_ids: Collection[int]) -> set[int]:
    """Those of these whom messages by LINE reach, as far as we know."""
    asked = select(LineAddress.account_id).where(LineAddress.account_id.in_(account_ids), LineAddress.lost_at.is_(None))
    return set(db.session.scalars(asked)) if account_ids else set()


def address_by_user(user_id: str) -> LineAddress | None:
    """Whose LINE it is."""
    return db.session.scalar(select(LineAddress).where(_is(user_id)))


def keep_line(account_id: int, user_id: str, is_friend: bool | None) -> None:
    """This account's LINE from now on, in place of an earlier one. `is_friend`: of the market's LINE account, None if unknown.

    Raises LineTaken where another account has it.
    """
    taken = address_by_user(user_id)
    if taken and taken.account_id != account_id:
        raise LineTaken
    forget_line(account_id)
    lost_at = now() if is_friend is False else None
    fingerprint = vault.fingerprint(PURPOSE, user_id)
    try:
        with db.session.begin_nested():
            db.session.add(LineAddress(account_id=account_id, user_id=user_id, user_fingerprint=fingerprint, lost_at=lost_at))
            db.session.flush()
    except IntegrityError:  # two at once
        raise LineTaken from None


def forget_line(account_id: int) -> bool:
    """Whether there was one."""
    return db.session.execute(delete(LineAddress).where(LineAddress.account_id == account_id)).rowcount == 1


def record_friend(user_id: str) -> None:
    """They took the market's LINE account as a friend, or unblocked it. Of a LINE that is nobody's nothing is kept."""
    db.session.execute(update(LineAddress).where(_is(user_id)).values(lost_at=None))


def record_left(user_id: str) -> None:
    """They blocked the market's LINE account."""
    _lose(_is(user_id))


def record_lost(account_id: int) -> None:
    """LINE says that they are no friend of the market's account."""
    _lose(LineAddress.account_id == account_id)


def _lose(which: ColumnElement[bool]) -> None:
    db.session.execute(update(LineAddress).where(which, LineAddress.lost_at.is_(None)).values(lost_at=now()))


def _is(user_id: str) -> ColumnElement[bool]:
    return LineAddress.user_fingerprint.in_(vault.fingerprints(PURPOSE, user_id))
