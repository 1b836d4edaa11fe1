"""What is secret at rest: encrypted columns, and an HMAC of the normal form to find a value again.

`DATA_KEYS` is any text of 32 characters or more, several separated by commas, newest first: all of them decrypt, the first
encrypts. From each text two keys are derived (HKDF, RFC 5869): one to encrypt, one to look up.
"""

import base64
import hashlib
import hmac
import json

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator


class KeysNotSet(RuntimeError):
    """Something secret was to be read or written before the keys were set."""


class Vault:
    """The keys of one running market."""

    def __init__(self) -> None:
        self._fernet: MultiFernet | None = None
        self._newest: Fernet | None = None
        self._lookup_keys: list[bytes] = []

    def unlock(self, data_keys: str) -> None:
        """`data_keys`: comma-separated, newest first."""
        texts = [text.strip() for text in data_keys.split(",") if text.strip()]
        fernets = [Fernet(base64.urlsafe_b64encode(_derive(text, b"encrypt"))) for text in texts]
        self._newest, self._fernet = fernets[0] if fernets else None, MultiFernet(fernets)
        self._lookup_keys = [_derive(text, b"look up") for text in texts]

    def encrypt(self, plain: bytes) -> bytes:
        return self._open().encrypt(plain)

    def decrypt(self, sealed: bytes) -> bytes:
        """Raises cryptography.fernet.InvalidToken where no key fits."""
        return self._open().decrypt(sealed)

    def renewed(self, sealed: bytes) -> bytes | None:
        """The same under the newest key; None where it is so already. Raises InvalidToken where no key fits."""
        opened = self._open()
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return opened.rotate(sealed)
        return None

    def fingerprint(self, purpose: str, normal_form: str) -> str:
        """The look-up value of a secret: HMAC-SHA-256 with the newest key, hexadecimal, apart for each purpose."""
        return self.fingerprints(purpose, normal_form)[0]

    def fingerprints(self, purpose: str, normal_form: str) -> list[str]:
        """The same by each key, newest first: what was written down under an older key is still found."""
        self._open()
        text = f"{purpose}\0{normal_form}".encode()
        return [hmac.new(key, text, hashlib.sha256).hexdigest() for key in self._lookup_keys]

    def _open(self) -> MultiFernet:
        if self._fernet is None:
            raise KeysNotSet("DATA_KEYS")
        return self._fernet


vault = Vault()


def _derive(text: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=b"ngandee", info=purpose).derive(text.encode())


class Encrypted(TypeDecorator):
    """A JSON value (text, number, dict) that the database only ever sees encrypted."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: object, dialect: object) -> bytes | None:
        return None if value is None else vault.encrypt(json.dumps(value, ensure_ascii=False).encode())

    def process_result_value(self, value: bytes | None, dialect: object) -> object:
        return None if value is None else json.loads(vault.decrypt(bytes(value)))
