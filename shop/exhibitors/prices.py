"""What a cell says of a price: an amount, nothing, or something that a person has to answer. Never a guess."""

import re
from dataclasses import dataclass
from functools import lru_cache

from shop.catalogue.prices import LEAST, MOST
from shop.exhibitors.reading import Gravity
from shop.kernel.money import BadAmount, parse_baht
from shop.kernel.thai import normalise, tidy

_NONE = {
    "",
    "ฟรี",
    "แจก",
    "แจกฟรี",
    "free",
    "na",
    "n/a",
    "none",
    "ไม่มี",
    "ไม่ระบุ",
    "ไม่ได้ระบุ",
    "ไม่จำหน่าย",
    "สอบถาม",
    "สอบถามราคา",
    "xx",
    "x",
    "0",
    "0.00",
}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TAIL = re.compile(r"(?:[.,]?\s*[-–—=]+|\.|/-)(?=\s*(?:บาท|baht|thb|฿|$))")
_UNIT = r"[ก-๎a-z]{1,20}\.?"
_PRICE = r"(?P<price>(?:฿|thb)?\s*[^\sก-๎a-z/]+)\s*(?:บาท|บ\.?|baht|thb|฿)?"
_PER = (
    re.compile(rf"(?P<unit>{_UNIT}?)\s*ละ\s*{_PRICE}"),  # ขวดละ 35 บาท
    re.compile(rf"{_PRICE}\s*(?:/|ต่อ|per)\s*(?:1\s*)?(?P<unit>{_UNIT})"),  # 35 บาท/ขวด
    re.compile(_PRICE),
)
_LABEL = re.compile(r"^(?:ราคา(?:ขาย|จำหน่าย)?|price|จำหน่าย|ขาย)\s*:?\s*|\s*(?:เท่านั้น|ถ้วน)$")
_WEIGHED = re.compile(r"\d[\d.,]*\s*(?:กรัม|กก|กิโลกรัม|มล|มิลลิลิตร|ลิตร|ซีซี|ขีด|ก\.|g\b|kg\b|ml\b|l\b|cc\b)\.?")
_MARKED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(?:บาท|baht|thb|฿|\.-)|฿\s*(\d[\d,]*(?:\.\d+)?)")
_COUNTED = re.compile(r"\(?([1-9]\d?)(?:[.)]\s+|\)\s*)(?=\S)")


@dataclass(frozen=True)
class Price:
    """`satang` is None where nothing is said or where `reason` says what is wrong; `unit` is what it is the price of."""

    satang: int | None = None
    unit: str = ""
    gravity: Gravity | None = None
    reason: str = ""


@lru_cache(maxsize=4096)
def price_of(text: str) -> Price:
    """`50.-`, `๕๐ บาท`, `1,250.00`, `ขวดละ 35`, `35/ถุง` are read; what names two amounts or a number of pieces is asked."""
    said = _LABEL.sub("", _LABEL.sub("", normalise(text)))
    if said in _NONE or not re.search(r"\w", said):
        return Price()
    if said.startswith(("-", "−", "–", "—")) and re.match(r".\s*[\d฿]", said):
        return _refused("price_negative")
    numbers = _NUMBER.findall(said)
    if not numbers:
        return _refused("price_form")
    for form in _PER:
        if (found := form.fullmatch(_TAIL.sub("", said))) and len(_NUMBER.findall(found["price"])) == 1:
            read = _amount(found["price"], found.groupdict().get("unit") or "")
            if read:
                return read
    return _marked(said) or Price(
        gravity=Gravity.ASKED, reason="price_range" if len(numbers) == 2 and _is_range(said) else "price_unclear"
    )


def prices_of(text: str) -> list[str]:
    """The lines of a price cell, without the 1. 2. 3. they may be numbered by."""
    lines = [line for line in tidy(text, multiline=True).split("\n") if line.strip()]
    counted = [_COUNTED.match(normalise(line)) for line in lines]
    if all(counted) and [int(found[1]) for found in counted] == list(range(1, len(lines) + 1)):
        return [normalise(line)[found.end() :] for line, found in zip(lines, counted, strict=True)]
    return [re.sub(r"^\s*[•●▪◦·✓➢►]\s*|^\s*[-–—]\s+(?=\d)", "", line) for line in lines]


def _amount(number: str, unit: str) -> Price | None:
    try:
        satang = parse_baht(number)
    except BadAmount as bad:
        return _refused("price_large") if bad.reason == "too_large" else None
    if not satang:
        return Price()
    if satang < LEAST:
        return _refused("price_small")
    return _refused("price_large") if satang > MOST else Price(satang, unit)


def _marked(said: str) -> Price | None:
    """`500 กรัม 50 บาท`: one amount that is called baht, beside nothing but weights and measures."""
    amounts = [first or second for first, second in _MARKED.findall(said)]
    rest = _WEIGHED.sub("", _MARKED.sub("", said, count=1))
    return _amount(amounts[0], "") if len(amounts) == 1 and not _NUMBER.search(rest) and _WEIGHED.search(said) else None


def _is_range(said: str) -> bool:
    return bool(re.search(r"\d\s*(?:บาท|\.-)?\s*(?:-|–|—|~|ถึง|to)\s*฿?\d", said))


def _refused(reason: str) -> Price:
    return Price(gravity=Gravity.REFUSED, reason=reason)
