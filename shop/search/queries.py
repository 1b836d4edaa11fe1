"""The question: what somebody typed, read in the way that finds something; and what it finds, the best first.

In turn: as typed, on the other keyboard, as it sounds or is spelled in Latin letters, as a piece of a longer word, in
descriptions, with a letter wrong. The first that finds something on sale is taken; one that finds next to nothing is joined
by what it sounds like, where that finds much more. Where nothing is found, what is near is what has all pieces but one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from shop.catalogue.models import Product
from shop.kernel import thai
from shop.kernel.clock import now
from shop.kernel.database import db
from shop.kernel.thai import keyboard
from shop.search import engine, prices, ranking, readers, tokens
from shop.search.engine import All
from shop.search.models import SearchDocument
from shop.search.place_names import squashed
from shop.search.ranking import Candidate, Hit
from shop.search.readers import Typed
from shop.search.reading import Piece, Question, Reading, asks

LONGEST = 200  # characters of a question that are read; more is no better
MOST_TERMS = 12
MOST = 1000  # hits that are ranked; beyond it one says "1,000+"
FEW = 8  # hits that may be a slip of the sellers: the same typing error in a title
MANY_MORE = 3  # times as many
MOST_NEAR = 12
MOST_CALLED_SO = 200


@dataclass(frozen=True)
class Narrow:
    """The other filters of a page: conditions on products, and the values that they name."""

    conditions: tuple[ColumnElement[bool], ...] = ()
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """Hits of one question, best first, `MOST` at most."""

    question: Question
    hits: list[Hit]
    is_more: bool = False  # there are more than these

    @property
    def ids(self) -> list[int]:
        return [hit.candidate.id for hit in self.hits]

    @property
    def answer(self) -> "Answer":
        return Answer(self.question, tuple(self.ids), self.is_more)


class Answer(NamedTuple):
    """What is found without why: small enough to be kept."""

    question: Question = Question()
    ids: tuple[int, ...] = ()
    is_more: bool = False


def understand(typed: str) -> Found:
    """The question, and all that it finds without any other filter."""
    normal = thai.normalise(typed[:LONGEST])
    if not thai.has_letter_or_digit(normal):
        return Found(Question(typed), [])
    tried: list[Question] = []
    for question in _questions(typed, normal):
        found = hits_of(question)
        if found.hits:
            return _joined(_as_meant(found), normal)
        tried.append(question)
    return Found(replace(tried[0], readings=(), near=_with_a_piece_less(tried)), [])


def hits_of(question: Question, narrow: Narrow = Narrow()) -> Found:
    """The hits of its readings together, each product once, where it stands best."""
    best: dict[int, Hit] = {}
    is_more = False
    for place, reading in enumerate(question.readings):
        hits, more = _hits(question, reading, narrow)
        is_more = is_more or more
        for hit in hits:
            hit.take(f"reading {place + 1}", -ranking.LATER * place)
            known = best.get(hit.candidate.id)
            if known is None or known.score < hit.score:
                best[hit.candidate.id] = hit
    return Found(question, ranking.ordered(best.values())[:MOST], is_more or len(best) > MOST)


def near_of(question: Question, narrow: Narrow = Narrow()) -> list[Hit]:
    """What has all pieces but one, where nothing has all."""
    return hits_of(replace(question, readings=question.near), narrow).hits[:MOST_NEAR] if question.near else []


def _questions(typed: str, normal: str) -> Iterator[Question]:
    other = thai.normalise(keyboard.other_of(typed[:LONGEST]))
    wanted, swapped = prices.read(normal), prices.Prices(other)
    here, there = Typed.of(wanted.rest, MOST_TERMS), Typed.of(other, MOST_TERMS)
    both = ((here, wanted, False), (there, swapped, True))
    guessed = both[:1] if there.letters.isascii() else both  # not Thai in Latin letters on the Thai keyboard

    def question(ways: Iterable[tuple[Piece, ...]], limits: prices.Prices, is_other: bool, **how: bool) -> Question:
        return Question(typed, _readings(ways, limits), other_keyboard=is_other, **how)

    for read, limits, is_other in both:
        yield question(readers.as_typed(read), limits, is_other)
        yield question([readers.as_letters(limits.rest)], limits, is_other)
    for read, limits, is_other in guessed:
        yield question(readers.as_heard(read), limits, is_other)
        yield question([readers.as_sounds(limits.rest)], limits, is_other, by_sound=True)
    yield question(readers.as_typed(here), wanted, False, in_body=True)
    for read, limits, is_other in guessed:
        yield question(readers.as_slipped(read), limits, is_other)


def _readings(ways: Iterable[tuple[Piece, ...]], limits: prices.Prices) -> tuple[Reading, ...]:
    """Each way within these limits; one of no pieces only where nothing but a price was typed."""
    whole = squashed(limits.rest)
    return tuple(Reading(pieces, whole, limits.least, limits.most) for pieces in ways if pieces or not whole)


def _joined(found: Found, normal: str) -> Found:
    """What finds next to nothing may be a slip that a seller made too: joined by what sounds so where that is much more."""
    question = found.question
    if len(found.hits) > FEW or question.other_keyboard or question.corrected or question.by_sound:
        return found
    limits = prices.read(normal)
    heard = _readings(readers.as_heard(Typed.of(limits.rest, MOST_TERMS), others=True), limits)
    both = hits_of(replace(question, readings=tuple(dict.fromkeys(question.readings + heard))))
    return both if len(both.hits) >= MANY_MORE * len(found.hits) else found


def _as_meant(found: Found) -> Found:
    """With the words that most hits have first among those that were guessed: the ones to be shown."""
    readings = []
    for reading in found.question.readings:
        met = Counter(way for hit in found.hits if hit.reading is reading for way in hit.ways)
        pieces = [
            replace(piece, ways=tuple(sorted(piece.ways, key=lambda way: -met[way]))) if piece.ways[0].is_guess else piece
            for piece in reading.pieces
        ]
        readings.append(replace(reading, pieces=tuple(pieces)))
    return replace(found, question=replace(found.question, readings=tuple(readings)))


def _with_a_piece_less(tried: list[Question]) -> tuple[Reading, ...]:
    """Of the readings as typed, on the other keyboard and as heard."""
    near = []
    for reading in (reading for question in tried if not question.by_sound for reading in question.readings[:1]):
        asked = reading.asked
        if len(asked) == 1 and (head := readers.head_of(asked[0])):
            near.append(replace(reading, pieces=(head,)))
        elif len(asked) > 1:
            near += [replace(reading, pieces=tuple(kept for kept in asked if kept is not left_out)) for left_out in asked]
    return tuple(dict.fromkeys(near))[:MOST_TERMS]


def _hits(question: Question, reading: Reading, narrow: Narrow) -> tuple[list[Hit], bool]:
    asked = asks(reading, question.in_body)
    only_price = not reading.pieces and (reading.min_price, reading.max_price) != (None, None)
    if asked is None and not only_price:
        return [], False
    candidates = _candidates(question, reading, asked, narrow)
    is_more = len(candidates) > MOST
    if is_more and reading.whole:  # what is called just so is among them, however old
        called_so = _candidates(question, reading, All(tuple(tokens.wholes_of(reading.whole))), narrow)[:MOST_CALLED_SO]
        candidates = list({each.id: each for each in (*called_so, *candidates)}.values())
    hits, unsure = [], []
    ranker = ranking.Ranker(reading, question.by_sound)
    for candidate in candidates[:MOST]:
        hit = ranker.hit(candidate)
        hits.append(hit) if hit else unsure.append(candidate)
    _read_whole(unsure)
    hits += filter(None, map(ranker.hit, unsure))
    ranking.weigh_guesses(hits)
    return hits, is_more


def _candidates(question: Question, reading: Reading, holds: All | None, narrow: Narrow) -> list[Candidate]:
    asked = select(
        Product.id,
        SearchDocument.title,
        SearchDocument.words,
        Product.group_id,
        Product.available,
        Product.sold_count,
        (Product.published_at > now() - ranking.FRESH_FOR).label("is_new"),
        *([SearchDocument.sound] if question.by_sound else []),
    )
    asked = engine.documents(asked, holds)
    asked = asked.join(Product, Product.id == SearchDocument.product_id)
    asked = asked.where(Product.is_listed)
    if reading.min_price is not None:
        asked = asked.where(Product.max_price_satang >= reading.min_price)
    if reading.max_price is not None:
        asked = asked.where(Product.min_price_satang <= reading.max_price)
    rows = db.session.connection().execute(asked.where(*narrow.conditions).limit(MOST + 1), narrow.values)
    return [Candidate(*row[:7], sound=row[7] if question.by_sound else "") for row in rows]


def _read_whole(candidates: list[Candidate]) -> None:
    by_id = {candidate.id: candidate for candidate in candidates}
    if not by_id:
        return
    asked = select(SearchDocument.product_id, SearchDocument.tokens, SearchDocument.body)
    for product_id, held, body in db.session.execute(asked.where(SearchDocument.product_id.in_(by_id))):
        by_id[product_id].tokens, by_id[product_id].body = frozenset(held.split()), ranking.squeezed(body)
