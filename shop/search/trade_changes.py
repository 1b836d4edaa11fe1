"""How officials change the words of the trade: add a concept, put one in other words, take one out, take a change back."""

from sqlalchemy import delete, func, select, update

from shop.audit import service as audit
from shop.kernel.access import Actor, Permission
from shop.kernel.clock import now
from shop.kernel.database import db, insert, one_at_a_time
from shop.kernel.refusals import BadValue, LostRace, NotAllowed
from shop.kernel.thai import has_letter_or_digit, normalise, tidy
from shop.search import trade
from shop.search.actions import SearchAction
from shop.search.models import SearchWord
from shop.search.trade import Concept, Concepts

LONGEST = 60  # characters of a form
MOST_FORMS, MOST_KINDS = 30, 100  # of a concept
MOST = 5000  # rows of the office
_ENDS = str.maketrans("|,\t", "\n\n\n")


class BadWord(BadValue):
    """A value breaks a rule, and `word` is the part of it that does; `owner`: the concept that has it already."""

    def __init__(self, field: str, reason: str, word: str, owner: str = "") -> None:
        super().__init__(field, reason)
        self.word, self.owner = word, owner


def save_word(actor: Actor, main: str, thai: str, english: str, kinds: str) -> str:
    """Add a concept (`main` empty) or change the one of that main word, which stays its main word. Gives the main word back.

    The three are as typed, a form a line or with commas between. Raises NotAllowed; BadValue and BadWord (thai, english,
    kinds); LostRace where there is no concept of that main word any more.
    """
    _begin(actor)
    known = trade.concepts()
    before = known.by_main.get(main)
    if main and before is None:
        raise LostRace
    concept = _concept(main, thai, english, kinds, known)
    row = _write(concept, is_active=True)
    changed = [name for name in ("thai", "english", "kinds") if before and getattr(before, name) != getattr(concept, name)]
    action = SearchAction.CHANGE_WORD if before else SearchAction.ADD_WORD
    audit.record(actor, action, "search_word", row, word=concept.main, fields=changed)
    return concept.main


def remove_word(actor: Actor, main: str) -> None:
    """The office's own is gone for good, one that came with the market can be restored. Raises NotAllowed, LostRace."""
    _begin(actor)
    concept = trade.concepts().by_main.get(main)
    if concept is None:
        raise LostRace
    row = db.session.scalar(select(SearchWord.id).where(SearchWord.main == main))
    if any(given.main == main for given in trade.load_file()):
        row = _write(concept, is_active=False)
    else:
        db.session.execute(delete(SearchWord).where(SearchWord.main == main))
        trade.have_changed()
    audit.record(actor, SearchAction.REMOVE_WORD, "search_word", row, word=main)


def restore_word(actor: Actor, main: str) -> None:
    """Take back what the office did to a concept that came with the market. Raises NotAllowed, LostRace where it did nothing."""
    _begin(actor)
    given = next((given for given in trade.load_file() if given.main == main), None)
    row = db.session.scalar(select(SearchWord.id).where(SearchWord.main == main))
    if given is None or row is None:
        raise LostRace
    db.session.execute(delete(SearchWord).where(SearchWord.id == row))
    trade.have_changed()
    audit.record(actor, SearchAction.RESTORE_WORD, "search_word", row, word=main)


def _begin(actor: Actor) -> None:
    """Two officials never give one form to two concepts: the list is read and written by one at a time."""
    if not actor.can(Permission.SEARCH_WORDS):
        raise NotAllowed(Permission.SEARCH_WORDS)
    one_at_a_time("search_words")
    trade.have_changed()


def _write(concept: Concept, *, is_active: bool) -> int:
    """The row of that main word, made or changed. Raises BadValue where the office has too many."""
    values = {
        "thai": "|".join(concept.thai),
        "english": "|".join(concept.english),
        "kinds": "|".join(concept.kinds),
        "is_active": is_active,
        "updated_at": now(),
    }
    trade.have_changed()
    if db.session.execute(update(SearchWord).where(SearchWord.main == concept.main).values(**values)).rowcount:
        return db.session.scalar(select(SearchWord.id).where(SearchWord.main == concept.main))
    if db.session.scalar(select(func.count(SearchWord.id))) >= MOST:
        raise BadValue("thai", "too_many")
    return db.session.scalar(insert(SearchWord).values(main=concept.main, **values).returning(SearchWord.id))


def _concept(main: str, thai: str, english: str, kinds: str, known: Concepts) -> Concept:
    typed = dict.fromkeys(([main] if main else []) + _forms("thai", thai))
    forms = _not_too_many("thai", list(typed), MOST_FORMS)
    if not forms:
        raise BadValue("thai", "empty")
    for form in forms:
        owner = known.of_thai.get(form)
        if owner and owner.main != main:
            raise BadWord("thai", "taken", form, owner.main)
        if not main and any(given.main == form for given in trade.load_file()):
            raise BadWord("thai", "taken_out", form)
    names = tuple(_not_too_many("english", _forms("english", english), MOST_FORMS))
    narrower = tuple(_not_too_many("kinds", _kinds(forms, kinds, known), MOST_KINDS))
    if len(forms) == 1 and not names and not narrower:
        raise BadValue("thai", "says_nothing")
    return Concept(tuple(forms), names, narrower)


def _forms(field: str, typed: str) -> list[str]:
    """Each once, normalised. Raises BadWord for one that is too long or nothing that can be read."""
    found = list(dict.fromkeys(form for part in _parts(typed) if (form := normalise(part))))
    for form in found:
        if not has_letter_or_digit(form):
            raise BadWord(field, "unreadable", form)
        if len(form) > LONGEST:
            raise BadWord(field, "too_long", form[:LONGEST] + "…")
    return found


def _parts(typed: str) -> list[str]:
    return tidy(typed[: LONGEST * 200].translate(_ENDS), multiline=True).split("\n")


def _kinds(forms: list[str], typed: str, known: Concepts) -> list[str]:
    """Main words of the concepts named. Raises BadWord where one is not there or takes in this one itself."""
    found: dict[str, None] = {}
    for form in _forms("kinds", typed):
        kind = known.of_thai.get(form)
        if kind is None:
            raise BadWord("kinds", "unknown", form)
        if kind.main == forms[0] or any(narrower.main == forms[0] for narrower in known.kinds_of(kind)):
            raise BadWord("kinds", "circle", form)
        found[kind.main] = None
    return list(found)


def _not_too_many(field: str, forms: list[str], most: int) -> list[str]:
    if len(forms) > most:
        raise BadValue(field, "too_many_forms")
    return forms
