"""A second process of the market, which keeps pages: an application of its own on the same database."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from flask import Flask
from werkzeug.test import Client, TestResponse

from shop.app import create_app
from shop.kernel.database import db
from shop.web.kept.front import KeptPages
from tests.databases import Market


class Window:
    """`made` lists what its Flask was asked, in order: a page that was kept is not in it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.front: KeptPages = app.extensions["kept"]
        self.made: list[str] = []
        self._lock, self._next = Lock(), self.front._next
        self.front._next = self._make

    def get(self, path: str, **headers: str) -> TestResponse:
        """By a visitor without cookies, unless the headers hold some."""
        return Client(self.app, self.app.response_class, use_cookies=False).get(path, headers=headers)

    def is_kept(self, path: str, **headers: str) -> bool:
        """Whether it is answered without being made."""
        before = len(self.made)
        self.get(path, **headers)
        return len(self.made) == before

    def _make(self, environ: dict, start_response):
        with self._lock:
            self.made.append(environ["PATH_INFO"])
        return self._next(environ, start_response)


@contextmanager
def opened(market: Market, megabytes: int = 8) -> Iterator[Window]:
    app = create_app({**market.settings, "TESTING": True, "PAGE_CACHE_MB": str(megabytes)})
    try:
        yield Window(app)
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
