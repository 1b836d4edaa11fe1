"""How a question is taken in: faults that a test asked for, keys that make a repetition harmless, and the log."""

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.stripe_double.errors import StripeError
from tests.stripe_double.store import Store

KEY_SECONDS = 24 * 3600
KINDS = ("error", "cut", "slow")


@dataclass
class Fault:
    """error: answered with `status`, nothing done. cut: done, then the line goes dead. slow: done after `seconds`."""

    kind: str
    times: int = 1
    prefix: str = "/v1/"
    method: str | None = None
    status: int = 500
    seconds: float = 0.0


class Faults:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.armed: list[Fault] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self.armed.append(fault)

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that fits, used up by one."""
        with self._lock:
            for fault in self.armed:
                if path.startswith(fault.prefix) and fault.method in (None, method):
                    fault.times -= 1
                    if fault.times < 1:
                        self.armed.remove(fault)
                    return fault
            return None

    def clear(self) -> None:
        with self._lock:
            self.armed.clear()


@dataclass(frozen=True)
class Answer:
    """Kept as text, so that a repetition is the very same."""

    status: int
    text: str
    replayed: bool = False


class Keys:
    """`Idempotency-Key`: what was done under a key is answered again, not done again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._at_work: set[str] = set()

    def begin(self, key: str | None) -> None:
        with self._lock:
            if key in self._at_work:
                message = f"There is currently another in-progress request using this Idempotent Key: {key}"
                raise StripeError(409, message, "idempotency_error", code="idempotency_key_in_use")
            if key:
                self._at_work.add(key)

    def end(self, key: str | None) -> None:
        with self._lock:
            self._at_work.discard(key or "")

    def once(self, key: str | None, asked: tuple, act: Callable[[], Answer]) -> Answer:
        if not key:
            return act()
        print_of = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        known = self.store.find("idempotency", key)
        if known and known["at"] + KEY_SECONDS > self.store.now():
            if known["print"] != print_of:
                message = f"Keys for idempotent requests can only be used with the parameters they were first used with: {key}"
                raise StripeError(400, message, "idempotency_error")
            return Answer(known["status"], known["text"], replayed=True)
        answer = act()  # a refusal of what was asked keeps nothing: it raises
        kept = {"at": self.store.now(), "print": print_of, "status": answer.status, "text": answer.text}
        self.store.put("idempotency", key, kept)
        return answer


class Log:
    def __init__(self) -> None:
        self.lines: deque[dict] = deque(maxlen=10_000)

    def add(self, **line: object) -> None:
        self.lines.append(line)
