"""Requests a second, p50 and p99 of the pages that carry a market of 10,000 products, beside a page that does nothing.

`python -m tests.bench [--postgresql] [--products N] [--seconds S]`: loopback only, in a folder of its own, about three minutes.
"""

import argparse
import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

from sqlalchemy import create_engine, text

from shop.app import create_app
from shop.kernel.database import db
from shop.kernel.thai import slugify
from tests.bench import load
from tests.bench.fairs import seconds_of_packs
from tests.bench.market import make_market, memory_of
from tests.databases import postgresql_cluster
from tests.servers import LiveServer
from tests.stripe_double.client import StripeDouble

WORKERS = 2
CLIENTS = 8
PAID = 160  # purchases that are paid beforehand


KEPT = 20  # products that everybody looks at
CATALOGUES = ["/products", "/products?category=food", "/products?sort=price_asc", "/products?district=1301"]
WORDS = ("น้ำพริก", "กล้วย", "ข้าว", "ปลา", "ขนม", "นำ้พริก", "เค้ก", "ไข่เค็ม")
ROW = "{:<16} {:>10} {:>9} {:>9} {:>9} {:>8}"


class BareServer(LiveServer):
    """The page that does nothing, served by the same server with as many workers and threads."""

    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--preload", "--no-control-socket"),
            *("--workers", str(WORKERS), "--threads", "8", "--worker-class", "gthread", "tests.bench.bare:app"),
        ]


def scenarios(database_url: str) -> dict[str, tuple[Callable, list[str]]]:
    """What is done, and to what."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        asked = "SELECT products.id, products.title, variants.id FROM variants JOIN products ON products.id = product_id"
        products = connection.execute(text(f"{asked} ORDER BY variants.id")).all()
    engine.dispose()
    variants = [str(variant) for _id, _title, variant in products]
    pages = [f"/products/{number}-{quote(slugify(title))}" for number, title, _variant in products]
    return {
        "home": (load.look_made, ["/"]),
        "catalogue": (load.look_made, CATALOGUES),
        "catalogue, kept": (load.look, CATALOGUES),
        "search": (load.look, [f"/products?q={quote(word)}" for word in WORDS]),
        "product": (load.look_made, pages),
        "product, kept": (load.look, pages[:KEPT]),
        "add to basket": (load.fill, variants),
        "whole purchase": (load.buy, variants),
    }


def measure(kind: str, database_url: str, folder: Path, products: int, seconds: float) -> None:
    """One table for one database."""
    market, rows_per_second = make_market(folder, database_url, products)
    print(
        f"\n{kind}: {products:,} products, brought in at {rows_per_second:,.0f} rows a second;",
        f"{WORKERS} workers, {CLIENTS} clients",
    )
    booths, taken = seconds_of_packs(market)
    print(f"cards of {booths} booths:", ", ".join(f"{seconds:.1f} s as {layout.upper()}" for layout, seconds in taken.items()))
    print(ROW.format("", "requests/s", "p50 ms", "p99 ms", "of limit", "failed"))
    what = scenarios(database_url)
    sizes = {name: bytes_of(market, what[name][1][0]) for name in ("catalogue, kept", "product, kept")}
    bare = {f"bare, {size // 1000} KB": (load.look, [f"/bytes/{size}"]) for size in sizes.values()}
    bare |= {"24 rows in Jinja": (load.look, ["/cards"]), "bare Flask page": (load.look, ["/"])}
    measured = _served(BareServer(market, WORKERS), bare, seconds, {})
    limits = {name: measured[f"bare, {size // 1000} KB"] for name, size in sizes.items()}
    limits[""] = limit = measured["bare Flask page"]
    with StripeDouble(spec=None) as stripe:
        given = {"STRIPE_SECRET_KEY": stripe.api_key, "STRIPE_WEBHOOK_SECRET": stripe.webhook_secret}
        given["STRIPE_API_BASE"] = stripe.url
        server = LiveServer(market, WORKERS, jobs=False, **given)
        stripe.webhooks_to(f"{server.url}/webhooks/stripe")
        stripe.webhooks("hold")
        _served(server, what, seconds, limits, lambda: _paid(server, stripe, what["whole purchase"][1], limit))


def _paid(server: LiveServer, stripe: StripeDouble, variants: list[str], limit: float) -> None:
    """Purchases that are paid beforehand, and hearing of each that it was paid: the events are signed and brought by hand."""
    made = load.once(load.go_to_pay, variants[:PAID], server.port, CLIENTS)
    _say("way to payment", made, limit)
    for session in stripe.api().v1.checkout.sessions.list({"limit": 100}).auto_paging_iter():
        stripe.pay(session.id, "promptpay")
    heard = [event["id"] for event in stripe.held() if event["type"] == "checkout.session.completed"]
    events = [(body.decode(), signature) for body, signature in map(stripe.signed, heard)]
    _say("webhook", load.once(load.hear, events, server.port, CLIENTS), limit)
    _say("webhook again", load.once(load.hear, events, server.port, CLIENTS), limit)


def bytes_of(market: SimpleNamespace, path: str) -> int:
    app = create_app(market.settings)
    size = len(app.test_client().get(path).data)
    with app.app_context():
        db.engine.dispose()
    return size


def _say(name: str, figures: load.Figures, limit: float | None) -> None:
    share = figures.per_second / limit if limit else 0
    share = f"{share:.2f}" if share > 0.5 else f"1/{1 / share:.0f}" if share else ""
    times = (f"{figures.quantile(0.5):.1f}", f"{figures.quantile(0.99):.1f}")
    print(ROW.format(name, f"{figures.per_second:.1f}", *times, share, figures.failed), flush=True)


def _served(
    server: LiveServer,
    what: dict[str, tuple[Callable, list[str]]],
    seconds: float,
    limits: dict[str, float],
    then: Callable[[], None] = lambda: None,
) -> dict[str, float]:
    """Requests a second of each. `limits`: what each is measured against, by its name; under the empty name for all others."""
    server.start()
    measured: dict[str, float] = {}
    try:
        for name, (act, things) in what.items():
            figures = load.run(act, things, server.port, CLIENTS, seconds)
            measured[name] = figures.per_second
            _say(name, figures, limits.get(name, limits.get("")))
        then()
        sizes = ", ".join(f"{rss} ({own})" for rss, own in memory_of(server))
        print(f"memory of each process, RSS in MiB (PSS: what is shared divided among them): {sizes}")
        return measured
    finally:
        server.stop()


def main() -> None:
    options = argparse.ArgumentParser(prog="tests.bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    options.add_argument("--products", type=int, default=10_000)
    options.add_argument("--seconds", type=float, default=8, help="how long each page is asked for")
    asked = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="market-bench-")))
        if asked.postgresql:
            cluster = stack.enter_context(postgresql_cluster())
            kind, database_url = "PostgreSQL", cluster.new_database()
        else:
            kind, database_url = "SQLite", f"sqlite:///{folder / 'market.sqlite'}"
        measure(kind, database_url, folder, asked.products, asked.seconds)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
