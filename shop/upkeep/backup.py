"""A backup: the database as of one moment and every stored file, in one file, while the market sells. The keys are not in it."""

import base64
import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from shop.kernel.clock import now
from shop.kernel.secrets import vault
from shop.kernel.storage import NoSuchFile, storage
from shop.upkeep import archive, dumps

KNOWN_TEXT = b"DATA_KEYS open this"


class NothingToBackUp(Exception):
    """The database has no tables yet."""


def write_backup(target: Path, key: str, spool: Path, told: Callable[[str], object] = lambda _what: None) -> int:
    """Write it beside `target` and rename it there once it is whole and on the disk. Its size in bytes.

    `key`: BACKUP_KEY, empty for a file that is not encrypted. `spool`: a folder on this machine for what passes through.
    Raises OSError (a full disk), NothingToBackUp; then nothing stands under the name that was not there before.
    """
    if not dumps.has_tables():
        raise NothingToBackUp
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with archive.writing(file, key) as writer:
                _fill(writer, spool, told)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(target.parent)
    return size


def _fill(writer: archive.Writer, spool: Path, told: Callable[[str], object]) -> None:
    """The database first: a file that comes later does no harm, one that the database knows is there already."""
    try:
        about = dumps.dump(writer, spool)
    except DBAPIError as error:
        raise NothingToBackUp from error
    told("database")
    for area in ("private", "public"):
        for name in storage.keys(area):
            with suppress(NoSuchFile):  # thrown away since it was listed
                content = storage.get(name)
                writer.add(f"files/{name}", io.BytesIO(content), len(content))
                told(name)
    proof = base64.b64encode(vault.encrypt(KNOWN_TEXT)).decode()
    writer.finish({**about, "made_at": now().isoformat(), "keys": proof})


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
