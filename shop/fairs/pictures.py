"""Pictures of a fair: sent by an official, re-encoded at once, shown to everybody from then on; the first is the cover."""

from sqlalchemy import func, select

from shop.audit import service as audit
from shop.catalogue.picture_folders import PictureFolder, StoredPicture
from shop.fairs.actions import FairAction
from shop.fairs.models import Fair, FairPicture
from shop.kernel.access import Actor, Permission
from shop.kernel.database import db
from shop.kernel.refusals import BadValue, NotAllowed
from shop.kernel.storage import storage
from shop.kernel.thai import tidy

files = PictureFolder("public/fairs", FairPicture)
MOST = 12
LONGEST_ALT = 160


def add_pictures(fair: Fair, stored: list[StoredPicture], actor: Actor) -> None:
    """At the end, without words yet. Raises NotAllowed, BadValue (photos: too_many)."""
    _must_manage(actor)
    count = db.session.scalar(select(func.count(FairPicture.id)).where(FairPicture.fair_id == fair.id))
    if count + len(stored) > MOST:
        raise BadValue("photos", "too_many")
    last = db.session.scalar(select(func.max(FairPicture.position)).where(FairPicture.fair_id == fair.id)) or 0
    for place, one in enumerate(stored, last + 1):
        db.session.add(FairPicture(fair_id=fair.id, position=place, added_by=actor.id, **one.columns))
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
    names = [files.file_name(picture.file_key, width) for width in picture.widths]
    audit.record(actor, FairAction.REMOVE_PICTURE, "fair", picture.fair_id)
    db.session.delete(picture)
    return names


def forget_files(names: list[str]) -> None:
    for name in names:
        storage.delete(name)


# Reads


def pictures_of(fair_id: int) -> list[FairPicture]:
    """The cover first."""
    asked = select(FairPicture).where(FairPicture.fair_id == fair_id)
    return list(db.session.scalars(asked.order_by(FairPicture.position, FairPicture.id)))


def picture_of(fair_id: int, picture_id: int) -> FairPicture | None:
    return db.session.scalar(select(FairPicture).where(FairPicture.id == picture_id, FairPicture.fair_id == fair_id))


def _must_manage(actor: Actor) -> None:
    if not actor.can(Permission.FAIR_MANAGE):
        raise NotAllowed(Permission.FAIR_MANAGE)
