"""Where a hit stands and why: what of the question is in its title and how, then gently stock, sales and age.

All weights are here. A score is a sum whose parts have names, so that `search explain` can say them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import log10
from typing import NamedTuple

from shop.kernel.clock import now
from shop.search import tokens
from shop.search.place_names import squashed
from shop.search.reading import Kind, Piece, Reading, Way, words_of

IN_TITLE = 10.0  # the piece stands in the title, its letters running
A_WORD = 2.0  # and is a word of it, not a part of one
AT_THE_START = 1.0
BEST = IN_TITLE + A_WORD + AT_THE_START
APART = 7.0  # its words are all in the title, with others between
PLACE = 9.0
STANDARD = 9.0
ABOUT = 4.0  # the group's name or place, the kind of goods
DESCRIBED = 1.5
SOFT = 0.3  # of what a piece that is not asked for brings
RARER = 3.0  # taken off where a word was guessed that is much rarer than another guess
MUCH_RARER = 5  # times
LATER = 1.5  # taken off for each reading before it
LATER_WAY, MOST_LATER = 0.05, 10  # for each way of the piece before it: the first names are the likeliest
COST = 4.0  # taken off for each unit of Way.cost
LEAST_GUESSED_ELSEWHERE = 6  # letters of a guessed word that need not run in the title
WHOLE = 15.0  # the title is the question
BEGINS = 4.0  # the title begins with all of it
RUNS = 3.0  # all of it stands in the title, running
COVERED = 4.0  # times the share of the title that was asked for
IN_STOCK = 1.5
SALES = 0.4  # for each power of ten
FRESH = 0.4
FRESH_FOR = timedelta(days=60)
SAME_GROUP = 0.6  # taken off for each better hit of the same group
MOST_SAME = 5
_REORDERED = 200  # hits among which groups take turns


@dataclass(slots=True)
class Candidate:
    """What the index found. `tokens` and `body` only where the title does not hold every piece."""

    id: int
    title: str
    words: str
    group_id: int
    available: int
    sold_count: int
    published_at: datetime | None
    tokens: frozenset[str] = frozenset()
    body: str = ""
    sound: str = ""


@dataclass(slots=True)
class Hit:
    candidate: Candidate
    reading: Reading
    score: float
    parts: list[tuple[str, float]] = field(default_factory=list)
    ways: tuple[Way | None, ...] = ()  # how each piece is met; None: a soft one that is not

    def take(self, why: str, points: float) -> None:
        if points:
            self.score += points
            self.parts.append((why, points))


def hit(candidate: Candidate, reading: Reading, by_sound: bool = False) -> Hit | None:
    """None where a piece that is asked for is nowhere: the net over letters finds more than is meant."""
    text = squeezed(candidate.sound if by_sound else candidate.title)
    parts, ways, covered = [], [], 0
    for piece in reading.pieces:
        met = _best(piece, candidate, text)
        is_asked = piece in reading.asked
        if met is None and is_asked:
            return None
        ways.append(met and met.way)
        if met:
            weight = (1.0 if is_asked else SOFT) / max(1, len(reading.asked))
            parts.append((f"{piece.typed}: {met.where}", met.score * weight))
            covered += met.letters
    parts += _as_a_whole(reading.whole, text, covered)
    parts += _gently(candidate)
    return Hit(candidate, reading, sum(score for _name, score in parts), parts, tuple(ways))


def weigh_guesses(hits: list[Hit]) -> None:
    """Of one reading: of the words that were guessed for a piece, the much rarer ones are less likely what was meant."""
    for place in range(len(hits[0].ways) if hits else 0):
        met = Counter(hit.ways[place] for hit in hits if hit.ways[place] and hit.ways[place].is_guess)
        most = max(met.values(), default=0)
        for hit in hits:
            if met[hit.ways[place]] * MUCH_RARER < most and hit.ways[place] in met:
                hit.take("a rarer word", -RARER)


def ordered(hits: Iterable[Hit]) -> list[Hit]:
    """Best first, newest of equals; of the first some hundred no group stands before all others by number alone."""
    ranked = sorted(hits, key=lambda hit: (-hit.score, -hit.candidate.id))
    first, rest = ranked[:_REORDERED], ranked[_REORDERED:]
    seen: dict[int, int] = {}
    for hit in first:
        before = seen.get(hit.candidate.group_id, 0)
        seen[hit.candidate.group_id] = before + 1
        hit.take(f"{before} better of its group", -SAME_GROUP * min(before, MOST_SAME))
    return sorted(first, key=lambda hit: (-hit.score, -hit.candidate.id)) + rest


def squeezed(text: str) -> str:
    return text.replace(" ", "")


class _Met(NamedTuple):
    way: Way
    where: str
    score: float
    letters: int = 0  # of the title that it covers


def _best(piece: Piece, candidate: Candidate, text: str) -> _Met | None:
    best = None
    for place, way in enumerate(piece.ways):
        if best is not None and best.score >= BEST - COST * way.cost - LATER_WAY * min(place, MOST_LATER):
            break  # they come by what they cost, and no later one can do better
        met = _way(way, candidate, text)
        if met is None:
            continue
        met = met._replace(score=met.score - COST * way.cost - LATER_WAY * min(place, MOST_LATER))
        if best is None or met.score > best.score:
            best = met
    return best


def _way(way: Way, candidate: Candidate, text: str) -> _Met | None:
    if way.kind is Kind.PLACE:
        return _Met(way, f"place {way.text}", PLACE) if tokens.PLACE + way.text in candidate.tokens else None
    if way.kind is Kind.STANDARD:
        return _Met(way, f"standard {way.text}", STANDARD) if tokens.STANDARD + way.text in candidate.tokens else None
    word = way.letters
    # Two letters, or Latin ones, within a longer word are another word: ชา of ชาววัง, rice of licorice.
    if word in text and (f"|{word}" in candidate.words or not (len(word) < 3 or word.isascii())):
        score = IN_TITLE + A_WORD * (f"|{word}|" in candidate.words) + AT_THE_START * text.startswith(word)
        return _Met(way, "title" + way.said, score, len(word))
    return _apart(way, candidate) if candidate.tokens else None


def _apart(way: Way, candidate: Candidate) -> _Met | None:
    words = words_of(way.text)
    if not words or (way.is_guess and len(way.text) < LEAST_GUESSED_ELSEWHERE):
        return None
    if not way.text.startswith("ไม่") and all(_in_title(word, candidate) for word in words):
        return _Met(way, "title, apart" + way.said, APART, sum(map(len, words)))
    if all(tokens.ABOUT + word in candidate.tokens for word in words):
        return _Met(way, "about" + way.said, ABOUT)
    if way.letters in candidate.body:
        return _Met(way, "described" + way.said, DESCRIBED)
    return None


def _in_title(word: str, candidate: Candidate) -> bool:
    return tokens.TITLE + word in candidate.tokens or tokens.PART + word in candidate.tokens


def _as_a_whole(whole: str, text: str, covered: int) -> list[tuple[str, float]]:
    found = []
    if whole:
        if text == whole or (text[:3] == whole[:3] and squashed(text) == whole):
            found.append(("is the title", WHOLE))
        elif text.startswith(whole):
            found.append(("begins the title", BEGINS))
        elif whole in text:
            found.append(("runs in the title", RUNS))
    if covered and text:
        found.append(("share of the title", COVERED * min(1.0, covered / len(text))))
    return found


def _gently(candidate: Candidate) -> list[tuple[str, float]]:
    found = []
    if candidate.available > 0:
        found.append(("in stock", IN_STOCK))
    if candidate.sold_count > 0:
        found.append(("sold", SALES * log10(1 + candidate.sold_count)))
    if candidate.published_at and now() - candidate.published_at < FRESH_FOR:
        found.append(("new", FRESH))
    return found
