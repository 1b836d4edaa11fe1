"""Photos sent in pieces: each is kept as it comes, so that a line that drops or a page shown anew goes on where it was.

Pieces stand in `private/uploads/<key>/<offset>` and are joined to `private/photos/<key>/original` once all of them are there: it
is from then on a stored upload like one that came with a form. Files are written between transactions, never inside one.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from shop.catalogue.models import Photo, PhotoUpload
from shop.catalogue.photos import StoredUpload, original_key
from shop.catalogue.pictures import MOST_BYTES, PhotoRefused, check_upload, kind_of
from shop.kernel.access import Actor
from shop.kernel.clock import now
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.refusals import BadValue, LostRace
from shop.kernel.storage import NoSuchFile, StorageFull, storage

MOST_PIECE_BYTES = 512 * 1024
MOST_UNUSED = 24  # of one group: three products full of photos on their way at once
MOST_UNUSED_BYTES = 200 * 1024 * 1024
KEPT_UNTOUCHED = timedelta(days=1)
_FIRST_BYTES = 12  # what its kind is told by


def begin_upload(group_id: int, size_bytes: int, actor: Actor) -> PhotoUpload:
    """Announce a photo. Raises PhotoRefused, BadValue (`too_many_on_their_way`), StorageFull."""
    if size_bytes < 1:
        raise PhotoRefused("empty")
    if size_bytes > MOST_BYTES:
        raise PhotoRefused("too_large")
    waits = (PhotoUpload.group_id == group_id, PhotoUpload.refusal == "", ~_is_taken())
    count, total = db.session.execute(
        select(func.count(), func.coalesce(func.sum(PhotoUpload.size_bytes), 0)).where(*waits)
    ).one()
    if count >= MOST_UNUSED or total + size_bytes > MOST_UNUSED_BYTES:
        raise BadValue("photos", "too_many_on_their_way")
    if not storage.has_room_for(size_bytes):
        raise StorageFull("photos")
    upload = PhotoUpload(key=new_key(), group_id=group_id, account_id=actor.id, size_bytes=size_bytes)
    db.session.add(upload)
    db.session.flush()
    return upload


def upload_of(key: str, group_id: int | None, actor: Actor) -> PhotoUpload | None:
    """The one of this key, for who sends it and nobody else."""
    own = (PhotoUpload.group_id == group_id, PhotoUpload.account_id == actor.id)
    return db.session.scalar(select(PhotoUpload).where(PhotoUpload.key == key, *own))


def is_taken(key: str) -> bool:
    """Whether a form has made a photo of it already."""
    return bool(db.session.scalar(select(Photo.id).where(Photo.key == key)))


def store_piece(key: str, offset: int, content: bytes) -> None:
    """Keep a piece; again does no harm. Before the transaction that calls `record_piece`. Raises PhotoRefused, StorageFull."""
    _must_not_write()
    if offset == 0 and len(content) >= _FIRST_BYTES:
        kind_of(content[:_FIRST_BYTES])  # fifteen megabytes of something else are not sent to the end
    storage.put(_piece_key(key, offset), content)


def record_piece(key: str, offset: int, length: int) -> None:
    """It is there, if the upload stands at this offset. Raises LostRace."""
    goes_on = update(PhotoUpload).where(
        PhotoUpload.key == key,
        PhotoUpload.received_bytes == offset,
        PhotoUpload.received_bytes + length <= PhotoUpload.size_bytes,
        PhotoUpload.joined_at.is_(None),
        PhotoUpload.refusal == "",
    )
    goes_on = goes_on.values(received_bytes=offset + length, touched_at=now()).execution_options(synchronize_session=False)
    if db.session.execute(goes_on).rowcount == 0:
        raise LostRace(f"upload {key} does not stand at {offset}")


def join_pieces(key: str, size_bytes: int) -> StoredUpload:
    """All that came, as one stored upload; again does no harm. Before `record_joined`. Raises PhotoRefused."""
    _must_not_write()
    try:
        content = b"".join(storage.get(piece) for piece in storage.keys(_folder(key)))
    except NoSuchFile as gone:
        raise PhotoRefused("broken") from gone
    if len(content) != size_bytes:
        raise PhotoRefused("broken")
    check_upload(content)
    storage.put(original_key(key), content)
    return StoredUpload(key)


def record_joined(key: str) -> None:
    _settle(key, joined_at=now(), touched_at=now())


def record_refused(key: str, reason: str) -> bool:
    """Whether it was open still: where another request has joined it meanwhile, it stays whole."""
    return _settle(key, refusal=reason[:40], touched_at=now())


def cancel_upload(key: str) -> None:
    """Its row goes; the caller removes its pieces afterwards. One that a form has taken stays that form's photo."""
    db.session.execute(delete(PhotoUpload).where(PhotoUpload.key == key).execution_options(synchronize_session=False))


def forget_pieces(key: str) -> None:
    _must_not_write()
    for piece in storage.keys(_folder(key)):
        storage.delete(piece)


def forget_original(key: str) -> None:
    """Of one that was called off after all of it was there, unless a form took it."""
    if not is_taken(key):
        storage.delete(original_key(key))


def forget_untouched(before: datetime) -> list[str]:
    """Remove the rows nobody has gone on with since then; gives their keys, whose pieces the caller removes."""
    stale = list(db.session.scalars(select(PhotoUpload.key).where(PhotoUpload.touched_at < before)))
    for start in range(0, len(stale), 500):
        gone = delete(PhotoUpload).where(PhotoUpload.key.in_(stale[start : start + 500]))
        db.session.execute(gone.execution_options(synchronize_session=False))
    return stale


def _settle(key: str, **values: object) -> bool:
    open_still = (PhotoUpload.key == key, PhotoUpload.joined_at.is_(None), PhotoUpload.refusal == "")
    wanted = update(PhotoUpload).where(*open_still).values(**values).execution_options(synchronize_session=False)
    return db.session.execute(wanted).rowcount == 1


def _is_taken():
    return select(Photo.id).where(Photo.key == PhotoUpload.key).exists()


def _folder(key: str) -> str:
    return f"private/uploads/{key}"


def _piece_key(key: str, offset: int) -> str:
    """Sorted as they follow one another."""
    return f"{_folder(key)}/{offset:010d}"


def _must_not_write() -> None:
    if is_writing():
        raise RuntimeError("files are written before the transaction begins")
