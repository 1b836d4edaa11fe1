"""Thai clusters: a consonant with all that is written around it, which are drawn as one and must not be parted."""

import unicodedata
from collections.abc import Iterator

_LEADING_VOWELS = "เแโใไ"  # written before the consonant they belong to
_FOLLOWERS = "ะาำๅๆฯ"  # written after it, and never first
_JOINER = "\u200d"


def begins_cluster(text: str, at: int) -> bool:
    """Whether `text` may be parted before this character: no sign of the one before it, nor a vowel's consonant."""
    character, before = text[at], text[at - 1 : at]
    if character in _FOLLOWERS or unicodedata.category(character)[0] in "MC":  # marks; and what is not seen
        return False
    return not before or before not in _LEADING_VOWELS + _JOINER


def clusters(text: str) -> Iterator[str]:
    """All of `text` in its order, cut only where nothing is torn; runs of spaces are one piece, with the
    marks that stand on them. Joined, they are `text` again."""
    begin = 0
    for place in range(1, len(text)):
        is_space = text[place].isspace()
        if not text[place - 1].isspace() if is_space else begins_cluster(text, place):
            yield text[begin:place]
            begin = place
    if text:
        yield text[begin:]
