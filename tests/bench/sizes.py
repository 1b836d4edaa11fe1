"""Bytes that a market takes in its database: all of it, what search keeps, and the other indexes."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, create_engine, text

SEARCH = "search"  # tables and files of the search engine are named so

_SQLITE = """SELECT s.name, coalesce(m.tbl_name, s.name), coalesce(m.type, 'table') = 'index', s.pgsize
FROM dbstat AS s LEFT JOIN sqlite_master AS m ON m.name = s.name WHERE s.aggregate = TRUE"""
_POSTGRESQL = """SELECT c.relname, coalesce(t.relname, c.relname), c.relkind = 'i', pg_table_size(c.oid)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid LEFT JOIN pg_class AS t ON t.oid = i.indrelid
WHERE c.relkind IN ('r', 'i') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"""


class Sizes(NamedTuple):
    """MiB. `search` counts its tables, their indexes and its files; `indexes` all indexes of the other tables."""

    database: float
    search: float
    indexes: float


def sizes_of(database_url: str, folder: Path) -> Sizes:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = _parts(connection)
    engine.dispose()
    search = sum(size for name, of, _is_index, size in found if name.startswith(SEARCH) or of.startswith(SEARCH))
    indexes = sum(size for _name, of, is_index, size in found if is_index and not of.startswith(SEARCH))
    files = sum(file.stat().st_size for file in (folder / "instance").glob(f"**/*{SEARCH}*/**/*") if file.is_file())
    return Sizes(sum(size for *_rest, size in found) / 2**20, (search + files) / 2**20, indexes / 2**20)


def _parts(connection: Connection) -> list[tuple[str, str, bool, int]]:
    """(name, the table it is of, whether it is an index, bytes) of each table and index."""
    asked = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    return [(name, of, bool(is_index), int(size)) for name, of, is_index, size in connection.execute(text(asked))]
