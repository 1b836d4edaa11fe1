"""What the trade calls things: spellings and synonyms, English names, and which narrower things a wider word takes in.

The list that comes with the market is `words_of_the_trade.tsv`; what the office changed of it is in `search_words`. Both
together are read by `concepts()`, once for each state of that table; what a search costs is one small question a request.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from sqlalchemy import func, select

from shop.kernel.database import db
from shop.search.english import fold_normal
from shop.search.models import SearchWord

FILE = Path(__file__).with_name("words_of_the_trade.tsv")
_ASKED = "version of search_words"


@dataclass(frozen=True)
class Concept:
    """One thing of the trade. `thai`: its spellings and synonyms, the main one first, normalised; never empty.

    `english`: as a buyer from elsewhere types it, in the singular, normalised. `kinds`: main words of narrower concepts.
    """

    thai: tuple[str, ...]
    english: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def main(self) -> str:
        return self.thai[0]


@dataclass(frozen=True)
class Concepts:
    """All of them as they are now, in the order of the file, the office's own after them. `version` changes when they do."""

    version: str
    by_main: Mapping[str, Concept]
    of_thai: Mapping[str, Concept]  # by each Thai form; a form belongs to one concept
    of_english: Mapping[str, tuple[Concept, ...]]  # by each English form as `shop.search.english.fold` writes it

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.by_main.values())

    def __len__(self) -> int:
        return len(self.by_main)

    def kinds_of(self, concept: Concept) -> list[Concept]:
        """All narrower ones, whatever is narrower than those included; each once, never itself."""
        found, open_ones = {concept.main: concept}, [concept]
        while open_ones:
            narrower = [self.by_main[main] for main in open_ones.pop().kinds if main not in found]
            found.update((kind.main, kind) for kind in narrower)
            open_ones += narrower
        return [kind for kind in found.values() if kind is not concept]


@lru_cache(maxsize=1)
def load_file() -> list[Concept]:
    """Those that come with the market, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Concept(parted(row["thai"]), parted(row["english"]), parted(row["kinds"])) for row in rows]


def parted(text: str) -> tuple[str, ...]:
    """The forms of a column, `|` between them."""
    return tuple(form for form in text.split("|") if form)


def concept_of(row: SearchWord) -> Concept:
    return Concept(parted(row.thai), parted(row.english), parted(row.kinds))


def concepts() -> Concepts:
    """The file and what the office changed of it. Asks the database once a request whether that is still as it was."""
    global _known
    asked = db.session().info
    version = asked.get(_ASKED) or _version()
    asked[_ASKED] = version
    if _known is None or _known.version != version:
        rows = db.session.scalars(select(SearchWord).order_by(SearchWord.id))
        _known = _read(version, merged(load_file(), rows))
    return _known


_known: Concepts | None = None


def have_changed() -> None:
    """This request changed them: its next look asks the database again."""
    db.session().info.pop(_ASKED, None)


def merged(given: Iterable[Concept], rows: Iterable[SearchWord]) -> list[Concept]:
    """The office's stand in place of those of the same main word, others after them; none where it took one out.

    A form that the office gave to a concept of its own is no longer the file's; a kind that is gone is named no more.
    """
    rows = list(rows)
    own = {row.main: concept_of(row) for row in rows if row.is_active}
    out = {row.main for row in rows if not row.is_active}
    taken = {form for concept in own.values() for form in concept.thai}
    kept = [own.pop(old.main, None) or _without(old, taken) for old in given if old.main not in out]
    known = [concept for concept in (*kept, *own.values()) if concept.thai]
    main_of = {form: concept.main for concept in known for form in concept.thai}
    return [_naming(concept, main_of) for concept in known]


def _without(concept: Concept, taken: set[str]) -> Concept:
    if taken.isdisjoint(concept.thai):
        return concept
    return replace(concept, thai=tuple(form for form in concept.thai if form not in taken))


def _naming(concept: Concept, main_of: Mapping[str, str]) -> Concept:
    """Its kinds by the main words they have now."""
    kinds = dict.fromkeys(main_of[kind] for kind in concept.kinds if kind in main_of)
    named = tuple(kind for kind in kinds if kind != concept.main)
    return concept if named == concept.kinds else replace(concept, kinds=named)


def _read(version: str, known: list[Concept]) -> Concepts:
    of_english: dict[str, tuple[Concept, ...]] = {}
    for concept in known:
        for form in dict.fromkeys(fold_normal(form) for form in concept.english):
            of_english[form] = (*of_english.get(form, ()), concept)
    return Concepts(
        version=version,
        by_main={concept.main: concept for concept in known},
        of_thai={form: concept for concept in known for form in concept.thai},
        of_english=of_english,
    )


def _version() -> str:
    count, newest = db.session.execute(select(func.count(SearchWord.id), func.max(SearchWord.updated_at))).one()
    return f"{_file_mark()}-{count}-{newest.timestamp() if newest else 0}"


@lru_cache(maxsize=1)
def _file_mark() -> str:
    return f"{crc32(FILE.read_bytes()):08x}"
