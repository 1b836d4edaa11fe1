"""Thai clusters: a consonant with all that is written around it, which are drawn as one and must not be parted."""

import unicodedata
from collections.abc import Iterator

_LEADING_VOWELS = "เแโใไ"  # written before the consonant they belong to
_FOLLOWERS = "ะาำๅ"  # vowels written after it
_JOINER = "\u200d"


def clusters(text: str) -> Iterator[str]:
    """All of `text` in its order, cut only where nothing is torn; runs of spaces are one piece. Joined, they are `text` again."""
    begin = 0
    for place in range(1, len(text)):
        if not _belong_together(text[place - 1], text[place]):
            yield text[begin:place]
            begin = place
    if text:
        yield text[begin:]


def _belong_together(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return before.isspace() and after.isspace()
    if after in _FOLLOWERS or before in _LEADING_VOWELS or before == _JOINER:
        return True
    return unicodedata.category(after)[0] in "MC"  # marks; and what is not seen
