"""Slow down guessing: tries are counted per name tried and per address, and too many have to wait.

A try is written down before its answer is known, so that many at once are no way around; what succeeds is taken back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import ColumnElement, delete, select

from shop.kernel.clock import now
from shop.kernel.database import db, one_at_a_time
from shop.kernel.refusals import Refusal
from shop.kernel.secrets import vault
from shop.people.models import FailedTry

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """How many tries within the last `within` go unpunished."""

    per_name: int
    per_address: int
    within: timedelta = timedelta(minutes=15)


LIMITS = {
    "sign_in": Limit(per_name=8, per_address=60),
    "sign_up": Limit(per_name=8, per_address=120),
    "mailed_link": Limit(per_name=5, per_address=60, within=timedelta(hours=1)),  # links sent to one address, asked for or not
    "reset_code": Limit(per_name=8, per_address=60),
    "consent_code": Limit(per_name=5, per_address=60),  # guesses at one code
    "consent_code_sent": Limit(per_name=5, per_address=60, within=timedelta(days=1)),  # messages to one group's owner
    "line": Limit(per_name=60, per_address=60),  # each asks LINE, which is slow
    "question": Limit(per_name=5, per_address=20, within=timedelta(days=1)),  # all that are asked count, not only failures
    "wholesale": Limit(per_name=8, per_address=30, within=timedelta(days=1)),
    "report": Limit(per_name=10, per_address=30, within=timedelta(days=1)),
    "order_message": Limit(per_name=30, per_address=200, within=timedelta(hours=1)),
    "order_find": Limit(per_name=8, per_address=60),
    "slip": Limit(per_name=10, per_address=60),  # each picture is decoded at once, which may take seconds
}


class TooManyTries(Refusal):
    """`retry_after`: seconds until the next try is heard."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


def take_try(kind: str, name: str, address: str | None) -> None:
    """Write down a try before it is made. `kind`: of LIMITS; `name`: what is guessed at, in normal form (only a fingerprint
    is kept); `address`: where it comes from. Raises TooManyTries, and then the try must not be made."""
    limit, fingerprint, network = LIMITS[kind], _fingerprint(kind, name), network_of(address)
    one_at_a_time(fingerprint)
    waits = (
        _wait(limit.per_name, limit.within, FailedTry.kind == kind, FailedTry.name_fingerprint == fingerprint),
        _wait(limit.per_address, limit.within, FailedTry.kind == kind, FailedTry.address == network),
    )
    if max(waits) > 0:
        raise TooManyTries(max(waits))
    db.session.add(FailedTry(kind=kind, name_fingerprint=fingerprint, address=network))


def forgive(kind: str, name: str) -> None:
    """It was no guess: the tries of this name are forgotten, the one just made among them."""
    db.session.execute(delete(FailedTry).where(FailedTry.kind == kind, FailedTry.name_fingerprint == _fingerprint(kind, name)))


def forget_old_tries() -> int:
    """Remove those that count no more; how many."""
    return db.session.execute(delete(FailedTry).where(FailedTry.at < now() - KEPT)).rowcount


def _fingerprint(kind: str, name: str) -> str:
    return vault.fingerprint(f"try: {kind}", name)


def network_of(address: str | None) -> str:
    """The address as it is counted; of IPv6 the /64, for a home has all of one."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return ""
    if mapped := getattr(ip, "ipv4_mapped", None):
        ip = mapped
    return str(ip) if ip.version == 4 else str(ip_network(f"{ip}/64", strict=False).network_address)


def _wait(most: int, within: timedelta, *which: ColumnElement[bool]) -> int:
    """Seconds until fewer than `most` tries lie within the time; 0 where they do now."""
    begin = now() - within
    asked = select(FailedTry.at).where(*which, FailedTry.at > begin).order_by(FailedTry.at.desc()).offset(most - 1).limit(1)
    oldest: datetime | None = db.session.scalar(asked)
    return 0 if oldest is None else max(1, int((oldest - begin).total_seconds()) + 1)
