"""A jobs process with handlers that tests can hold, started as `python -m tests.unit.jobs.process FOLDER`.

Each call of the handler adds a line to `FOLDER/calls`, each of the nightly work one to `FOLDER/nights`. While `FOLDER/hold`
exists the handler does not come to its end, and while `FOLDER/hold-settling` exists no outcome is written down.
"""

import os
import sys
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.forks import start_module

PATIENCE_SECONDS = 40


class JobsProcess:
    """The process, seen from the test."""

    def __init__(self, market, folder: Path) -> None:
        self.folder, self.settings = folder, market.settings
        self.process: ForkServerProcess | None = None

    def start(self, **settings: str) -> "JobsProcess":
        given = {"environment": {**os.environ, **self.settings, **settings}, "log": self.folder / "log"}
        self.process = start_module("tests.unit.jobs.process", str(self.folder), **given)
        return self

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.join()

    def stop(self) -> int | None:
        self.process.terminate()
        return self.wait(PATIENCE_SECONDS)

    def wait(self, seconds: float) -> int | None:
        """Its exit code; None where it goes on."""
        self.process.join(seconds)
        return self.process.exitcode

    def calls(self) -> list[str]:
        file = self.folder / "calls"
        return file.read_text().split() if file.exists() else []

    def hold(self, name: str = "hold") -> None:
        (self.folder / name).touch()

    def let_go(self, name: str = "hold") -> None:
        (self.folder / name).unlink()

    def nights(self) -> int:
        file = self.folder / "nights"
        return len(file.read_text().split()) if file.exists() else 0

    def wait_until(self, what) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not what():
            if time.monotonic() > deadline or not self.process.is_alive():
                raise AssertionError(f"it did not come about; the process said:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.05)


def main(folder: Path) -> None:
    from shop import create_app
    from shop.jobs import registry, run, work

    def waiting_while(name: str) -> None:
        while (folder / name).exists():
            time.sleep(0.02)

    @registry.handles("test.held")
    def held(message_id: int, payload: dict) -> None:
        with (folder / "calls").open("a") as calls:
            calls.write(f"{message_id}\n")
        waiting_while("hold")
        if (folder / "crash").exists():
            os._exit(1)

    @registry.daily(at="03:00")
    def nightly() -> None:
        with (folder / "nights").open("a") as nights:
            nights.write("night\n")

    settle = work.settle

    def settle_when_let_go(*given) -> None:
        if (folder / "hold-settling").exists():
            (folder / "settling").touch()
        waiting_while("hold-settling")
        settle(*given)

    work.settle = settle_when_let_go
    run.run(create_app())
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
