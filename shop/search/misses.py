"""What was looked for and not found: the words alone, how often and when last, so that officials can teach the search.

Nothing of the person is kept: no account, no address, no time of each search. What looks like a person's data is dropped
unread: telephone and other long numbers, e-mail, links, names at LINE and the like, house numbers, names after a title.

A search is a GET, and its page neither waits for this nor fails with it. So `note` only remembers, in this process and a
bounded number; `write` puts it all down by one statement, after a page has been sent (shop/web/misses.py). What a process
noted in the last seconds before it ends is lost, and so is what comes while the list is full: it is a list of hints.
"""

import re
import time
from collections import Counter
from datetime import datetime, timedelta
from threading import Lock
from typing import NamedTuple

from sqlalchemy import delete, func, select, update

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db, insert
from shop.kernel.keyset import beyond
from shop.kernel.refusals import LostRace, NotAllowed
from shop.kernel.thai import normalise
from shop.search.actions import SearchAction
from shop.search.models import SearchMiss

LONGEST = 100  # characters; longer was pasted, not looked for
MOST_NOTED = 100  # different ones a process remembers until they are written
EVERY_SECONDS = 5
MOST_KEPT, FULL = 2000, 5000  # rows after a night, and at most by day
KEPT_FOR = timedelta(days=90)  # since it was looked for last

_PERSONAL = re.compile(
    r"@|://|\bwww\."
    r"|\d(?:[\s().+/-]*\d){5}"  # six figures, however they are parted
    # what somebody is called elsewhere, and where somebody lives
    r"|(?:^|\s)(?:line|ไลน์|ไอดี|id|facebook|fb|เฟซบุ๊ก|เฟส)\s*(?:id|ไอดี)?\s*[:=]?\s*[a-z0-9._-]{4,}"
    r"|\d\s*/\s*\d+\s*(?:ม\.?|หมู่|ซ\.?|ซอย|ถ\.?|ถนน|ต\.?|ตำบล)|(?:บ้านเลขที่|เลขที่|หมู่ที่|ซอย)\s*\d"
    r"|(?:^|\s)(?:(?:นาย|นาง|นางสาว|น\.ส\.|ด\.ช\.|ด\.ญ\.|คุณ\s)\s*|(?:mr|mrs|ms|miss)\.?\s+)\S+\s+\S"
)


class Miss(NamedTuple):
    id: int
    text: str
    times: int
    first_at: datetime
    last_at: datetime


class Notebook:
    """What this process has yet to write down."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        self._noted: Counter[str] = Counter()
        self._due_at = 0.0

    def add(self, text: str) -> None:
        with self._lock:
            if text in self._noted or len(self._noted) < MOST_NOTED:
                self._noted[text] += 1

    def is_due(self) -> bool:
        """Whether there is something, and the last time something was written is some seconds ago."""
        return bool(self._noted) and time.monotonic() >= self._due_at

    def take(self) -> dict[str, int]:
        """How often each, at most once in `EVERY_SECONDS`."""
        with self._lock:
            if not self.is_due():
                return {}
            self._due_at = time.monotonic() + EVERY_SECONDS
            taken, self._noted = self._noted, Counter()
            return dict(taken)


notebook = Notebook()


def note(typed: str) -> None:
    """Nothing was found for this. Asks no database."""
    if text := worth_keeping(typed):
        notebook.add(text)


def worth_keeping(typed: str) -> str:
    """The words in normal form; empty where there is no letter in them, too much, or what looks like a person's data."""
    if len(typed) > 2 * LONGEST:
        return ""
    text = normalise(typed).replace("\x00", "")
    if len(text) > LONGEST or not any(letter.isalpha() for letter in text) or _PERSONAL.search(text):
        return ""
    return text


def write(taken: dict[str, int]) -> None:
    """Put down what a notebook held, by one upsert: inside a transaction of its own."""
    room = FULL - db.session.scalar(select(func.count(SearchMiss.id)))
    if len(taken) > room:
        taken = _already_there(taken)
    if not taken:
        return
    at = now()
    rows = [{"text": text, "times": times, "first_at": at, "last_at": at} for text, times in sorted(taken.items())]
    added = insert(SearchMiss).values(rows)
    counted = {"times": SearchMiss.times + added.excluded.times, "last_at": added.excluded.last_at}
    db.session.execute(added.on_conflict_do_update(index_elements=["text"], set_=counted))


def _already_there(noted: dict[str, int]) -> dict[str, int]:
    there = db.session.scalars(select(SearchMiss.text).where(SearchMiss.text.in_(list(noted))))
    return {text: noted[text] for text in there}


def waiting(at: tuple | None = None, limit: int = 50) -> tuple[list[Miss], bool]:
    """Those that no official has settled, most often looked for first, and whether there are more; after (times, id) `at`."""
    asked = select(SearchMiss.id, SearchMiss.text, SearchMiss.times, SearchMiss.first_at, SearchMiss.last_at)
    asked = asked.where(SearchMiss.settled_at.is_(None)).order_by(SearchMiss.times.desc(), SearchMiss.id.desc())
    if at:
        asked = asked.where(beyond(SearchMiss.times, SearchMiss.id, at, descending=True))
    rows = [Miss(*row) for row in db.session.execute(asked.limit(limit + 1))]
    return rows[:limit], len(rows) > limit


def count_waiting() -> int:
    return db.session.scalar(select(func.count(SearchMiss.id)).where(SearchMiss.settled_at.is_(None)))


def dismiss(actor: Actor, miss_id: int) -> None:
    """Put it aside: it is listed no more, however often it is looked for. Raises NotAllowed, LostRace."""
    if not actor.can(Permission.SEARCH_WORDS):
        raise NotAllowed(Permission.SEARCH_WORDS)
    if not settle(miss_id):
        raise LostRace
    audit.record(actor, SearchAction.DISMISS_MISS, "search_miss", miss_id)


def settle(miss_id: int) -> bool:
    """An official has dealt with it; whether it still waited."""
    settled = update(SearchMiss).where(SearchMiss.id == miss_id, SearchMiss.settled_at.is_(None)).values(settled_at=now())
    return db.session.execute(settled).rowcount == 1


def forget_old() -> None:
    """Those not looked for in 90 days, and of more than 2,000 the least looked for."""
    db.session.execute(delete(SearchMiss).where(SearchMiss.last_at < now() - KEPT_FOR))
    order = (SearchMiss.times.desc(), SearchMiss.last_at.desc(), SearchMiss.id.desc())
    beyond_most = list(db.session.scalars(select(SearchMiss.id).order_by(*order).offset(MOST_KEPT)))
    if beyond_most:
        db.session.execute(delete(SearchMiss).where(SearchMiss.id.in_(beyond_most)))
