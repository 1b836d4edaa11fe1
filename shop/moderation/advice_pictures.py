"""Good examples: a picture beside a phrase of advice, put up by an official, and shown to the group with the advice."""

from dataclasses import dataclass

from sqlalchemy import select, update

from shop.audit import service as audit
from shop.catalogue.pictures import check_upload, render
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.refusals import LostRace, NotAllowed
from shop.kernel.storage import NoSuchFile, storage
from shop.moderation.actions import ReviewAction
from shop.moderation.models import AdvicePicture, Phrase

FOLDER = "public/advice"


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
    made, file_key = render(content), new_key()
    for width, file in made.files.items():
        storage.put(file_name(file_key, width), file)
    return StoredPicture(file_key, tuple(sorted(made.files)), made.dominant_colour)


def set_picture(phrase_id: int, stored: StoredPicture, actor: Actor) -> None:
    """In the place of one that is there. Raises NotAllowed, LostRace where the phrase was removed."""
    _must_decide(actor)
    if db.session.get(Phrase, phrase_id) is None:
        raise LostRace(f"phrase {phrase_id}")
    _take_off(phrase_id)
    values = {"file_key": stored.file_key, "widths": list(stored.widths), "dominant_colour": stored.dominant_colour}
    db.session.add(AdvicePicture(phrase_id=phrase_id, added_by=actor.id, **values))
    audit.record(actor, ReviewAction.SET_PICTURE, "phrase", phrase_id)


def remove_picture(phrase_id: int, actor: Actor) -> None:
    """From the phrase; groups that were sent it go on seeing it. Raises NotAllowed, LostRace where there is none."""
    _must_decide(actor)
    if not _take_off(phrase_id):
        raise LostRace(f"phrase {phrase_id} has no picture")
    audit.record(actor, ReviewAction.REMOVE_PICTURE, "phrase", phrase_id)


def pictures_by_phrase() -> dict[int, AdvicePicture]:
    """What stands beside each phrase now."""
    asked = select(AdvicePicture).where(AdvicePicture.phrase_id.is_not(None), AdvicePicture.removed_at.is_(None))
    return {picture.phrase_id: picture for picture in db.session.scalars(asked.order_by(AdvicePicture.id))}


def examples_for(advice: dict[str, str]) -> dict[str, list[int]]:
    """Ids of the pictures of phrases that this advice says, field by field: a phrase that was edited away shows none."""
    if not advice:
        return {}
    asked = select(Phrase.field, Phrase.text, AdvicePicture.id).join(AdvicePicture, AdvicePicture.phrase_id == Phrase.id)
    asked = asked.where(AdvicePicture.removed_at.is_(None), Phrase.field.in_(advice)).order_by(AdvicePicture.id)
    found: dict[str, list[int]] = {}
    for field, text, picture_id in db.session.execute(asked):
        if text in advice[field]:
            found.setdefault(field, []).append(picture_id)
    return found


def examples_of(examples: dict[str, list[int]]) -> dict[str, list[AdvicePicture]]:
    """The pictures themselves."""
    wanted = {picture_id for ids in examples.values() for picture_id in ids}
    if not wanted:
        return {}
    known = {one.id: one for one in db.session.scalars(select(AdvicePicture).where(AdvicePicture.id.in_(wanted)))}
    return {field: [known[one] for one in ids if one in known] for field, ids in examples.items()}


def public_file(file_key: str, width: int) -> bytes | None:
    picture = db.session.scalar(select(AdvicePicture).where(AdvicePicture.file_key == file_key))
    if picture is None or width not in picture.widths:
        return None
    try:
        return storage.get(file_name(file_key, width))
    except NoSuchFile:
        return None


def missing_files(limit: int = 20) -> list[str]:
    """Files that examples have and the storage has not: for `doctor`."""
    there = set(storage.keys(FOLDER))
    asked = select(AdvicePicture.file_key, AdvicePicture.widths).order_by(AdvicePicture.id)
    wanted = (file_name(key, width) for key, widths in db.session.execute(asked) for width in widths)
    return [file for file in wanted if file not in there][:limit]


def file_name(file_key: str, width: int) -> str:
    return f"{FOLDER}/{file_key}/{width}.webp"


def _take_off(phrase_id: int) -> bool:
    shown = update(AdvicePicture).where(AdvicePicture.phrase_id == phrase_id, AdvicePicture.removed_at.is_(None))
    return db.session.execute(shown.values(removed_at=now()).execution_options(synchronize_session=False)).rowcount > 0


def _must_decide(actor: Actor) -> None:
    if not actor.can(Permission.REVIEW_DECIDE):
        raise NotAllowed(Permission.REVIEW_DECIDE)
