"""The files made of a photo that was sent: upright, sRGB, without metadata, never larger, in kinds that browsers choose from.

The bytes a person sent are never shown to anybody. They are read here, re-encoded by a job, and removed; what is kept for turning
and cutting again is a picture made of them, the master.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps

from shop.catalogue.picture_advice import advice_on
from shop.catalogue.picture_bytes import FORMATS, MOST_BYTES, MOST_PIXELS, PhotoRefused, check_upload, kind_of
from shop.catalogue.picture_print import print_of

__all__ = [
    "AS_SENT",
    "MOST_BYTES",
    "MOST_PIXELS",
    "Edit",
    "PhotoRefused",
    "Rendered",
    "check_upload",
    "kind_of",
    "render",
]  # fmt: skip

WIDTHS = (320, 640, 1280)
MASTER_SHORT_SIDE = 1920  # pixels: what cutting a third out of a photo still fills the largest width with
WEBP, AVIF, JPEG = "webp", "avif", "jpg"
KINDS = (AVIF, WEBP, JPEG)  # the best first
# Measured on photos of 1280 pixels: AVIF at speed 8 takes as long as WebP and is a fifth smaller; at 6 it takes four times as
# long for 4 % less.
_ENCODERS = {
    WEBP: ("WEBP", {"quality": 80, "method": 4}),
    AVIF: ("AVIF", {"quality": 55, "speed": 8, "max_threads": 1}),
    JPEG: ("JPEG", {"quality": 78, "progressive": True, "optimize": True}),
}
_MASTER = ("JPEG", {"quality": 92, "subsampling": 0})
_WHOLE = 1000  # a cut is told in thousandths of the turned picture's sides
_LEAST_CUT = 50
_one_at_a_time = Lock()  # a phone's 48 megapixels take 370 MB while they are decoded


class Edit(NamedTuple):
    """What its group wants done to a photo: quarter turns to the right, then a cut (left, top, width, height in thousandths)."""

    turns: int = 0
    crop: tuple[int, int, int, int] | None = None

    @classmethod
    def read(cls, turns: str, crop: str) -> "Edit":
        """As a form sends it: "1" and "0,125,1000,750". Raises ValueError for what is neither."""
        quarter = int(turns or 0) % 4
        if not crop.strip():
            return cls(quarter)
        left, top, width, height = (int(part) for part in crop.split(","))
        if min(left, top) < 0 or min(width, height) < _LEAST_CUT or left + width > _WHOLE or top + height > _WHOLE:
            raise ValueError("the cut leaves the picture")
        is_whole = (left, top, width, height) == (0, 0, _WHOLE, _WHOLE)
        return cls(quarter, None if is_whole else (left, top, width, height))

    @classmethod
    def middle(cls, turns: int, width: int, height: int) -> "Edit":
        """The largest piece four wide and three high, in the middle of a picture of this size once it is turned."""
        width, height = (height, width) if turns % 2 else (width, height)
        wide, high = min(_WHOLE, round(_WHOLE * height * 4 / (width * 3))), min(_WHOLE, round(_WHOLE * width * 3 / (height * 4)))
        return cls.read(str(turns), f"{(_WHOLE - wide) // 2},{(_WHOLE - high) // 2},{wide},{high}")


AS_SENT = Edit()


@dataclass(frozen=True)
class Rendered:
    """WebP `files` by their width in pixels, those of `others` by kind, and the size of the largest that could have been made."""

    files: dict[int, bytes]
    width: int
    height: int
    dominant_colour: str
    others: dict[str, dict[int, bytes]] = field(default_factory=dict)
    advice: list[str] = field(default_factory=list)  # keys of shop.catalogue.picture_advice
    seal: int = 0  # its print, see shop.catalogue.picture_print
    master: bytes = b""  # the whole picture, upright and without metadata

    @property
    def by_kind(self) -> dict[str, dict[int, bytes]]:
        return {WEBP: self.files, **self.others}


def render(content: bytes, edit: Edit = AS_SENT, kinds: Iterable[str] = (), with_master: bool = False) -> Rendered:
    """Re-encode a checked upload to WebP, and to the other `kinds`, at each width that it has, turned and cut by `edit`.

    Raises PhotoRefused (`broken`) where it cannot be decoded.
    """
    with _one_at_a_time:
        try:
            whole = _upright(content)
        except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as broken:
            raise PhotoRefused("broken") from broken
    picture = _edited(whole, edit)
    width, height = picture.size
    made: dict[str, dict[int, bytes]] = {kind: {} for kind in (WEBP, *kinds)}
    for wanted in sorted({min(one, width) for one in WIDTHS}):
        size = (wanted, max(1, round(height * wanted / width)))
        scaled = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        for kind, files in made.items():
            files[wanted] = _encoded(scaled, *_ENCODERS[kind])
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return Rendered(
        made.pop(WEBP),
        width,
        height,
        f"#{red:02x}{green:02x}{blue:02x}",
        others=made,
        advice=advice_on(picture),
        seal=print_of(picture),
        master=_encoded(whole, *_MASTER) if with_master else b"",
    )


def _encoded(picture: Image.Image, name: str, options: dict) -> bytes:
    out = BytesIO()
    picture.save(out, name, **options)
    return out.getvalue()


def _edited(picture: Image.Image, edit: Edit) -> Image.Image:
    if edit.turns:
        quarters = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
        picture = picture.transpose(quarters[edit.turns])
    if edit.crop:
        left, top, width, height = edit.crop
        sides = picture.width / _WHOLE, picture.height / _WHOLE
        box = [round(left * sides[0]), round(top * sides[1]), round((left + width) * sides[0]), round((top + height) * sides[1])]
        picture = picture.crop((box[0], box[1], max(box[2], box[0] + 1), max(box[3], box[1] + 1)))
    return picture


def _upright(content: bytes) -> Image.Image:
    """Turned as its camera was held, in sRGB, on white where it was see-through, nothing but pixels, no larger than a master."""
    picture = Image.open(BytesIO(content), formats=FORMATS)
    profile = picture.info.get("icc_profile")
    picture = _reduced(picture)
    picture = ImageOps.exif_transpose(picture)
    if picture.mode == "RGBA":
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture).convert("RGB")
    picture = _in_srgb(picture, profile)
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    return plain


def _reduced(picture: Image.Image) -> Image.Image:
    """No larger than a master, before anything else is done to it: each step on 48 megapixels takes 140 MB more."""
    short = min(picture.size)
    size = picture.size
    if short > MASTER_SHORT_SIDE:
        size = tuple(math.ceil(side * MASTER_SHORT_SIDE / short) for side in picture.size)
        picture.draft("RGB", size)
    picture.load()
    if picture.mode.startswith("I;16"):
        camera = picture.getexif()
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
        picture.info["exif"] = camera.tobytes()
    if picture.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    elif picture.mode == "1":
        picture = picture.convert("L")
    if picture.size != size:
        picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A profile that cannot be read is left aside: the colours are then as most screens would have shown them."""
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode="RGB") or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert("RGB")
    return picture.convert("RGB")
