"""What may be said: some words, not too many, and nothing that leads around the market unless its writer insists."""

from shop.conversations.contacts import has_contact
from shop.kernel.codes import digest, new_key
from shop.kernel.erased import unmarked
from shop.kernel.refusals import BadValue
from shop.kernel.thai import has_letter_or_digit, tidy

LONGEST = 1000
SHORTEST_TOKEN = 20


def said(typed: str, *, is_sure: bool = True, field: str = "words", may_be_empty: bool = False) -> str:
    """The words as they are kept. Raises BadValue of `field`: empty, too_long, contact (once, until `is_sure`)."""
    words = unmarked(tidy(typed, multiline=True))
    if not (has_letter_or_digit(words) or may_be_empty):
        raise BadValue(field, "empty")
    if len(words) > LONGEST:
        raise BadValue(field, "too_long")
    if not is_sure and has_contact(words):
        raise BadValue(field, "contact")
    return words


def form_digest(token: str) -> str:
    """What names one filled-in form: of a token too short to be the page's own, a fresh one."""
    return digest(token if SHORTEST_TOKEN <= len(token) <= 100 else new_key())
