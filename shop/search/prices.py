"""Prices in words: ไม่เกิน 100, ต่ำกว่า 150 บาท, 50-80 บาท, under 100. What is left is looked for."""

import re
from typing import NamedTuple

from shop.kernel.money import MOST_BAHT, SATANG

_NUMBER = r"(\d{1,7}(?:,\d{3})*(?:\.\d{1,2})?)"
_BAHT = r"\s*(?:บาท|บ\.|฿|baht|thb|\.-)"
_AT_MOST = "ไม่เกิน|ไม่ถึง|ต่ำกว่า|น้อยกว่า|ถูกกว่า|ไม่มากกว่า|under|below|less than|up to|max|<=?"
_AT_LEAST = "มากกว่า|สูงกว่า|แพงกว่า|ตั้งแต่|ขั้นต่ำ|over|above|more than|from|min|>=?"
_MOST = re.compile(rf"(?:ราคา)?(?:{_AT_MOST})\s*฿?{_NUMBER}(?:{_BAHT})?")
_LEAST = re.compile(rf"(?:ราคา)?(?:{_AT_LEAST})\s*฿?{_NUMBER}(?:{_BAHT})?(?:ขึ้นไป)?")
_BETWEEN = re.compile(rf"(?:ราคา)?{_NUMBER}\s*(?:-|ถึง|to)\s*{_NUMBER}{_BAHT}")
_ABOUT = re.compile(rf"(?:ราคา)?(?:฿\s*{_NUMBER}|{_NUMBER}{_BAHT})")


class Prices(NamedTuple):
    """In satang; None: no limit."""

    rest: str
    least: int | None = None
    most: int | None = None


def read(normal: str) -> Prices:
    """The limits that a question in normal form names, and the question without them. `50 บาท` and `฿50` are at most 50."""
    if found := _BETWEEN.search(normal):
        ends = sorted(map(_satang, found.groups()))
        return Prices(_without(normal, found), *ends)
    least = _LEAST.search(normal)
    if least:
        normal = _without(normal, least)
    most = _MOST.search(normal) or (None if least else _ABOUT.search(normal))
    if most:
        normal = _without(normal, most)
    return Prices(normal, _satang(least[1]) if least else None, _satang(next(filter(None, most.groups()))) if most else None)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _satang(number: str) -> int:
    """Of more than anything costs, just that: a column holds no more."""
    return min(round(float(number.replace(",", "")) * SATANG), MOST_BAHT * SATANG)
