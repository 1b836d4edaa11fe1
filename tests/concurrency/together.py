"""People who press at the same moment: threads, each with a context of its own, begun together."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from shop.kernel.database import transaction
from shop.kernel.refusals import Refusal


def all_at_once(app: Flask, works: list[Callable[[], object]]) -> list[object]:
    """Run each in a thread and an application context of its own, begun together."""
    together = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        with app.app_context():
            together.wait()
            return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, work) for work in works]]


def at_once(app: Flask, works: list[Callable[[], object]]) -> list[bool]:
    """The same, each in a transaction of its own; whether it was done, or refused."""

    def in_transaction(work: Callable[[], object]) -> Callable[[], bool]:
        def run() -> bool:
            try:
                with transaction():
                    work()
            except Refusal:
                return False
            return True

        return run

    return all_at_once(app, [in_transaction(work) for work in works])
