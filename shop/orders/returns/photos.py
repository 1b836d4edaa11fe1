"""Photos of what is wrong: re-encoded at once, kept under private/, shown to the buyer, the group and officials only."""

from datetime import datetime, timedelta

from sqlalchemy import select

from shop.catalogue.pictures import check_upload, render
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.storage import NoSuchFile, storage
from shop.orders.returns.models import ReturnPhoto
from shop.orders.returns.service import StoredPhoto

FOLDER = "private/returns"
ORPHANED_AFTER = timedelta(days=1)


def store(content: bytes) -> StoredPhoto:
    """Check and re-encode what was sent, and write its files. Before the transaction begins. Raises PhotoRefused."""
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
    check_upload(content)
    made, key = render(content), new_key()
    for width, file in made.files.items():
        storage.put(file_key(key, width), file)
    return StoredPhoto(key, tuple(sorted(made.files)))


def file_key(key: str, width: int) -> str:
    return f"{FOLDER}/{key}/{width}.webp"


def file_of(photo: ReturnPhoto, width: int) -> bytes | None:
    """For those who may see it: the caller has asked."""
    if width not in photo.widths:
        return None
    try:
        return storage.get(file_key(photo.key, width))
    except NoSuchFile:
        return None


def orphaned_files(before: datetime) -> list[str]:
    """Storage keys, last written before then, that no return knows: of forms that were refused and never came back."""
    files = storage.keys(FOLDER, before)
    known: set[str] = set()
    keys = sorted({file.split("/")[2] for file in files})
    for start in range(0, len(keys), 500):
        known.update(db.session.scalars(select(ReturnPhoto.key).where(ReturnPhoto.key.in_(keys[start : start + 500]))))
    return [file for file in files if file.split("/")[2] not in known]


def missing_files(limit: int = 20) -> list[str]:
    """Storage keys of files that returns have and the storage has not: for `doctor`."""
    there = set(storage.keys(FOLDER))
    asked = select(ReturnPhoto.key, ReturnPhoto.widths).order_by(ReturnPhoto.id)
    wanted = (file_key(key, width) for key, widths in db.session.execute(asked) for width in widths)
    return [file for file in wanted if file not in there][:limit]
