"""Finds what leads around the market in what somebody wrote - numbers, addresses, links - to warn of it and to mask it.

It errs towards finding: a warning can be overruled by its writer, and a masked order code is a smaller harm than a phone
number read by everybody.
"""

import re
import unicodedata

MASK = "•••"

_SPACE = r"[\s().\-‐‑–—_/,\u00ad\u200b-\u200d\u2060]"
_WORDS = "ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
_ENDINGS = "com|net|org|co|th|me|io|ly|shop|store|info|page|app|link|gl|ee|cc|asia"
_FOUND = re.compile(
    "|".join(
        (
            r"(?:https?://|www\.)\S+",
            r"[a-z0-9._%+-]+\s*(?:@|\(at\)|\[at\])\s*[a-z0-9-]+(?:\.[a-z0-9-]+)+",
            rf"(?<![a-z0-9])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{_ENDINGS})(?![a-z0-9])(?:/\S*)?",
            r"(?:ไอดีไลน์|ไลน์ไอดี|แอดไลน์|ไลน์)\s*(?:id|ไอดี|คือ)?[\s:=@]*[a-z0-9][a-z0-9._-]{3,}",
            r"(?<![a-z])line\s*(?:id\s*[:=]?|[:=@])\s*@?[a-z0-9][a-z0-9._-]{2,}",
            r"(?:facebook|เฟส(?:บุ๊ค|บุ๊ก)?|ไอจี)\s*[:=@]?\s*@?[a-z0-9][a-z0-9._-]{3,}",
            r"(?<![a-z])(?:fb|ig)\s*[:=@]\s*@?[a-z0-9][a-z0-9._-]{3,}",
            r"(?<![a-z0-9])@[a-z0-9][a-z0-9._-]{2,}",
            # Phone numbers have nine digits or more, accounts ten or more, PromptPay ten or thirteen.
            rf"\+?\d(?:{_SPACE}{{0,3}}\d){{8,}}",
            rf"(?:(?:{_WORDS}){_SPACE}*){{9,}}",
        )
    )
)


def has_contact(text: str) -> bool:
    return _FOUND.search(_plain(text)) is not None


def found_in(text: str) -> list[str]:
    """The pieces of it, each once, as they were written: to be marked where they stand."""
    found = (text[piece.start() : piece.end()].strip() for piece in _FOUND.finditer(_plain(text)))
    return list(dict.fromkeys(found))


def mask(text: str) -> str:
    """The text with all of it struck out: what may stand where everybody reads."""
    plain, at, kept = _plain(text), 0, []
    for found in _FOUND.finditer(plain):
        kept += [text[at : found.start()], MASK]
        at = found.end()
    return "".join([*kept, text[at:]])


def _plain(text: str) -> str:
    """Digits of any script and letters of any width as ASCII, a character for a character, so that places stay."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character
