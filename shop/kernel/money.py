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


def format_amount(satang: int) -> str:
    """For a column of figures: `1,240.00`, always with satang, no sign of the currency."""
    sign = "-" if satang < 0 else ""
    baht, rest = divmod(abs(satang), SATANG)
    return f"{sign}{baht:,}.{rest:02}"


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


_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10 ** len(_PLACES)

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))


def baht_words(satang: int, locale: str = "th") -> str:
    """An amount in words, as a Thai receipt must carry it: `หนึ่งร้อยห้าบาทถ้วน`, `ยี่สิบห้าสตางค์`; in English likewise.

    Raises ValueError for a negative amount, which no receipt is of.
    """
    if satang < 0:
        raise ValueError("a negative amount has no words")
    baht, rest = divmod(satang, SATANG)
    if locale != "th":
        parts = [f"{_english(baht)} baht"] if baht or not rest else []
        return " and ".join([*parts, f"{_english(rest)} satang"] if rest else parts) + ("" if rest else " only")
    whole = f"{_thai(baht)}บาท" if baht or not rest else ""
    return f"{whole}{_thai(rest)}สตางค์" if rest else f"{whole}ถ้วน"


def _thai(number: int) -> str:
    """A last one after anything else is เอ็ด, two tens are ยี่สิบ, one ten is สิบ; beyond six places it counts in ล้าน."""
    if number == 0:
        return _DIGITS[0]
    millions, rest = divmod(number, _MILLION)
    said = f"{_thai(millions)}ล้าน" if millions else ""
    for place in range(len(_PLACES) - 1, -1, -1):
        digit = rest // 10**place % 10
        if not digit:
            continue
        name = _DIGITS[digit]
        if place == 1:
            name = {1: "", 2: "ยี่"}.get(digit, name)
        elif place == 0 and digit == 1 and number > 1:
            name = "เอ็ด"
        said += name + _PLACES[place]
    return said


def _english(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[rest]}" if rest else "")
    if number < 1_000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {_english(rest)}" if rest else "")
    scale, name = next(known for known in _SCALES if number >= known[0])
    upper, rest = divmod(number, scale)
    said = f"{_english(upper)} {name}"
    return f"{said}{' and' if rest < 100 else ''} {_english(rest)}" if rest else said
