"""What may come in as a picture, told by its bytes alone: its kind, where it ends, its size in pixels, and nothing else in it."""

import struct
import warnings
from io import BytesIO

import pillow_heif
from PIL import Image, UnidentifiedImageError

from shop.kernel.refusals import BadValue

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")

# A picture that is also a page, a program or an archive: nothing a camera writes. The short ones turn up by chance in what is
# compressed, so they are looked for in a picture's own words only.
_LONG_SIGNS = (b"<script", b"<!doctype", b"<iframe", b"javascript:")
_SHORT_SIGNS = (b"<html", b"<body", b"<svg ", b"<?php", b"%pdf-")
_ZIP_END = b"PK\x05\x06"
_PNG = b"\x89PNG\r\n\x1a\n"

# Brands of ISO 23008-12 (HEIF) and of AV1 Image File Format; those of sequences are films.
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"mif2"}
_AVIF = {b"avif"}
_FILMS = {b"hevc", b"hevx", b"hevm", b"hevs", b"msf1", b"avis"}

# What a phone puts beside its picture (small ones, depth) is left where it is: it would be decoded for nothing.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


class PhotoRefused(BadValue):
    """Not a photo we take. `reason`: empty, too_large, not_a_photo, too_many_pixels, animated, broken, not_only_a_photo."""

    def __init__(self, reason: str) -> None:
        super().__init__("photos", reason)


def kind_of(beginning: bytes) -> str:
    """JPEG, PNG, WEBP, AVIF or HEIF, by the first 12 bytes; `animated` too is told from them. Raises PhotoRefused."""
    if not beginning:
        raise PhotoRefused("empty")
    if beginning.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if beginning.startswith(_PNG):
        return "PNG"
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "WEBP"
    if beginning[4:8] == b"ftyp" and beginning[8:12] in _HEIC | _AVIF:
        return "AVIF" if beginning[8:12] in _AVIF else "HEIF"
    raise PhotoRefused("animated" if beginning[4:8] == b"ftyp" and beginning[8:12] in _FILMS else "not_a_photo")


def check_upload(content: bytes) -> None:
    """Whether this can be taken as a photo, without decoding a pixel. Raises PhotoRefused."""
    if len(content) > MOST_BYTES:
        raise PhotoRefused("too_large")
    kind = kind_of(content[:12])
    end, words = _PARTS[kind](content)
    _check_nothing_else(content, words.lower(), content[end:], kind)
    _check_header(content, kind)


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
    # What a phone takes may carry a second picture (its gain map, its motion): only the first is ever read.
    if kind not in ("JPEG", "HEIF") and getattr(picture, "is_animated", False):
        raise PhotoRefused("animated")


def _check_nothing_else(content: bytes, words: bytes, after: bytes, kind: str) -> None:
    """Nothing but a photo, though phones do write a little behind the end of theirs."""
    is_a_phones = kind in ("JPEG", "HEIF") and (after[:2] == b"\xff\xd8" or after[-4:] == b"SEFT" or b"ftyp" in after[:64])
    if after.strip(b"\x00") and not is_a_phones:
        raise PhotoRefused("not_only_a_photo")
    has_sign = any(sign in words for sign in _LONG_SIGNS + _SHORT_SIGNS) or any(sign in after.lower() for sign in _LONG_SIGNS)
    if has_sign or _ZIP_END in content[-65_600:]:
        raise PhotoRefused("not_only_a_photo")


def _jpeg_parts(content: bytes) -> tuple[int, bytes]:
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
            return at + 2, b"".join(words)
        length = struct.unpack(">H", content[at + 2 : at + 4])[0]
        words.append(content[at + 4 : at + 2 + length])
        at += 2 + length
        if marker == 0xDA:
            at = _after_scan(content, at)
    if content[at : at + 2] == b"\xff\xd9":
        return at + 2, b"".join(words)
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


def _png_parts(content: bytes) -> tuple[int, bytes]:
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
            return end, b"".join(words)
        at = end
    raise PhotoRefused("broken")


def _webp_parts(content: bytes) -> tuple[int, bytes]:
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
    return end, b"".join(words)


def _boxes(content: bytes) -> tuple[int, bytes]:
    """HEIC and AVIF: boxes of the ISO base media file format, one behind the other; pixels lie in `mdat`."""
    at, words, seen = 0, [], set()
    while at + 8 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        if length == 1 and at + 16 <= len(content):
            length = struct.unpack(">Q", content[at + 8 : at + 16])[0]
        elif length == 0:  # to the end of the file
            length = len(content) - at
        if not name.isalnum() or length < 8:
            break  # what a phone wrote behind the last box
        if at + length > len(content):
            raise PhotoRefused("broken")
        seen.add(name)
        if name not in (b"mdat", b"mpvd"):
            words.append(content[at + 8 : at + length])
        at += length
    if not {b"ftyp", b"meta", b"mdat"} <= seen:
        raise PhotoRefused("broken")
    return at, b"".join(words)


_PARTS = {"JPEG": _jpeg_parts, "PNG": _png_parts, "WEBP": _webp_parts, "AVIF": _boxes, "HEIF": _boxes}
