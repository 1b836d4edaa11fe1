"""Photos kept under private/ for those whom a question finds: checked, re-encoded, and each kind in a folder of its own.

A photo is stored whole at once (`store`), or taken in as it came (`take_in`) and made later by a job (`prepare`), whose picture
nobody sees until then. Files are written between transactions, never inside one.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select

from shop.catalogue.pictures import check_upload, render
from shop.kernel import outbox
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.storage import NoSuchFile, StorageFull, storage

DELETE_FILES = "evidence.delete_files"


@dataclass(frozen=True)
class StoredPhoto:
    """A photo whose files stand already, not yet known to the database; one that waits for its job has no widths."""

    key: str
    widths: tuple[int, ...]


@dataclass(frozen=True)
class PhotoFolder:
    """Where the photos of one kind stand, and the table that knows them by `key` and `widths`."""

    path: str
    table: type

    def store(self, content: bytes) -> StoredPhoto:
        """Check, re-encode and write what was sent, before the transaction begins. Raises PhotoRefused, StorageFull."""
        _must_not_write()
        check_upload(content)
        key = new_key()
        return StoredPhoto(key, self._make(key, content))

    def take_in(self, content: bytes) -> StoredPhoto:
        """Check and keep what was sent for `prepare`, before the transaction begins. Raises PhotoRefused, StorageFull."""
        _must_not_write()
        check_upload(content)
        self._want_room(len(content))
        key = new_key()
        storage.put(self._original(key), content)
        return StoredPhoto(key, ())

    def prepare(self, key: str) -> tuple[int, ...]:
        """The widths made of what was taken in. Again does no harm. Raises PhotoRefused; NoSuchFile where it is gone."""
        return self._make(key, storage.get(self._original(key)))

    def forget_original(self, key: str) -> None:
        """What was sent, with all that its camera wrote into it."""
        storage.delete(self._original(key))

    def file_key(self, key: str, width: int) -> str:
        return f"{self.path}/{key}/{width}.webp"

    def file_of(self, photo: object, width: int) -> bytes | None:
        """For those who may see it: the caller has asked. `photo`: a row of the table."""
        if width not in photo.widths:
            return None
        try:
            return storage.get(self.file_key(photo.key, width))
        except NoSuchFile:
            return None

    def erase(self, which: ColumnElement[bool]) -> None:
        """Forget these photos, in the caller's transaction; a job deletes their files."""
        asked = select(self.table.key, self.table.widths).where(which)
        files = [file for key, widths in db.session.execute(asked) for file in self._files(key, widths)]
        if files:
            db.session.execute(delete(self.table).where(which))
            outbox.enqueue(DELETE_FILES, {"files": files})

    def missing_files(self, limit: int = 20) -> list[str]:
        """Storage keys of files that the table has and the storage has not: for `doctor`."""
        there = set(storage.keys(self.path))
        asked = select(self.table.key, self.table.widths).order_by(self.table.id)
        wanted = (self.file_key(key, width) for key, widths in db.session.execute(asked) for width in widths)
        return [file for file in wanted if file not in there][:limit]

    def _make(self, key: str, content: bytes) -> tuple[int, ...]:
        made = render(content)
        self._want_room(sum(len(file) for file in made.files.values()))
        for width, file in made.files.items():
            storage.put(self.file_key(key, width), file)
        return tuple(sorted(made.files))

    def _want_room(self, size: int) -> None:
        """What is kept free on the disk stays so: selling goes on where photos cannot come in."""
        if not storage.has_room_for(size):
            raise StorageFull(self.path)

    def _files(self, key: str, widths: list[int]) -> list[str]:
        return [self._original(key), *(self.file_key(key, width) for width in widths)]

    def _original(self, key: str) -> str:
        return f"{self.path}/{key}/original"


def _must_not_write() -> None:
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
