"""The question: what somebody typed becomes conditions on what products are found by."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from shop.catalogue.models import Product
from shop.kernel import thai
from shop.kernel.database import db
from shop.kernel.thai import keyboard
from shop.search.models import SearchDocument

LONGEST = 200  # characters of a question that are read; more is no better
MOST_TERMS = 12
LEAST_SOUND = 3  # letters: fewer sound like half the market


@dataclass(frozen=True)
class Question:
    """How a question is read: term by term in normal form, or by the sound of each; none where nothing can be looked for."""

    terms: tuple[str, ...] = ()
    by_sound: bool = False
    other_keyboard: bool = False  # typed with the keyboard set to the other language


def understand(typed: str) -> Question:
    """The first reading that finds something on sale: as typed, on the other keyboard, by sound. As typed where none does."""
    readings = list(_readings(typed[:LONGEST]))
    return next((reading for reading in readings if _finds(reading)), readings[0])


def matches(question: Question) -> ColumnElement[bool]:
    """Documents that hold every term, whole or, where it is several words written together, all its words."""
    if not question.terms:
        return false()
    if question.by_sound:
        return and_(*(SearchDocument.sound.contains(term, autoescape=True) for term in question.terms))
    return and_(*(_holds(term) for term in question.terms))


def rank(question: Question) -> ColumnElement[int]:
    """How near a hit is, 0 the nearest: the title is it, begins with it, holds it, or something else about it does."""
    title = SearchDocument.sound if question.by_sound else SearchDocument.title
    whole = " ".join(question.terms)
    return case(
        (title == whole, 0),
        (title.startswith(whole, autoescape=True), 1),
        (title.contains(whole, autoescape=True), 2),
        (and_(*(title.contains(term, autoescape=True) for term in question.terms)), 3),
        else_=4,
    )


def sound_of(text: str) -> str:
    """Of each word by itself, so that the end of one and the beginning of the next are no third."""
    return " ".join(filter(None, map(thai.fold_sound, text.split())))


def _readings(typed: str) -> Iterator[Question]:
    terms, others = _terms(typed), _terms(keyboard.other_of(typed))
    yield Question(terms)
    if others and others != terms:
        yield Question(others, other_keyboard=True)
    for said, is_other in ((terms, False), (others, True)):
        sounds = tuple(sound_of(term) for term in said)
        if sounds and all(len(sound) >= LEAST_SOUND for sound in sounds):
            yield Question(sounds, by_sound=True, other_keyboard=is_other)


def _terms(typed: str) -> tuple[str, ...]:
    asked = thai.normalise(typed).split()
    return tuple(term for term in asked if thai.has_letter_or_digit(term))[:MOST_TERMS]


def _finds(question: Question) -> bool:
    if not question.terms:
        return False
    listed = select(Product.id).join(SearchDocument, SearchDocument.product_id == Product.id).where(Product.is_listed)
    means_it = matches(question) if question.by_sound else and_(*(_holds(term, SearchDocument.title) for term in question.terms))
    return db.session.scalar(listed.where(means_it).limit(1)) is not None


def _holds(term: str, parts_in: InstrumentedAttribute[str] = SearchDocument.body) -> ColumnElement[bool]:
    """The term whole, or all its words in that column: นำ and พริก far apart in a description are no นำพริก."""
    whole = SearchDocument.body.contains(term, autoescape=True)
    parts = thai.words(term)[:MOST_TERMS]
    if len(parts) < 2 or any(len(part) < 2 for part in parts):  # single letters are in everything
        return whole
    return or_(whole, and_(*(parts_in.contains(part, autoescape=True) for part in parts)))
