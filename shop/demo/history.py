"""What the demonstration's past has left behind: photos in public/, notices told long ago, nothing waiting for a job.

What happened within the last day is left as it is: the job process really sends it, so that the outbox shows it at work.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from sqlalchemy import select, update

from shop.catalogue import photos
from shop.catalogue.models import Photo, PhotoStatus
from shop.kernel import outbox
from shop.kernel.clock import BANGKOK, at, now
from shop.kernel.database import db, transaction
from shop.kernel.outbox import OutboxMessage
from shop.notices import service as notices
from shop.notices.models import Channel, Delivery, Notice
from shop.payments import refunds
from shop.quality import trainings
from shop.recalls import telling as recalls

STILL_NEW = timedelta(days=1)
UNREAD_FOR = timedelta(days=3)
MORNING, EVENING = 8, 20
DONE_ALREADY = (photos.PROCESS, photos.PUBLISH, photos.WITHDRAW, photos.PLACE_GROUP, refunds.SEND, recalls.TELL, trainings.TELL)


def days_ago(days: int, hour: int = 10, minute: int = 0) -> datetime:
    """That hour of that day in Thailand; never later than a minute ago."""
    day = now().astimezone(BANGKOK).date() - timedelta(days=days)
    return min(datetime.combine(day, time(hour, minute), BANGKOK), now() - timedelta(minutes=1))


@contextmanager
def back_then(moment: datetime) -> Iterator[None]:
    """What is done inside was done at that moment. Rows take their time when they are written out: before the clock goes on."""
    db.session.flush()
    with at(moment):
        yield
        db.session.flush()


def by_day(moment: datetime) -> datetime:
    """The same moment, or where that is night in Thailand the morning after."""
    there = moment.astimezone(BANGKOK)
    if there.hour >= EVENING:
        there += timedelta(days=1)
    return there.replace(hour=MORNING) if not MORNING <= there.hour < EVENING else there


def publish_photos() -> None:
    """Copy to public/ what buyers may see and is not there yet, as the job would."""
    asked = select(Photo).where(Photo.status == PhotoStatus.READY, Photo.published_at.is_(None), photos.shown())
    found = [
        (photo.id, photo.key, list(photo.widths), list(photo.formats)) for photo in db.session.scalars(asked.order_by(Photo.id))
    ]
    db.session.rollback()
    for _photo_id, key, widths, formats in found:
        photos.publish_files(key, widths, formats)
    with transaction():
        for photo_id, *_files in found:
            photos.record_published(photo_id)


def settle() -> None:
    """Close the outbox rows of what is done already: photos, refunds, and letters of the past. The rest is due from now on."""
    waiting = select(OutboxMessage.id, OutboxMessage.attempts).where(
        OutboxMessage.done_at.is_(None), OutboxMessage.failed_at.is_(None)
    )
    letter = OutboxMessage.topic == notices.DELIVER
    long_ago = now() - STILL_NEW
    with transaction():
        for message_id, attempts in db.session.execute(waiting.where(OutboxMessage.topic.in_(DONE_ALREADY))).all():
            outbox.settle_done(message_id, attempts)
        told = waiting.add_columns(OutboxMessage.payload, OutboxMessage.created_at).where(letter)
        channels = dict(db.session.execute(select(Delivery.id, Delivery.channel)).all())
        for message_id, attempts, payload, told_at in db.session.execute(told.where(OutboxMessage.created_at < long_ago)).all():
            with at(told_at):
                _record_delivered(payload["delivery_id"], channels[payload["delivery_id"]])
                outbox.settle_done(message_id, attempts)
        still_new = update(OutboxMessage).where(letter, OutboxMessage.done_at.is_(None), OutboxMessage.due_at < now())
        db.session.execute(still_new.values(due_at=now()))
        read = update(Notice).where(Notice.created_at < now() - UNREAD_FOR, Notice.read_at.is_(None))
        db.session.execute(read.values(read_at=Notice.created_at))


def _record_delivered(delivery_id: int, channel: Channel) -> None:
    if channel is Channel.EMAIL:
        notices.record_sent(delivery_id)
    else:
        notices.record_not_configured(delivery_id)
