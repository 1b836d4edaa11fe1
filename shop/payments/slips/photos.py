"""A slip's photo: checked, its small code read, re-encoded and stored under private/, all before any transaction begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pillow_heif
import zxingcpp
from PIL import Image
from sqlalchemy import select

from shop.catalogue.picture_bytes import FORMATS
from shop.catalogue.pictures import MOST_BYTES, MOST_PIXELS, PhotoRefused, check_upload, render
from shop.kernel.codes import new_key
from shop.kernel.database import db, is_writing
from shop.kernel.promptpay import Slip as Code
from shop.kernel.promptpay import read_slip
from shop.kernel.storage import NoSuchFile, storage
from shop.payments.slips.models import Slip

FOLDER = "private/slips"
ORPHANED_AFTER = timedelta(days=1)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1")
_READ_AT = (1600, 3200)  # longest side in pixels: what is too fine for the first look is found at the second


@dataclass(frozen=True)
class StoredSlip:
    """A photo whose files are written; `code` is None where none could be read."""

    key: str
    widths: tuple[int, ...]
    digest: str
    code: Code | None


def store(content: bytes) -> StoredSlip:
    """Raises PhotoRefused."""
    if is_writing():
        raise RuntimeError("files are stored before the transaction begins")
    photo = _as_jpeg(content) if content[4:8] == b"ftyp" and content[8:12] in _HEIC else content
    check_upload(photo)
    made, key = render(photo), new_key()
    code = _read(photo)
    for width, file in made.files.items():
        storage.put(file_key(key, width), file)
    return StoredSlip(key, tuple(sorted(made.files)), sha256(content).hexdigest(), code)


def file_key(key: str, width: int) -> str:
    return f"{FOLDER}/{key}/{width}.webp"


def file_of(slip: Slip, width: int) -> bytes | None:
    """For those who may see it: the caller has asked."""
    if width not in slip.widths:
        return None
    try:
        return storage.get(file_key(slip.key, width))
    except NoSuchFile:
        return None


def orphaned_files(before: datetime) -> list[str]:
    """Storage keys, last written before then, that no slip knows: of forms that were refused."""
    files = storage.keys(FOLDER, before)
    known: set[str] = set()
    keys = sorted({file.split("/")[2] for file in files})
    for start in range(0, len(keys), 500):
        known.update(db.session.scalars(select(Slip.key).where(Slip.key.in_(keys[start : start + 500]))))
    return [file for file in files if file.split("/")[2] not in known]


def missing_files(limit: int = 20) -> list[str]:
    """Storage keys of files that slips have and the storage has not: for `doctor`."""
    there = set(storage.keys(FOLDER))
    asked = select(Slip.key, Slip.widths).order_by(Slip.id)
    wanted = (file_key(key, width) for key, widths in db.session.execute(asked) for width in widths)
    return [file for file in wanted if file not in there][:limit]


def _as_jpeg(content: bytes) -> bytes:
    """An iPhone's photo, as what everybody else takes. Raises PhotoRefused."""
    if len(content) > MOST_BYTES:
        raise PhotoRefused("too_large")
    try:
        opened = pillow_heif.open_heif(content, convert_hdr_to_8bit=True)
        if opened.size[0] * opened.size[1] > MOST_PIXELS:
            raise PhotoRefused("too_many_pixels")
        out = BytesIO()
        opened.to_pillow().convert("RGB").save(out, "JPEG", quality=92)
    except (ValueError, EOFError, OSError, SyntaxError, RuntimeError) as broken:
        raise PhotoRefused("broken") from broken
    return out.getvalue()


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
