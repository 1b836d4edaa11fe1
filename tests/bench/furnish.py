"""What no list can bring, written in bulk after the import: photos, standards, what was sold, and when each came to the market.

Each product gets a photo's row of its own with a key of its own, as if its files were published. The files themselves are not
there: the bench asks for pages, never for pictures. Everything follows from the product's number, so every run is alike.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.engine import Row

from shop.catalogue.models import Photo, PhotoStatus, Product, RevisionPhoto, RevisionStandard, StandardKind
from shop.kernel.clock import now
from shop.kernel.database import db, transaction

AT_ONCE = 2_000
PERIOD = timedelta(days=300)  # over which products came to the market, in another order than the list's
FILES = {"widths": [320, 640, 1280], "formats": ["avif", "webp", "jpg"]}
SHOT = {"status": PhotoStatus.READY, "width": 1600, "height": 1200, **FILES}


def furnish() -> None:
    """Every published product that has no photo yet: a second run finds it done."""
    for rows in _bare_products():
        with transaction():
            photos = _photos(rows)
            _standards(rows)
            _lives(rows, photos)


def _bare_products() -> Iterator[list[Row]]:
    asked = select(Product.id, Product.group_id, Product.published_revision_id.label("revision_id")).order_by(Product.id)
    asked = asked.where(Product.published_revision_id.is_not(None), Product.cover_photo_id.is_(None)).limit(AT_ONCE)
    last = 0
    while rows := db.session.execute(asked.where(Product.id > last)).all():
        last = rows[-1].id
        yield rows


def _photos(rows: list[Row]) -> dict[int, int]:
    """A photo of each; their numbers by the product's."""
    moment = now()
    keys = {f"{row.id:040x}": row for row in rows}
    photos = [{"group_id": row.group_id, "key": key, "published_at": moment, **SHOT} for key, row in keys.items()]
    db.session.execute(insert(Photo.__table__), photos)
    numbers = dict(db.session.execute(select(Photo.key, Photo.id).where(Photo.key.in_(keys))).all())
    shown = [{"revision_id": row.revision_id, "photo_id": numbers[key]} for key, row in keys.items()]
    db.session.execute(insert(RevisionPhoto.__table__), shown)
    return {row.id: numbers[key] for key, row in keys.items()}


def _standards(rows: list[Row]) -> None:
    """Stars for one in four, a food number for one in three, a village standard for one in nine."""
    held = [
        {"revision_id": row.revision_id, "kind": kind, "number": number}
        for row in rows
        for kind, number, every in (
            (StandardKind.OTOP, str(1 + row.id % 5), 4),
            (StandardKind.FDA, f"13{row.id:011d}", 3),
            (StandardKind.TCPS, f"{row.id % 900 + 1}/2566", 9),
        )
        if row.id % every == 0
    ]
    if held:
        db.session.execute(insert(RevisionStandard.__table__), held)


def _lives(rows: list[Row], photos: dict[int, int]) -> None:
    """When each was published, and how often it was sold: a few sell much, most little."""
    begun, seconds = now() - PERIOD, int(PERIOD.total_seconds())
    wanted = update(Product.__table__).where(Product.__table__.c.id == bindparam("number"))
    wanted = wanted.values(cover_photo_id=bindparam("photo"), published_at=bindparam("moment"), sold_count=bindparam("sold"))
    lives = [
        {
            "number": row.id,
            "photo": photos[row.id],
            "moment": begun + timedelta(seconds=row.id * 7_919_017 % seconds),
            "sold": 4000 // (1 + row.id * 7919 % 4001),
        }
        for row in rows
    ]
    db.session.execute(wanted, lives)
