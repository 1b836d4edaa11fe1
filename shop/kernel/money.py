"""Money: integer satang, read from what people type and written the way people read it."""

import re
from collections.abc import Sequence

from shop.kernel.refusals import BadValue
from shop.kernel.thai import thai_digits_to_arabic

SATANG = 100  # in a baht
MOST_BAHT = 10_000_000  # no single amount here is larger; a larger one is a slip of the finger

_AFFIXES = re.compile(r"^(?:฿|thb)|[.,][-–](?=บาท|$)|(?:บาท(?:ถ้วน)?|baht|thb|฿)$", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<baht>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<satang>\d*))?", re.ASCII)


class BadAmount(BadValue):
    """Not an amount of baht. `reason`: empty, not_a_number, negative, too_precise (over 2 decimals), too_large."""

    def __init__(self, reason: str) -> None:
        super().__init__("amount", reason)


def format_baht(satang: int) -> str:
    """An amount in satang as people read it: `฿1,240`, with satang only where there are some: `฿12.50`."""
    sign = "-" if satang < 0 else ""
    baht, rest = divmod(abs(satang), SATANG)
    return f"{sign}฿{baht:,}.{rest:02}" if rest else f"{sign}฿{baht:,}"


def parse_baht(text: str) -> int:
    """What somebody typed as baht, in satang: `1,240`, `๕๐ บาท`, `฿12.50` and the market's own `50.-` are all read.

    Commas must stand at thousands, so that a decimal comma is refused rather than read as a hundred times more.
    Raises BadAmount.
    """
    typed = "".join(thai_digits_to_arabic(text).split())
    if not typed:
        raise BadAmount("empty")
    number = _AFFIXES.sub("", typed)
    if number.startswith(("-", "−", "–")):
        raise BadAmount("negative")
    found = _NUMBER.fullmatch(number)
    if not found:
        raise BadAmount("not_a_number")
    decimals = found["satang"] or ""
    if len(decimals) > 2:
        raise BadAmount("too_precise")
    baht = found["baht"].replace(",", "").lstrip("0") or "0"
    if len(baht) > len(str(MOST_BAHT)):  # before int(), which takes long over very long numbers
        raise BadAmount("too_large")
    satang = int(baht) * SATANG + int(decimals.ljust(2, "0"))
    if satang > MOST_BAHT * SATANG:
        raise BadAmount("too_large")
    return satang


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` satang in proportion to `weights`, so that the parts sum to it exactly (largest remainder).

    Equal remainders go to the earlier part. A negative total (a refund) is split like its positive.
    Raises ValueError for no weights, a negative one, or something to split and every weight zero.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be given and not negative")
    whole = sum(weights)
    if not whole:
        if total:
            raise ValueError("nothing to split by: every weight is zero")
        return [0] * len(weights)
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
