"""Readings of a question, from what stands there to what may have been meant. None asks whether anything is on sale.

A question is looked at closed up, for people put spaces where they like; where they put them weighs a little.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from shop.kernel import thai
from shop.search import meanings, place_names, spellings, tokens
from shop.search.lattice import Edge, ways_through
from shop.search.place_names import squashed
from shop.search.reading import COSTS, Kind, Piece, Way

LONGEST_GUESSED = 48  # letters of a question that is read as misspelt
_LEAST_PLACE = 4  # letters of a place within a longer word: ตาก and เลย are words first
_MOST_WORDS = 5  # words that may have been meant by one
_MOST_SLIPS = 4000  # keys asked for at once
_SHORT, _LONG, _FAR = 4, 9, 99  # letters of a short and a long word; a distance that is none
_SPLIT = 0.4  # what it costs to part what was written together, or to join what was not
_SILENCER = "\u0e4c"
_TONES = dict.fromkeys(range(0x0E47, 0x0E4F))
_NEGATIONS = ("ไม่", "ไร้", "ปลอด", "ไม่มี", "ไม่ใส่")


@dataclass(frozen=True)
class Typed:
    """`letters`: closed up, English in the singular; `borders`: where a space or an end was."""

    letters: str
    borders: frozenset[int]
    words: tuple[tuple[int, int], ...]  # what the dictionary cuts, word by word between spaces and closed up
    open_at: frozenset[int]  # where one may part it: within no Thai cluster, and within no Latin word

    @classmethod
    def of(cls, normal: str, most_terms: int) -> "Typed":
        chunks = [tokens.stem(chunk) for chunk in map(squashed, normal.split()) if thai.has_letter_or_digit(chunk)][:most_terms]
        ends = [0]
        for chunk in chunks:
            ends.append(ends[-1] + len(chunk))
        letters = "".join(chunks)
        spans = {span for start, chunk in zip(ends, chunks, strict=False) for span in _cut(chunk, start)}
        if len(chunks) > 1 and not letters.isascii():
            spans |= _cut(letters, 0)
        inside = (at for at in range(1, len(letters)) if thai.begins_cluster(letters, at) and not _is_within_latin(letters, at))
        return cls(letters, frozenset(ends), tuple(sorted(spans)), frozenset((*ends, *inside)))

    def is_open(self, start: int, end: int) -> bool:
        """Whether it can be looked at by itself."""
        return start in self.open_at and end in self.open_at and self.letters[start + 1 : start + 2] != _SILENCER

    def price_of(self, start: int, end: int) -> float:
        inside = sum(start < border < end for border in self.borders)
        return 0.1 * inside + 0.05 * ((start not in self.borders) + (end not in self.borders))


def as_typed(typed: Typed) -> list[tuple[Piece, ...]]:
    """What stands there: words of the dictionary, names of the trade, places, standards."""
    edges = [Edge(a, b, _word(typed.letters[a:b]), typed.price_of(a, b)) for a, b in typed.words]
    edges += [Edge(a, b, _word(typed.letters[a:b]), -0.5) for a, b in _negations(typed)]
    edges += _meant(typed)
    return ways_through(len(typed.letters), edges, most=2)


def as_letters(normal: str) -> tuple[Piece, ...]:
    """Each word between spaces as it is, wherever it stands within others."""
    return tuple(_word(chunk) for chunk in map(squashed, normal.split()) if chunk)


def as_sounds(normal: str) -> tuple[Piece, ...]:
    """The same, as it sounds; nothing where that is less than three letters."""
    sounds = [thai.fold_normal(chunk) for chunk in normal.split()]
    sounds = [sound for sound in sounds if sound]
    if any(len(sound) < tokens.NET_WIDTH for sound in sounds):
        return ()
    return tuple(Piece(sound, (Way(Kind.WORD, sound),)) for sound in sounds)


def as_heard(typed: Typed, others: bool = False) -> list[tuple[Piece, ...]]:
    """Words of the catalogue that sound so, or are spelled so in Latin letters; `others`: beside those typed right, too."""
    if len(typed.letters) > LONGEST_GUESSED:
        return []
    return ways_through(len(typed.letters), [*_meant(typed), *_heard(typed, others)], most=3)


def as_slipped(typed: Typed) -> list[tuple[Piece, ...]]:
    """The same, and words with another letter, one more or one less."""
    if len(typed.letters) > LONGEST_GUESSED:
        return []
    return ways_through(len(typed.letters), [*_meant(typed), *_heard(typed), *_slipped(typed)], most=4)


def head_of(piece: Piece) -> Piece | None:
    """What a compound of the trade is a kind of, which Thai says first: กล้วย of กล้วยตาก. None where it is no such compound."""
    if meanings.piece_of(piece.typed) is None:
        return None
    heads = [part for part in thai.parts(piece.typed) if piece.typed.startswith(part) and len(part) > 2]
    return _word(max(heads, key=len)) if heads else None


def _meant(typed: Typed) -> list[Edge]:
    found = []
    for start, end in _spans(typed):
        part = typed.letters[start:end]
        piece = meanings.piece_of(part)
        if piece is None:
            continue
        is_whole = start in typed.borders and end in typed.borders
        if not is_whole and len(part) < _LEAST_PLACE and meanings.is_place(part):
            ways = tuple(way for way in piece.ways if way.kind is not Kind.PLACE)
            piece = Piece(part, ways, piece.is_soft)
        found.append(Edge(start, end, piece, typed.price_of(start, end) - 0.05))
    return found


def _heard(typed: Typed, others: bool = False) -> list[Edge]:
    asked: dict[str, list[tuple[int, int, Kind]]] = {}
    for start, end in _spans(typed):
        part = typed.letters[start:end]
        if part.isascii() and end - start > 1 and not part.isdecimal():
            asked.setdefault(spellings.LATIN + thai.fold_latin(part), []).append((start, end, Kind.LATIN))
        sound = thai.fold_normal(part)
        if len(sound) > 1:
            asked.setdefault(spellings.SOUND + sound, []).append((start, end, Kind.SOUND))
    found = _known(asked)
    edges = []
    for key, places in asked.items():
        if key in found:
            edges += [_guess(typed, start, end, kind, found[key], others) for start, end, kind in places]
    return edges + _latin_places(typed)


def _slipped(typed: Typed) -> list[Edge]:
    asked: dict[str, list[tuple[int, int]]] = {}
    for start, end in _spans(typed):
        part = typed.letters[start:end]
        slips = {spellings.SLIP + slip for slip in spellings.slips_of(thai.fold_normal(part), spellings.LEAST_TO_SLIP)}
        if part.isascii():
            latin = spellings.slips_of(thai.fold_latin(part), spellings.LEAST_LATIN_TO_SLIP)
            slips |= {spellings.LATIN_SLIP + slip for slip in latin}
        if len(asked) < _MOST_SLIPS:
            for slip in slips:
                asked.setdefault(slip, []).append((start, end))
    found = _known(asked)
    words: dict[tuple[int, int], set[str]] = {}
    for key, places in asked.items():
        for place in places:
            words.setdefault(place, set()).update(found.get(key, ()))
    guesses = ((place, _nearest(typed.letters[slice(*place)], words)) for place, words in words.items())
    return [_guess(typed, *place, Kind.SLIP, near) for place, near in guesses if near]


def _nearest(part: str, words: Iterable[str]) -> list[str]:
    """Those that differ least, tones not counted: by one letter, of longer words by two; two that changed places are one."""
    most = 1 if len(part) < _LONG else 2
    told = {word: _distance(part, word) for word in sorted(words)}
    least = min(told.values(), default=most + 1)
    return [word for word, distance in told.items() if distance == least <= most]


def _distance(part: str, word: str) -> int:
    if part.isascii() and not word.isascii():
        folded = thai.fold_latin(part)
        return min((OSA.distance(folded, form) for form in spellings.latin_of(word)), default=_FAR)
    bare, other = part.translate(_TONES), word.translate(_TONES)
    distance = OSA.distance(bare, other, score_cutoff=2)
    if distance == 1 and len(bare) == len(other) <= _SHORT and sorted(bare) != sorted(other):
        return _FAR  # of a short word another letter makes another word
    return distance


def _guess(typed: Typed, start: int, end: int, kind: Kind, words: list[str], others: bool = False) -> Edge:
    part = typed.letters[start:end]
    if part in words and not (others and len(words) > 1):
        return Edge(start, end, _word(part), typed.price_of(start, end))
    nearest = sorted(words, key=lambda word: (word != part, abs(len(word) - len(part))))[:_MOST_WORDS]
    ways = dict.fromkeys(way for word in nearest for way in _guessed(kind, word, part))
    parted = (start not in typed.borders) + (end not in typed.borders)
    short = 0.5 if end - start < 4 else 0.0
    return Edge(start, end, Piece(part, tuple(ways)), COSTS[kind] + typed.price_of(start, end) + _SPLIT * parted + short)


def _guessed(kind: Kind, word: str, part: str) -> list[Way]:
    """A word that may be meant; of an English one of the trade what it stands for."""
    if word == part:
        return [Way(Kind.WORD, word)]
    known = meanings.piece_of(word) if word.isascii() else None
    if known is None or known.is_soft:
        return [Way(kind, word)]
    return [Way(kind, way.text) for way in known.ways if way.kind in (Kind.WORD, Kind.MEANING)]


def _known(keys: Iterable[str]) -> dict[str, list[str]]:
    """Of each key the words of the catalogue and of the trade."""
    found = spellings.words_under(keys)
    for key, forms in meanings.forms_under(keys).items():
        found[key] = list(dict.fromkeys(found.get(key, []) + forms))
    return found


def _latin_places(typed: Typed) -> list[Edge]:
    known = place_names.latin_forms()
    found = []
    for start, end in _spans(typed):
        part = typed.letters[start:end]
        if part.isascii() and start in typed.borders and end in typed.borders:
            codes = known.get(thai.fold_latin(part), ())
            if codes:
                piece = Piece(part, tuple(Way(Kind.PLACE, code) for code in sorted(codes)))
                found.append(Edge(start, end, piece, typed.price_of(start, end) + 0.3))
    return found


def _spans(typed: Typed) -> list[tuple[int, int]]:
    open_at = sorted(typed.open_at)
    return [
        (start, end)
        for n, start in enumerate(open_at)
        for end in open_at[n + 1 :]
        if end - start <= spellings.LONGEST and typed.is_open(start, end)
    ]


def _negations(typed: Typed) -> list[tuple[int, int]]:
    """ไม่ and what it denies are one: not spicy is something a jar is, never a jar without a word."""
    after = dict(typed.words)
    return [(a, after[b]) for a, b in typed.words if typed.letters[a:b] in _NEGATIONS and b in after]


def _cut(text: str, offset: int) -> set[tuple[int, int]]:
    spans, at = set(), offset
    for part in thai.cut(text):
        spans.add((at, at + len(part)))
        at += len(part)
    return spans


def _word(text: str) -> Piece:
    return meanings.piece_of(text) or Piece(text, (Way(Kind.WORD, text),))


def _is_within_latin(letters: str, at: int) -> bool:
    """Between a letter and a digit one may part."""
    return letters[at - 1 : at + 1].isascii() and letters[at - 1].isdigit() == letters[at].isdigit()
