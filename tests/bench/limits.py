"""The two lines that our pages are measured against, served by the same server with as many workers and threads."""

import sys

from tests.bench import load
from tests.bench.load import Crowd, Figures
from tests.servers import LiveServer

CARDS = ["/cards"]


class BareServer(LiveServer):
    """Pages that do nothing, and one of 24 cards that does the least a catalogue must, of as many products as ours has."""

    def __init__(self, market, workers: int, products: int) -> None:
        super().__init__(market, workers, BENCH_PRODUCTS=str(products))

    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--preload", "--no-control-socket"),
            *("--workers", str(self.workers), "--threads", "8", "--worker-class", "gthread", "tests.bench.bare:app"),
        ]


def ask_bare(crowd: Crowd, server: BareServer, size: int, seconds: float) -> Figures:
    """A Flask page of so many bytes that does nothing."""
    return crowd.run(load.look, [f"/bytes/{size}"], server.port, seconds)


def ask_cards(crowd: Crowd, server: BareServer, seconds: float) -> Figures:
    """A Flask page that renders 24 cards in Jinja, of rows selected by key without an ORM."""
    return crowd.run(load.look, CARDS, server.port, seconds)
