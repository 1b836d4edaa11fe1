"""How many pieces of which line were typed, in forms over several lines: fields named `pieces-<id>`, `resold-<id>`."""

from collections.abc import Mapping

from shop.kernel import thai
from shop.kernel.refusals import BadValue


def typed_pieces(form: Mapping[str, str], name: str = "pieces") -> dict[int, int]:
    """By line's id; an empty field is none. Raises BadValue for what is no whole number."""
    found = {}
    for field, typed in form.items():
        prefix, _, number = field.rpartition("-")
        if prefix == name and _is_whole(number):
            found[int(number)] = _whole(name, typed)
    return found


def _whole(name: str, typed: str) -> int:
    digits = thai.thai_digits_to_arabic(typed).strip() or "0"
    if not _is_whole(digits):
        raise BadValue(name, "out_of_range")
    return int(digits)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
