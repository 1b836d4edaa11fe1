"""Which parts of a text were looked for: compared in normal form, shown as written, never parting a cluster."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from shop.kernel.thai.clusters import clusters
from shop.kernel.thai.text import has_letter_or_digit, normalise


def marked(text: str, terms: Iterable[str]) -> list[tuple[str, bool]]:
    """`text` in pieces and whether each was looked for; joined, the pieces are `text` again.

    น้ำ is found in นํ้า as well. What is found in part of a cluster is marked to the cluster's ends, and neighbours
    that are both found are one piece.
    """
    pieces = list(clusters(text))
    normal, owners = _in_normal_form(pieces)
    found = [False] * len(pieces)
    for term in {normalise(term) for term in terms}:
        if has_letter_or_digit(term):
            _mark(found, normal, owners, term)
    together = groupby(zip(pieces, found, strict=True), key=lambda pair: pair[1])
    return [("".join(piece for piece, _found in run), is_found) for is_found, run in together]


def _in_normal_form(pieces: list[str]) -> tuple[str, list[int]]:
    """The pieces' normal forms in one, and of each character the number of the piece it is of."""
    normal, owners = "", []
    for number, piece in enumerate(pieces):
        form = _normal(piece)
        normal += form
        owners += [number] * len(form)
    return normal, owners


@lru_cache(maxsize=8192)
def _normal(piece: str) -> str:
    letters = piece.lstrip()
    return " " * (letters != piece) + (normalise(letters) if letters else "")


def _mark(found: list[bool], normal: str, owners: list[int], term: str) -> None:
    place = normal.find(term)
    while place >= 0:
        first, last = owners[place], owners[place + len(term) - 1]
        found[first : last + 1] = [True] * (last + 1 - first)
        place = normal.find(term, place + len(term))
