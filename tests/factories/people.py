"""People for tests: given_an_account, given_an_official; the password is the same for all."""

from itertools import count

from shop.kernel.access import Role
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.people.models import Account, AccountRole
from shop.people.passwords import hash_password

PASSWORD = "lotus-pond-in-pathum"
PASSWORD_HASH: list[str] = []  # hashed once per run: Argon2 is slow on purpose
_numbers = count(1)


def given_an_account(name: str = "สมใจ", email: str | None = None, phone: str | None = None, **columns: object) -> Account:
    """A person with a verified e-mail address, who can sign in with PASSWORD. Flushed into the current transaction."""
    if not PASSWORD_HASH:
        PASSWORD_HASH.append(hash_password(PASSWORD))
    email = email or f"person{next(_numbers)}@people.example"
    account = Account(name=name, email=email, email_verified_at=now(), phone=phone, password_hash=PASSWORD_HASH[0], **columns)
    db.session.add(account)
    db.session.flush()
    return account


def given_an_official(role: Role = Role.COMMERCE_OFFICIAL, **columns: object) -> Account:
    account = given_an_account(name="เจ้าหน้าที่", **columns)
    db.session.add(AccountRole(account_id=account.id, role=role))
    db.session.flush()
    return account
