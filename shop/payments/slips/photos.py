"""A slip's photo: checked, its small code read, re-encoded and stored under private/, all before any transaction begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import zxingcpp
from PIL import Image

from shop.catalogue.picture_bytes import FORMATS
from shop.kernel.promptpay import Slip as Code
from shop.kernel.promptpay import read_slip
from shop.orders.returns import photos as evidence
from shop.payments.slips.models import Slip

FOLDER = "private/slips"
ORPHANED_AFTER = timedelta(days=1)
_READ_AT = (1600, 3200)  # longest side in pixels: what is too fine for the first look is found at the second


@dataclass(frozen=True)
class StoredSlip:
    """A photo whose files are written; `code` is None where none could be read."""

    key: str
    widths: tuple[int, ...]
    digest: str
    code: Code | None


def store(content: bytes) -> StoredSlip:
    """Raises PhotoRefused, StorageFull."""
    stored = evidence.store(content, FOLDER)
    return StoredSlip(stored.key, stored.widths, sha256(content).hexdigest(), _read(content))


def file_key(key: str, width: int) -> str:
    return evidence.file_key(key, width, FOLDER)


def file_of(slip: Slip, width: int) -> bytes | None:
    """For those who may see it: the caller has asked."""
    return evidence.file_of(slip, width, FOLDER)


def orphaned_files(before: datetime) -> list[str]:
    """Storage keys, last written before then, that no slip knows: of forms that were refused."""
    return evidence.orphaned_files(before, Slip, FOLDER)


def missing_files() -> list[str]:
    """Storage keys of files that slips have and the storage has not: for `doctor`."""
    return evidence.missing_files(Slip, FOLDER)


def _read(photo: bytes) -> Code | None:
    """The first code in the picture that is a slip's. The file was checked before."""
    for longest in _READ_AT:
        picture = Image.open(BytesIO(photo), formats=FORMATS)
        picture.draft("L", (longest, longest))
        picture = picture.convert("L")
        picture.thumbnail((longest, longest))
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        for code in filter(None, (read_slip(one.text) for one in found)):
            return code
        if max(picture.size) < longest:
            break
    return None
