"""Append-only tables: the database itself refuses to change or remove their rows.

Alembic's batch mode drops triggers silently on SQLite, so `missing_triggers` is asked by a test and by `doctor`.
"""

from sqlalchemy import Connection, text

APPEND_ONLY = ("audit_entries", "audit_seals", "ledger_transactions", "ledger_entries", "stock_movements")

_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""

_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"""


def create_triggers(connection: Connection, tables: tuple[str, ...] = APPEND_ONLY) -> None:
    """`tables` is said by a migration, which must go on meaning what it meant when it was written."""
    if connection.dialect.name == "sqlite":
        for table in tables:
            for verb in ("update", "delete"):
                connection.execute(text(_SQLITE.format(table=table, verb=verb)))
        return
    connection.execute(text(_POSTGRESQL_FUNCTION))
    for table in tables:
        for verb, level in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            name = f"{table}_no_{verb}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name} ON {table}"))
            connection.execute(
                text(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {level} EXECUTE FUNCTION refuse_change()")
            )


def drop_triggers(connection: Connection) -> None:
    on_table = connection.dialect.name != "sqlite"
    for name in sorted(present_triggers(connection)):
        table = name.rsplit("_no_", 1)[0]
        connection.execute(text(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on_table else "")))
    if on_table:
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change()"))


def present_triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        names = connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"))
    return {name for name in names if name.rsplit("_no_", 1)[0] in APPEND_ONLY}


def missing_triggers(connection: Connection) -> set[str]:
    verbs = ("update", "delete") if connection.dialect.name == "sqlite" else ("update", "delete", "truncate")
    wanted = {f"{table}_no_{verb}" for table in APPEND_ONLY for verb in verbs}
    return wanted - present_triggers(connection)
