"""Asking a signed-in person's password again, before what a thief of the session would do first."""

from flask import g, request

from shop.kernel.database import transaction
from shop.people import throttle
from shop.people.passwords import check_password


def is_own_password(typed: str) -> bool:
    """Whether it is the password of who is signed in. Called outside a transaction. Raises throttle.TooManyTries (429)."""
    account_id, password_hash = g.account.id, g.account.password_hash
    name = f"own password of {account_id}"
    with transaction():
        throttle.take_try("sign_in", name, request.remote_addr)
    if not check_password(typed, password_hash):
        return False
    with transaction():
        throttle.forgive("sign_in", name)
    return True
