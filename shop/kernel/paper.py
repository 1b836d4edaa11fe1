"""Papers: PDF drawn by typst from a template of ours and data; what somebody wrote never becomes a part of the template.

The face comes with the front-end files, so no font of the machine is needed or looked at.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import typst
from PIL import ImageFont

from shop.kernel.clock import now

FACE = "Sarabun"
_ENDLESS = re.compile(r"[^\s\u0e00-\u0e7f]{24}(?=[^\s\u0e00-\u0e7f])")
_PLAIN = re.compile(r"[\n\t -~\u0e01-\u0e3a\u0e3f-\u0e5b\u200b]*")  # nearly all there is to say
_UNSEEN = "\n\t\u00ad\u200b\u2060"  # nothing is drawn of them
_ROOT = Path(__file__).resolve().parents[2]
_TEMPLATES = _ROOT / "templates" / "papers"
_FACES = _ROOT / "static" / "vendor" / "fonts" / "paper"


def draw(template: str, data: dict) -> bytes:
    """`templates/papers/<template>.typ` as a PDF with its fonts inside, tagged for screen readers (PDF/UA).

    `data` is what JSON can say; every paper wants title, locale ("th", "en"), market and foot. What its face cannot show is left
    out: one buyer's smile in her name must not keep a group from printing the labels of the day.
    """
    return typst.compile(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_faces(),
        sys_inputs={"data": json.dumps(_drawable(data), ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(now().timestamp()),
    )


def picture(template: str, data: dict) -> bytes:
    """The first page of that template as a PNG, one pixel a point."""
    return typst.compile(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_faces(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="png",
        ppi=72,
    )


def pixels(svg: str) -> list[int]:
    """A drawing as the bytes of a PNG, fine enough to print: PDF/UA takes no Thai text from within a drawing."""
    page = b'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(sys.inputs.svg), format: "svg")'
    return list(typst.compile(page, font_paths=_faces(), sys_inputs={"svg": svg}, format="png", ppi=160))


def breakable(text: str) -> str:
    """Words of somebody else's making, to be set in a narrow place: what never ends may be broken anywhere, unseen."""
    return _ENDLESS.sub("\\g<0>\u200b", text)


def _drawable(data: object) -> object:
    """The same data, all its words such as typst can set in the face: of others PDF/UA allows it no paper at all."""
    if isinstance(data, str):
        return data if _PLAIN.fullmatch(data) else "".join(map(_glyph, unicodedata.normalize("NFC", data)))
    if isinstance(data, dict):
        return {name: _drawable(value) for name, value in data.items()}
    return [_drawable(value) for value in data] if isinstance(data, list | tuple) else data


@lru_cache(maxsize=4096)
def _glyph(character: str) -> str:
    """Itself where the face has it; a question mark for a letter of another script, nothing for a picture or a control."""
    kind = unicodedata.category(character)
    if character in _UNSEEN or (kind not in ("Cc", "Cf") and _picture_of(character) != _picture_of("\uffff")):
        return character
    return {"L": "?", "N": "?", "Z": " "}.get(kind[0], "")


def _picture_of(character: str) -> tuple[tuple[int, int], bytes]:
    """As the face draws it; what it has not is all drawn alike."""
    drawn = _face().getmask(character)
    return drawn.size, bytes(drawn)


@cache
def _face() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FACES / f"{FACE}_400Regular.ttf"), 32, layout_engine=ImageFont.Layout.BASIC)


@cache
def _faces() -> typst.Fonts:
    """Raises RuntimeError where they were not installed: typst would leave the words out and say nothing."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FACES)])
    if FACE not in found.families():
        raise RuntimeError(f"no {FACE} in {_FACES}: make frontend installs it")
    return found
