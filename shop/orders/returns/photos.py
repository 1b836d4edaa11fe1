"""Photos of what is wrong: re-encoded at once, kept under private/, shown to the buyer, the group and officials only."""

from datetime import datetime, timedelta

from sqlalchemy import select

from shop.catalogue.pictures import check_upload, render
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.storage import NoSuchFile, StorageFull, storage
from shop.orders.returns.models import ReturnPhoto
from shop.orders.returns.service import StoredPhoto

FOLDER = "private/returns"
ORPHANED_AFTER = timedelta(days=1)


def store(content: bytes, folder: str = FOLDER) -> StoredPhoto:
    """Check and re-encode what was sent, and write its files. Before the transaction begins. Raises PhotoRefused, StorageFull.

    `folder`: that of another room whose photos are kept the same way.
    """
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
    check_upload(content)
    made, key = render(content), new_key()
    if not storage.has_room_for(sum(len(file) for file in made.files.values())):
        raise StorageFull(folder)
    for width, file in made.files.items():
        storage.put(file_key(key, width, folder), file)
    return StoredPhoto(key, tuple(sorted(made.files)))


def file_key(key: str, width: int, folder: str = FOLDER) -> str:
    return f"{folder}/{key}/{width}.webp"


def file_of(photo: ReturnPhoto, width: int, folder: str = FOLDER) -> bytes | None:
    """For those who may see it: the caller has asked."""
    if width not in photo.widths:
        return None
    try:
        return storage.get(file_key(photo.key, width, folder))
    except NoSuchFile:
        return None


def orphaned_files(before: datetime, table: type = ReturnPhoto, folder: str = FOLDER) -> list[str]:
    """Storage keys, last written before then, that the table does not know: of forms that were refused and never came back."""
    files = storage.keys(folder, before)
    known: set[str] = set()
    keys = sorted({file.split("/")[2] for file in files})
    for start in range(0, len(keys), 500):
        known.update(db.session.scalars(select(table.key).where(table.key.in_(keys[start : start + 500]))))
    return [file for file in files if file.split("/")[2] not in known]


def missing_files(table: type = ReturnPhoto, folder: str = FOLDER, limit: int = 20) -> list[str]:
    """Storage keys of files that the table has and the storage has not: for `doctor`."""
    there = set(storage.keys(folder))
    asked = select(table.key, table.widths).order_by(table.id)
    wanted = (file_key(key, width, folder) for key, widths in db.session.execute(asked) for width in widths)
    return [file for file in wanted if file not in there][:limit]
