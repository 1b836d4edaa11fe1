"""The question: what somebody typed becomes conditions on what products are found by."""

from sqlalchemy import ColumnElement, and_, case, false, or_

from shop.kernel import thai
from shop.search.models import SearchDocument

LONGEST = 200  # characters of a question that are read; more is no better
MOST_TERMS = 12


def terms_of(question: str) -> list[str]:
    """The terms somebody typed, in normal form. Empty where there is neither letter nor digit."""
    asked = thai.normalise(question[:LONGEST])
    return [term for term in asked.split() if thai.has_letter_or_digit(term)][:MOST_TERMS]


def matches(terms: list[str]) -> ColumnElement[bool]:
    """Documents that hold every term, whole or, where it is several words written together, all its words."""
    if not terms:
        return false()
    return and_(*(_holds(term) for term in terms))


def rank(terms: list[str]) -> ColumnElement[int]:
    """How near a hit is, 0 the nearest: the title is it, begins with it, holds it, or something else about it does."""
    whole = " ".join(terms)
    title = SearchDocument.title
    return case(
        (title == whole, 0),
        (title.startswith(whole, autoescape=True), 1),
        (title.contains(whole, autoescape=True), 2),
        (and_(*(title.contains(term, autoescape=True) for term in terms)), 3),
        else_=4,
    )


def _holds(term: str) -> ColumnElement[bool]:
    whole = SearchDocument.body.contains(term, autoescape=True)
    parts = thai.words(term)[:MOST_TERMS]
    if len(parts) < 2:
        return whole
    return or_(whole, and_(*(SearchDocument.body.contains(part, autoescape=True) for part in parts)))
