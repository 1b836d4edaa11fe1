"""Photos with messages of an order: taken in as they come, made by a job, seen by the two sides and by who decides a dispute."""

from collections.abc import Sequence

from sqlalchemy import select, update

from shop.conversations.models import MessagePhoto, OrderMessage
from shop.evidence.photos import PhotoFolder, StoredPhoto
from shop.kernel.database import db
from shop.kernel.outbox import enqueue

PREPARE = "message.prepare_photo"
MOST_PHOTOS = 4  # a message

message_photos = PhotoFolder("private/messages", MessagePhoto)


def add_photos(message: OrderMessage, stored: Sequence[StoredPhoto]) -> None:
    """Each once, though a form be sent again. The order's row is locked."""
    asked = select(MessagePhoto.key).where(MessagePhoto.key.in_([photo.key for photo in stored]))
    known = set(db.session.scalars(asked))
    for sent in stored:
        if sent.key in known:
            continue
        photo = MessagePhoto(message_id=message.id, key=sent.key, widths=list(sent.widths))
        db.session.add(photo)
        db.session.flush()
        if not sent.widths:
            enqueue(PREPARE, {"photo_id": photo.id})


def photo_of_order(key: str, order_id: int) -> MessagePhoto | None:
    asked = select(MessagePhoto).join(OrderMessage, OrderMessage.id == MessagePhoto.message_id)
    return db.session.scalar(asked.where(MessagePhoto.key == key, OrderMessage.order_id == order_id))


# Told by the job: files between transactions, rows inside them.


def key_to_prepare(photo_id: int) -> tuple[str, bool] | None:
    """Its key, and whether its picture is still to be made. None: it is gone."""
    photo = db.session.get(MessagePhoto, photo_id)
    return (photo.key, not (photo.widths or photo.refusal)) if photo else None


def record_ready(photo_id: int, widths: tuple[int, ...]) -> None:
    _settle(photo_id, widths=list(widths))


def record_refused(photo_id: int, reason: str) -> None:
    _settle(photo_id, refusal=reason[:40])


def _settle(photo_id: int, **values: object) -> None:
    waiting = update(MessagePhoto).where(MessagePhoto.id == photo_id, MessagePhoto.refusal == "")
    db.session.execute(waiting.values(**values).execution_options(synchronize_session=False))
