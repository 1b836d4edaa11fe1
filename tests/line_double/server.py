"""The double: what it remembers, its levers, and the thread it serves from."""

import threading
from collections import deque
from dataclasses import dataclass, field
from uuid import uuid4

from werkzeug.serving import WSGIRequestHandler, make_server

TOKEN, CLIENT_ID, CLIENT_SECRET, CHANNEL_SECRET = (
    "the-channels-access-token",
    "2000000001",
    "the-login-channels-secret-of-32-chars",
    "the-messaging-channels-secret",
)


class Quiet(WSGIRequestHandler):
    def log(self, *said: object) -> None:
        """Say nothing."""


@dataclass
class State:
    """Everything a test may look at or turn. `told`: (user, text) that arrived; `asked`: each request's method and path."""

    friends: dict[str, bool] = field(default_factory=dict)
    told: list[tuple[str, str]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    refusals: deque = field(default_factory=deque)
    answer_but_break: bool = False
    hangs_for: float = 0  # seconds before anything is answered
    codes: dict[str, dict] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    signs_in: str | None = None
    callback: str = ""
    claims: dict = field(default_factory=dict)
    signing_secret: str = CLIENT_SECRET


class LineDouble(State):
    """Started once, forgotten between tests."""

    def __init__(self) -> None:
        from tests.line_double.app import make_app

        super().__init__()
        self._server = make_server("127.0.0.1", 0, make_app(self), threaded=True, request_handler=Quiet)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.url = f"http://127.0.0.1:{self._server.port}"

    def __enter__(self) -> "LineDouble":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def reset(self) -> None:
        self.__dict__.update(State().__dict__)

    def add_person(self, is_friend: bool = True) -> str:
        """A user of LINE, by their id for this provider."""
        user_id = f"U{uuid4().hex}"
        self.friends[user_id] = is_friend
        return user_id

    def refuse_next(self, status: int, message: str = "refused", times: int = 1, **headers: str) -> None:
        """What the next pushes are answered."""
        self.refusals.extend([(status, {"message": message}, headers)] * times)
