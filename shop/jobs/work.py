"""Work one outbox message, and settle how it went on its row."""

import logging
import random
from datetime import timedelta

from flask import Flask

from shop.jobs.registry import HANDLERS, TIMED, Permanent, Retry, load_handlers
from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db, transaction

log = logging.getLogger("shop.jobs")

MOST_ATTEMPTS = 12  # with the waits below: given up after about half a day
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=4)
LOST = "the process ended while working on it"
DONE = ""


def attempt(app: Flask, message_id: int, attempts: int) -> str | None:
    """Call the handler once: DONE, or what went wrong (a final trouble begins with `!`); None where nothing waits any more."""
    with app.app_context():
        message = outbox.message_to_work(message_id, attempts)
        if message is None:
            return None
        topic, payload = message.topic, message.payload
        db.session.rollback()  # the read ends here: the handler begins with nothing open
        handler = HANDLERS.get(topic)
        if handler is None:
            return f"!nothing handles {topic}"
        try:
            handler.work(message_id, payload)
        except Permanent as reason:
            return f"!{reason}"
        except Retry as reason:
            return str(reason)
        except Exception as trouble:
            log.exception("outbox message %s (%s) failed", message_id, topic)
            return type(trouble).__name__
        return DONE


def settle(app: Flask, message_id: int, attempts: int, outcome: str) -> None:
    """Write the outcome of that attempt on the row, once: done, due again later, or given up."""
    with app.app_context():
        error = outcome.removeprefix("!")
        is_last = outcome.startswith("!") or attempts + 1 >= MOST_ATTEMPTS
        with transaction():
            if outcome == DONE:
                outbox.settle_done(message_id, attempts)
            elif not is_last:
                outbox.settle_retry(message_id, attempts, now() + wait_after(attempts), error)
            else:
                _give_up(message_id, attempts, error)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many finished attempts and one more: doubling, and never all at the same moment."""
    return min(FIRST_WAIT * 2**attempts, LONGEST_WAIT) * random.uniform(0.75, 1.25)


def work_everything_due(app: Flask) -> int:
    """Work all that is due now, here, one after the other, and what that brings; gives how many attempts were made.

    For tests, the demonstration and the operator. Only the holder of the lock calls it (see run.py).
    """
    load_handlers()
    worked = 0
    while due := _due(app, limit=100):
        for message_id, attempts in due:
            outcome = attempt(app, message_id, attempts)
            if outcome is not None:
                settle(app, message_id, attempts, outcome)
                worked += 1
    return worked


def do_timed(app: Flask, name: str) -> None:
    """Do one piece of timed work now. Raises KeyError for an unknown name."""
    load_handlers()
    with app.app_context():
        TIMED[name].work()


def _due(app: Flask, limit: int) -> list[tuple[int, int]]:
    with app.app_context():
        return outbox.due_messages(limit)


def _give_up(message_id: int, attempts: int, error: str) -> None:
    message = outbox.message_to_work(message_id, attempts)
    if message is None:
        return
    handler = HANDLERS.get(message.topic)
    outbox.settle_failed(message_id, attempts, error)
    log.error("outbox message %s (%s) was given up: %s", message_id, message.topic, error)
    if handler and handler.give_up:
        handler.give_up(message.payload, error)
