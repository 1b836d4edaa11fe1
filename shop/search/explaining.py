"""Why a question finds what it finds, in lines for a terminal."""

from collections.abc import Iterator

from shop.search.queries import MOST, near_of, understand
from shop.search.ranking import Hit
from shop.search.reading import Question, Reading


def lines(typed: str, limit: int) -> Iterator[str]:
    """How it is read, then each hit with its score and the parts that it is the sum of."""
    found = understand(typed)
    question = found.question
    yield f"question: {typed}"
    yield from _how(question)
    for reading in question.readings:
        yield from _reading("read as", reading)
    hits = found.hits
    if not hits and question.near:
        hits = near_of(question)
        yield f"found: nothing; near: {len(hits)}"
    else:
        yield f"found: {MOST:,}+" if found.is_more else f"found: {len(hits):,}"
    for place, hit in enumerate(hits[:limit], 1):
        yield from _hit(place, hit)


def _how(question: Question) -> Iterator[str]:
    if question.other_keyboard:
        yield "how: on the other keyboard"
    if question.by_sound:
        yield "how: as titles sound"
    if question.in_body:
        yield "how: descriptions too"
    if question.corrected:
        yield f"instead: {question.corrected}"


def _reading(name: str, reading: Reading) -> Iterator[str]:
    limits = (("from", reading.min_price), ("to", reading.max_price))
    prices = [f"{name} {satang / 100:g} baht" for name, satang in limits if satang is not None]
    yield f"{name}: " + " + ".join([*(piece.typed for piece in reading.pieces), *prices])
    for piece in reading.pieces:
        ways = ", ".join(f"{way.kind.value} {way.text}" for way in piece.ways[:12])
        yield f"    {piece.typed}{' (soft)' if piece.is_soft else ''}: {ways}{' ...' if len(piece.ways) > 12 else ''}"


def _hit(place: int, hit: Hit) -> Iterator[str]:
    yield f"{place:>4}. {hit.score:6.2f}  {hit.candidate.title}  (product {hit.candidate.id})"
    for name, points in hit.parts:
        yield f"            {points:+6.2f}  {name}"
