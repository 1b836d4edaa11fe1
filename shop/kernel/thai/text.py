"""Thai as people type it: one form to compare, one to keep, one for addresses of pages.

Thai vowels and tones are separate characters, and a keyboard takes them in any order: น้ำ is also typed นำ้, นํ้า and
น้ํา, which look the same and compare unequal. Unicode's own forms do not mend this (most Thai marks have combining
class 0), and NFKC takes ำ apart; so the order is made here.
"""

import re
import unicodedata
from functools import lru_cache

from shop.kernel.thai.clusters import begins_cluster

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TONES = "\u0e48-\u0e4b"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"  # all that stands above or below a consonant, tones among them
_NO_LETTER = re.compile(rf"[^\w{_MARKS}]|_")
_NIKHAHIT, _AA, _AM, _PHINTHU, _THANTHAKHAT = "\u0e4d", "\u0e32", "\u0e33", "\u0e3a", "\u0e4c"
# Marks, then perhaps า, then tones typed after it (unless another า follows, to which those belong). One alone is in order.
_CLUSTER = re.compile(f"(?=[{_MARKS}{_AA}]{{2}})([{_MARKS}]*)({_AA}?)((?:[{_TONES}{_THANTHAKHAT}]+(?![{_MARKS}]*{_AA}))?)")

_DIRECTING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")  # turn text about, to deceive; and the byte-order mark
_SLUG_LENGTH = 60


def thai_digits_to_arabic(text: str) -> str:
    """`๑๒๓` is `123`; everything else stays."""
    return text.translate(_DIGITS)


def normalise(text: str) -> str:
    """The form in which two spellings of the same words are equal: for search and look-up, never for show.

    Width and case are folded, Thai digits made Arabic, marks put in one order and once each, `เเ` made `แ`, invisible
    characters dropped, spaces made single. Idempotent.
    """
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Cc") or c.isspace())
    text = unicodedata.normalize("NFKC", text).casefold()
    while (form := _one_pass(text)) != text:  # nearly always once; again where marks of other scripts stood between Thai ones
        text = form
    return text


def _one_pass(text: str) -> str:
    text = thai_digits_to_arabic(unicodedata.normalize("NFKC", text)).replace("เเ", "แ")
    return " ".join(_CLUSTER.sub(_in_order, text).split())


def _in_order(cluster: re.Match[str]) -> str:
    """The marks of one consonant as they are taught: vowel, tone, silencer; ำ whole and after its tone."""
    before, aa, after = cluster.groups()
    marks = set(before + after)
    if aa and _NIKHAHIT in marks:
        marks.remove(_NIKHAHIT)
        aa = _AM
    return "".join(sorted(marks, key=_rank)) + aa


def _rank(mark: str) -> tuple[int, str]:
    return (0 if mark == _PHINTHU else 3 if mark == _THANTHAKHAT else 2 if "\u0e48" <= mark <= "\u0e4b" else 1, mark)


def tidy(text: str, *, multiline: bool = False) -> str:
    """Typed text as it is kept: written as the person wrote it, without what no person writes.

    Controls, lone surrogates (which no database takes) and characters that turn the direction of text are dropped, ends
    trimmed. A line end is a space, unless `multiline`, which keeps it as `\\n`.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if not multiline:
        text = text.replace("\n", " ")
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", _DIRECTING.sub("", kept)).strip()


def letters_alone(text: str) -> str:
    """Its letters and digits with their Thai marks: neither spaces nor signs, and ฿, which stands among the marks, is a sign."""
    return _NO_LETTER.sub("", text)


def has_letter_or_digit(text: str) -> bool:
    """Whether anything in it can be read aloud or searched for."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


@lru_cache(maxsize=8192)
def slugify(title: str) -> str:
    """The readable end of a page's address: letters (Thai too), digits and hyphens, at most 60 characters.

    It is never cut inside a Thai cluster, and is `item` where nothing is left.
    """
    text = normalise(title)
    slug = re.sub(r"-+", "-", "".join(c if unicodedata.category(c)[0] in "LNM" else "-" for c in text))
    end = min(len(slug), _SLUG_LENGTH)
    while 0 < end < len(slug) and not begins_cluster(slug, end):
        end -= 1
    slug = slug[:end].strip("-")
    return slug if has_letter_or_digit(slug) else "item"
