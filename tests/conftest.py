"""What every test may ask for: a clean market on either database, a client, a command runner, a served market."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from hypothesis import settings
from sqlalchemy.orm import Session

from shop.kernel.database import db
from shop.moderation import second_looks
from shop.notices.line import line
from shop.payments.gateway import gateway
from shop.people import passwords
from shop.people.line_login import line_login
from tests.client import PageClient
from tests.databases import Cluster, Market, postgresql_cluster, postgresql_market, sqlite_market
from tests.line_double.server import CHANNEL_SECRET, CLIENT_ID, CLIENT_SECRET, TOKEN, LineDouble
from tests.servers import ForkedServer
from tests.stripe_double.client import StripeDouble

BOTH = ["sqlite", "postgresql"]
LOCAL = {None, "", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"}

# A busy machine is no fault of the code, so an example has no deadline.
settings.register_profile("quick", deadline=None)
settings.register_profile("long", deadline=None, max_examples=5000)


def refuse_far_connections(event: str, arguments: tuple) -> None:
    """No test leaves this machine: not by a socket, not by asking for a name."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in LOCAL:
        raise RuntimeError(f"a test tried to reach {host}")


sys.addaudithook(refuse_far_connections)
second_looks.lot = lambda: 99  # nothing is drawn but where all is
passwords.COST.update(memory_cost=16, time_cost=1, parallelism=1)  # slow on purpose where it counts, which is not here


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if "long" in config.option.markexpr else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever drives a browser is marked so by where it stands; `long` runs only when asked for."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")
    if "long" not in config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    """A PostgreSQL of this worker's own, started by the first test that needs it."""
    with postgresql_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("market")


@pytest.fixture(scope="session")
def _sqlite_market(_folder: Path) -> Market:
    return sqlite_market(_folder)


@pytest.fixture(scope="session")
def _postgresql_market(_folder: Path, postgresql: Cluster) -> Iterator[Market]:
    with postgresql_market(_folder, postgresql.url()) as market:
        yield market


@pytest.fixture(params=BOTH)
def market(request: pytest.FixtureRequest) -> Market:
    """An empty market on each database in turn. `@pytest.mark.parametrize("market", ["sqlite"], indirect=True)` picks one."""
    market: Market = request.getfixturevalue(f"_{request.param}_market")
    market.clean()
    return market


@pytest.fixture
def app(market: Market) -> Flask:
    """The application of an empty market; it is the same object for all tests of a worker, its settings put back before each."""
    return market.app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The database session inside an application context: for tests of rooms, which know no request."""
    with app.app_context():
        yield db.session


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A visitor without cookies, who checks the HTML of each page and sends forms with their token; see tests/client.py."""
    return PageClient(app, app.response_class)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """`runner.invoke(args=["doctor"])` is `flask --app shop doctor`."""
    return app.test_cli_runner()


@pytest.fixture(params=BOTH)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a single table: for migrations, backup and restore."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite"
    return request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def serve(market: Market) -> Iterator[Callable[..., ForkedServer]]:
    """Serve the market as production does, `serve(workers=2, jobs=False)`; `market.app` reaches the same database from here."""
    servers: list[ForkedServer] = []

    def start(**options: object) -> ForkedServer:
        servers.append(ForkedServer(market, **options))
        return servers[-1].start()

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def live_server(serve: Callable[..., ForkedServer]) -> ForkedServer:
    """The market served with its job process."""
    return serve()


@pytest.fixture(scope="session")
def _stripe_double() -> Iterator[StripeDouble]:
    with StripeDouble(webhook_retries="0.01,0.02") as double:
        yield double


@pytest.fixture
def stripe_double(_stripe_double: StripeDouble) -> Iterator[StripeDouble]:
    """A Stripe that remembers nothing. At the end neither side may have said what Stripe's own document does not know."""
    _stripe_double.reset()
    yield _stripe_double
    assert _stripe_double.violations() == []


@pytest.fixture
def stripe(app: Flask, stripe_double: StripeDouble) -> StripeDouble:
    """The market's payment provider: its events are held, and a test brings them in by `tests.factories.stripe`."""
    gateway.open(stripe_double.api_key, stripe_double.webhook_secret, stripe_double.url)
    stripe_double.webhooks_to("http://127.0.0.1:9/nobody-listens-here")
    stripe_double.webhooks("hold")
    return stripe_double


@pytest.fixture(scope="session")
def _line_double() -> Iterator[LineDouble]:
    with LineDouble() as double:
        yield double


@pytest.fixture
def line_double(_line_double: LineDouble) -> LineDouble:
    """A LINE that remembers nothing."""
    _line_double.reset()
    return _line_double


@pytest.fixture
def line_on(app: Flask, line_double: LineDouble) -> LineDouble:
    """The market's LINE account and its LINE Login, both at the double."""
    line.open(TOKEN, line_double.url)
    line_login.open(CLIENT_ID, CLIENT_SECRET, line_double.url)
    app.config["LINE_CHANNEL_SECRET"] = CHANNEL_SECRET
    line_double.callback = f"{app.config['PUBLIC_URL']}/account/line/back"
    return line_double
