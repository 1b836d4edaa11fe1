"""The words of the trade as the office lists them: those taken out included, and what became of each."""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import select

from shop.kernel.database import db
from shop.kernel.thai import normalise
from shop.search import trade
from shop.search.english import fold, fold_normal
from shop.search.models import SearchWord
from shop.search.trade import Concept


class WordState(StrEnum):
    GIVEN = "given"  # as it came with the market
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Entry(NamedTuple):
    concept: Concept
    state: WordState


def entries(words: str = "", *, only_own: bool = False) -> list[Entry]:
    """Those that hold these words in any of their forms, the office's latest first, then as in the file: two questions."""
    rows = list(db.session.scalars(select(SearchWord).order_by(SearchWord.updated_at.desc(), SearchWord.id.desc())))
    given = {concept.main for concept in trade.load_file()}
    known = trade.concepts().by_main
    own = [Entry(known.get(row.main) or trade.concept_of(row), _state(row, given)) for row in rows]
    changed = {row.main for row in rows}
    rest = [] if only_own else [Entry(concept, WordState.GIVEN) for main, concept in known.items() if main not in changed]
    thai, latin = normalise(words), fold(words)
    return [entry for entry in (*own, *rest) if _holds(entry.concept, thai, latin)]


def entry_of(main: str) -> Entry | None:
    """The one of that main word, taken out or not."""
    row = db.session.scalar(select(SearchWord).where(SearchWord.main == main))
    concept = trade.concepts().by_main.get(main) or (trade.concept_of(row) if row else None)
    if concept is None:
        return None
    return Entry(concept, _state(row, {given.main for given in trade.load_file()}) if row else WordState.GIVEN)


def _holds(concept: Concept, thai: str, latin: str) -> bool:
    is_there = any(thai in form for form in (*concept.thai, *concept.english))
    return is_there or any(latin and latin in fold_normal(form) for form in concept.english)


def _state(row: SearchWord, given: set[str]) -> WordState:
    if not row.is_active:
        return WordState.REMOVED
    return WordState.CHANGED if row.main in given else WordState.ADDED
