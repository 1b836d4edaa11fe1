"""The catalogue's own words by everything that people type for them: their sound, Latin letters, and a letter gone wrong.

Words are learned as products are published and never in the way: learning adds what is not there. `search reindex` forgets
what no product says any more.
"""

from collections.abc import Iterable

from sqlalchemy import delete, select

from shop.kernel import thai
from shop.kernel.database import db, insert, one_at_a_time
from shop.search.models import SearchSpelling
from shop.search.tokens import words_of

SOUND, LATIN, SLIP, LATIN_SLIP = "slxy"
LONGEST = 24  # characters of a word or of a few running
_RUNNING = 3  # words that are learned together
LEAST_TO_SLIP = 4  # letters: of shorter words another letter makes another word
LEAST_LATIN_TO_SLIP = 6  # of a folded spelling
_MOST_TO_SLIP = 16
_AT_ONCE = 500


def words_in(text: str) -> set[str]:
    """What is learned of a title in normal form: each of its words, their parts, and two or three running."""
    found: set[str] = set()
    for chunk in text.split():
        words = words_of(chunk)
        for first in range(len(words)):
            for last in range(first + 1, min(first + _RUNNING, len(words)) + 1):
                found.add("".join(words[first:last]))
        found.update(*map(thai.parts, words))
    return {word for word in found if 2 <= len(word) <= LONGEST and not word.isdecimal()}


def keys_of(word: str, in_latin: bool = True) -> set[str]:
    """Every key under which a word is found; `in_latin`: as it is spelled in Latin letters too."""
    sound = thai.fold_normal(word)
    keys = {SOUND + sound, *(SLIP + slip for slip in slips_of(sound, LEAST_TO_SLIP))}
    for latin in latin_of(word) if in_latin else ():
        keys |= {LATIN + latin, *(LATIN_SLIP + slip for slip in slips_of(latin, LEAST_LATIN_TO_SLIP))}
    return keys


def latin_of(word: str) -> frozenset[str]:
    if word.isascii():
        return frozenset({thai.fold_latin(word)} - {""})
    return thai.latin_keys(word)


def slips_of(form: str, least: int) -> set[str]:
    """The form itself and with each of its letters left out; none of a short or very long one."""
    if not least <= len(form) <= _MOST_TO_SLIP:
        return set()
    return {form, *(form[:at] + form[at + 1 :] for at in range(len(form)))}


def learn(words: set[str]) -> None:
    """Add those that are not known. Nobody else learns until the commit, so that no two wait for each other's words."""
    fresh = words - _known(words)
    if not fresh:
        return
    one_at_a_time("search words")
    rows = [{"key": key, "word": word} for word in sorted(fresh) for key in sorted(keys_of(word))]
    for start in range(0, len(rows), _AT_ONCE):
        db.session.execute(insert(SearchSpelling.__table__).on_conflict_do_nothing(), rows[start : start + _AT_ONCE])


def forget_all_but(words: set[str]) -> None:
    """What nothing says any more."""
    last = ""
    asked = select(SearchSpelling.word).distinct().order_by(SearchSpelling.word).limit(_AT_ONCE)
    while known := list(db.session.scalars(asked.where(SearchSpelling.word > last))):
        last = known[-1]
        if gone := set(known) - words:
            db.session.execute(delete(SearchSpelling).where(SearchSpelling.word.in_(gone)))


def words_under(keys: Iterable[str]) -> dict[str, list[str]]:
    """Of each of these keys the words found under it, shortest first."""
    wanted = list(keys)
    found: dict[str, list[str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        asked = select(SearchSpelling.key, SearchSpelling.word).where(SearchSpelling.key.in_(wanted[start : start + _AT_ONCE]))
        for key, word in db.session.execute(asked):
            found.setdefault(key, []).append(word)
    return {key: sorted(words, key=lambda word: (len(word), word)) for key, words in found.items()}


def _known(words: set[str]) -> set[str]:
    wanted, known = sorted(words), set()
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        known.update(db.session.scalars(select(SearchSpelling.word).where(SearchSpelling.word.in_(part)).distinct()))
    return known
