"""How Alembic reaches the market's database: through the application, one transaction for the whole upgrade."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from shop.kernel import changes
from shop.kernel.database import UtcDateTime, db
from shop.kernel.secrets import Encrypted


def plain_type(kind: str, thing: object, _autogen: object) -> str | bool:
    """Write our own column types as what the database sees, so that a migration never depends on today's code."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Encrypted):
        return "sa.LargeBinary()"
    return False


def run() -> None:
    with db.engine.connect().execution_options(writes=True) as connection:
        if connection.dialect.name == "sqlite":
            # Batch mode rebuilds a table by dropping the old one: references must not be followed meanwhile,
            # and SQLite hears this only outside a transaction.
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
            try:
                migrate(connection)
            finally:
                connection.rollback()  # ends whatever read came after the commit: the connection goes back to the pool
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
        else:
            migrate(connection)


def migrate(connection: Connection) -> None:
    options = current_app.extensions["migrate"].configure_args | {"render_item": plain_type}
    context.configure(connection=connection, target_metadata=db.metadata, **options)
    with context.begin_transaction():
        changes.drop_triggers(connection)  # batch mode would lose some and stumble over others
        context.run_migrations()
        changes.create_triggers(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"references broken by the migration: {broken[:5]}")
            connection.commit()


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database, not into a script: set DATABASE_URL.")
run()
