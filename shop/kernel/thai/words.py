"""Words of Thai text, which is written without spaces: the newmm method with PyThaiNLP's dictionary, cut by nlpo3.

nlpo3 reads the dictionary file itself, so PyThaiNLP is a place on the disk and is never imported: the first cut costs
150 ms and 60 MB, later ones microseconds, and nothing asks the internet.
"""

import threading
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from shop.kernel.thai.clusters import begins_cluster
from shop.kernel.thai.text import has_letter_or_digit, normalise

_DICTIONARY = "shop"
_loading = threading.Lock()
_loaded = False


def words(text: str) -> list[str]:
    """The words of `text` in their order, normalised; spaces, punctuation and pictures are left out."""
    return [word for word in cut(normalise(text)) if has_letter_or_digit(word)]


@lru_cache(maxsize=16384)
def parts(word: str) -> tuple[str, ...]:
    """The shorter words that a word is made of without a rest: น้ำพริก is น้ำ and พริก. None of one letter; empty for most words."""
    known = _dictionary_words()
    borders = [at for at in range(len(word)) if begins_cluster(word, at)] + [len(word)]
    spans = [(a, b) for n, a in enumerate(borders) for b in borders[n + 1 :] if b - a > 1 and word[a:b] in known]
    spans = [span for span in spans if span != (0, len(word))]
    from_start, to_end = {0}, {len(word)}  # where words may end that began at the start, and begin that come to the end
    for a, b in spans:
        if a in from_start:
            from_start.add(b)
    for a, b in reversed(spans):
        if b in to_end:
            to_end.add(a)
    return tuple(sorted({word[a:b] for a, b in spans if a in from_start and b in to_end}))


def cut(text: str) -> list[str]:
    """All of `text` in pieces, spaces and signs included: joined, they are `text` again."""
    load()
    from nlpo3 import segment

    return segment(text, _DICTIONARY)


def load() -> None:
    """Read the dictionary, once. A server calls this before it forks, so that its workers share the memory."""
    global _loaded
    if _loaded:
        return
    with _loading:
        if not _loaded:
            from nlpo3 import load_dict

            message, done = load_dict(str(_dictionary_file()), _DICTIONARY)
            if not done:
                raise RuntimeError(message)
            _loaded = True


@cache
def _dictionary_words() -> frozenset[str]:
    """Only who writes the index reads them a second time, some 10 MB."""
    lines = _dictionary_file().read_text(encoding="utf-8").split("\n")
    return frozenset(unicodedata.normalize("NFC", line.strip()) for line in lines if len(line.strip()) > 1)


def _dictionary_file() -> Path:
    return Path(find_spec("pythainlp").submodule_search_locations[0]) / "corpus" / "words_th.txt"
