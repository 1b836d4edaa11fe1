"""Figures that pages show of the whole market, kept until anything changes: of what is counted the same for everybody.

Pages of visitors with cookies are made for each; what they say of the market need not be counted for each.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock
from typing import NamedTuple, TypeVar

from flask import current_app, request

from shop.kernel.clock import today
from shop.web.kept.watch import Watch
from shop.web.language import locale

MOST = 1024

T = TypeVar("T")


class _Kept(NamedTuple):
    turn: int
    day: date
    value: object


class Figures:
    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = Lock()

    def of(self, key: Hashable, count: Callable[[], T]) -> T:
        if not self._watch.is_current():
            return count()
        with self._lock:
            kept = self._kept.get(key)
        if kept and kept.day == today() and self._watch.still_holds(None, kept.turn):
            return kept.value
        turn, day = self._watch.turn, today()  # before anything is read
        value = count()
        with self._lock:
            self._kept[key] = _Kept(turn, day, value)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return value


def counted_once(what: Hashable, count: Callable[[], T]) -> T:
    """What `count` says, in the language and under the address of this request; asked anew once anything changed.

    It reads only tables that are watched, and gives plain values that nobody changes.
    """
    kept = current_app.extensions.get("kept")
    return kept.figures.of((locale(), request.script_root, what), count) if kept else count()
