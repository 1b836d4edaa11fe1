"""Those who watch the market are told whether it is up, and if not, which part of it is silent."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from shop.kernel.storage import storage


class Redis(socketserver.StreamRequestHandler):
    """As much of Redis as says that it is there."""

    def handle(self) -> None:
        while head := self.rfile.readline():
            words = [self.rfile.read(int(self.rfile.readline()[1:]) + 2).strip().decode() for _ in range(int(head[1:]))]
            self.server.heard.append(words)
            self.wfile.write(b"-WRONGPASS\r\n" if words[0] == "AUTH" and words[-1] != "s@fe" else b"+OK\r\n")


@pytest.fixture
def redis() -> Iterator[socketserver.TCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Redis) as server:
        server.daemon_threads = True
        server.heard = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def address(redis: socketserver.TCPServer, who: str = "") -> str:
    return f"redis://{who}127.0.0.1:{redis.server_address[1]}/0"


def test_a_market_that_answers_is_ready(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok", "not_answering": []}


def test_a_storage_that_is_gone_is_named(client, monkeypatch):
    def gone(_key: str) -> bool:
        raise OSError

    monkeypatch.setattr(storage, "exists", gone)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["not_answering"]) == (503, ["storage"])
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("who, heard", [("", []), (":s%40fe@", [["AUTH", "s@fe"]]), ("me:s%40fe@", [["AUTH", "me", "s@fe"]])])
def test_a_redis_that_answers_is_asked_as_its_address_says(app, client, redis, who, heard):
    app.config["REDIS_URL"] = address(redis, who)

    assert client.get("/readyz").status_code == 200
    assert redis.heard == [*heard, ["PING"]]


def test_a_redis_that_refuses_or_is_silent_is_named(app, client, redis):
    app.config["REDIS_URL"] = address(redis, ":wrong@")
    assert client.get("/readyz").json["not_answering"] == ["redis"]

    app.config["REDIS_URL"] = "redis://127.0.0.1:1"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["not_answering"]) == (503, ["redis"])
