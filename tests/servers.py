"""A market served for a test by the production server, in processes of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.databases import Market

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60


class LiveServer:
    """`url` is where it answers; `log` is the file with what it said."""

    def __init__(self, market: Market, workers: int = 1, jobs: bool = True, **settings: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = market.folder / f"server-{self.port}.log"
        self.workers, self.jobs = workers, jobs
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("WERKZEUG", "FLASK"))},
            **market.settings,
            "PORT": str(self.port),
            "WEB_WORKERS": str(workers),
            **settings,
        }
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        return [sys.executable, "-m", "shop.serve", *(() if self.jobs else ("--web-only",))]

    def start(self) -> "LiveServer":
        with self.log.open("ab") as log:
            options = {"cwd": ROOT, "env": self.environment, "stdout": log, "stderr": log, "start_new_session": True}
            self.process = subprocess.Popen(self.command(), **options)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        """End it as an operator would; a server that does not end, or ends badly, is a fault."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.process.wait(PATIENCE_SECONDS)
        finally:
            self.kill()
        assert code in (0, -signal.SIGKILL), f"the server ended with {code}:\n{self.log.read_text()}"

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                session = stat.read_text().rpartition(")")[2].split()[3]
                if int(session) == self.process.pid:
                    os.kill(int(stat.parent.name), signal.SIGKILL)
        self.process.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()
