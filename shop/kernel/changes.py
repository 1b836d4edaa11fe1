"""What changed of that which everybody may see, and whose it was: noted by the database itself, so that nobody forgets to.

Triggers on the tables that public pages show add a row to `page_changes`: the group it concerns, or EVERYBODY. Pages that are
kept (shop/web/kept/) ask what is new a few times a second. Nobody waits for anybody: on PostgreSQL each transaction adds a row
of its own, on SQLite, which has one writer, a group's row is put in place of its former one.

Alembic's batch mode drops triggers silently and cannot rename a table that one of another names, so migrations/env.py takes all
away before a migration and puts them back after it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, Index, delete, inspect, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel.clock import now
from shop.kernel.database import db

EVERYBODY = 0  # in the place of a group: it may be seen on any page
KEPT = timedelta(days=1)  # a reader that was away for longer than half of it knows nothing any more

_OF_PRODUCT = "(SELECT p.group_id FROM products AS p WHERE p.id = it.product_id)"
# By the keys of both: no index leads from a revision to the product that shows it, and all products would be read at each row.
_OF_PUBLISHED = (
    "(SELECT p.group_id FROM product_revisions AS r JOIN products AS p ON p.id = r.product_id AND p.published_revision_id = r.id"
    " WHERE r.id = it.revision_id)"
)

# Table by table: the group that a row `it` concerns, as SQL of both databases. NULL: nobody sees it, a draft for example.
WATCHED = {
    "groups": "it.id",
    "group_profiles": "(SELECT g.id FROM groups AS g WHERE g.id = it.group_id AND g.published_profile_id = it.id)",
    "shipping_options": "it.group_id",
    "rest_periods": "it.group_id",
    "products": "it.group_id",
    "product_revisions": "(SELECT p.group_id FROM products AS p WHERE p.id = it.product_id AND p.published_revision_id = it.id)",
    "revision_standards": _OF_PUBLISHED,
    "revision_photos": _OF_PUBLISHED,
    "photos": "it.group_id",
    "variants": _OF_PRODUCT,
    "search_documents": _OF_PRODUCT,
    "questions": "it.group_id",
    "reviews": "it.group_id",
    "review_photos": "(SELECT r.group_id FROM reviews AS r WHERE r.id = it.review_id)",
    "review_answers": "(SELECT r.group_id FROM reviews AS r WHERE r.id = it.review_id)",
    "share_pictures": "CASE it.kind WHEN 'product' THEN (SELECT p.group_id FROM products AS p WHERE p.id = it.subject_id)"
    " WHEN 'group' THEN it.subject_id ELSE 0 END",
    "short_codes": "it.group_id",
    "booths": "0",
    "exhibits": "0",
    "fairs": "0",
    "fair_pictures": "0",
    "search_words": "0",
    "impact_counts": "0",
    "impact_years": "0",
    "recalls": "0",
}


class PageChange(db.Model):
    """A group changed in that transaction. `stamp`: its number on PostgreSQL, on SQLite one more than the last."""

    __tablename__ = "page_changes"
    __table_args__ = (Index(None, "stamp"),)

    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # no reference: a group that is gone has changed
    stamp: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class News(NamedTuple):
    """What changed since a mark, and the mark to ask from next time. Some of it may have been told before."""

    changes: set[tuple[int, int]]  # (group, stamp)
    mark: int


# A transaction that began early may end late, with a smaller number than one that was read of already. So on PostgreSQL the mark
# is the oldest transaction still under way: what was not seen yet is of it or of a later one. SQLite's writers come one by one.
_MARKS = {
    "sqlite": "SELECT coalesce(max(stamp), 0) AS mark FROM page_changes",
    "postgresql": "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS mark",
}
_NEWS = {
    name: text(f"SELECT c.group_id, c.stamp, s.mark FROM ({mark}) AS s LEFT JOIN page_changes AS c ON c.stamp >= :mark")  # noqa: S608 (no value but ours)
    for name, mark in _MARKS.items()
}


def news_since(connection: Connection, mark: int) -> News:
    """Asked with the mark of the last answer, 0 at first."""
    rows = connection.execute(_NEWS[connection.dialect.name], {"mark": mark}).all()
    return News({(group_id, stamp) for group_id, stamp, _mark in rows if group_id is not None}, rows[0][2])


def forget_old_changes() -> int:
    """What every reader has long seen. SQLite keeps one row a group, and counts on from the last."""
    if db.session.connection().dialect.name == "sqlite":
        return 0
    return db.session.execute(delete(PageChange).where(PageChange.at < now() - KEPT)).rowcount


# The triggers


def create_triggers(connection: Connection) -> None:
    """Those of the tables that are there, anew."""
    tables = set(inspect(connection).get_table_names())
    if PageChange.__tablename__ not in tables:
        return
    for table in sorted(tables & WATCHED.keys()):
        for statement in _statements(connection, table):
            connection.exec_driver_sql(statement)


def drop_triggers(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    for name in sorted(_present(connection)):
        table = name.removeprefix("page_change_of_").rsplit("_on_", 1)[0]
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {table}")))
        if not is_sqlite:
            connection.execute(text(f"DROP FUNCTION IF EXISTS note_page_change_of_{table}()"))


def missing_triggers(connection: Connection) -> set[str]:
    return {name for table in WATCHED for name in _names(connection, table)} - _present(connection)


def _names(connection: Connection, table: str) -> list[str]:
    verbs = ("insert", "update", "delete") if connection.dialect.name == "sqlite" else ("change",)
    return [f"page_change_of_{table}_on_{verb}" for verb in verbs]


def _present(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        names: Iterable[str] = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        names = connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"))
    return {name for name in names if name.startswith("page_change_of_")}


def _statements(connection: Connection, table: str) -> list[str]:
    if connection.dialect.name == "sqlite":
        made = zip(_names(connection, table), ("INSERT", "UPDATE", "DELETE"), strict=True)
        return [part for name, verb in made for part in _sqlite_trigger(name, table, verb)]
    return _postgresql_trigger(table)


def _sqlite_trigger(name: str, table: str, verb: str) -> list[str]:
    whose = WATCHED[table].replace("it.", "OLD." if verb == "DELETE" else "NEW.")
    body = f"""INSERT INTO page_changes (group_id, stamp, at)
    SELECT whose, 1 + coalesce((SELECT max(stamp) FROM page_changes), 0), strftime('%Y-%m-%d %H:%M:%f000', 'now')
    FROM (SELECT {whose} AS whose) WHERE whose IS NOT NULL;
  DELETE FROM page_changes WHERE group_id = {whose} AND stamp < (SELECT max(stamp) FROM page_changes);"""  # noqa: S608 (no value but ours)
    return [f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} AFTER {verb} ON {table} BEGIN {body} END"]


def _postgresql_trigger(table: str) -> list[str]:
    function = f"note_page_change_of_{table}()"
    name = f"page_change_of_{table}_on_change"
    body = f"""CREATE OR REPLACE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE it {table};
BEGIN
  IF TG_OP = 'DELETE' THEN it = OLD; ELSE it = NEW; END IF;
  INSERT INTO page_changes (group_id, stamp, at)
    SELECT whose, pg_current_xact_id()::text::bigint, now() FROM (SELECT {WATCHED[table]} AS whose) AS w WHERE whose IS NOT NULL
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$"""  # noqa: S608 (names and rules of our own)
    create = f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}"
    return [body, f"DROP TRIGGER IF EXISTS {name} ON {table}", create]
