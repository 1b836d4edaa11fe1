"""Tables as CSV files that spreadsheets open rightly, Thai included, and that run nothing."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

BOM = "\ufeff"  # tells Excel that the file is UTF-8
RUNS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is a formula to a spreadsheet


def csv_file(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> Response:
    """A file to keep, `name`.csv. Text is harmless to a spreadsheet; numbers stay numbers."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([cell(value) for value in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    answer = Response(BOM + written.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def cell(value: object) -> object:
    """Text that would be read as a formula gets an apostrophe, which spreadsheets do not show."""
    if isinstance(value, int | float):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RUNS) else text


def baht_number(satang: int) -> str:
    """For a sheet: `105.00`, no sign and no commas."""
    return f"{satang // 100}.{satang % 100:02}" if satang >= 0 else f"-{baht_number(-satang)}"
