"""Thai names on narrow screens: browsers break them inside words (น้ำ|พริก), so each word of the dictionary is kept whole."""

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from shop.kernel.thai import marked
from shop.kernel.thai.words import cut

THAI = re.compile("[\u0e00-\u0e7f]{3,}")
LONGEST = 18  # characters: a longer word may have to be broken on the smallest phone


@lru_cache(maxsize=8192)
def whole_words(text: str) -> Markup:
    """The text as it is, its words in spans that do not wrap and a place to wrap between them. For names, not for prose."""
    if not THAI.search(text):
        return escape(text)
    shown, was_thai = [], False
    for piece in cut(text):
        is_thai = _is_thai(piece)
        if was_thai and is_thai:
            shown.append("<wbr>")
        is_kept = is_thai and 3 <= len(piece) <= LONGEST
        shown.append(f'<span class="whole">{escape(piece)}</span>' if is_kept else escape(piece))
        was_thai = is_thai
    return Markup("".join(shown))  # noqa: S704 (each piece is escaped)


def marked_words(text: str, terms: Iterable[str]) -> Markup:
    """The same with what was looked for in `<mark>`; a word that is marked in part may wrap where the mark ends."""
    shown = Markup()
    for piece, is_found in marked(text, terms):
        shown += Markup("<mark>{}</mark>").format(whole_words(piece)) if is_found else whole_words(piece)
    return shown


def _is_thai(piece: str) -> bool:
    return "\u0e00" <= piece[0] <= "\u0e7f"
