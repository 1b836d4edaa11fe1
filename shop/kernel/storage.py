"""Stored files: `public/` is served to anybody past Python, `private/` only by permission.

`STORAGE_URL` is a folder (`file:///...`) or a bucket (`s3://bucket/prefix`); keys are relative and never leave it.
"""

import shutil
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

KEPT_FREE = 200 * 1024 * 1024  # bytes of a disk that what people send may not fill: the database stands on it too


class NoSuchFile(LookupError):
    """There is no file of that key."""


class StorageFull(RuntimeError):
    """There is no room for what was to be written."""


class Storage:
    """The two areas of one running market. Opened once, by the application factory."""

    def __init__(self) -> None:
        self._store: LocalStore | S3Store | None = None
        self.public_folder: Path | None = None

    def open(self, url: str, s3_endpoint: str = "") -> None:
        parts = urlsplit(url)
        if parts.scheme == "file":
            folder = Path(unquote(parts.path))
            folder.mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(prefix=folder)
            self.public_folder = folder / "public"
        elif parts.scheme == "s3":
            options = {"endpoint": s3_endpoint, "virtual_hosted_style_request": False} if s3_endpoint else {}
            self._store = S3Store(parts.netloc, prefix=parts.path.strip("/") or None, **options)
            self.public_folder = None
        else:
            raise ValueError(f"STORAGE_URL must begin with file:// or s3://, not {parts.scheme!r}")

    def put(self, key: str, content: bytes) -> None:
        """Write the whole file or none of it. `key` begins with public/ or private/. Raises StorageFull."""
        try:
            self._checked().put(_safe(key), content)
        except (BaseError, OSError) as error:
            if "No space left" in str(error) or "os error 28" in str(error):
                raise StorageFull(key) from error
            raise

    def has_room_for(self, size_bytes: int) -> bool:
        """A bucket always has."""
        if self.public_folder is None:
            return True
        return shutil.disk_usage(self.public_folder.parent).free - size_bytes > KEPT_FREE

    def get(self, key: str) -> bytes:
        """Raises NoSuchFile."""
        try:
            return bytes(self._checked().get(_safe(key)).bytes())
        except FileNotFoundError as missing:
            raise NoSuchFile(key) from missing

    def exists(self, key: str) -> bool:
        try:
            self._checked().head(_safe(key))
        except FileNotFoundError:
            return False
        return True

    def copy(self, source: str, target: str) -> None:
        """Raises NoSuchFile where there is no source."""
        try:
            self._checked().copy(_safe(source), _safe(target))
        except FileNotFoundError as missing:
            raise NoSuchFile(source) from missing

    def delete(self, key: str) -> None:
        """A file that is gone already is no error."""
        try:
            self._checked().delete(_safe(key))
        except FileNotFoundError:
            return

    def keys(self, prefix: str, before: datetime | None = None) -> list[str]:
        """Every key below a prefix, sorted; with `before`, those last written before that moment."""
        entries = (entry for page in self._checked().list(_safe(prefix)) for entry in page)
        return sorted(entry["path"] for entry in entries if before is None or entry["last_modified"] < before)

    def check(self) -> None:
        """Raise where the storage does not answer: for /readyz."""
        self.exists("public/.ready")

    def _checked(self) -> LocalStore | S3Store:
        if self._store is None:
            raise RuntimeError("the storage was not opened")
        return self._store


def _safe(key: str) -> str:
    parts = key.split("/")
    if parts[0] not in ("public", "private") or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"not a storage key: {key!r}")
    return key


storage = Storage()
