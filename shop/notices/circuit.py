"""A circuit breaker: a server that does not answer is left alone for a while, so that nobody waits for it in vain."""

from datetime import datetime, timedelta
from threading import Lock

from shop.kernel.clock import now


class Circuit:
    """Opens after so many silences in a row; when it has rested, one asks again and the others wait for what it finds."""

    def __init__(self, most_silences: int, rest: timedelta) -> None:
        self._most, self.rest = most_silences, rest
        self._lock = Lock()
        self.close()

    def close(self) -> None:
        """The server answered, whatever it said."""
        with self._lock:
            self._silences, self._open_until = 0, None

    def note_silence(self) -> None:
        with self._lock:
            self._silences += 1
            if self._silences >= self._most:
                self._open_until = now() + self.rest

    def may_ask(self) -> bool:
        with self._lock:
            return self._may_ask(now())

    def _may_ask(self, at: datetime) -> bool:
        if self._open_until is None:
            return True
        if at < self._open_until:
            return False
        self._open_until = at + self.rest  # for the others, until this one has its answer
        return True
