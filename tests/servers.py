"""A market served for a test by the production server, in processes of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.databases import Market
from tests.forks import ROOT, start_module

PATIENCE_SECONDS = 60


class LiveServer:
    """`python -m shop.serve`, started from nothing. `url` is where it answers; `log` is the file with what it said."""

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
        self._wait_until_it_answers(lambda: self.process.poll() is None)
        return self

    def stop(self) -> None:
        """End it as an operator would; a server that does not end, or ends badly, is a fault."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.process.wait(PATIENCE_SECONDS)
        finally:
            self.kill()
        self._must_have_ended_well(code)

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        kill_session(self.process.pid)
        self.process.wait()

    def _wait_until_it_answers(self, is_alive: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            if not is_alive() or time.monotonic() > deadline:
                raise AssertionError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.05)

    def _must_have_ended_well(self, code: int | None) -> None:
        assert code in (0, -signal.SIGKILL), f"the server ended with {code}:\n{self.log.read_text()}"

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class ForkedServer(LiveServer):
    """The same web server and job process without the one that watches them, forked from code that is already read."""

    application = "shop.wsgi:app"

    def start(self) -> "ForkedServer":
        web = ("gunicorn", "--config", "deploy/gunicorn.conf.py", self.application)
        jobs = ("flask", "--app", "shop", "jobs", "run")
        commands = (web, jobs) if self.jobs else (web,)
        self.processes = [start_module(*command, environment=self.environment, log=self.log) for command in commands]
        self._wait_until_it_answers(self.processes[0].is_alive)
        return self

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in self.processes:
            process.join(max(0, deadline - time.monotonic()))
        codes = [process.exitcode for process in self.processes]
        self.kill()
        for code in codes:
            self._must_have_ended_well(code)

    def kill(self) -> None:
        for process in self.processes:
            kill_session(process.pid)
            process.join()


def kill_session(leader: int) -> None:
    """Every process that a session's leader has begun, and itself."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            session = stat.read_text().rpartition(")")[2].split()[3]
            if int(session) == leader:
                os.kill(int(stat.parent.name), signal.SIGKILL)
