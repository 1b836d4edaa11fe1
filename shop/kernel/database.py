"""The database: one session, one way to write, and the column types that keep our promises."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    DateTime,
    Engine,
    Enum,
    Index,
    MetaData,
    ScalarSelect,
    Table,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator):
    """A moment: aware on both sides, UTC in the database (SQLite keeps no zone, so it is put back on reading)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time: say which zone it is in")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of those rows alone of which `where` is true, on both databases alike."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


def unique_where(name: str, *columns: str, where: str) -> Index:
    """One row at most of those columns among the rows of which `where` is true."""
    return index_where(name, *columns, where=where, unique=True)


def enum_column(kind: type[StrEnum]) -> Enum:
    """The values of a StrEnum as text, guarded by a CHECK of that name."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        name=f"{kind.__name__.lower()}_known",
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UtcDateTime, dict: Json, list: Json}
    )


db = SQLAlchemy(model_class=Base)


class UnfinishedWork(RuntimeError):
    """Something was changed, or a transaction was open, where a new transaction was to begin."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Everything inside is saved together or not at all. Opened once, by the view, command or job that was called.

    Loading the signed-in person has already begun a read. SQLite refuses to turn a read into a write while others write,
    whatever its busy timeout, so the read ends here and the write begins afresh, first in line.
    Raises UnfinishedWork when opened inside another, or with unsaved changes about.
    """
    session = db.session()
    if session.info.get("writing") or session.new or session.dirty or session.deleted:
        raise UnfinishedWork("a transaction begins clean and does not nest")
    session.rollback()
    session.info["writing"] = True
    try:
        session.connection(execution_options={"writes": True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info["writing"]


def insert(table: type | Table) -> Insert:
    """INSERT as the database at hand spells its ON CONFLICT: of two requests at once neither fails."""
    return {"sqlite": sqlite, "postgresql": postgresql}[db.session.connection().dialect.name].insert(table)


def counts(**asked: ScalarSelect[int]) -> dict[str, int]:
    """Several counts by one question; each is a room's own."""
    row = db.session.execute(select(*(each.label(name) for name, each in asked.items()))).one()
    return dict(row._mapping)


def one_at_a_time(fingerprint: str) -> None:
    """Until the commit nobody else comes past here with the same fingerprint (SQLite has one writer anyhow)."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(fingerprint, 0))))


class Beside(ColumnElement):
    """A column that leads SQLite, which plans without figures, to no index: the rest of the statement says which way to go."""

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]

    def __init__(self, column: ColumnElement) -> None:
        self.column, self.type = column, column.type


@compiles(Beside)
def _beside(it: Beside, compiler: SQLCompiler, **how: object) -> str:
    return compiler.process(it.column, **how)


@compiles(Beside, "sqlite")
def _beside_in_sqlite(it: Beside, compiler: SQLCompiler, **how: object) -> str:
    return "+" + compiler.process(it.column, **how)


def is_writing() -> bool:
    """Whether a transaction() is open now: what is slow or remote asks this before it begins."""
    return bool(db.session().info.get("writing"))


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None  # BEGIN is ours to say, below
        for pragma in (
            "busy_timeout=20000",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "cache_size=-32768",
        ):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    # Only on connections prepared above: an engine that says its own BEGIN (the job engine's) has set its isolation level again.
    if connection.dialect.name == "sqlite" and connection.connection.dbapi_connection.isolation_level is None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
