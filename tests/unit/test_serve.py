"""The market is served by one process that keeps its children alive and ends them together."""

import os
import signal
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import Market
from tests.servers import LiveServer


def children_of(parent: int) -> dict[str, int]:
    """The name of each child's work ("web", "jobs"), and its process id."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                command = (stat.parent / "cmdline").read_text()
                found["web" if "gunicorn" in command else "jobs"] = int(stat.parent.name)
        except OSError:
            continue
    return found


def eventually(holds: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_running(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


@pytest.fixture
def served(market: Market) -> Iterator[LiveServer]:
    server = LiveServer(market).start()
    yield server
    server.stop()


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_both_children_end_when_the_market_is_told_to(served: LiveServer):
    assert eventually(lambda: set(children_of(served.process.pid)) == {"web", "jobs"})
    children = children_of(served.process.pid)

    served.process.send_signal(signal.SIGTERM)

    assert served.process.wait(40) == 0
    assert not any(is_running(child) for child in children.values())


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_job_process_that_dies_is_started_anew_while_pages_are_served(served: LiveServer):
    assert eventually(lambda: "jobs" in children_of(served.process.pid))
    first = children_of(served.process.pid)["jobs"]

    os.kill(first, signal.SIGKILL)

    assert eventually(lambda: children_of(served.process.pid).get("jobs", first) != first)
    with urllib.request.urlopen(f"{served.url}/healthz") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_no_child_outlives_a_market_that_was_killed(served: LiveServer):
    assert eventually(lambda: set(children_of(served.process.pid)) == {"web", "jobs"})
    children = children_of(served.process.pid)

    os.kill(served.process.pid, signal.SIGKILL)

    assert eventually(lambda: not any(is_running(child) for child in children.values()))
