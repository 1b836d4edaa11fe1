"""Tables as CSV files that spreadsheets open rightly, Thai included, and that run nothing."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from shop.kernel.sheets import BOM, baht_number, cell

__all__ = ["baht_number", "csv_file"]


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
