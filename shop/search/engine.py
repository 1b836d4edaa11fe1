"""Asking the index which products hold tokens, all or any: FTS5 on SQLite, a tsvector on PostgreSQL, told apart here alone.

Both are the database's own, so that what a transaction changes is found, or no more, the moment it is committed, by every
process on every host, and a backup holds it. Why not a search engine beside it: docs/decisions/0027.
"""

from dataclasses import dataclass

from sqlalchemy import Select, column, table, text
from sqlalchemy.exc import DatabaseError

from shop.kernel.database import db
from shop.search.models import SearchDocument

_FTS5 = table("search_tokens", column("rowid"))


@dataclass(frozen=True)
class All:
    """Documents that hold every one of these."""

    parts: "tuple[Asked, ...]"


@dataclass(frozen=True)
class Any:
    """Documents that hold one of these at least."""

    parts: "tuple[Asked, ...]"


_MERGED = 500  # pages of the index a step
Asked = str | All | Any


def documents(asked: Select, holds: Asked | None) -> Select:
    """`asked` from the documents that hold this (None: from all); newest first, which both indexes give as they go."""
    if holds is None:
        return asked.select_from(SearchDocument).order_by(SearchDocument.product_id.desc())
    if _is_sqlite():
        condition = text("search_tokens MATCH :tokens").bindparams(tokens=_written(holds, " AND ", " OR ", '"'))
        joined = _FTS5.join(SearchDocument, SearchDocument.product_id == _FTS5.c.rowid)
        return asked.select_from(joined).where(condition).order_by(_FTS5.c.rowid.desc())
    condition = text("search_documents.search_tokens @@ CAST(:tokens AS tsquery)")
    condition = condition.bindparams(tokens=_written(holds, " & ", " | ", "'"))
    return asked.select_from(SearchDocument).where(condition).order_by(SearchDocument.product_id.desc())


def merge_a_little() -> bool:
    """One short step towards an index in one piece, in the caller's transaction; False where nothing is left to do."""
    if not _is_sqlite():
        return False
    before = db.session.scalar(text("SELECT total_changes()"))
    db.session.execute(text("INSERT INTO search_tokens (search_tokens, rank) VALUES ('merge', :pages)"), {"pages": _MERGED})
    return db.session.scalar(text("SELECT total_changes()")) - before > 1


def differs() -> bool:
    """Whether the index is not what the documents say, for `doctor`; PostgreSQL derives it by itself."""
    if not _is_sqlite():
        return False
    try:
        db.session.execute(text("INSERT INTO search_tokens (search_tokens, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        return True
    return False


def _written(asked: Asked, all_of: str, any_of: str, quote: str) -> str:
    """Tokens are letters and digits alone, so nothing that is typed can be an operator."""
    if isinstance(asked, str):
        return quote + asked + quote
    between = all_of if isinstance(asked, All) else any_of
    return "(" + between.join(_written(part, all_of, any_of, quote) for part in asked.parts) + ")"


def _is_sqlite() -> bool:
    return db.session.connection().dialect.name == "sqlite"
