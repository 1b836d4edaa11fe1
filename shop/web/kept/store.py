"""The kept pages of a process: bounded in bytes, the longest unasked leave first, and each is made by one at a time."""

import gzip
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Event, Lock

Key = tuple[str, str, str]
OVERHEAD = 2_000  # bytes of a page besides its body, about


@dataclass
class Page:
    """A page as it is sent. `group_id`: whose it is, None of all; `turn`: what was known when its making began."""

    body: bytes
    content_type: str
    group_id: int | None
    turn: int
    day: date
    made_at: float = field(default_factory=time.monotonic)
    etag: str = ""
    _packed: bytes = b""

    def __post_init__(self) -> None:
        self.etag = f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @property
    def packed(self) -> bytes:
        """The body in gzip, made when somebody first takes it so."""
        self._packed = self._packed or gzip.compress(self.body, 6, mtime=0)
        return self._packed

    @property
    def weight(self) -> int:
        return len(self.body) + len(self.body) // 3 + OVERHEAD


class Store:
    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._under_way: dict[Key, Event] = {}
        self._lock = Lock()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Page) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.bytes += page.weight
            while self.bytes > self._most_bytes:
                self._drop(next(iter(self._pages)))

    def drop(self, key: Key) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        if page := self._pages.pop(key, None):
            self.bytes -= page.weight

    def begin(self, key: Key) -> Event | None:
        """None: make it, then say `end`. Else somebody is at it, and this is set once they have done."""
        with self._lock:
            if key in self._under_way:
                return self._under_way[key]
            self._under_way[key] = Event()
            return None

    def end(self, key: Key) -> None:
        with self._lock:
            self._under_way.pop(key).set()
