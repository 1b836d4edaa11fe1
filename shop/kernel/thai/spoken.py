"""A Thai syllable read aloud: its first consonants, its vowel and its last consonant, in Latin letters.

The letters are those of the Royal Thai General System of Transcription (Royal Institute, announcement of 11 January 1999,
B.E. 2542): 21 consonants, no tones, no length of vowels.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_LEADING = "เแโใไ"
_SIGNS = "ะัาำิีึืุู"
_SILENCED = re.compile("[ก-ฮ][ิุ]?\u0e4c")
_UNHEARD = str.maketrans("ฃฅๅ", "ขคา", "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e\u0e3a")


def _by_letter(letters_of: dict[str, str]) -> dict[str, str]:
    return {letter: sound for sound, letters in letters_of.items() for letter in letters}


_FIRST = _by_letter(
    {
        "k": "ก",
        "kh": "ขคฆ",
        "ng": "ง",
        "ch": "จฉชฌ",
        "s": "ซศษส",
        "y": "ญย",
        "d": "ฎด",
        "t": "ฏต",
        "th": "ฐฑฒถทธ",
        "n": "ณน",
        "b": "บ",
        "p": "ป",
        "ph": "ผพภ",
        "f": "ฝฟ",
        "m": "ม",
        "r": "ร",
        "l": "ลฬ",
        "w": "ว",
        "h": "หฮ",
        "": "อ",
    }
)
_LAST = _by_letter(
    {"k": "กขคฆ", "ng": "ง", "t": "จฉชซฌฎฏฐฑฒดตถทธศษส", "n": "ญณนรลฬ", "p": "บปผฝพฟภ", "m": "ม", "i": "ย", "o": "ว"}
)
_AFTER = {"ร": "กขคตปพบดฟ", "ล": "กขคปผพบฟ", "ว": "กขค"}  # บ ด ฟ in words from abroad
_CLUSTERS = {
    **{first + second: _FIRST[first] + _FIRST[second] for second, firsts in _AFTER.items() for first in firsts},
    **{"ห" + sonorant: _FIRST[sonorant] for sonorant in "งญนมยรลว"},
    **dict.fromkeys(("ทร", "สร", "ศร", "ซร"), "s"),
    "จร": "ch",
    "อย": "y",
}
_GLIDES = {"ay": "ai", "aw": "ao", "oy": "oi", "uy": "ui", "uay": "uai", "ueay": "ueai", "oey": "oei", "iw": "io", "ew": "eo"}
_GLIDES |= {"aew": "aeo", "iaw": "iao", "ăy": "ai", "ăw": "ua"}


class Syllable(NamedTuple):
    """One syllable in letters of the RTGS, except that `vowel` is `ă` where a short a is written before a last consonant (ั ำ รร).

    `last` holds the consonant that is heard, and `written` how its letter sounds where it stands first (ล is heard as n,
    and people write l).
    """

    first: str
    vowel: str
    last: str = ""
    written: str = ""


@lru_cache(maxsize=20_000)
def read_syllable(piece: str) -> tuple[Syllable, ...]:
    """What a piece from `cut_syllables` says: two syllables where the first has no written vowel (ขนม)."""
    piece = _SILENCED.sub("", piece).translate(_UNHEARD)
    piece = re.sub("(?<=[กตทปศส])ฤ", "ริ", piece.replace("ฤา", "รือ")).replace("ฤ", "รึ").replace("ฦ", "ลึ")
    said: list[Syllable] = []
    while piece:
        syllables, taken = _leading(piece) if piece[0] in _LEADING else _plain(piece)
        said += syllables
        piece = piece[taken:]
    return tuple(said)


def _consonants(text: str, start: int = 0) -> str:
    end = start
    while end < len(text) and "ก" <= text[end] <= "ฮ":
        end += 1
    return text[start:end]


def _leading(text: str) -> tuple[list[Syllable], int]:
    """A syllable whose vowel begins before its consonants, and how many characters it takes."""
    lead, letters = text[0], _consonants(text, 1)
    end = 1 + len(letters)
    sign = text[end : end + 1]
    if not letters:
        return [], 1
    if lead in "ใไ":
        size = 2 if letters[:2] in _CLUSTERS or letters[1:2] in tuple("งนมรลวหท") else 1
        unheard = len(letters) - size if end == len(text) else letters[size : size + 1] == "ย"
        return _say(letters[:size], "ai"), 1 + size + unheard
    if sign == "ะ":
        return _short(lead, letters), end + 1
    if lead == "เ" and sign in ("ี", "ื", "ิ", "า"):
        return _around(text, letters, end)
    if lead == "เ" and "อ" in letters[1:]:
        size = letters.index("อ", 1)
        return _closed(text, letters[:size], "oe", 1 + size + 1)
    size = _size_of_first(lead, letters, sign)
    if lead == "เ" and letters[size:] == "ย" and not sign:
        return _say(letters[:size], "oei"), end
    return _closed(text, letters[:size], {"เ": "e", "แ": "ae", "โ": "o"}[lead], 1 + size)


def _short(lead: str, letters: str) -> list[Syllable]:
    if lead == "เ" and letters[1:].endswith("อ"):
        return _say(letters[:-1], "oe")
    return _say(letters, {"เ": "e", "แ": "ae", "โ": "o"}[lead])


def _around(text: str, letters: str, end: int) -> tuple[list[Syllable], int]:
    """เ before and a sign after: เ-ีย เ-ือ เ-ิ เ-า เ-าะ."""
    sign, following = text[end], text[end + 1 : end + 2]
    if sign == "า":
        short = following == "ะ"
        return _say(letters, "o" if short else "ao"), end + 1 + short
    if sign == "ิ":
        return _closed(text, letters, "oe", end + 1)
    if following == {"ี": "ย", "ื": "อ"}[sign]:
        short = text[end + 2 : end + 3] == "ะ"
        return _closed(text, letters, "ia" if sign == "ี" else "uea", end + 2 + short)
    return _closed(text, letters, "oe", end + 1)


def _size_of_first(lead: str, letters: str, sign: str) -> int:
    """How many of the consonants after a leading vowel begin its syllable; the others end it, or begin the next."""
    if len(letters) == 1:
        return 1
    pair = letters[:2] in _CLUSTERS
    if sign:  # the last consonant has a vowel of its own
        return 2 if pair and len(letters) > 2 else 1
    if len(letters) == 2:
        return 2 if pair and _begins_open(lead, letters) else 1
    if pair:
        return 2
    return 1 if letters[2] in "รย" and letters[1] in "ตทชกดล" else 2


def _begins_open(lead: str, pair: str) -> bool:
    """Whether two consonants that could end the syllable both begin it: แปล, แหม, แคว, but เห็น and แก้ว."""
    if pair[1] in "รล" and pair[0] in "กขคตปผพ":
        return True
    return lead == "แ" and (pair == "คว" or (pair[0] == "ห" and pair[1] in "นมยรล"))


def _plain(text: str) -> tuple[list[Syllable], int]:
    """A syllable that begins with its consonants: a sign follows them, or the vowel is อ, ว, รร or not written at all."""
    letters = _consonants(text)
    if not letters:
        return [], 1  # a sign that belongs to nothing
    end = len(letters)
    sign = text[end : end + 1]
    if sign not in _SIGNS or not sign:
        return _unwritten(letters), end
    size = 2 if letters[-2:] in _CLUSTERS else 1
    before = letters[:-size]
    if len(before) == 1 and size == 1:
        before, first = "", letters
    else:
        first = letters[-size:]
    syllables = _unwritten(before) if before else []
    more, taken = _signed(text, first, sign, end + 1)
    return syllables + more, taken


def _signed(text: str, first: str, sign: str, end: int) -> tuple[list[Syllable], int]:
    following = text[end : end + 1]
    if sign == "ะ":
        return _say(first, "a"), end
    if sign == "ำ":
        return _say(first, "ă", "ม"), end
    if sign == "ื" and following == "อ":
        return _closed(text, first, "ue", end + 1)
    if sign == "ั" and following == "ว":
        return _closed(text, first, "ua", end + 1 + (text[end + 1 : end + 2] == "ะ"))
    vowel = {"ั": "ă", "า": "a", "ิ": "i", "ี": "i", "ึ": "ue", "ื": "ue", "ุ": "u", "ู": "u"}[sign]
    return _closed(text, first, vowel, end)


def _closed(text: str, first: str, vowel: str, end: int) -> tuple[list[Syllable], int]:
    """The syllable with the consonants that end it, of those at `end`: what has a vowel of its own begins another."""
    letters = _consonants(text, end)
    stop = end + len(letters)
    sign = text[stop : stop + 1]
    if sign and sign in "ิุ" and stop + 1 == len(text) and letters:  # ชาติ, เหตุ: the sign is not heard
        return _say(first, vowel, letters[0]), stop + 1
    if sign and sign in _SIGNS:
        kept = letters[: -2 if letters[-2:] in _CLUSTERS else -1]
        return _say(first, vowel, kept[:1]), end + len(kept)
    if vowel == "a" and letters[:1] == "อ":
        return _say(first, vowel), end
    if "อ" in letters[1:] or "ว" in letters[2:-1]:  # another syllable follows, with an unwritten vowel
        return _say(first, vowel, letters[0]), end + 1
    unheard = vowel == "a" and len(letters) > 1 and letters[0] == "ร"  # สารท, มารค
    return _say(first, vowel, letters[unheard : unheard + 1]), stop


def _unwritten(letters: str) -> list[Syllable]:
    """Consonants alone. อ, ว and รร among them are vowels, else an o is heard before the last and an a after the first."""
    if "รร" in letters[1:]:
        size = letters.index("รร", 1)
        return _say(letters[:size], "ă", letters[size + 2 : size + 3] or "น")
    if "อ" in letters[1:]:
        size = letters.index("อ", 1)
        return _say(letters[:size], "o", letters[size + 1 : size + 2]) + _rest(letters[size + 2 :])
    if "ว" in letters[1:-1]:
        size = letters.index("ว", 1)
        return _say(letters[:size], "ua", letters[size + 1]) + _rest(letters[size + 2 :])
    if len(letters) == 1:
        return _say(letters, "a")
    if len(letters) == 2:
        return _say(letters[0], "o", letters[1])
    if letters[:2] in _CLUSTERS or len(letters) == 3:
        return _say(letters[:2], "o", letters[2]) + _rest(letters[3:])
    return _say(letters[0], "a") + _unwritten(letters[1:])


def _rest(letters: str) -> list[Syllable]:
    return _unwritten(letters) if len(letters) > 1 else []


def _say(first: str, vowel: str, last: str = "") -> list[Syllable]:
    """The syllable, after one with an a for each consonant that is no cluster with the next (ต-ลาด)."""
    before: list[Syllable] = []
    while len(first) > 1 and first not in _CLUSTERS:
        before.append(Syllable(_FIRST[first[0]], "a"))
        first = first[1:]
    heard = _CLUSTERS.get(first) if len(first) > 1 else _FIRST.get(first, "")
    if last in ("ย", "ว"):
        glided = _GLIDES.get(vowel + _FIRST[last])
        return [*before, Syllable(heard, glided or vowel)]
    return [*before, Syllable(heard, vowel, _LAST.get(last, ""), _FIRST.get(last, ""))]
