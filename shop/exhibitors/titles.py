"""One cell that names products, cut into them: at numbering, line ends and commas; elsewhere only where somebody said so."""

import re

from shop.catalogue.guess import spoken_of
from shop.kernel.thai import has_letter_or_digit, thai_digits_to_arabic, tidy

_NUMBERED = re.compile(r"\(?(?<![\d.,/])(\d{1,2})[.)]\s*(?!\d)")
_BULLET = re.compile(r"^\s*(?:[•●▪◦·✓➢►*]|[-–—](?!\d))\s*")
_DOTS = re.compile(r"\s*[•●▪◦➢►]\s*")
_DASHES = re.compile(r"\s+[-–—]\s*(?=\D)")
_COMMA = re.compile(r"(?<!\d)[,，、]|[,，、](?!\d{3}(?!\d))")
_JOINED = re.compile(r"\s*(?:(?<!\d)/|/(?!\d)|[;+])\s*|\s*และ\s*")
_SHORTEST_JOINED = 3  # characters on either side of และ before anybody is asked
_BRACKETS = {"(": ")", "[": "]", "（": "）"}


def cut(text: str) -> list[list[str]]:
    """The lines of a cell, each with the products it names, as written; `text` with its line ends."""
    lines = [piece for line in _lines(tidy(text, multiline=True)) for piece in _numbered(line)]
    named = [_named(_BULLET.sub("", line)) for line in lines]
    return [titles for titles in named if titles]


def may_be_several(title: str) -> list[str]:
    """What one title would become if somebody said it names several products; empty where nothing suggests that."""
    parts = cut_further(title)
    if len(parts) < 2:
        return []
    if _JOINED.search(_outside(title)):
        return parts if min(map(len, parts)) >= _SHORTEST_JOINED else []
    return parts if all(map(spoken_of, parts)) else []


def cut_further(title: str) -> list[str]:
    """At `/`, `;`, `+` and `และ`; where there is none of them, at spaces. Never inside brackets."""
    parts = _split(_JOINED, title)
    if len(parts) < 2:
        parts = _with_their_numbers(_split(re.compile(r"\s+"), title))
    return [part for part in map(_single, parts) if has_letter_or_digit(part)]


def _lines(text: str) -> list[str]:
    return [line for line in _split(re.compile("\n"), text) if line.strip()]


def _named(line: str) -> list[str]:
    return [title for title in map(_single, _split(_COMMA, line)) if has_letter_or_digit(title)]


def _single(text: str) -> str:
    return " ".join(text.split())


def _numbered(line: str) -> list[str]:
    """Cut at 1. 2. 3. that count on from the line's beginning, at bullets, and at dashes where it begins with one."""
    marks = _counting(line)
    if marks:
        ends = [start for start, _end in marks[1:]] + [len(line)]
        return [line[end:stop].strip() for (_start, end), stop in zip(marks, ends, strict=True)]
    if _DOTS.search(line):
        return [piece for piece in _DOTS.split(line) if piece.strip()]
    if re.match(r"\s*[-–—]\s*\D", line):
        return [piece for piece in _DASHES.split(f" {line.strip()}") if piece.strip()]
    return [line]


def _counting(line: str) -> list[tuple[int, int]]:
    """Where each number stands and ends. A line of its own may begin with any number; more must count on by one."""
    marks: list[tuple[int, int]] = []
    expected = None
    for found in _NUMBERED.finditer(thai_digits_to_arabic(line)):
        number = int(found[1])
        if expected is None:
            if line[: found.start()].strip():
                return []
            expected = number
        if number == expected:
            marks.append((found.start(), found.end()))
            expected += 1
    return marks


def _with_their_numbers(words: list[str]) -> list[str]:
    """`ปลาดุกร้า 2 รส` stays together: a number, and the word that it counts, belong to what stands before."""
    kept: list[str] = []
    was_number = False
    for word in words:
        is_number = thai_digits_to_arabic(word)[:1].isdecimal()
        if kept and (is_number or was_number or word[:1] in _BRACKETS):
            kept[-1] += f" {word}"
        else:
            kept.append(word)
        was_number = is_number and not has_letter_or_digit(word.lstrip("0123456789๐๑๒๓๔๕๖๗๘๙.,-"))
    return kept


def _split(mark: re.Pattern[str], text: str) -> list[str]:
    masked, pieces, start = _outside(text), [], 0
    for found in mark.finditer(masked):
        pieces.append(text[start : found.start()])
        start = found.end()
    return [*pieces, text[start:]]


def _outside(text: str) -> str:
    """The same length, with what stands in brackets blotted out; brackets that do not pair are no brackets."""
    masked, closers, opened = list(text), [], 0
    for at, character in enumerate(text):
        if character in _BRACKETS:
            opened = opened if closers else at
            closers.append(_BRACKETS[character])
        elif closers and character == closers[-1]:
            closers.pop()
            if not closers:
                masked[opened : at + 1] = "x" * (at + 1 - opened)
    return "".join(masked)
