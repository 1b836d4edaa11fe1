"""The outbox: what must be done later, written in the transaction that decides it; the job engine only delivers."""

from datetime import datetime, timedelta

from sqlalchemy import Index, String, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db, index_where

OVERDUE_AFTER = timedelta(minutes=15)
WAITING = "done_at IS NULL AND failed_at IS NULL"


class OutboxMessage(db.Model):
    """One piece of work. It is waiting until `done_at` (worked) or `failed_at` (given up: a person has to look) is set."""

    __tablename__ = "outbox_messages"
    __table_args__ = (
        index_where("ix_outbox_messages_waiting", "due_at", where=WAITING),
        Index(None, "failed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(60))  # names the handler: "notice.deliver"
    payload: Mapped[dict]  # ids and codes only, never a person's data
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)  # finished ones
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(200))  # the kind of error, never its words: they may hold an address


class JobsHeartbeat(db.Model):
    """When the jobs process was last alive: a single row."""

    __tablename__ = "jobs_heartbeats"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


def enqueue(topic: str, payload: dict, due_at: datetime | None = None) -> OutboxMessage:
    """Add work to the current transaction; it is done after the commit, at `due_at` or at once. `payload`: ids and codes."""
    message = OutboxMessage(topic=topic, payload=payload, due_at=due_at or now())
    db.session.add(message)
    return message


# Reads


def due_messages(limit: int) -> list[tuple[int, int]]:
    """(id, finished attempts) of what is to be done by now, longest waiting first."""
    asked = select(OutboxMessage.id, OutboxMessage.attempts).where(*_waiting(), OutboxMessage.due_at <= now())
    waiting = db.session.execute(asked.order_by(OutboxMessage.due_at, OutboxMessage.id).limit(limit))
    return [(row.id, row.attempts) for row in waiting]


def message_to_work(message_id: int, attempts: int) -> OutboxMessage | None:
    """The message, if it still waits for the attempt after so many finished ones."""
    asked = select(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.attempts == attempts, *_waiting())
    return db.session.scalar(asked)


def count_waiting() -> int:
    return db.session.scalar(select(func.count(OutboxMessage.id)).where(*_waiting()))


def count_overdue(than: timedelta = OVERDUE_AFTER) -> int:
    """How many were due that long ago and still wait: the jobs process is down or cannot keep up."""
    asked = select(func.count(OutboxMessage.id)).where(*_waiting(), OutboxMessage.due_at < now() - than)
    return db.session.scalar(asked)


def count_dead() -> int:
    return db.session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.failed_at.is_not(None)))


def dead_messages(limit: int = 100) -> list[OutboxMessage]:
    """What was given up, newest first."""
    asked = select(OutboxMessage).where(OutboxMessage.failed_at.is_not(None))
    return list(db.session.scalars(asked.order_by(OutboxMessage.failed_at.desc(), OutboxMessage.id.desc()).limit(limit)))


def jobs_last_seen() -> datetime | None:
    return db.session.scalar(select(JobsHeartbeat.at).where(JobsHeartbeat.id == 1))


# Changes. Each repeats the count of attempts it was told, so that an attempt is settled once.


def settle_done(message_id: int, attempts: int) -> bool:
    return _settle(message_id, attempts, done_at=now(), last_error=None)


def settle_retry(message_id: int, attempts: int, due_at: datetime, error: str) -> bool:
    return _settle(message_id, attempts, due_at=due_at, last_error=error[:200])


def settle_failed(message_id: int, attempts: int, error: str) -> bool:
    return _settle(message_id, attempts, failed_at=now(), last_error=error[:200])


def revive(message_id: int) -> bool:
    """Give what was given up one more try."""
    dead = update(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.failed_at.is_not(None))
    return db.session.execute(dead.values(failed_at=None, due_at=now())).rowcount == 1


def dismiss(message_id: int) -> bool:
    """Somebody looked at what was given up, and it need not be done."""
    dead = delete(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.failed_at.is_not(None))
    return db.session.execute(dead).rowcount == 1


def forget_done(before: datetime) -> int:
    """Remove what was done before then; what was given up stays until somebody looked."""
    return db.session.execute(delete(OutboxMessage).where(OutboxMessage.done_at < before)).rowcount


def beat() -> None:
    """Say that the jobs process lives."""
    if db.session.execute(update(JobsHeartbeat).where(JobsHeartbeat.id == 1).values(at=now())).rowcount == 0:
        db.session.add(JobsHeartbeat(id=1, at=now()))


def _waiting() -> tuple:
    return OutboxMessage.done_at.is_(None), OutboxMessage.failed_at.is_(None)


def _settle(message_id: int, attempts: int, **values: object) -> bool:
    waiting = update(OutboxMessage).where(OutboxMessage.id == message_id, OutboxMessage.attempts == attempts, *_waiting())
    return db.session.execute(waiting.values(attempts=attempts + 1, **values)).rowcount == 1
