"""Thai in Latin letters, as people type it: น้ำพริก is also nam phrik, nam prik and namprik. For search only, never for show.

Two ways meet in one key. What is typed is folded (`fold_latin`): letters that people take for one another become one, and
spaces go. A Thai word is read by the Royal Thai General System (1999, see `shop.kernel.thai.spoken`), spelled by it and by
the habits that no folding can join to it (แกง is kang beside kaeng), and each spelling is folded the same way
(`latin_keys`). Nothing here knows where a typed syllable ends, so it does not matter how words are spaced.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations, islice

from shop.kernel.thai.spoken import Syllable, read_syllable
from shop.kernel.thai.syllables import cut_syllables

_LONGEST = 200  # characters typed that are looked at
_MOST_SPELLINGS = 16  # of one word; beyond them are mixtures of habits, which nobody types

_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "oe", "ə": "oe", "ɔ": "o", "ɛ": "ae", "ŋ": "ng", "ł": "l", "đ": "d"})

# What r says after a vowel and before no other: nothing of its own (gor, derm, tarn).
_COLOURED = {
    **dict.fromkeys(("er", "ur", "ir", "eur", "oer"), "oe"),
    **dict.fromkeys(("ear", "eer", "ier", "iar"), "ia"),
    **dict.fromkeys(("air", "aer"), "ae"),
    **dict.fromkeys(("uer", "our"), "ua"),
}
_VOWELS = {
    "a": "a aa",
    "ai": "ai aai aii",
    "ao": "ao aao au aau ow aow aaw",
    "e": "e ae ea eae",
    "eo": "eo ew aeo aew aeow aeu eaw eao eaow",
    "i": "i ii ee",
    "ia": "ia iia iaa ie iea eea",
    "io": "io iu iw iiw iao iaw iaow iau ieo iew ieow ieaw ieu eow",
    "o": "o oa aw",
    "oe": "oe oeu",
    "oei": "oei ei eui",
    "oi": "oi",
    "u": "u uu oo ou ue eu eue uue",
    "ua": "ua uaa uua oua ooa uea eua uoa",
    "uai": "uai uaai uei uoi ouai oai ueai euai",
    "ui": "ui uui ooi",
}
_FOLDED = {spelling: vowel for vowel, spellings in _VOWELS.items() for spelling in spellings.split()}


def _longest(spellings: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(spellings, key=len, reverse=True)))


_VOWEL = _longest(_FOLDED)


@lru_cache(maxsize=4_000)
def _vowels(run: str) -> str:
    """Vowels that stand together, perhaps of several syllables, with the w that ends the last."""
    return _VOWEL.sub(lambda found: _FOLDED[found[0]], run)


_OTHER = re.compile("[^a-z0-9]+")
_CH = re.compile("t?ch|sh|tj|dj|ck")
_ONE = str.maketrans({"z": "s", "v": "w", "b": "p", "d": "t", "c": "k", "q": "k", "g": "k", "x": "ks"})
_STEPS: tuple[tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (  # each only where its letter is
    ("h", re.compile("(?<=[fjklmnpstw])h+|h+(?![aeiou])"), ""),
    ("y", re.compile("y(?![aeiou])"), "i"),
    ("y", re.compile("i(?=y)"), ""),
    ("w", re.compile("ww+"), "w"),
    ("w", re.compile("(?<=[fjklmnprst])wa"), "ua"),
    ("w", re.compile("(?<=[aei])ow(?=[aeiou])"), "w"),
    ("r", re.compile("sr"), "s"),
    ("r", re.compile(f"(?:{_longest(_COLOURED).pattern})(?![aeiou])"), lambda found: _COLOURED[found[0]]),
    ("r", re.compile("r(?![aeiou])"), ""),
    ("r", re.compile("r"), "l"),
    ("", re.compile("[aeiou]+(?:w(?![aeiou]))?"), lambda found: _vowels(found[0])),
    ("", re.compile(r"([^\d])\1+"), r"\1"),
)


def fold_latin(typed: str) -> str:
    """The key of what was typed in Latin letters, `nam phrik` and `Nam-Prik` alike: small letters and digits, no spaces.

    Of the stops one of each place is left (p t k, and j for ch), r and l are one, h is heard only first and between vowels,
    and vowels are one of sixteen. Empty where nothing Latin was typed. The keys of two words, joined, need not be the key of
    both together: fold the whole.
    """
    text = unicodedata.normalize("NFKD", typed[:_LONGEST].casefold().translate(_LETTERS))
    return _fold(_OTHER.sub("", text))


def _fold(text: str) -> str:
    text = _CH.sub(lambda found: "k" if found[0] == "ck" else "j", text).translate(_ONE)
    for letter, pattern, replacement in _STEPS:
        if letter in text:
            text = pattern.sub(replacement, text)
    return text


# How people spell what the RTGS spells otherwise: of a syllable, its first consonants, vowel and last consonant.
def _as_u(said: Syllable) -> Syllable:
    """ตำ tum, ผัด pud."""
    return said._replace(vowel="u") if said.vowel == "ă" else said


def _as_a(said: Syllable) -> Syllable:
    """แกง kang."""
    return said._replace(vowel="a") if said.vowel == "ae" else said


def _as_written(said: Syllable) -> Syllable:
    """ผล pol, รส ros, ราช raj: the letter that ends it, not the sound."""
    return said._replace(last=said.written) if said.written in ("l", "s", "ch") and said.last else said


def _as_aw(said: Syllable) -> Syllable:
    """ข้าว khaw."""
    return said._replace(vowel="aw") if said.vowel == "ao" else said


def _as_ew(said: Syllable) -> Syllable:
    """เขียว kew, คิ้ว kew."""
    return said._replace(vowel="ew") if said.vowel in ("iao", "io") else said


_SHORTER = {"ia": "ea", "uea": "ue", "oe": "eu", "oei": "uei"}


def _shorter(said: Syllable) -> Syllable:
    """เปียก peak, เนื้อ nue, เดิน deun, เนย nuey."""
    return said._replace(vowel=_SHORTER.get(said.vowel, said.vowel))


def _simply(said: Syllable) -> Syllable:
    """กล้วย kuay, ปลา pa: no r or l after another consonant."""
    return said._replace(first=said.first[:-1]) if len(said.first) > 1 and said.first[-1] in "rl" else said


_HABITS = (_as_u, _as_a, _as_ew, _shorter, _as_written)
_OF_LONGER = (_as_aw, _simply)  # in a word of one syllable they meet too much: ข้าว with คอ, ปลา with ป่า
_MIXES = tuple(mix for size in range(3) for mix in combinations((*_HABITS, *_OF_LONGER), size))  # the first is none
_SHORT_MIXES = frozenset(number for number, mix in enumerate(_MIXES) if not set(mix) & set(_OF_LONGER))


@lru_cache(maxsize=20_000)
def latin_keys(thai: str) -> frozenset[str]:
    """The keys of a Thai word or short compound, normalised and without spaces: what `fold_latin` makes of its spellings.

    Empty for what cannot be read: other scripts, digits, signs alone.
    """
    ways = [_ways(said) for piece in cut_syllables(thai) for said in read_syllable(piece)]
    return frozenset(_fold(spelling) for spelling in islice(dict.fromkeys(_spellings(ways)), _MOST_SPELLINGS)) - {""}


def _spellings(ways: list[tuple[str, ...]]) -> Iterator[str]:
    """By the RTGS, then by one habit or two all through, then by one in a single syllable."""
    for number, mixed in enumerate(zip(*ways, strict=True)):
        if len(ways) > 1 or number in _SHORT_MIXES:
            yield "".join(mixed)
    if len(ways) > 1:
        plain = [way[0] for way in ways]
        for place, way in enumerate(ways):
            for spelled in way[1 : 1 + len(_HABITS) + len(_OF_LONGER)]:
                if spelled != way[0]:
                    yield "".join((*plain[:place], spelled, *plain[place + 1 :]))


@lru_cache(maxsize=20_000)
def _ways(said: Syllable) -> tuple[str, ...]:
    """The syllable spelled with each of `_MIXES`."""
    spelled = []
    for mix in _MIXES:
        changed = said
        for habit in mix:
            changed = habit(changed)
        spelled.append(changed.first + ("a" if changed.vowel == "ă" else changed.vowel) + changed.last)
    return tuple(spelled)
