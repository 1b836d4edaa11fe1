"""One jobs process at a time: a second one waits until the first is gone, however it went."""

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import IO

from flask import Flask
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

ADVISORY_LOCK = 0x6E67616E6A6F62  # any number nobody else uses: "nganjob"


class JobsLock:
    """Held by a file beside the SQLite database, or by a PostgreSQL session: both end with their process, kill -9 included."""

    def __init__(self, app: Flask) -> None:
        self._url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
        self._file_path = Path(app.config["INSTANCE_PATH"]) / "jobs.lock"
        self._held: IO | Connection | None = None

    def try_to_take(self) -> bool:
        """Whether this process now holds it."""
        return self._try_session() if self._url.get_backend_name() == "postgresql" else self._try_file()

    def take(self, keep_waiting: Callable[[], bool]) -> bool:
        """Wait for it while `keep_waiting(...)`, which sleeps; whether it was got."""
        while not self.try_to_take():
            if not keep_waiting():
                return False
        return True

    def check(self) -> None:
        """Raise where the session that holds it is gone: somebody else may hold it now."""
        if isinstance(self._held, Connection):
            self._held.execute(text("SELECT 1"))

    def release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    def _try_file(self) -> bool:
        self._file_path.parent.mkdir(parents=True, exist_ok=True)
        file = self._file_path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._held = file
        return True

    def _try_session(self) -> bool:
        # Outside the pool and in autocommit: the session lives as long as the lock and holds no transaction open.
        engine = create_engine(self._url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        connection = engine.connect()
        if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_LOCK}):
            self._held = connection
            return True
        connection.close()
        return False
