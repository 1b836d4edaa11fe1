"""A market of so many products in a folder of its own, brought in by the operator's command and served as production is."""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import create_engine, text

from shop.app import create_app
from shop.kernel.database import db
from tests.bench.furnish import furnish
from tests.bench.make_catalogue import write_list
from tests.bench.processes import flask_watched
from tests.bench.sizes import Sizes, sizes_of
from tests.databases import SECRETS
from tests.servers import ROOT

NAMES = ROOT / "tests/data/product-names.txt"
BUILT = "built.json"


@dataclass
class Built:
    """How a market of `products` came to be: seconds by the clock and of a processor, and MiB held at most.

    `imported`: rows that one command brought in.
    """

    products: int
    imported: int = 0
    import_seconds: float = 0
    import_processor: float = 0
    import_mib: int = 0
    reindex_seconds: float = 0
    reindex_processor: float = 0
    reindex_mib: int = 0


class Market(SimpleNamespace):
    """`folder` and `settings`, as LiveServer takes them; `built`; `sizes` of what is stored."""

    folder: Path
    settings: dict[str, str]
    built: Built
    sizes: Sizes


def make_market(folder: Path, database_url: str, products: int) -> Market:
    """Brought in, furnished and indexed; what was begun in this folder before is gone on with, what was ended stands."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"DATABASE_URL": database_url, "INSTANCE_PATH": str(folder / "instance"), **SECRETS}
    market = Market(folder=folder, settings=settings)
    flask(market, "db", "upgrade")
    report = folder / BUILT
    if report.exists():
        market.built = Built(**json.loads(report.read_text()))
    else:
        market.built = _build(market, products)
        report.write_text(json.dumps(asdict(market.built)))
    market.sizes = sizes_of(database_url, folder)
    return market


def _build(market: Market, products: int) -> Built:
    built = Built(products)
    listed, there = market.folder / "list.csv", _count(market.settings["DATABASE_URL"])
    write_list(listed, products, there)
    if there < products:
        ran = flask_watched(market.settings, "products", "import", str(listed), "--publish")
        built.imported = json.loads(ran.said)["created"]
        assert built.imported == products - there, ran.said[:1000]
        built.import_seconds, built.import_processor, built.import_mib = ran.seconds, ran.processor_seconds, ran.peak_mib
    listed.unlink()
    app = create_app(market.settings)
    with app.app_context():
        furnish()
        db.engine.dispose()
    ran = flask_watched(market.settings, "search", "reindex")
    built.reindex_seconds, built.reindex_processor, built.reindex_mib = ran.seconds, ran.processor_seconds, ran.peak_mib
    return built


def _count(database_url: str) -> int:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        there = connection.scalar(text("SELECT count(*) FROM products"))
    engine.dispose()
    return there


def flask(market: SimpleNamespace, *arguments: str) -> str:
    command = [sys.executable, "-m", "flask", "--app", "shop", *arguments]
    environment = os.environ | market.settings
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout
