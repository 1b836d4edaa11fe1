"""Every Thai text of the market has its English, one English, with the same gaps to fill."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GAP = re.compile(r"%\(\w+\)[sd]")
METHODS = [("shop/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.do"}, "templates/**.txt": {"extensions": "jinja2.ext.do"}}


@pytest.fixture(scope="module")
def english() -> dict[str, dict[str, str]]:
    """By Thai text, its English in each area."""
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for file in sorted((ROOT / "shop/translations").glob("*/en/LC_MESSAGES/messages.po")):
        with file.open("rb") as opened:
            for message in read_po(opened):
                if message.id:
                    thai, translated = (text if isinstance(text, str) else text[-1] for text in (message.id, message.string))
                    known[thai][file.parts[-4]] = translated
    return known


def holds_texts(folder: str) -> bool:
    """All of shop/ and templates/, those folders too whose names begin with an underscore."""
    inside = Path(folder).relative_to(ROOT).parts
    return inside[0] in ("shop", "templates") and "__pycache__" not in inside


def said() -> dict[str, str]:
    """Every text that a page or a notice says, and where."""
    keywords = {"_": None, "gettext": None, "lazy_gettext": None}
    found = extract_from_dir(str(ROOT), METHODS, OPTIONS, keywords=keywords, directory_filter=holds_texts)
    return {message: f"{file}:{line}" for file, line, message, _comments, _context in found if isinstance(message, str)}


def test_every_text_has_its_english(english):
    texts = said()
    missing = [f"{where}: {text}" for text, where in texts.items() if not any(english.get(text, {}).values())]

    assert len(texts) > 1000
    assert not missing, "\n".join(missing)


def test_no_text_has_two_englishes(english):
    torn = [f"{text}: {areas}" for text, areas in english.items() if len(set(areas.values())) > 1]

    assert not torn, "\n".join(torn)


def test_both_languages_leave_the_same_gaps(english):
    uneven = [
        f"{text}: {translated}"
        for text, areas in english.items()
        for translated in areas.values()
        if set(GAP.findall(text)) != set(GAP.findall(translated))
    ]

    assert not uneven, "\n".join(uneven)
