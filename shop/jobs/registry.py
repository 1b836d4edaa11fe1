"""What the jobs process can do: handlers of outbox topics, and timed work. Modules in `handlers/` register themselves here."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

Handle = Callable[[int, dict], None]
GiveUp = Callable[[dict, str], None]


class Permanent(Exception):
    """Trying again will not help. The message is kept and seen by operators: a kind of error, never a person's data."""


class Retry(Exception):
    """It failed for a known reason and is tried again later. The message is kept: a kind of error, never a person's data."""


@dataclass(frozen=True)
class Handler:
    """`work(message_id, payload)` does it; `give_up(payload, error)`, if any, records that it never will be."""

    work: Handle
    give_up: GiveUp | None


@dataclass(frozen=True)
class Timed:
    """`cron` is minute, hour, day, month, weekday in Thailand."""

    name: str
    cron: str
    work: Callable[[], None]
    catches_up: bool  # run when the process starts, if its time passed while it was down


HANDLERS: dict[str, Handler] = {}
TIMED: dict[str, Timed] = {}


def handles(topic: str, give_up: GiveUp | None = None) -> Callable[[Handle], Handle]:
    """Register `handler(message_id, payload)` for a topic.

    It is called in an application context and outside any transaction: it opens its own, does what is slow or remote between
    them, and must be idempotent, since a power cut may have it called again. It raises Permanent to stop being tried again.
    """

    def register(work: Handle) -> Handle:
        _must_be_new(HANDLERS, topic)
        HANDLERS[topic] = Handler(work, give_up)
        return work

    return register


def every(minutes: int) -> Callable:
    """Register `work()` to be called every so many minutes; `minutes` divides an hour. A missed time is not made up for."""
    if not 1 <= minutes <= 60 or 60 % minutes:
        raise ValueError("minutes must divide an hour")
    return _timed(f"*/{minutes} * * * *" if minutes < 60 else "0 * * * *", catches_up=False)


def daily(at: str) -> Callable:
    """Register `work()` to be called once a day, `at="03:00"` Thai time; a night when the process was down is made up for."""
    hour, minute = (int(part) for part in at.split(":"))
    if not (0 <= hour < 24 and 0 <= minute < 60):
        raise ValueError("at must be a time of day")
    return _timed(f"{minute} {hour} * * *", catches_up=True)


def load_handlers() -> None:
    """Import every module of `shop.jobs.handlers`, so that each has registered what it does."""
    from shop.jobs import handlers

    for module in pkgutil.iter_modules(handlers.__path__):
        importlib.import_module(f"{handlers.__name__}.{module.name}")


def _timed(cron: str, catches_up: bool) -> Callable:
    def register(work: Callable[[], None]) -> Callable[[], None]:
        name = work.__name__.replace("_", "-")
        _must_be_new(TIMED, name)
        TIMED[name] = Timed(name, cron, work, catches_up)
        return work

    return register


def _must_be_new(known: dict, name: str) -> None:
    if name in known:
        raise ValueError(f"{name} is registered twice")
