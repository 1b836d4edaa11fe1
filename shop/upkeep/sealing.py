"""A stream that only the holder of BACKUP_KEY can read, and in which no byte is changed, lost or moved unseen.

After a header (a name, a salt, a proof of the key) stand chunks of 64 KiB, each sealed with AES-256-GCM under a nonce of its
number and whether it is the last: the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015).
"""

import hmac
import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"ngan dee sealed 1\n"
SALT = 32  # bytes
CHUNK = 64 * 1024
TAG = 16


class WrongKey(Exception):
    """It was sealed with another key, or its header is damaged."""


class Damaged(Exception):
    """Bytes are missing, added or changed."""


class SealingWriter(io.RawIOBase):
    """Seals what is written into `target`; `close` ends the stream and leaves the target open."""

    def __init__(self, target: BinaryIO, key: str) -> None:
        salt = os.urandom(SALT)
        self._target, self._pending, self._number = target, bytearray(), 0
        self._cipher, proof = _derive(key, salt)
        target.write(MAGIC + salt + proof)

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:
        self._pending += data
        while len(self._pending) > CHUNK:  # the last chunk is written by close, which knows that it is the last
            self._seal(bytes(self._pending[:CHUNK]), is_last=False)
            del self._pending[:CHUNK]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._pending), is_last=True)
            super().close()

    def _seal(self, chunk: bytes, is_last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, is_last), chunk, MAGIC))
        self._number += 1


class OpeningReader(io.RawIOBase):
    """Reads what a SealingWriter wrote. Raises WrongKey at once, Damaged at the chunk that is not as it was written."""

    def __init__(self, source: BinaryIO, key: str) -> None:
        source.read(len(MAGIC))
        salt, proof = source.read(SALT), source.read(SALT)
        self._source, self._number, self._opened = source, 0, b""
        self._cipher, expected = _derive(key, salt)
        if not hmac.compare_digest(proof, expected):
            raise WrongKey
        self._next = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        if not self._opened and self._next:
            self._open()
        size = min(len(buffer), len(self._opened))
        buffer[:size] = self._opened[:size]
        self._opened = self._opened[size:]
        return size

    def _open(self) -> None:
        sealed, self._next = self._next, self._source.read(CHUNK + TAG)
        try:
            self._opened = self._cipher.decrypt(_nonce(self._number, is_last=not self._next), sealed, MAGIC)
        except InvalidTag as broken:
            raise Damaged from broken
        self._number += 1


def is_sealed(source: BinaryIO) -> bool:
    """Whether a file begins as a sealed one does; it stands at its beginning again afterwards."""
    begins = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    return begins


def _derive(key: str, salt: bytes) -> tuple[AESGCM, bytes]:
    """The cipher, and the proof that stands in the header."""
    both = HKDF(algorithm=SHA256(), length=64, salt=salt, info=MAGIC).derive(key.encode())
    return AESGCM(both[:32]), both[32:]


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
