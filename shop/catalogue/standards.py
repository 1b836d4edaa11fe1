"""Standards that a product carries: each number in its normal form, and until when it holds."""

from datetime import date

from sqlalchemy import ColumnElement, Date, bindparam, or_

from shop.catalogue.models import RevisionStandard, StandardKind
from shop.kernel import thai
from shop.kernel.clock import today
from shop.kernel.identifiers import fda_serial, tcps
from shop.kernel.refusals import BadValue

LONGEST = 40  # characters of a number
_OTOP_STARS = "12345"


class StandardExpired(BadValue):
    """It held until a day that is over."""

    def __init__(self) -> None:
        super().__init__("expires_on", "expired")


def standard_number(kind: StandardKind, text: str) -> str:
    """The number of a standard in its normal form: `13-2-01234-1-0001`, `321/2556`, stars `1` to `5`, others as written.

    Raises BadValue (of the identifier, with its own reasons).
    """
    if kind is StandardKind.FDA:
        return fda_serial(text)
    if kind is StandardKind.TCPS:
        return tcps(text)
    number = thai.tidy(text)
    if kind is StandardKind.OTOP:
        stars = thai.normalise(number).removesuffix("ดาว").strip()
        if len(stars) != 1 or stars not in _OTOP_STARS:
            raise BadValue("number", "stars")
        return stars
    if not thai.has_letter_or_digit(number):
        raise BadValue("number", "empty")
    if len(number) > LONGEST:
        raise BadValue("number", "too_long")
    return number


def holds_today() -> ColumnElement[bool]:
    """Whether a revision's standard may be shown to buyers: RevisionStandard.is_valid, for the database.

    The day is asked for anew each time that the statement is sent, so that a statement may be kept.
    """
    this_day = bindparam(None, callable_=today, type_=Date)
    return or_(RevisionStandard.expires_on.is_(None), RevisionStandard.expires_on >= this_day)


def check_expiry(expires_on: date | None) -> None:
    """None: it does not expire. Raises StandardExpired; BadValue where the year cannot be meant."""
    if expires_on is None:
        return
    if expires_on < today():
        raise StandardExpired
    if expires_on.year > today().year + 30:
        raise BadValue("expires_on", "too_far")
