"""Which share pictures there are, which are of yesterday's facts, and where their files stand.

Nobody tells this room that something changed: it compares what each picture was drawn of with what is public now. So a page never
shows the picture of an old price, a missed beat is made up for, and what left the market loses its picture.
"""

import hashlib
from functools import lru_cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)

from shop.catalogue.models import Photo, Product
from shop.fairs.models import Fair
from shop.groups.models import Group, GroupProfile
from shop.groups.states import GroupStatus
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.storage import NoSuchFile, storage
from shop.papers.models import ShareKind, SharePicture

DRAWING = "1"  # raised where the drawing itself changes, so that all are drawn anew
FOLDER = "public/share"


def current_key(kind: ShareKind, subject_id: int) -> str | None:
    """Of the picture that shows this subject as it is now, if there is one."""
    return db.session.connection().scalar(_current(kind), {"subject_id": subject_id})


def public_file(key: str) -> bytes | None:
    """A picture whose subject anybody may see, else None."""
    picture = db.session.scalar(select(SharePicture).where(SharePicture.key == key))
    if picture is None or db.session.scalar(select(_shown(picture.kind, picture.subject_id).c.id)) is None:
        return None
    try:
        return storage.get(file_of(key))
    except NoSuchFile:
        return None


def stale(limit: int) -> list[tuple[ShareKind, int, str]]:
    """Kind, id and facts of what is public and has no picture of its facts."""
    found: list[tuple[ShareKind, int, str]] = []
    for kind in ShareKind:
        shown = _shown(kind)
        drawn = and_(SharePicture.kind == kind, SharePicture.subject_id == shown.c.id)
        asked = select(shown.c.id, shown.c.facts).outerjoin(SharePicture, drawn)
        asked = asked.where(or_(SharePicture.id.is_(None), SharePicture.facts != shown.c.facts)).order_by(shown.c.id)
        found += [(kind, row.id, row.facts) for row in db.session.execute(asked.limit(limit - len(found)))]
    return found


def forget_hidden() -> list[str]:
    """Remove the rows of what is no longer public; gives the keys of files that the caller removes."""
    keys: list[str] = []
    for kind in ShareKind:
        shown = _shown(kind)
        hidden = select(SharePicture.id, SharePicture.key).outerjoin(shown, shown.c.id == SharePicture.subject_id)
        gone = dict(db.session.execute(hidden.where(SharePicture.kind == kind, shown.c.id.is_(None))).all())
        if gone:
            db.session.execute(delete(SharePicture).where(SharePicture.id.in_(list(gone))))
        keys += [key for key in gone.values() if key]
    return keys


def store(kind: ShareKind, subject_id: int, content: bytes) -> str:
    """The key of these bytes of that subject, whose file stands from here on: two that look alike have a file each.

    Call it outside a transaction.
    """
    key = hashlib.sha256(f"{kind}/{subject_id}/".encode() + content).hexdigest()[:32]
    storage.put(file_of(key), content)
    return key


def record(kind: ShareKind, subject_id: int, facts: str, key: str | None) -> str | None:
    """This is its picture now. Gives the key of the one before, where the caller removes that file."""
    mine = and_(SharePicture.kind == kind, SharePicture.subject_id == subject_id)
    before = db.session.scalar(select(SharePicture.key).where(mine))
    values = {"facts": facts, "key": key, "drawn_at": now()}
    if db.session.execute(update(SharePicture).where(mine).values(**values)).rowcount == 0:
        db.session.add(SharePicture(kind=kind, subject_id=subject_id, **values))
    return before if before != key else None


def file_of(key: str) -> str:
    return f"{FOLDER}/{key}.jpg"


def forget_files(keys: list[str]) -> None:
    for key in keys:
        storage.delete(file_of(key))


def missing_files(limit: int = 20) -> list[str]:
    """For `doctor`: pictures whose file is not there."""
    there = set(storage.keys(FOLDER))
    return [file_of(key) for key in _keys() if file_of(key) not in there][:limit]


def forget_lost() -> None:
    """Rows whose file is not there, so that the next beat draws them again."""
    lost = [file.split("/")[-1].removesuffix(".jpg") for file in missing_files(limit=1000)]
    db.session.execute(delete(SharePicture).where(SharePicture.key.in_(lost)))


def _keys() -> list[str]:
    return list(db.session.scalars(select(SharePicture.key).where(SharePicture.key.is_not(None)).order_by(SharePicture.id)))


@lru_cache(maxsize=len(ShareKind))
def _current(kind: ShareKind) -> Select:
    """Made once: it is sent for each page of a product, a group or a fair."""
    shown = _shown(kind, bindparam("subject_id"))
    asked = select(SharePicture.key).join(shown, and_(shown.c.id == SharePicture.subject_id, shown.c.facts == SharePicture.facts))
    return asked.where(SharePicture.kind == kind)


def _shown(kind: ShareKind, subject_id: int | BindParameter | None = None) -> Subquery:
    """Id and facts of all that is public of this kind, or of that one."""
    asked, column = {ShareKind.PRODUCT: _products, ShareKind.GROUP: _groups, ShareKind.FAIR: _fairs}[kind]()
    return (asked.where(column == subject_id) if subject_id is not None else asked).subquery()


def _products() -> tuple[Select, ColumnElement]:
    facts = _facts(
        Product.published_revision_id, Product.min_price_satang, Product.max_price_satang, Group.published_profile_id, _photo()
    )
    asked = select(Product.id, facts).join(Group, Group.id == Product.group_id)
    return asked.outerjoin(Photo, Photo.id == Product.cover_photo_id).where(Product.is_listed), Product.id


def _groups() -> tuple[Select, ColumnElement]:
    asked = select(Group.id, _facts(Group.published_profile_id, _photo()))
    asked = asked.join(GroupProfile, GroupProfile.id == Group.published_profile_id)
    asked = asked.outerjoin(Photo, Photo.id == GroupProfile.cover_photo_id)
    return asked.where(Group.status == GroupStatus.APPROVED), Group.id


def _fairs() -> tuple[Select, ColumnElement]:
    facts = _facts(Fair.title, Fair.title_en, Fair.starts_on, Fair.ends_on, Fair.place, Fair.district_code)
    return select(Fair.id, facts), Fair.id


def _photo() -> ColumnElement[str]:
    """Which photo, and whether it can be drawn yet."""
    return func.coalesce(cast(Photo.id, String) + cast(Photo.status, String), "")


def _facts(*columns: ColumnElement) -> ColumnElement[str]:
    said: ColumnElement[str] = cast(DRAWING, String)
    for column in columns:
        said = said + "/" + func.coalesce(cast(column, String), "")
    return said.label("facts")
