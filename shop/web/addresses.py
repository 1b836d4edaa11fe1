"""What stands in addresses."""

from werkzeug.routing import IntegerConverter

LARGEST = 2**31 - 1  # of an id in any database: no row ever has it, and no database is asked for a larger one


class RowNumber(IntegerConverter):
    """`<int:...>`: the id of a row. A number too large for one is read as LARGEST and so finds nothing.

    It is not refused here: werkzeug would then answer 405 where the same address takes GET and POST by two rules.
    """

    regex = r"\d{1,18}"

    def to_python(self, value: str) -> int:
        return min(super().to_python(value), LARGEST)
