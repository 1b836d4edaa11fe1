"""Photos sent with messages are turned into what may be shown, and what was sent is removed."""

from shop.catalogue.pictures import PhotoRefused
from shop.conversations.message_photos import PREPARE, key_to_prepare, message_photos, record_ready, record_refused
from shop.jobs.registry import Permanent, handles
from shop.kernel.database import db, transaction
from shop.kernel.storage import NoSuchFile


def give_up(payload: dict, error: str) -> None:
    """So that both sides see that this photo will not come."""
    record_refused(payload["photo_id"], "broken")


@handles(PREPARE, give_up=give_up)
def prepare_message_photo(_message_id: int, payload: dict) -> None:
    photo_id = payload["photo_id"]
    found = key_to_prepare(photo_id)
    db.session.rollback()
    if found is None:
        return
    key, is_waiting = found
    if is_waiting:
        try:
            widths = message_photos.prepare(key)
        except NoSuchFile as gone:
            raise Permanent("the original is gone") from gone
        except PhotoRefused as refused:
            with transaction():
                record_refused(photo_id, refused.reason)
        else:
            with transaction():
                record_ready(photo_id, widths)
    message_photos.forget_original(key)
