"""Counts what a request asks of the database: bounds that a page keeps to however long its lists are."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from shop.kernel.database import db


@contextmanager
def queries_of(app: Flask) -> Iterator[list[str]]:
    """Every statement sent within, BEGIN and COMMIT apart."""
    with app.app_context():
        engine = db.engine
    asked: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
