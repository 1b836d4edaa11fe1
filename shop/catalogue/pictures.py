"""What may come in as a picture, told by its bytes, and the files made of it: upright, sRGB, without metadata, never larger.

The bytes a person sent are never shown to anybody. They are read here, re-encoded by a job, and removed.
"""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from shop.kernel.refusals import BadValue

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
WIDTHS = (320, 640, 1280)
QUALITY = 80

# A picture that is also a page, a program or an archive: nothing a camera writes. The short ones turn up by chance in what is
# compressed, so they are looked for in a picture's own words only.
_LONG_SIGNS = (b"<script", b"<!doctype", b"<iframe", b"javascript:")
_SHORT_SIGNS = (b"<html", b"<body", b"<svg ", b"<?php", b"%pdf-")
_ZIP_END = b"PK\x05\x06"
_PNG = b"\x89PNG\r\n\x1a\n"


class PhotoRefused(BadValue):
    """Not a photo we take. `reason`: empty, too_large, not_a_photo, too_many_pixels, animated, broken, not_only_a_photo."""

    def __init__(self, reason: str) -> None:
        super().__init__("photos", reason)


@dataclass(frozen=True)
class Rendered:
    """Files by their width in pixels, and the size of the largest picture that could have been made."""

    files: dict[int, bytes]
    width: int
    height: int
    dominant_colour: str


def check_upload(content: bytes) -> None:
    """Whether this can be taken as a photo, without decoding a pixel. Raises PhotoRefused."""
    if not content:
        raise PhotoRefused("empty")
    if len(content) > MOST_BYTES:
        raise PhotoRefused("too_large")
    if content.startswith(b"\xff\xd8\xff"):
        end, words, kind = _jpeg_parts(content)
    elif content.startswith(_PNG):
        end, words, kind = _png_parts(content)
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        end, words, kind = _webp_parts(content)
    else:
        raise PhotoRefused("not_a_photo")
    _check_nothing_else(content, words.lower(), content[end:], kind)
    _check_header(content, kind)


def render(content: bytes) -> Rendered:
    """Re-encode a checked upload to WebP at each width that it has. Raises PhotoRefused (`broken`) where it cannot be decoded."""
    try:
        picture = _upright(content)
        picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise PhotoRefused("broken") from broken
    width, height = picture.size
    files = {}
    for wanted in sorted({min(made, width) for made in WIDTHS}):
        size = (wanted, max(1, round(height * wanted / width)))
        out = BytesIO()
        picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0).save(out, "WEBP", quality=QUALITY, method=4)
        files[wanted] = out.getvalue()
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    return Rendered(files, width, height, f"#{red:02x}{green:02x}{blue:02x}")


def _upright(content: bytes) -> Image.Image:
    """Turned as its camera was held, in sRGB, on white where it was see-through, with nothing but pixels."""
    picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
    picture.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA":
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture).convert("RGB")
    picture = _in_srgb(picture, profile)
    plain = Image.new("RGB", picture.size)
    plain.paste(picture)
    return plain


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A profile that cannot be read is left aside: the colours are then as most screens would have shown them."""
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode="RGB") or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return picture.convert("RGB")
    return picture.convert("RGB")


def _check_header(content: bytes, kind: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # its size is judged below
            picture = Image.open(BytesIO(content), formats=(kind,))
    except Image.DecompressionBombError as bomb:
        raise PhotoRefused("too_many_pixels") from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise PhotoRefused("broken") from broken
    if picture.width * picture.height > MOST_PIXELS:
        raise PhotoRefused("too_many_pixels")
    # A phone's JPEG may carry a second picture (its gain map, its motion): only the first is ever read.
    if kind != "JPEG" and getattr(picture, "is_animated", False):
        raise PhotoRefused("animated")


def _check_nothing_else(content: bytes, words: bytes, after: bytes, kind: str) -> None:
    """Nothing but a photo, though phones do write a little behind the end of their JPEGs."""
    is_a_phones = kind == "JPEG" and (after[:2] == b"\xff\xd8" or after[-4:] == b"SEFT" or b"ftyp" in after[:64])
    if after.strip(b"\x00") and not is_a_phones:
        raise PhotoRefused("not_only_a_photo")
    has_sign = any(sign in words for sign in _LONG_SIGNS + _SHORT_SIGNS) or any(sign in after.lower() for sign in _LONG_SIGNS)
    if has_sign or _ZIP_END in content[-65_600:]:
        raise PhotoRefused("not_only_a_photo")


def _jpeg_parts(content: bytes) -> tuple[int, bytes, str]:
    """Where the picture ends, and all of it that is not compressed pixels. Raises PhotoRefused where it has no end."""
    at, words = 2, []
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise PhotoRefused("broken")
        marker = content[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xD9:
            return at + 2, b"".join(words), "JPEG"
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        words.append(content[at + 4 : at + 2 + length])
        at += 2 + length
        if marker == 0xDA:
            at = _after_scan(content, at)
    if content[at : at + 2] == b"\xff\xd9":
        return at + 2, b"".join(words), "JPEG"
    raise PhotoRefused("broken")


def _after_scan(content: bytes, at: int) -> int:
    """The first marker behind compressed pixels: in them FF is followed by 00, or by a restart marker."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise PhotoRefused("broken")
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7 and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def _png_parts(content: bytes) -> tuple[int, bytes, str]:
    at, words = len(_PNG), []
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            break
        if name == b"acTL":
            raise PhotoRefused("animated")
        if name != b"IDAT":
            words.append(content[at + 8 : end - 4])
        if name == b"IEND":
            return end, b"".join(words), "PNG"
        at = end
    raise PhotoRefused("broken")


def _webp_parts(content: bytes) -> tuple[int, bytes, str]:
    end = 8 + struct.unpack("<I", content[4:8])[0]
    at, words = 12, []
    if end > len(content) or end < 20:
        raise PhotoRefused("broken")
    while at + 8 <= end:
        name, length = struct.unpack("<4sI", content[at : at + 8])
        if name in (b"ANIM", b"ANMF"):
            raise PhotoRefused("animated")
        if name not in (b"VP8 ", b"VP8L", b"ALPH"):
            words.append(content[at + 8 : at + 8 + length])
        at += 8 + length + length % 2
    return end, b"".join(words), "WEBP"
