"""Requests a second, times, queries and bytes of each page, beside the two limits, both asked for in turn in the same run."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from shop.app import create_app
from shop.kernel.database import db
from tests.bench.asked import Asked, pages
from tests.bench.limits import BareServer, ask_bare, ask_cards
from tests.bench.load import Crowd, Figures
from tests.bench.market import Market
from tests.bench.processes import memory_of, processor_seconds, settle
from tests.queries import queries_of
from tests.servers import LiveServer

WORKERS, CLIENTS = 2, 8
CARDS = "24 rows in Jinja"
HEADER = ("", "req/s", "p50 ms", "p99 ms", "cpu ms", "queries", "KB", "of bare", "of cards")
ROW = "{:<22} {:>8} {:>8} {:>8} {:>8} {:>8} {:>6} {:>8} {:>9}"


@dataclass(frozen=True)
class Line:
    """A page as it was measured. `processor_ms`: what all processes of the server used for one request."""

    name: str
    per_second: float
    p50: float
    p99: float
    processor_ms: float
    failed: int = 0


@dataclass
class Table:
    """What was measured of a market. `bare`: the page of the same bytes that does nothing, by the name of ours."""

    market: Market
    lines: dict[str, Line] = field(default_factory=dict)
    bare: dict[str, Line] = field(default_factory=dict)
    cards: list[Line] = field(default_factory=list)

    def of_bare(self, name: str) -> float:
        return self.lines[name].per_second / self.bare[name].per_second

    def of_cards(self, name: str) -> float:
        return self.lines[name].per_second / mean(self.cards).per_second


def measure(market: Market, seconds: float) -> Table:
    """Print the table of a market while it is measured."""
    app = create_app(market.settings)
    what = pages(app, market.built.products)
    weights = {page.name: weight_of(app, page) for page in what}
    table = Table(market)
    servers = LiveServer(market, WORKERS, jobs=False), BareServer(market, WORKERS, market.built.products)
    print(ROW.format(*HEADER))
    try:
        for server in servers:
            server.start()
        with Crowd(CLIENTS) as crowd:
            _measure_all(table, crowd, *servers, what, weights, seconds)
        say_memory(servers[0])
    finally:
        for server in servers:
            if server.process:
                server.stop()
    return table


def _measure_all(
    table: Table, crowd: Crowd, ours: LiveServer, bare: BareServer, what: list[Asked], weights: dict, seconds: float
) -> None:
    """The cards at the beginning, in the middle and at the end: what else the machine does then meets all alike."""
    for number, page in enumerate(what):
        if number % (len(what) // 2) == 0:
            table.cards.append(timed(bare, CARDS, lambda: ask_cards(crowd, bare, seconds)))
        queries, size = weights[page.name]
        table.bare[page.name] = _bare_twin(crowd, bare, page, size, seconds)
        table.lines[page.name] = line = _ours(crowd, ours, page, seconds)
        _say(table, line, "0" if page.kept else queries, size)
    table.cards.append(timed(bare, CARDS, lambda: ask_cards(crowd, bare, seconds)))
    say(mean(table.cards, CARDS))
    say(mean(list(table.bare.values()), "bare, of these bytes"))


def _bare_twin(crowd: Crowd, bare: BareServer, page: Asked, size: int, seconds: float) -> Line:
    """As long as ours where the two are to be held against each other; of a page that is made the limit is the cards."""
    return timed(bare, page.name, lambda: ask_bare(crowd, bare, size, seconds if page.kept else seconds / 4))


def _ours(crowd: Crowd, ours: LiveServer, page: Asked, seconds: float) -> Line:
    """Each client has asked once before the time begins, so templates are read; what is kept nearly every worker has made."""
    settle(ours)
    if page.kept:
        crowd.once(page.act, page.addresses * 6, ours.port)
    return timed(ours, page.name, lambda: crowd.run(page.act, page.addresses, ours.port, seconds))


def timed(server: LiveServer, name: str, ask: Callable[[], Figures]) -> Line:
    before = processor_seconds(server)
    figures = ask()
    used = processor_seconds(server) - before
    count = len(figures.seconds) + figures.failed
    times = figures.quantile(0.5), figures.quantile(0.99)
    return Line(name, figures.per_second, *times, 1000 * used / count if count else 0, figures.failed)


def mean(lines: list[Line], name: str = "") -> Line:
    def over(figure: str) -> float:
        return sum(getattr(line, figure) for line in lines) / len(lines)

    return Line(name, over("per_second"), over("p50"), over("p99"), over("processor_ms"), sum(line.failed for line in lines))


def weight_of(app: Flask, page: Asked) -> tuple[int, int]:
    """Queries that the page asks when it is made, once the process is warm, and its bytes."""
    client = app.test_client()
    client.set_cookie("seen", "1")  # so that it is made and not kept
    client.get(page.addresses[0])
    with queries_of(app) as asked:
        answer = client.get(page.addresses[0])
    assert answer.status_code == 200, (page.addresses[0], answer.status)
    with app.app_context():
        db.session.remove()
    return len(asked), len(answer.data)


def _say(table: Table, line: Line, queries: object, size: int) -> None:
    cards = mean(table.cards).per_second
    shares = share(line.per_second / table.bare[line.name].per_second), share(line.per_second / cards)
    say(line, queries, f"{size / 1000:.0f}", *shares)


def say(line: Line, *rest: object) -> None:
    figures = (f"{line.per_second:.1f}", f"{line.p50:.1f}", f"{line.p99:.1f}", f"{line.processor_ms:.2f}")
    failed = f"   {line.failed} FAILED" if line.failed else ""
    print(ROW.format(line.name, *figures, *rest, *[""] * (4 - len(rest))) + failed, flush=True)


def share(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio > 0.095 else f"1/{1 / ratio:.0f}" if ratio else ""


def say_memory(server: LiveServer) -> None:
    sizes = ", ".join(f"{rss} ({own})" for rss, own in memory_of(server))
    print(f"memory of each process that serves, RSS in MiB (PSS: what is shared divided among them): {sizes}")


def say_built(market: Market) -> None:
    built, sizes = market.built, market.sizes
    print(
        f"brought in {built.imported:,} in {built.import_seconds:.0f} s ({built.import_processor:.0f} s of a processor,"
        f" at most {built.import_mib} MiB); search reindex {built.reindex_seconds:.0f} s"
        f" ({built.reindex_processor:.0f} s of a processor, {built.reindex_mib} MiB);"
        f" database {sizes.database:.0f} MiB, of it search {sizes.search:.0f}, other indexes {sizes.indexes:.0f}"
    )
