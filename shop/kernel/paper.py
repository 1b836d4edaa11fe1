"""Papers: PDF drawn by typst from a template of ours and data; what somebody wrote never becomes a part of the template.

The face comes with the front-end files, so no font of the machine is needed or looked at.
"""

import json
import re
from functools import cache
from pathlib import Path

import typst

from shop.kernel.clock import now

FACE = "Sarabun"
_ENDLESS = re.compile(r"[^\s\u0e00-\u0e7f]{24}(?=[^\s\u0e00-\u0e7f])")
_ROOT = Path(__file__).resolve().parents[2]
_TEMPLATES = _ROOT / "templates" / "papers"
_FACES = _ROOT / "static" / "vendor" / "fonts" / "paper"


def draw(template: str, data: dict) -> bytes:
    """`templates/papers/<template>.typ` as a PDF with its fonts inside, tagged for screen readers (PDF/UA).

    `data` is what JSON can say; every paper wants title, locale ("th", "en"), market and foot.
    """
    return typst.compile(
        str(_TEMPLATES / f"{template}.typ"),
        root=str(_TEMPLATES),
        font_paths=_faces(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
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


def breakable(text: str) -> str:
    """Words of somebody else's making, to be set in a narrow place: what never ends may be broken anywhere, unseen."""
    return _ENDLESS.sub("\\g<0>\u200b", text)


@cache
def _faces() -> typst.Fonts:
    """Raises RuntimeError where they were not installed: typst would leave the words out and say nothing."""
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FACES)])
    if FACE not in found.families():
        raise RuntimeError(f"no {FACE} in {_FACES}: make frontend installs it")
    return found
