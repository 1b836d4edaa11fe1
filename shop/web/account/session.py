"""How a session begins, goes on under a new password, and ends; and where people go next."""

from urllib.parse import urlsplit

from flask import g, request, session, url_for
from flask_login import login_user, logout_user

from shop.groups import queries as groups
from shop.kernel.access import OFFICE_ROLES, Role
from shop.kernel.database import db, transaction
from shop.kernel.refusals import BadValue
from shop.people import queries, service, throttle
from shop.people.identifier import Identifier
from shop.people.models import Account
from shop.people.passwords import check_and_rehash
from shop.web.basket_cookie import take_basket_along
from shop.web.visitor import Visitor
from shop.web.wishlist_cookie import take_wishlist_along


class WrongPassword(BadValue):
    """Not this person's password, or nobody's: which of them is not said."""

    def __init__(self) -> None:
        super().__init__("password", "wrong")


class ClosedAccount(BadValue):
    """Told only to who knows the password."""

    def __init__(self) -> None:
        super().__init__("password", "closed")


def prove_password(identifier: Identifier, password: str) -> Account:
    """The account of who typed these. Nobody known costs as much work as somebody.

    Raises BadValue, throttle.TooManyTries.
    """
    if not password:
        raise BadValue("password", "empty")
    with transaction():
        throttle.take_try("sign_in", str(identifier), request.remote_addr)
    account = queries.account_by_identifier(identifier)
    old_hash = account.password_hash if account else None
    db.session.rollback()  # hashing is slow on purpose: nothing is held open meanwhile
    is_right, better_hash = check_and_rehash(password, old_hash)
    if not is_right:
        raise WrongPassword
    if account.disabled_at:
        raise ClosedAccount
    with transaction():
        throttle.forgive("sign_in", str(identifier))
        if better_hash:
            service.improve_hash(account, old_hash, better_hash)
    return account


def prove_own_password(password: str) -> str:
    """The signed-in person's password, asked again before something that matters. Returns the hash it fits.

    Raises BadValue, throttle.TooManyTries.
    """
    account = prove_password(Identifier(g.account.email, g.account.phone), password)
    return account.password_hash


def begin_session(account: Account, epoch: int | None = None) -> None:
    """Sign in: a new session, with nothing of the one before but the basket. `epoch`: where it was raised in this request."""
    session.clear()
    with transaction():
        service.note_sign_in(account)
    take_basket_along(account)
    take_wishlist_along(account)
    visitor = Visitor(account)
    login_user(visitor)
    if epoch is not None:
        session["_user_id"] = f"{account.id}:{epoch}"


def end_session() -> None:
    logout_user()
    session.clear()


def after_sign_in(account: Account, wanted: str | None) -> str:
    """The page they came for, else the desk where their work is."""
    if wanted and is_own_path(wanted):
        return wanted
    if {granted.role for granted in account.roles} & OFFICE_ROLES:
        return url_for("office.queue")
    if any(granted.role is Role.LABOUR_VOLUNTEER for granted in account.roles):
        return url_for("seller.helping")
    return url_for("seller.today" if groups.memberships_of(account.id) else "account.home")


def is_own_path(path: str) -> bool:
    """Whether it stays on this site, however a browser reads it: `//elsewhere`, `/\\elsewhere` and control characters do not."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable() or "\\" in path:
        return False
    parts = urlsplit(path)
    return not (parts.scheme or parts.netloc)
