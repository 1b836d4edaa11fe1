"""The database into a backup and out of one: SQLite as its own copy, PostgreSQL table by table, each as of one moment."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from alembic.migration import MigrationContext
from psycopg import sql
from sqlalchemy import Connection, text

from shop.kernel.changes import PageChange
from shop.kernel.database import db
from shop.upkeep.archive import PIECE, Writer

SQLITE_MEMBER = "database/market.sqlite"
COPY_SUFFIX = ".copy"
LEFT_OUT = ("alembic_version", PageChange.__tablename__)  # the second counts in numbers of this server's own


def kind_of_database() -> str:
    return db.engine.dialect.name


def has_tables() -> bool:
    """Whether anything of ours, or of anybody, stands in the database already."""
    with db.engine.connect() as connection:
        if kind_of_database() == "sqlite":
            return bool(connection.scalar(text("SELECT count(*) FROM sqlite_master")))
        return bool(_tables(connection))


def dump(archive: Writer, spool: Path) -> dict:
    """Add the database to a backup; `spool` is a folder for what passes through. What the manifest says of it."""
    return _dump_sqlite(archive, spool) if kind_of_database() == "sqlite" else _dump_postgresql(archive, spool)


def _dump_sqlite(archive: Writer, spool: Path) -> dict:
    """SQLite's online backup, in one step: a reader like any other, so that sales go on meanwhile."""
    with tempfile.TemporaryDirectory(dir=spool, prefix="backup-") as folder:
        copy = Path(folder) / "market.sqlite"
        source = db.engine.raw_connection()
        target = sqlite3.connect(copy)
        try:
            source.driver_connection.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            (revision,) = target.execute("SELECT version_num FROM alembic_version").fetchone()
        finally:
            target.close()
            source.close()
        with copy.open("rb") as file:
            archive.add(SQLITE_MEMBER, file, copy.stat().st_size)
    return {"database": "sqlite", "revision": revision}


def _dump_postgresql(archive: Writer, spool: Path) -> dict:
    """COPY of every table of our schema in one snapshot. The job engine's tables stand in another schema and stay out."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**options) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        tables = {name: _columns(connection, name) for name in _tables(connection) if name not in LEFT_OUT}
        cursor = connection.connection.driver_connection.cursor()
        for name, columns in tables.items():
            with tempfile.TemporaryFile(dir=spool) as file:
                with cursor.copy(_copy(name, columns, "TO STDOUT")) as rows:
                    for row in rows:
                        file.write(row)
                size = file.tell()
                file.seek(0)
                archive.add(f"database/{name}{COPY_SUFFIX}", file, size)
    return {"database": "postgresql", "revision": revision, "tables": tables}


@contextmanager
def loading_sqlite() -> Iterator:
    """Gives `load(name, content)`; the database stands in its place once all went well."""
    place = Path(db.engine.url.database)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".restore-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield lambda _name, content: shutil.copyfileobj(content, file, PIECE)
            file.flush()
            os.fsync(file.fileno())
        db.engine.dispose()
        for leftover in place.parent.glob(f"{place.name}-*"):  # the log of the empty database that stood there
            leftover.unlink()
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def loading_postgresql(tables: dict[str, list[str]]) -> Iterator:
    """Gives `load(name, content)`; all of it is there once all went well, or nothing.

    The tables refer to one another in circles, so references are taken away before and put back, and so checked, after.
    """
    with db.engine.begin() as connection:
        references = connection.execute(
            text(
                "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
            )
        ).all()
        for table, name, _definition in references:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor = connection.connection.driver_connection.cursor()

        def load(name: str, content: BinaryIO) -> None:
            table = name.removeprefix("database/").removesuffix(COPY_SUFFIX)
            with cursor.copy(_copy(table, tables[table], "FROM STDIN")) as rows:
                while piece := content.read(PIECE):
                    rows.write(piece)

        yield load
        for table, name, definition in references:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        _set_sequences(connection)


def _set_sequences(connection: Connection) -> None:
    """The next row's number comes after the last one's."""
    for table in _tables(connection):
        for column in _columns(connection, table):
            asked = text("SELECT pg_get_serial_sequence(quote_ident(:table), :column)")
            if sequence := connection.scalar(asked, {"table": table, "column": column}):
                last = connection.scalar(text(f'SELECT max("{column}") FROM "{table}"'))  # noqa: S608 (names from the catalogue)
                if last:
                    connection.execute(
                        text("SELECT setval(CAST(:sequence AS regclass), :last)"), {"sequence": sequence, "last": last}
                    )


def _tables(connection: Connection) -> list[str]:
    asked = text(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
    )
    return list(connection.scalars(asked))


def _columns(connection: Connection, table: str) -> list[str]:
    asked = text(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        " AND table_name = :table AND is_generated = 'NEVER' ORDER BY ordinal_position"
    )
    return list(connection.scalars(asked, {"table": table}))


def _copy(table: str, columns: list[str], way: str) -> sql.Composed:
    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), names, sql.SQL(way))
