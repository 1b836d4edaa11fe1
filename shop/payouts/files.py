"""What the bank is given: one file of bank accounts, one of PromptPay ids, a row in one of them. Always the same bytes.

Digits are quoted, so that programs which mind it keep their zeros; a name that a spreadsheet would run gets an apostrophe.
"""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from shop.kernel.identifiers import PromptPayKind
from shop.kernel.money import SATANG
from shop.kernel.sheets import BOM, cell
from shop.payouts.models import Payout, PayoutBatch, Way
from shop.payouts.service import reference_of

BANK_HEADER = ("bank_code", "account", "name", "amount", "reference")
PROMPTPAY_HEADER = ("promptpay_kind", "promptpay_id", "name", "amount", "reference")


def file_of(batch: PayoutBatch, way: Way) -> bytes:
    """UTF-8 with its mark, amounts in baht with two decimals; made of what was written down when the rows were fixed."""
    rows = [row for row in batch.rows if row.way is way]
    return (
        _written(BANK_HEADER, map(_bank_line, rows))
        if way is Way.BANK
        else _written(PROMPTPAY_HEADER, map(_promptpay_line, rows))
    )


def _bank_line(row: Payout) -> list[object]:
    return [row.details["bank_code"], row.details["account"], *_end_of(row)]


def _promptpay_line(row: Payout) -> list[object]:
    """A phone as people dial it: banks take no plus."""
    kind, value = row.details["promptpay_kind"], row.details["promptpay_id"]
    return [kind, "0" + value.removeprefix("+66") if kind == PromptPayKind.PHONE else value, *_end_of(row)]


def _end_of(row: Payout) -> list[object]:
    baht = (Decimal(row.amount_satang) / SATANG).quantize(Decimal("0.01"))
    return [cell(row.details["name"]), baht, reference_of(row)]


def _written(header: tuple[str, ...], lines: Iterable[list[object]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(lines)
    return (BOM + written.getvalue()).encode()
