"""What stands in addresses."""

from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1  # of an id in any database: a larger number is an address of nothing, and no database is asked for it


class RowNumber(IntegerConverter):
    """`<int:...>`: the id of a row."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **{"max": LARGEST, **options})
