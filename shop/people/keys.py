"""Keys that work once, for a while: links by mail, and codes that an official prints."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.codes import digest, new_code, new_key
from shop.kernel.database import db
from shop.kernel.refusals import Refusal
from shop.kernel.secrets import vault
from shop.people.models import Account, KeyPurpose, OneUseKey

LIFE = {
    KeyPurpose.RESET_PASSWORD: timedelta(minutes=60),
    KeyPurpose.RESET_CODE: timedelta(days=7),
    KeyPurpose.SET_PASSWORD: timedelta(days=7),
    KeyPurpose.VERIFY_EMAIL: timedelta(days=3),
}
CODE_LENGTH = 8
SETS_PASSWORD = (KeyPurpose.RESET_PASSWORD, KeyPurpose.RESET_CODE, KeyPurpose.SET_PASSWORD)


class KeySpent(Refusal):
    """Unknown, used, expired, withdrawn, or its account is closed: which of them is not said."""

    status = 404


def issue_key(account: Account, purpose: KeyPurpose, actor: Actor, proves: str | None = None) -> str:
    """A secret for a link. `proves`: the mail address it goes to."""
    key = new_key()
    _keep(account, purpose, actor, digest(key), proves)
    return key


def issue_code(account: Account, actor: Actor) -> str:
    """Eight letters for the holder of the account's number. Earlier codes end: only the last paper counts."""
    withdraw_keys(account.id, KeyPurpose.RESET_CODE)
    code = new_code(CODE_LENGTH)
    _keep(account, KeyPurpose.RESET_CODE, actor, _code_digest(account.id, code), account.phone)
    return code


def find_key(key: str, *purposes: KeyPurpose) -> OneUseKey | None:
    """A link's key, if it would still work: for the page that asks before using it."""
    return db.session.scalar(select(OneUseKey).where(*_usable(digest(key), purposes)))


def use_key(key: str, *purposes: KeyPurpose) -> OneUseKey:
    """Use up a link's key. Of two who try at once one gets it. Raises KeySpent."""
    return _use(digest(key), purposes)


def use_code(account_id: int, code: str) -> OneUseKey:
    """Use up a printed code, however its letters were typed. Raises KeySpent."""
    return _use(_code_digest(account_id, "".join(code.split()).replace("-", "").upper()), (KeyPurpose.RESET_CODE,))


def withdraw_keys(account_id: int, *purposes: KeyPurpose) -> None:
    """Forget the unused ones."""
    unused = (OneUseKey.account_id == account_id, OneUseKey.purpose.in_(purposes), OneUseKey.used_at.is_(None))
    db.session.execute(delete(OneUseKey).where(*unused))


def forget_old_keys(days: int = 30) -> int:
    """Remove what expired that long ago; how many."""
    return db.session.execute(delete(OneUseKey).where(OneUseKey.expires_at < now() - timedelta(days=days))).rowcount


def _keep(account: Account, purpose: KeyPurpose, actor: Actor, kept: str, proves: str | None) -> None:
    expires_at = now() + LIFE[purpose]
    db.session.add(
        OneUseKey(account_id=account.id, purpose=purpose, digest=kept, created_by=actor.id, expires_at=expires_at, proves=proves)
    )


def _code_digest(account_id: int, code: str) -> str:
    """A code is short enough to be guessed from a bare digest, so that of a code needs our key as well."""
    return vault.fingerprint("reset code", f"{account_id}:{code}")


def _usable(kept: str, purposes: tuple[KeyPurpose, ...]) -> tuple:
    is_open = select(Account.id).where(Account.id == OneUseKey.account_id, Account.disabled_at.is_(None)).exists()
    return (
        OneUseKey.digest == kept,
        OneUseKey.purpose.in_(purposes),
        OneUseKey.used_at.is_(None),
        OneUseKey.expires_at > now(),
        is_open,
    )


def _use(kept: str, purposes: tuple[KeyPurpose, ...]) -> OneUseKey:
    used = update(OneUseKey).where(*_usable(kept, purposes)).values(used_at=now()).execution_options(synchronize_session=False)
    if db.session.execute(used).rowcount != 1:
        raise KeySpent
    asked = select(OneUseKey).where(OneUseKey.digest == kept).execution_options(populate_existing=True)
    return db.session.scalars(asked).one()
