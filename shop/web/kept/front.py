"""The front of the house: answers a visitor without cookies from the kept pages, before Flask hears of it."""

import re
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, current_app, request
from sqlalchemy import Engine, event
from werkzeug.exceptions import HTTPException

from shop.kernel.changes import WATCHED, PageChange
from shop.kernel.clock import today
from shop.kernel.database import db
from shop.web.kept import ASKED, ENDLESS, OF_GROUP
from shop.web.kept.figures import Figures
from shop.web.kept.store import Key, Page, Store
from shop.web.kept.watch import Watch
from shop.web.language import split_language
from shop.web.packing import takes_gzip

PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_REQUEST")  # whoever sends one of these may be shown something else
LONGEST_ADDRESS = 600
LARGEST_PAGE = 2 * 1024 * 1024
OLD_SECONDS = 300  # made anew by one, while others are shown it: a belt beside the braces of the watch
WAIT_SECONDS = 10

_tables_read: ContextVar[set[str] | None] = ContextVar("tables_read", default=None)


def keep_pages(app: Flask, megabytes: int) -> None:
    """Keep pages of views marked `@kept`, up to so many megabytes in each process; 0 keeps none."""

    @app.after_request
    def say_whose(response: Response) -> Response:
        view = current_app.view_functions.get(request.endpoint or "")
        if _tables_read.get() is None and hasattr(view, "is_kept") and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    if megabytes:
        app.extensions["kept"] = app.wsgi_app = KeptPages(app, app.wsgi_app, megabytes * 1024 * 1024)


class KeptPages:
    def __init__(self, app: Flask, next_app: Callable, most_bytes: int) -> None:
        self._app, self._next = app, next_app
        self._routes = app.url_map.bind("kept")
        self._warned: set[tuple[str, ...]] = set()
        self.store = Store(most_bytes)
        self.watch = Watch(self._connect)
        self.figures = Figures(self.watch)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None or not self.watch.is_current():
            return self._next(environ, start_response)
        page = self.store.get(key)
        if page is None or not self._holds(page):
            page = self._new_page(key, environ)
        elif time.monotonic() - page.made_at > OLD_SECONDS and self.store.begin(key) is None:
            page = self._make(key, environ)
        if isinstance(page, Page):
            return _send(page, environ, start_response)
        return page(environ, start_response)

    def _connect(self):
        with self._app.app_context():
            return db.engine.connect()

    def _key(self, environ: dict) -> Key | None:
        """What the page is kept under: what was asked, in one order, without what no page looks at. None: it is not kept."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(name in environ for name in PERSONAL):
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if len(path) + len(query) > LONGEST_ADDRESS:
            return None
        if query:
            try:
                asked = parse_qsl(query, max_num_fields=30)
            except ValueError:
                return None
            if any(name in ENDLESS for name, _value in asked):
                return None
            query = urlencode(sorted((pair for pair in asked if pair[0] in ASKED), key=lambda pair: pair[0]))
        return environ.get("SCRIPT_NAME", ""), path, query

    def _holds(self, page: Page) -> bool:
        return page.day == today() and self.watch.still_holds(page.group_id, page.turn)

    def _new_page(self, key: Key, environ: dict) -> Page | Callable:
        """The page as it is now, made by this thread or by another that is at it already; else what Flask answers."""
        if environ["REQUEST_METHOD"] != "GET" or not self._is_kept(environ):
            return self._next
        if under_way := self.store.begin(key):
            under_way.wait(WAIT_SECONDS)
            page = self.store.get(key)
            return page if page is not None and self._holds(page) else self._next
        return self._make(key, environ)

    def _is_kept(self, environ: dict) -> bool:
        _language, path = split_language(environ.get("PATH_INFO", ""))
        try:
            endpoint, _values = self._routes.match(path.encode("latin-1").decode(), method="GET")
        except (HTTPException, UnicodeError):
            return False
        return hasattr(self._app.view_functions[endpoint], "is_kept")

    def _make(self, key: Key, environ: dict) -> Page | Callable:
        """Ask Flask and keep what it says, where that is the same for everybody. `begin` has been said."""
        try:
            turn, day = self.watch.turn, today()  # before anything is read
            groups: list[int] = []
            environ = {**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": key[2], OF_GROUP: groups, "HTTP_ACCEPT_ENCODING": ""}
            read: set[str] = set()
            token = _tables_read.set(read)
            try:
                answer = Response.from_app(self._next, environ, buffered=True)
            finally:
                _tables_read.reset(token)
            if not self._may_keep(answer, read, key):
                self.store.drop(key)
                return answer
            page = Page(
                answer.get_data(), answer.headers["Content-Type"], groups[0] if len(set(groups)) == 1 else None, turn, day
            )
            self.store.put(key, page)
            return page
        finally:
            self.store.end(key)

    def _may_keep(self, answer: Response, read: set[str], key: Key) -> bool:
        headers = answer.headers
        if answer.status_code != 200 or "Set-Cookie" in headers or "Cache-Control" in headers:
            return False
        if unwatched := tuple(sorted(read - WATCHED.keys() - {PageChange.__tablename__})):
            if unwatched not in self._warned:
                self._warned.add(unwatched)
                self._app.logger.warning("%s is not kept: nobody watches %s", key[1], ", ".join(unwatched))
            return False
        return len(answer.get_data()) <= LARGEST_PAGE


def _send(page: Page, environ: dict, start_response: Callable) -> list[bytes]:
    headers = [("ETag", page.etag), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]
    known = environ.get("HTTP_IF_NONE_MATCH", "")
    if known and (page.etag.removeprefix("W/") in known or known.strip() == "*"):
        start_response("304 Not Modified", headers)
        return []
    body = page.body
    if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body = page.packed
        headers.append(("Content-Encoding", "gzip"))
    headers += [("Content-Type", page.content_type), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@event.listens_for(Engine, "before_cursor_execute")
def _note_tables(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    read = _tables_read.get()
    if read is not None:
        read.update(tables_in(statement))


@lru_cache(maxsize=2048)
def tables_in(statement: str) -> frozenset[str]:
    """Every table of ours that a statement names."""
    return frozenset(re.findall(rf"\b(?:{'|'.join(db.metadata.tables)})\b", statement))
