"""Photos: prepare what was sent, and keep public files in step with what buyers may see."""

from shop.catalogue import photos
from shop.catalogue.models import Photo, PhotoStatus
from shop.jobs.registry import Permanent, daily, handles
from shop.kernel import outbox
from shop.kernel.clock import now
from shop.kernel.database import db, transaction
from shop.kernel.storage import NoSuchFile


def give_up(payload: dict, error: str) -> None:
    """So that the seller sees that this photo will not come, and sends another."""
    photos.record_refused(payload["photo_id"], "broken")


@handles(photos.PROCESS, give_up=give_up)
def prepare_photo(_message_id: int, payload: dict) -> None:
    """Re-encode it, then remove what was sent."""
    photo_id, key, status, _ = _read(payload)
    if key is None:
        return
    if status is PhotoStatus.WAITING:
        try:
            made = photos.prepare(key)
        except NoSuchFile as gone:
            raise Permanent("the original is gone") from gone
        except photos.PhotoRefused as refused:
            with transaction():
                photos.record_refused(photo_id, refused.reason)
        else:
            with transaction():
                photos.record_ready(photo_id, made)
    photos.forget_original(key)


@handles(photos.PUBLISH)
def publish_photo(_message_id: int, payload: dict) -> None:
    """Copy its files to public/, if approved content shows it."""
    photo_id, key, _, widths = _read(payload)
    if key is None or not _is_shown(photo_id):
        return
    photos.publish_files(key, widths)
    with transaction():
        is_published = photos.record_published(photo_id)
    if not is_published:  # suspended while it was copied
        photos.withdraw_files(key, widths)


@handles(photos.WITHDRAW)
def withdraw_photo(_message_id: int, payload: dict) -> None:
    """Remove its public files, unless approved content shows it."""
    photo_id, key, _, widths = _read(payload)
    if key is None:
        return
    with transaction():
        is_withdrawn = photos.record_withdrawn(photo_id)
    if not is_withdrawn:
        return
    photos.withdraw_files(key, widths)
    if _is_shown(photo_id):  # reinstated while it was removed
        with transaction():
            outbox.enqueue(photos.PUBLISH, payload)


@handles(photos.PLACE_GROUP)
def place_photos_of_group(_message_id: int, payload: dict) -> None:
    with transaction():
        photos.place_all_of_group(payload["group_id"])


@daily(at="03:40")
def forget_unused_photos() -> None:
    """What nothing uses for a week, and files that no photo knows."""
    moment = now()
    with transaction():
        keys = photos.forget_unused(moment - photos.KEPT_UNUSED)
    for key in keys:
        photos.forget_files(key)
    orphans = photos.orphaned_files(moment - photos.ORPHANED_AFTER)
    db.session.rollback()
    for file in orphans:
        photos.forget_file(file)


def _read(payload: dict) -> tuple[int, str | None, PhotoStatus | None, list[int]]:
    """Id, key, status and widths, with nothing held open afterwards; no key: the photo is gone."""
    photo = db.session.get(Photo, payload["photo_id"])
    found = (photo.id, photo.key, photo.status, list(photo.widths)) if photo else (payload["photo_id"], None, None, [])
    db.session.rollback()
    return found


def _is_shown(photo_id: int) -> bool:
    answer = photos.is_shown(photo_id)
    db.session.rollback()
    return answer
