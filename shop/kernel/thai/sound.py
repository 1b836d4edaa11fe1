"""How Thai sounds, as a form to compare: two spellings that people mix up fold into one. For search only, never for show.

What is folded: tones and the shortening ็ (left out on a phone), silenced letters (ไรซ์, ไรท์), long and short vowels of one sign
(ิ ี ึ ื, ุ ู, ใ ไ), letters of one sound (ศ ษ ส; the high and low series of kh, ph, th, ch), ร and ล, and letters typed twice.
"""

import re

from shop.kernel.thai.text import letters_alone, normalise

_SILENCED = re.compile("[ก-ฮ][ิุ]?\u0e4c")
_LEFT_OUT = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3a"
_SAME = str.maketrans(
    "ีึืูใศษณญฎฏฐฑธฒภฬรฆฅฃๅ",
    "ิิิุไสสนยดตถทททพลลคคขา",
    _LEFT_OUT,
)
_TWICE = re.compile(r"([^\d])\1+")


def fold_sound(text: str) -> str:
    """The sound of `text` in letters and digits alone: no spaces, no signs. Of other scripts letters typed twice become one."""
    return fold_normal(normalise(text))


def fold_normal(normal: str) -> str:
    """The same of what is in normal form already."""
    kept = letters_alone(_SILENCED.sub("", normal))
    return _TWICE.sub(r"\1", kept.translate(_SAME))
