"""How fast the market is, beside pages that do the least that can be done: `make bench`, `make bench N=1000000 KEEP=folder`.

    python -m tests.bench                    pages of 10,000 products, then what `trade` says: about five minutes
    python -m tests.bench pages --products N of N products, and of 10,000 beside them where N is more
    python -m tests.bench trade              purchases, webhooks and booth cards alone
    python -m tests.bench impact             figures, reports and pages of 100,000 orders of 5,000 groups alone

Loopback only, in a folder of its own; with --keep the markets stay there for the next run, and an import that was broken off
goes on. Figures and whether each aim is met are printed, and nothing is judged.
"""

import argparse
import multiprocessing
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

SMALL = 10_000


def main() -> None:
    asked = _options().parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="market-bench-")))
        address = _addresses(stack, asked)
        if asked.what in ("all", "pages"):
            _pages(asked, asked.keep or folder, address)
        if asked.what in ("all", "trade"):
            _trade(asked, folder, address)
        if asked.what in ("all", "impact"):
            _impact(folder, address)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="tests.bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("what", nargs="?", choices=("all", "pages", "trade", "impact"), default="all")
    options.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    options.add_argument("--products", type=int, default=SMALL)
    options.add_argument("--seconds", type=float, default=4, help="how long each page is asked for")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="where the markets of SQLite stay")
    return options


def _addresses(stack: ExitStack, asked: argparse.Namespace):
    """Where the database of a folder is."""
    from tests.databases import postgresql_cluster

    if not asked.postgresql:
        return lambda folder: f"sqlite:///{folder.absolute() / 'market.sqlite'}"
    if asked.keep:
        raise SystemExit("a market on PostgreSQL is not kept")
    cluster = stack.enter_context(postgresql_cluster())
    return lambda _folder: cluster.new_database()


def _pages(asked: argparse.Namespace, folder: Path, address) -> None:
    from tests.bench.aims import aims, say_aims
    from tests.bench.market import make_market
    from tests.bench.pages import CLIENTS, WORKERS, measure, say_built

    kind = "PostgreSQL" if asked.postgresql else "SQLite"
    tables = []
    for products in sorted({min(SMALL, asked.products), asked.products}):
        place = folder / str(products)
        market = make_market(place, address(place), products)
        print(f"\n{kind}: {products:,} products; {WORKERS} workers, {CLIENTS} clients")
        say_built(market)
        tables.append(measure(market, asked.seconds))
    say_aims(aims(tables[-1], tables[0] if len(tables) > 1 else None))


def _trade(asked: argparse.Namespace, folder: Path, address) -> None:
    """In a market of its own or, on SQLite, a copy of the one that pages were measured in, which stays as it was."""
    from tests.bench.market import make_market
    from tests.bench.trade import measure_trade

    place = folder / "trade"
    ready = (asked.keep or folder) / str(SMALL)
    if (ready / "market.sqlite").exists():
        shutil.copytree(ready, place)
    measure_trade(make_market(place, address(place), SMALL), asked.seconds)


def _impact(folder: Path, address) -> None:
    """In a market of its own, which holds no more products than an order must name."""
    from types import SimpleNamespace

    from tests.bench.impact import measure_impact
    from tests.bench.market import flask
    from tests.databases import SECRETS

    place = folder / "impact"
    place.mkdir()
    settings = {"DATABASE_URL": address(place), "INSTANCE_PATH": str(place / "instance"), **SECRETS}
    market = SimpleNamespace(folder=place, settings=settings)
    flask(market, "db", "upgrade")
    measure_impact(market)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
