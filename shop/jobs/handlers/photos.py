"""Photos: prepare what was sent, and keep public files in step with what buyers may see."""

from datetime import timedelta
from typing import NamedTuple

from shop.catalogue import photos, remaking, uploads
from shop.catalogue.models import Photo, PhotoStatus
from shop.catalogue.pictures import KINDS, Edit
from shop.jobs.registry import Permanent, daily, every, handles
from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import NoSuchFile

REMADE_A_NIGHT = 5000
REMADE_EVERY = timedelta(seconds=1)  # a seller's new photo does not wait behind all of them


class Read(NamedTuple):
    """What a handler needs of a photo, with nothing held open."""

    id: int
    key: str
    status: PhotoStatus
    widths: list[int]
    formats: list[str]
    edit: Edit
    is_public: bool


def give_up(payload: dict, error: str) -> None:
    """So that the seller sees that this photo will not come, and sends another."""
    photos.record_refused(payload["photo_id"], "broken")


@handles(photos.PROCESS, give_up=give_up)
def prepare_photo(_message_id: int, payload: dict) -> None:
    """Re-encode it, then remove what was sent."""
    photo = _read(payload)
    if photo is None:
        return
    if photo.status is PhotoStatus.WAITING:
        try:
            made = photos.prepare(photo.key, photo.edit)
        except NoSuchFile as gone:
            raise Permanent("the original is gone") from gone
        except photos.PhotoRefused as refused:
            with transaction():
                photos.record_refused(photo.id, refused.reason)
        else:
            with transaction():
                photos.record_ready(photo.id, made)
    photos.forget_original(photo.key)


@handles(remaking.REMAKE)
def remake_photo(_message_id: int, payload: dict) -> None:
    """Make the kinds that a photo of before lacks; pages go on with those it has until they stand where they belong."""
    photo = _read(payload)
    if photo is None or photo.status is not PhotoStatus.READY or set(KINDS) <= set(photo.formats):
        return
    try:
        made = remaking.remake(photo.key, photo.formats, photo.is_public)
    except (NoSuchFile, photos.PhotoRefused):  # `doctor` says so: it is no work left undone
        return
    with transaction():
        remaking.record_remade(photo.id, made)
    if not _is_shown(photo.id):  # withdrawn while it was made
        photos.withdraw_files(photo.key)


@handles(photos.PUBLISH)
def publish_photo(_message_id: int, payload: dict) -> None:
    """Copy its files to public/, if approved content shows it."""
    photo = _read(payload)
    if photo is None or not _is_shown(photo.id):
        return
    photos.publish_files(photo.key, photo.widths, photo.formats)
    with transaction():
        is_published = photos.record_published(photo.id)
    if not is_published:  # suspended while it was copied
        photos.withdraw_files(photo.key)


@handles(photos.WITHDRAW)
def withdraw_photo(_message_id: int, payload: dict) -> None:
    """Remove its public files, unless approved content shows it."""
    photo = _read(payload)
    if photo is None:
        return
    with transaction():
        is_withdrawn = photos.record_withdrawn(photo.id)
    if not is_withdrawn:
        return
    photos.withdraw_files(photo.key)
    if _is_shown(photo.id):  # reinstated while it was removed
        with transaction():
            outbox.enqueue(photos.PUBLISH, payload)


@handles(photos.PLACE_GROUP)
def place_photos_of_group(_message_id: int, payload: dict) -> None:
    with transaction():
        photos.place_all_of_group(payload["group_id"])


@daily(at="02:20")
def remake_photos() -> None:
    """Photos made before there were the kinds of today are asked for one by one: at once by `flask jobs timed remake-photos`."""
    with transaction():
        for n, photo_id in enumerate(remaking.to_be_remade(REMADE_A_NIGHT)):
            outbox.enqueue(remaking.REMAKE, {"photo_id": photo_id}, due_at=now() + n * REMADE_EVERY)


@daily(at="03:40")
def forget_unused_photos() -> None:
    """What nothing uses for a week."""
    with transaction():
        keys = photos.forget_unused(now() - photos.KEPT_UNUSED)
    for key in keys:
        photos.forget_files(key)


@every(minutes=60)
def forget_unfinished_uploads() -> None:
    """Photos in pieces that nobody has gone on with for a day."""
    with transaction():
        keys = uploads.forget_untouched(now() - uploads.KEPT_UNTOUCHED)
    for key in keys:
        uploads.forget_pieces(key)


def _read(payload: dict) -> Read | None:
    """None: the photo is gone."""
    photo = db.session.get(Photo, payload["photo_id"])
    found = photo and Read(
        photo.id,
        photo.key,
        photo.status,
        list(photo.widths),
        list(photo.formats),
        photo.edit,
        photo.published_at is not None,
    )
    db.session.rollback()
    return found


def _is_shown(photo_id: int) -> bool:
    answer = photos.is_shown(photo_id)
    db.session.rollback()
    return answer
