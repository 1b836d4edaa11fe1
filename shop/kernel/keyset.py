"""Pages that follow one another by the last row's own values: steady while rows are added, quick at the end as at the start."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from sqlalchemy import ColumnElement, and_, or_

from shop.kernel.refusals import BadValue


def write_cursor(*values: object) -> str:
    """An opaque word for where a page ended: the sort, the row's value (text or number) and its id."""
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def read_cursor(text: str, sort: str, kind: type) -> tuple:
    """(value, id) of a cursor of this sort, the value being of `kind`. Raises BadValue for anything else."""
    try:
        said, value, row_id = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if said != sort or type(value) is not kind or type(row_id) is not int:
            raise ValueError
    except (ValueError, TypeError, RecursionError) as forged:
        raise BadValue("after", "unknown_cursor") from forged
    if abs(row_id) > 2**31 or (kind is int and abs(value) > 2**62) or (kind is str and ("\x00" in value or len(value) > 300)):
        raise BadValue("after", "unknown_cursor")
    return value, row_id


def beyond(column: ColumnElement, id_column: ColumnElement, at: tuple, *, descending: bool = False) -> ColumnElement[bool]:
    """Rows after those values, in the order of `column`, then of the id (newest first)."""
    value, row_id = at
    past = column < value if descending else column > value
    return or_(past, and_(column == value, id_column < row_id))
