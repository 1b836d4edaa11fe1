"""Where a hit stands and why: what of the question is in its title and how, then gently stock, sales and age.

All weights are here. A score is a sum whose parts have names, so that `search explain` can say them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from math import log10
from typing import NamedTuple

from shop.search import tokens
from shop.search.place_names import closed_up
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
TOLD = 16.0  # a denial, in the description: before all that is only of a kind that seldom is so
SOFT = 0.3  # of what a piece that is not asked for brings
RARER = 3.0  # taken off where a word was guessed that is much rarer than another guess
MUCH_RARER = 5  # times
LATER = 1.5  # taken off for each reading before it
LATER_WAY, MOST_LATER = 0.05, 10  # for each way of the piece before it: the first names are the likeliest
COST = 4.0  # taken off for each unit of Way.cost
LEAST_GUESSED_ELSEWHERE = 6  # letters of a guessed word that need not run in the title
MOST_SIGNS = 12  # brackets and the like in a title that is the question
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
    is_new: bool
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


class Ranker:
    """Scores candidates of one reading."""

    def __init__(self, reading: Reading, by_sound: bool) -> None:
        self._reading, self._by_sound = reading, by_sound
        asked = set(reading.asked)
        weight = 1 / max(1, len(reading.asked))
        self._pieces = [
            (piece.typed, _looks(piece), piece in asked, weight if piece in asked else weight * SOFT) for piece in reading.pieces
        ]

    def hit(self, candidate: Candidate) -> Hit | None:
        """None where a piece that is asked for is nowhere: the net over letters finds more than is meant."""
        text = squeezed(candidate.sound if self._by_sound else candidate.title)
        parts, ways, covered = [], [], 0
        for typed, looks, is_asked, weight in self._pieces:
            met = _best(looks, candidate, text)
            if met is None and is_asked:
                return None
            ways.append(met and met.way)
            if met:
                parts.append((f"{typed}: {met.where}{met.way.said}", met.score * weight))
                covered += met.letters
        parts += _as_a_whole(self._reading.whole, text, covered)
        parts += _gently(candidate)
        return Hit(candidate, self._reading, sum(score for _name, score in parts), parts, tuple(ways))


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


class _Look(NamedTuple):
    """How a way is looked for, made once for all candidates. Two letters, or Latin ones, within a longer word are another word:
    ชา of ชาววัง, rice of licorice; so those must begin one."""

    way: Way
    letters: str
    begins: str
    is_word: str
    is_anywhere: bool
    taken: float
    most: float  # no score of it is higher


def _looks(piece: Piece) -> tuple[_Look, ...]:
    found = []
    for place, way in enumerate(piece.ways):
        taken = COST * way.cost + LATER_WAY * min(place, MOST_LATER)
        letters = "" if way.kind in (Kind.PLACE, Kind.STANDARD) else way.letters
        anywhere = len(letters) > 2 and not letters.isascii()
        found.append(_Look(way, letters, f"|{letters}", f"|{letters}|", anywhere, taken, BEST - taken))
    return tuple(found)


def _best(looks: tuple[_Look, ...], candidate: Candidate, text: str) -> _Met | None:
    best, score = None, -99.0
    words = candidate.words
    for look in looks:
        way, letters, begins, is_word, is_anywhere, taken, most = look
        if score >= most:
            break  # they come by what they cost, and no later one can do better
        if letters and letters in text and (is_anywhere or begins in words):
            found = IN_TITLE - taken + (A_WORD if is_word in words else 0) + (AT_THE_START if text.startswith(letters) else 0)
            if found > score:
                best, score = _Met(way, "title", found, len(letters)), found
        elif candidate.tokens and (met := _elsewhere(way, candidate)) and met.score - taken > score:
            score = met.score - taken
            best = met._replace(score=score)
    return best


def _elsewhere(way: Way, candidate: Candidate) -> _Met | None:
    if way.kind is Kind.PLACE:
        return _Met(way, "place", PLACE) if tokens.PLACE + way.text in candidate.tokens else None
    if way.kind is Kind.STANDARD:
        return _Met(way, "standard", STANDARD) if tokens.STANDARD + way.text in candidate.tokens else None
    words = words_of(way.text)
    if not words or (way.is_guess and len(way.text) < LEAST_GUESSED_ELSEWHERE):
        return None
    if not way.is_denial and all(_in_title(word, candidate) for word in words):
        return _Met(way, "title, apart", APART, sum(map(len, words)))
    if all(tokens.ABOUT + word in candidate.tokens for word in words):
        return _Met(way, "about", ABOUT)
    if way.letters in candidate.body:
        return _Met(way, "described", TOLD if way.is_denial else DESCRIBED)
    return None


def _in_title(word: str, candidate: Candidate) -> bool:
    return tokens.TITLE + word in candidate.tokens or tokens.PART + word in candidate.tokens


def _as_a_whole(whole: str, text: str, covered: int) -> list[tuple[str, float]]:
    found = []
    if whole:
        if text == whole or (len(text) <= len(whole) + MOST_SIGNS and text[:3] == whole[:3] and closed_up(text) == whole):
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
    if candidate.is_new:
        found.append(("new", FRESH))
    return found
