"""What the double remembers: in memory, and in a SQLite file where one is given; and what time it is there."""

import json
import secrets
import sqlite3
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.stripe_double.errors import missing

LETTERS = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    return f"{prefix}_{''.join(secrets.choice(LETTERS) for _ in range(24))}"


class Store:
    """Values by kind and id, in the order they came. One lock: a request is one step."""

    def __init__(self, path: str | None = None) -> None:
        self.lock = threading.RLock()
        self.kinds: dict[str, dict[str, dict]] = {}
        self._depth = 0
        self._file = sqlite3.connect(path or ":memory:", check_same_thread=False)
        self._file.execute("PRAGMA synchronous=NORMAL")
        self._file.execute(
            "CREATE TABLE IF NOT EXISTS things (seq INTEGER PRIMARY KEY, kind TEXT, id TEXT, body TEXT, UNIQUE (kind, id))"
        )
        for kind, object_id, body in self._file.execute("SELECT kind, id, body FROM things ORDER BY seq"):
            self.kinds.setdefault(kind, {})[object_id] = json.loads(body)

    @contextmanager
    def step(self) -> Iterator[None]:
        """All that happens inside is seen, and kept, at once."""
        with self.lock:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if self._depth == 0:
                    self._file.commit()

    def put(self, kind: str, object_id: str, body: dict) -> dict:
        with self.step():
            self.kinds.setdefault(kind, {})[object_id] = body
            self._file.execute(
                "INSERT INTO things (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body",
                (kind, object_id, json.dumps(body)),
            )
        return body

    def find(self, kind: str, object_id: str | None) -> dict | None:
        return self.kinds.get(kind, {}).get(object_id)

    def get(self, kind: str, object_id: str, param: str = "id") -> dict:
        found = self.find(kind, object_id)
        if found is None:
            raise missing(kind, object_id, param)
        return found

    def all(self, kind: str) -> list[dict]:
        """Oldest first."""
        with self.lock:
            return list(self.kinds.get(kind, {}).values())

    def forget(self, kind: str, object_id: str) -> None:
        with self.step():
            if self.kinds.get(kind, {}).pop(object_id, None) is not None:
                self._file.execute("DELETE FROM things WHERE kind = ? AND id = ?", (kind, object_id))

    def clear(self) -> None:
        with self.step():
            self.kinds.clear()
            self._file.execute("DELETE FROM things")

    def now(self) -> int:
        return int(time.time()) + (self.find("clock", "clock") or {"ahead": 0})["ahead"]

    def advance(self, seconds: int) -> int:
        with self.step():
            ahead = (self.find("clock", "clock") or {"ahead": 0})["ahead"]
            self.put("clock", "clock", {"ahead": ahead + seconds})
        return self.now()

    def close(self) -> None:
        with self.lock:
            self._file.commit()
            self._file.close()
