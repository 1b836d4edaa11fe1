"""Stored files that no row of the database knows: of forms that were refused, and of processes that ended in the middle."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from shop.kernel.database import db
from shop.kernel.storage import storage

AT_ONCE = 500


def orphaned_files(folder: str, known_by: InstrumentedAttribute, before: datetime) -> list[str]:
    """Storage keys below a folder (`private/returns`), last written before then, whose own key that column does not hold.

    Files stand at `<folder>/<key>/...` or `<folder>/<key>.<kind>`.
    """
    files = storage.keys(folder, before)
    known: set[str] = set()
    keys = sorted({_key(file) for file in files})
    for start in range(0, len(keys), AT_ONCE):
        known.update(db.session.scalars(select(known_by).where(known_by.in_(keys[start : start + AT_ONCE]))))
    return [file for file in files if _key(file) not in known]


def _key(file: str) -> str:
    return file.split("/")[2].partition(".")[0]
