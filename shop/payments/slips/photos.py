"""A slip's photo: checked, its small code read, re-encoded and stored under private/, all before any transaction begins."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import zxingcpp
from PIL import Image

from shop.catalogue.picture_bytes import FORMATS
from shop.evidence.photos import PhotoFolder
from shop.kernel.promptpay import Slip as Code
from shop.kernel.promptpay import read_slip
from shop.payments.slips.models import Slip

slip_photos = PhotoFolder("private/slips", Slip)
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
    stored = slip_photos.store(content)
    return StoredSlip(stored.key, stored.widths, sha256(content).hexdigest(), _read(content))


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
