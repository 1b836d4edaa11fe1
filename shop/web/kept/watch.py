"""What this process knows of changes: asked of the database a few times a second at most, by whoever needs to know."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from shop.kernel.changes import EVERYBODY, KEPT, news_since

OFTEN_SECONDS = 0.25
LATEST_SECONDS = 0.75  # nobody is shown what was so longer ago without asking first


class Watch:
    """`turn` counts the times that something new was heard: what is made after reading it shows all that was heard by then."""

    def __init__(self, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connect = connect
        self._lock = Lock()
        self._asked_at = float("-inf")
        self._mark, self._heard = 0, set()
        self._changed: dict[int, int] = {}  # the turn in which a group changed last
        self._any_changed = self._forgot = 0
        self.turn = 1

    def is_current(self) -> bool:
        """Whether it knows what was so a moment ago; False where the database does not say."""
        age = time.monotonic() - self._asked_at
        if age < OFTEN_SECONDS:
            return True
        if not self._lock.acquire(blocking=age >= LATEST_SECONDS):
            return True  # somebody is asking
        try:
            return time.monotonic() - self._asked_at < OFTEN_SECONDS or self._ask()
        finally:
            self._lock.release()

    def still_holds(self, group_id: int | None, turn: int) -> bool:
        """Whether nothing changed since that turn of what a page of this group shows; `None`: of what any page shows."""
        if turn < self._forgot:
            return False
        if group_id is None:
            return self._any_changed <= turn
        return self._changed.get(group_id, 0) <= turn and self._changed.get(EVERYBODY, 0) <= turn

    def _ask(self) -> bool:
        begun = time.monotonic()
        try:
            with self._connect() as connection:
                news = news_since(connection, self._mark)
        except SQLAlchemyError:
            return False
        turn = self.turn + 1
        if news.mark < self._mark or begun - self._asked_at > KEPT.total_seconds() / 2:
            self._forgot = self.turn = turn  # another database, or too long away
        elif fresh := news.changes - self._heard:
            self._changed.update((group_id, turn) for group_id, _stamp in fresh)
            self._any_changed = self.turn = turn
        self._mark, self._heard, self._asked_at = news.mark, news.changes, begun
        return True
