"""What the address of an office list asks for: an unknown value is 422."""

from enum import StrEnum
from typing import TypeVar

from flask import abort, request

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST = 80


def words(name: str = "q") -> str:
    return request.args.get(name, "").strip().replace("\x00", "")[:LONGEST]


def choice(name: str, kind: type[Choice]) -> Choice | None:
    typed = request.args.get(name, "")
    if not typed:
        return None
    return kind(typed) if typed in set(kind) else abort(422)


def number(name: str) -> int | None:
    """An id."""
    typed = request.args.get(name, "")
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else abort(422)


def kept(**filters: object) -> dict[str, str]:
    """For addresses of the same list: without what is not asked."""
    return {name: str(value) for name, value in filters.items() if value not in (None, "", False)}
