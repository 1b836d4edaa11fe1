"""Words of Thai text, which is written without spaces: the newmm method with PyThaiNLP's dictionary, cut by nlpo3.

nlpo3 reads the dictionary file itself, so PyThaiNLP is a place on the disk and is never imported: the first cut costs
150 ms and 60 MB, later ones microseconds, and nothing asks the internet.
"""

import threading
from importlib.util import find_spec
from pathlib import Path

from shop.kernel.thai.text import has_letter_or_digit, normalise

_DICTIONARY = "shop"
_loading = threading.Lock()
_loaded = False


def words(text: str) -> list[str]:
    """The words of `text` in their order, normalised; spaces, punctuation and pictures are left out."""
    return [word for word in cut(normalise(text)) if has_letter_or_digit(word)]


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

            home = find_spec("pythainlp").submodule_search_locations[0]
            message, done = load_dict(str(Path(home) / "corpus" / "words_th.txt"), _DICTIONARY)
            if not done:
                raise RuntimeError(message)
            _loaded = True
