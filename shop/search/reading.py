"""How a question is read: pieces that a product must have, each in one of several ways. Only values, and their conditions."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from shop.search import tokens
from shop.search.engine import All, Any, Asked


class Kind(StrEnum):
    """How what was typed became what is looked for."""

    WORD = "word"  # as typed
    MEANING = "meaning"  # another name of the same: English, a synonym
    NARROWER = "narrower"  # a kind of it: shrimp of seafood
    PLACE = "place"
    STANDARD = "standard"
    SOUND = "sound"  # tones left out, letters of one sound mixed up
    LATIN = "latin"  # Thai in Latin letters
    SLIP = "slip"  # a letter wrong, missing or too many


COSTS = {
    Kind.WORD: 0.0, Kind.PLACE: 0.0, Kind.STANDARD: 0.0, Kind.MEANING: 0.2,
    Kind.NARROWER: 0.6, Kind.SOUND: 0.6, Kind.LATIN: 0.6, Kind.SLIP: 1.4,
}  # fmt: skip


_MOST_NET = 40  # letters of a word that are looked for one after the other


@dataclass(frozen=True)
class Way:
    """`text`: a word or a few running, in normal form without spaces; of a place its code, of a standard its kind."""

    kind: Kind
    text: str

    @cached_property
    def cost(self) -> float:
        return COSTS[self.kind]

    @cached_property
    def letters(self) -> str:
        """Closed up, as titles are looked at."""
        return self.text.replace(" ", "")

    @cached_property
    def said(self) -> str:
        """What `search explain` says of it; nothing of what was typed."""
        return "" if self.kind is Kind.WORD else f" ({self.kind.value} {self.text})"

    @cached_property
    def is_guess(self) -> bool:
        """Whether it is another word than the one typed."""
        return self.kind in (Kind.SOUND, Kind.LATIN, Kind.SLIP)

    @cached_property
    def is_denial(self) -> bool:
        """What something is not is told in descriptions, seldom in titles."""
        return self.text.startswith("ไม่")


@dataclass(frozen=True)
class Piece:
    """A part of a question. A soft one (ของฝาก, อร่อย) lifts a product that has it and asks for nothing."""

    typed: str
    ways: tuple[Way, ...]
    is_soft: bool = False


@dataclass(frozen=True)
class Reading:
    """All pieces together. Prices in satang, None: whatever."""

    pieces: tuple[Piece, ...]
    whole: str = ""  # all that was typed, in normal form without spaces
    min_price: int | None = None
    max_price: int | None = None

    @cached_property
    def asked(self) -> tuple[Piece, ...]:
        """The pieces that a product must have: the soft ones only where there is nothing else."""
        return tuple(piece for piece in self.pieces if not piece.is_soft) or self.pieces

    @property
    def shown(self) -> str:
        """What is looked for, in words: for "did you mean"."""
        return " ".join(piece.ways[0].text if piece.ways[0].is_guess else piece.typed for piece in self.pieces)


@dataclass(frozen=True)
class Question:
    """What somebody typed, with the readings of it that find something; none where nothing can be looked for."""

    typed: str = ""
    readings: tuple[Reading, ...] = ()
    near: tuple[Reading, ...] = ()  # where nothing is found: the same with a piece less
    other_keyboard: bool = False  # typed with the keyboard set to the other language
    in_body: bool = False  # descriptions are looked at too
    by_sound: bool = False  # letter by letter, as titles sound

    @property
    def corrected(self) -> str:
        """What was looked for instead of what was typed, in words; empty where it is what was typed."""
        if not self.readings or not (self.other_keyboard or any(piece.ways[0].is_guess for piece in self.readings[0].pieces)):
            return ""
        return self.readings[0].shown

    @property
    def words(self) -> tuple[str, ...]:
        """What is looked for, longest first: to be marked in titles."""
        shown = {way.text for way in self._ways() if way.kind not in (Kind.PLACE, Kind.STANDARD, Kind.NARROWER)}
        return tuple(sorted(shown, key=len, reverse=True))

    def _ways(self) -> list[Way]:
        return [way for reading in self.readings for piece in reading.pieces for way in piece.ways]


def asks(reading: Reading, in_body: bool) -> All | None:
    """What the index must hold; None where nothing can. The net of letters finds more than is meant: ranking looks again."""
    pieces = [Any(tuple(asked for way in piece.ways for asked in _asks(way, in_body))) for piece in reading.asked]
    return All(tuple(pieces)) if pieces and all(piece.parts for piece in pieces) else None


def _asks(way: Way, in_body: bool) -> list[Asked]:
    if way.kind is Kind.PLACE:
        return [tokens.PLACE + way.text]
    if way.kind is Kind.STANDARD:
        return [tokens.STANDARD + way.text]
    words = words_of(way.text)
    found: list[Asked] = []
    if words:
        found.append(All(tuple(Any((tokens.TITLE + word, tokens.PART + word)) for word in words)))
    if words and way.kind is not Kind.NARROWER:
        found.append(All(tuple(tokens.ABOUT + word for word in words)))
        if in_body or way.is_denial:
            found.append(All(tuple(tokens.BODY + word for word in words)))
    if (way.kind is Kind.WORD or way.is_guess) and not way.text.isascii() and (net := tokens.net_of(way.text)[:_MOST_NET]):
        found.append(All(tuple(tokens.NET + letters for letters in net)))
    return found


@lru_cache(maxsize=8192)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a way's text as tokens hold them."""
    return tuple(map(tokens.stem, tokens.words_of(text)))
