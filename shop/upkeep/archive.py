"""The file a backup is: a compressed tar, sealed where there is a BACKUP_KEY, whose last member says what the others must be."""

import gzip
import hashlib
import io
import json
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from shop.upkeep.sealing import Damaged, OpeningReader, SealingWriter, WrongKey, is_sealed

FORMAT = 1
MANIFEST = "manifest.json"
PIECE = 1024 * 1024  # bytes held at a time


class BadBackup(Exception):
    """It cannot be restored; the words say why and what to do."""


class Writer:
    """Members are added one after the other; `finish` adds the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members: dict[str, dict] = {}

    def add(self, name: str, content: BinaryIO, size: int) -> None:
        """Exactly `size` bytes of `content`."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        summed = _Summing(content)
        self._tar.addfile(info, summed)
        self._members[name] = {"size": size, "sha256": summed.sha256.hexdigest()}

    def finish(self, about: dict) -> None:
        manifest = json.dumps({"format": FORMAT, **about, "members": self._members}).encode()
        self.add(MANIFEST, io.BytesIO(manifest), len(manifest))


class _Summing:
    def __init__(self, source: BinaryIO) -> None:
        self._source, self.sha256 = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.sha256.update(data)
        return data


@contextmanager
def writing(file: BinaryIO, key: str) -> Iterator[Writer]:
    """`key` empty: not sealed."""
    sealing = SealingWriter(file, key) if key else None
    with (
        gzip.GzipFile(filename="", fileobj=sealing or file, mode="wb", compresslevel=1) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
    ):
        yield Writer(tar)
    if sealing:
        sealing.close()


@contextmanager
def reading(file: BinaryIO, key: str) -> Iterator[Iterator[tuple[str, BinaryIO]]]:
    """The members in their order, each to be read before the next. Raises BadBackup for whatever is wrong with the file."""
    try:
        if is_sealed(file):
            if not key:
                raise BadBackup("it is encrypted: set BACKUP_KEY as it was when the backup was made")
            file = io.BufferedReader(OpeningReader(file, key), PIECE)
        with gzip.GzipFile(fileobj=file, mode="rb") as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            yield ((info.name, tar.extractfile(info)) for info in tar if info.isreg())
            while packed.read(PIECE):  # the sums of the outer layers stand at their ends
                pass
    except WrongKey as wrong:
        raise BadBackup("BACKUP_KEY is not the one it was made with (or the file's beginning is damaged)") from wrong
    except (Damaged, tarfile.TarError, zlib.error, gzip.BadGzipFile, EOFError) as broken:
        raise BadBackup("the file is damaged or cut short: take another backup") from broken


def verified_manifest(file: BinaryIO, key: str, told=lambda _bytes: None) -> dict:
    """Read all of it; what it holds is then what was put in. Raises BadBackup."""
    _check_sums(file)
    found: dict[str, dict] = {}
    manifest: dict = {}
    with reading(file, key) as members:
        for name, content in members:
            if name == MANIFEST:
                manifest = _read_manifest(content)
                continue
            sha256, size = hashlib.sha256(), 0
            while piece := content.read(PIECE):
                sha256.update(piece)
                size += len(piece)
                told(len(piece))
            found[name] = {"size": size, "sha256": sha256.hexdigest()}
    if not manifest:
        raise BadBackup("it has no manifest: the file is cut short, or no backup of this market")
    if manifest["members"] != found:
        raise BadBackup("what it holds is not what its manifest says: take another backup")
    return manifest


def _check_sums(file: BinaryIO) -> None:
    """What is not sealed is read to its checksum first: nothing in it is believed before, not even where a member begins."""
    if not is_sealed(file):
        try:
            with gzip.GzipFile(fileobj=file, mode="rb") as packed:
                while packed.read(PIECE):
                    pass
        except (OSError, EOFError, zlib.error) as broken:
            raise BadBackup("the file is damaged or cut short: take another backup") from broken
        file.seek(0)


def _read_manifest(content: BinaryIO) -> dict:
    try:
        manifest = json.loads(content.read())
        if manifest["format"] > FORMAT:
            raise BadBackup("it was made by a newer version of the market: install that version first")
        if not isinstance(manifest["members"], dict):
            raise TypeError
    except (ValueError, KeyError, TypeError) as broken:
        raise BadBackup("its manifest cannot be read: it is no backup of this market") from broken
    return manifest
