"""The market is served by one process that keeps its children alive and ends them together."""

import os
import signal
import socket
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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


THREADS = 8


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: market\r\nCookie: a"], ids=["nothing", "half a line", "half"]
)
def test_a_page_is_served_while_more_headers_than_threads_stand_half_written(serve, sent: bytes):
    server = serve(workers=1, jobs=False)
    with ExitStack() as stack:
        stopped = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(THREADS * 2)]
        for connection in stopped:
            connection.sendall(sent)

        with urllib.request.urlopen(f"{server.url}/healthz", timeout=4) as answer:  # the market gives up on them after 5 s
            assert answer.status == 200


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_header_that_comes_in_pieces_is_read_whole_and_one_without_end_is_refused(serve):
    server = serve(workers=1, jobs=False)
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as slow:
        for piece in (b"GET /healthz HT", b"TP/1.1\r\nHost: market\r\nConne", b"ction: close\r\n\r", b"\n"):
            slow.sendall(piece)
            time.sleep(0.05)
        assert slow.recv(15) == b"HTTP/1.1 200 OK"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as endless:
        endless.sendall(b"GET /healthz HTTP/1.1\r\n" + b"A: b\r\n" * 20_000)
        assert endless.recv(12) == b"HTTP/1.1 431"


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_page_is_served_while_others_keep_open_what_is_over(serve):
    server = serve(workers=1, jobs=False)
    with ExitStack() as stack:
        over = [stack.enter_context(socket.create_connection(("127.0.0.1", server.port))) for _ in range(THREADS // 2)]
        for connection in over:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: market\r\nConnection: close\r\n\r\n")
            assert connection.recv(15) == b"HTTP/1.1 200 OK"

        with urllib.request.urlopen(f"{server.url}/healthz", timeout=4) as answer:  # gunicorn waits 2 s for each of them
            assert answer.status == 200
