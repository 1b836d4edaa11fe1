"""Pictures of a fair: sent by an official, re-encoded at once, shown to everybody from then on; the first is the cover."""

from dataclasses import dataclass

from sqlalchemy import func, select

from shop.audit import service as audit
from shop.catalogue.pictures import Rendered, check_upload, render
from shop.fairs.actions import FairAction
from shop.fairs.models import Fair, FairPicture
from shop.kernel.access import Actor, Permission
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.storage import NoSuchFile, storage
from shop.kernel.thai import tidy

FOLDER = "public/fairs"
MOST = 12
LONGEST_ALT = 160


@dataclass(frozen=True)
class StoredPicture:
    """What was sent, checked, re-encoded and stored, not yet known to the database."""

    file_key: str
    widths: tuple[int, ...]
    dominant_colour: str


def store(content: bytes) -> StoredPicture:
    """Before the transaction begins: what was sent is never kept, only what was made of it. Raises PhotoRefused."""
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
    check_upload(content)
    return keep(render(content))


def keep(made: Rendered) -> StoredPicture:
    """The files of a picture, where everybody may see them."""
    file_key = new_key()
    for width, file in made.files.items():
        storage.put(file_name(file_key, width), file)
    return StoredPicture(file_key, tuple(sorted(made.files)), made.dominant_colour)


def add_pictures(fair: Fair, stored: list[StoredPicture], actor: Actor) -> None:
    """At the end, without words yet. Raises NotAllowed, BadValue (photos: too_many)."""
    _must_manage(actor)
    count = db.session.scalar(select(func.count(FairPicture.id)).where(FairPicture.fair_id == fair.id))
    if count + len(stored) > MOST:
        raise BadValue("photos", "too_many")
    last = db.session.scalar(select(func.max(FairPicture.position)).where(FairPicture.fair_id == fair.id)) or 0
    for place, one in enumerate(stored, last + 1):
        values = {"file_key": one.file_key, "widths": list(one.widths), "dominant_colour": one.dominant_colour}
        db.session.add(FairPicture(fair_id=fair.id, position=place, added_by=actor.id, **values))
    audit.record(actor, FairAction.ADD_PICTURES, "fair", fair.id, quantity=len(stored))


def describe(picture: FairPicture, alt: str, alt_en: str, actor: Actor) -> None:
    """Say what it shows, for those who do not see it. Raises NotAllowed."""
    _must_manage(actor)
    alt, alt_en = tidy(alt)[:LONGEST_ALT], tidy(alt_en)[:LONGEST_ALT]
    if (picture.alt, picture.alt_en) != (alt, alt_en):
        picture.alt, picture.alt_en = alt, alt_en
        audit.record(actor, FairAction.CHANGE_PICTURE, "fair", picture.fair_id)


def make_cover(picture: FairPicture, actor: Actor) -> None:
    """Before all others. Raises NotAllowed."""
    _must_manage(actor)
    first = db.session.scalar(select(func.min(FairPicture.position)).where(FairPicture.fair_id == picture.fair_id))
    if picture.position != first:
        picture.position = first - 1
        audit.record(actor, FairAction.CHANGE_PICTURE, "fair", picture.fair_id)


def remove(picture: FairPicture, actor: Actor) -> list[str]:
    """Its files, which the caller removes after the transaction. Raises NotAllowed."""
    _must_manage(actor)
    files = [file_name(picture.file_key, width) for width in picture.widths]
    audit.record(actor, FairAction.REMOVE_PICTURE, "fair", picture.fair_id)
    db.session.delete(picture)
    return files


def forget_files(files: list[str]) -> None:
    for file in files:
        storage.delete(file)


# Reads


def pictures_of(fair_id: int) -> list[FairPicture]:
    """The cover first."""
    asked = select(FairPicture).where(FairPicture.fair_id == fair_id)
    return list(db.session.scalars(asked.order_by(FairPicture.position, FairPicture.id)))


def picture_of(fair_id: int, picture_id: int) -> FairPicture | None:
    return db.session.scalar(select(FairPicture).where(FairPicture.id == picture_id, FairPicture.fair_id == fair_id))


def public_file(file_key: str, width: int) -> bytes | None:
    picture = db.session.scalar(select(FairPicture).where(FairPicture.file_key == file_key))
    if picture is None or width not in picture.widths:
        return None
    try:
        return storage.get(file_name(file_key, width))
    except NoSuchFile:
        return None


def file_name(file_key: str, width: int) -> str:
    return f"{FOLDER}/{file_key}/{width}.webp"


def missing_files(limit: int = 20) -> list[str]:
    """Files that fairs have and the storage has not: for `doctor`."""
    there = set(storage.keys(FOLDER))
    asked = select(FairPicture.file_key, FairPicture.widths).order_by(FairPicture.id)
    wanted = (file_name(key, width) for key, widths in db.session.execute(asked) for width in widths)
    return [file for file in wanted if file not in there][:limit]


def _must_manage(actor: Actor) -> None:
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
