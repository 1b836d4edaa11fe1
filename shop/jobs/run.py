"""The jobs process: hands due outbox messages to the engine about once a second, until it is told to stop."""

import logging
import signal
import threading
import time

from flask import Flask

from shop.jobs.lock import JobsLock
from shop.jobs.work import work_everything_due
from shop.kernel import outbox
from shop.kernel.database import transaction

log = logging.getLogger("shop.jobs")

EVERY_SECONDS = 1
BEAT_SECONDS = 15


def run(app: Flask) -> None:
    """Work until SIGTERM or SIGINT. Where another jobs process is at work, wait to take its place."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    lock = JobsLock(app)
    if not lock.try_to_take():
        log.warning("another jobs process is at work: waiting to take its place")
        if not lock.take(keep_waiting=lambda: not stopping.wait(EVERY_SECONDS)):
            return
    try:
        _work_until(stopping, app, lock)
    finally:
        lock.release()


def run_once(app: Flask) -> int | None:
    """Work everything due and return the number of attempts; None where a jobs process is at work, which does it anyway."""
    lock = JobsLock(app)
    if not lock.try_to_take():
        return None
    try:
        return work_everything_due(app)
    finally:
        lock.release()


def _work_until(stopping: threading.Event, app: Flask, lock: JobsLock) -> None:
    from shop.jobs import engine  # here, so that nothing but this process ever loads the engine

    engine.start(app)
    log.info("jobs are at work")
    last_beat = float("-inf")
    try:
        while not stopping.wait(EVERY_SECONDS):
            lock.check()
            engine.deliver_due()
            if time.monotonic() - last_beat >= BEAT_SECONDS:
                with app.app_context(), transaction():
                    outbox.beat()
                last_beat = time.monotonic()
    finally:
        engine.stop()
