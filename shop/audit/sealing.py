"""The record closed in batches, each digest over the one before it: what is changed, added or taken away later is found.

Nobody who writes waits for this. What may be sealed is said in docs/decisions/0037-sealed-audit.md.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from shop.audit.models import AuditEntry, AuditSeal
from shop.kernel.database import db
from shop.kernel.refusals import LostRace

BATCH = 5_000  # entries of one seal: a few megabytes are read at once, whatever the market wrote
PATIENCE_SECONDS = 20
START = "0" * 64  # before the first seal


class Broken(NamedTuple):
    """The first seal that does not fit what it closed."""

    seal_id: int
    from_id: int
    to_id: int
    why: str


class Verdict(NamedTuple):
    """`entries`, `seals`: how many were read; `digest`: of the last seal that fits; `broken`: None where all do."""

    seals: int
    entries: int
    digest: str
    broken: Broken | None


def last_seal() -> AuditSeal | None:
    return db.session.scalar(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))


def surely_over(sleep: Callable[[float], None] = time.sleep) -> int | None:
    """The newest id up to which no entry can appear any more; None where that cannot be said within PATIENCE_SECONDS.

    SQLite has one writer, so that ids are in the order of commits. On PostgreSQL a transaction may hold an id that it has not
    committed while a later id has been. It took its lock on the table before the id, and keeps it to its end: whoever could
    still bring an id up to the newest that was read holds that lock when we look. We wait for these alone, and hold up nobody.
    """
    newest = db.session.scalar(select(func.max(AuditEntry.id)))
    if db.engine.dialect.name == "sqlite":
        db.session.rollback()
        return newest
    awaited = _writers()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while awaited:
        if time.monotonic() > deadline:
            return None
        sleep(0.2)
        awaited &= _writers()
    return newest


def seal_next(newest: int, batch: int = BATCH) -> int:
    """Seal a batch of what stands up to `newest` (see surely_over), in the caller's transaction; how many entries, 0 at the end.

    Raises LostRace where another process sealed this batch.
    """
    last = last_seal()
    from_id, previous = (last.to_id + 1, last.digest) if last else (1, START)
    ids = select(AuditEntry.id).where(AuditEntry.id.between(from_id, newest)).order_by(AuditEntry.id).limit(batch).subquery()
    to_id = db.session.scalar(select(func.max(ids.c.id)))
    if to_id is None:
        return 0
    count, digest = _digest_of(previous, from_id, to_id)
    try:
        with db.session.begin_nested():
            db.session.add(AuditSeal(from_id=from_id, to_id=to_id, count=count, digest=digest))
    except IntegrityError as taken:
        raise LostRace from taken
    return count


def verify(since: str = START) -> Verdict:
    """Read the seals and what they closed, from the one after the digest `since`, a batch at a time.

    Raises KeyError where no seal has that digest: a chain that was written anew from its beginning fits in itself, and only a
    digest noted elsewhere tells.
    """
    first, digest = _begin(since)
    seals = entries = 0
    while (seal := _seal_after(first)) is not None:
        expected_from = _next_from(first)
        count, found = _digest_of(digest, seal.from_id, seal.to_id)
        if why := _wrong(seal, expected_from, count, found):
            return Verdict(seals, entries, digest, Broken(seal.id, seal.from_id, seal.to_id, why))
        seals, entries, digest, first = seals + 1, entries + count, seal.digest, seal.id
        db.session.expunge_all()
    return Verdict(seals, entries, digest, None)


def check_chain() -> list[str]:
    """For `doctor`."""
    broken = verify().broken
    if broken is None:
        return []
    return [f"seal {broken.seal_id} over entries {broken.from_id} to {broken.to_id}: {broken.why}"]


CHECKS = {"audit chain": check_chain}


def _writers() -> set[str]:
    """The transactions that have written, or are about to write, an entry."""
    asked = text(
        "SELECT virtualtransaction FROM pg_locks WHERE relation = 'audit_entries'::regclass AND mode = 'RowExclusiveLock'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    found = set(db.session.scalars(asked))
    db.session.rollback()
    return found


def _digest_of(previous: str, from_id: int, to_id: int) -> tuple[int, str]:
    """Of the digest before, the bounds, and every entry between them; the first batch begins before the first id."""
    hashed = hashlib.sha256(f"{previous}\n{from_id}\n{to_id}\n".encode())
    count = 0
    for entry in _entries(from_id, to_id):
        hashed.update(canonical(entry) + b"\n")
        count += 1
    return count, hashed.hexdigest()


def _entries(from_id: int, to_id: int) -> Iterator[AuditEntry]:
    within = AuditEntry.id <= to_id if from_id == 1 else AuditEntry.id.between(from_id, to_id)
    asked = select(AuditEntry.__table__).where(within).order_by(AuditEntry.id)
    yield from db.session.execute(asked.execution_options(yield_per=1000))


def canonical(entry: AuditEntry) -> bytes:
    """An entry as it is hashed: one line of JSON, the same on both databases."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    who = (entry.actor_id, entry.actor_role)
    what = (entry.action, entry.subject_kind, entry.subject_id, entry.group_id, entry.changes)
    return json.dumps([entry.id, at, *who, *what], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _begin(since: str) -> tuple[int, str]:
    if since == START:
        return 0, START
    seal_id = db.session.scalar(select(AuditSeal.id).where(AuditSeal.digest == since))
    if seal_id is None:
        raise KeyError(since)
    return seal_id, since


def _seal_after(seal_id: int) -> AuditSeal | None:
    return db.session.scalar(select(AuditSeal).where(AuditSeal.id > seal_id).order_by(AuditSeal.id).limit(1))


def _next_from(seal_id: int) -> int:
    """Where the seal after this one must begin."""
    before = db.session.get(AuditSeal, seal_id) if seal_id else None
    return before.to_id + 1 if before else 1


def _wrong(seal: AuditSeal, expected_from: int, count: int, found: str) -> str:
    if seal.from_id != expected_from:
        return "a seal before it is missing"
    if count != seal.count:
        return f"it closed {seal.count} entries, {count} are there"
    return "" if found == seal.digest else "what it closed was changed"
