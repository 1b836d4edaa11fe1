"""The time: aware UTC, from one place, so that tests and the demonstration can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    return _told.get() or datetime.now(UTC)


def today() -> date:
    """The date in Thailand."""
    return now().astimezone(BANGKOK).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """What is done inside is done at that (aware) moment: how the demonstration comes by its past."""
    before = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(before)
