"""What a device says of its sales, and what somebody types in from a sheet of paper."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID, uuid5

from shop.kernel.clock import BANGKOK
from shop.kernel.refusals import BadValue
from shop.kernel.thai import thai_digits_to_arabic
from shop.orders.booth import Piece
from shop.orders.models import PaymentMethod
from shop.payments.booth.service import MOST_PIECES, Sale


def read_sale(said: object) -> Sale:
    """One sale of a batch: {id, method, at, lines: [[variant, pieces, satang each], ...]}. Raises BadValue."""
    if not isinstance(said, Mapping):
        raise BadValue("sale", "form")
    client_id, at, lines = said.get("id"), said.get("at"), said.get("lines")
    if not isinstance(client_id, str) or not isinstance(at, str) or not isinstance(lines, list):
        raise BadValue("sale", "form")
    method = said.get("method")
    if method not in ("cash", "promptpay"):
        raise BadValue("method", "unknown")
    return Sale(_uuid(client_id), PaymentMethod(method), _moment(at), tuple(_piece(line) for line in lines))


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise BadValue("id", "form") from None


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        raise BadValue("at", "form") from None
    if at.tzinfo is None or not 1970 <= at.year < 9000:
        raise BadValue("at", "form")
    return at


def _piece(line: object) -> Piece:
    is_three = isinstance(line, list) and len(line) == 3
    if not is_three or not all(type(number) is int and 0 <= number < 2**31 for number in line):
        raise BadValue("lines", "form")
    return Piece(*line)


class Tally(NamedTuple):
    """Pieces of one variant as counted on a sheet, by how they were paid."""

    cash: int
    promptpay: int


class SheetProblem(NamedTuple):
    field: str
    reason: str


def read_sheet(form: Mapping[str, str], prices: Mapping[int, int]) -> tuple[dict[int, Tally], list[SheetProblem]]:
    """Variant id to tally, of `cash-<id>` and `promptpay-<id>`; and what cannot be read. Empty is none."""
    tallies, problems = {}, []
    for variant_id in prices:
        counts = []
        for way in Tally._fields:
            typed = thai_digits_to_arabic(form.get(f"{way}-{variant_id}", "")).strip()
            if typed and not (typed.isascii() and typed.isdecimal() and int(typed[:6]) <= MOST_PIECES and len(typed) < 6):
                problems.append(SheetProblem(f"{way}-{variant_id}", "not_a_count"))
                typed = ""
            counts.append(int(typed or 0))
        tallies[variant_id] = Tally(*counts)
    if not problems and not any(sum(tally) for tally in tallies.values()):
        problems.append(SheetProblem("lines", "none"))
    return tallies, problems


def sales_of_sheet(tallies: Mapping[int, Tally], prices: Mapping[int, int], day: date, token: str) -> list[Sale]:
    """One sale for what was paid in cash and one by PromptPay, in the first second of that day, which no clock is before.

    The same token makes the same sales.
    """
    at = datetime.combine(day, time(), BANGKOK)
    sales = []
    for way in Tally._fields:
        counts = {variant_id: getattr(tally, way) for variant_id, tally in tallies.items() if getattr(tally, way)}
        pieces = tuple(Piece(variant_id, count, prices[variant_id]) for variant_id, count in counts.items())
        if pieces:
            sales.append(Sale(str(uuid5(UUID(token), way)), PaymentMethod(way), at, pieces))
    return sales
