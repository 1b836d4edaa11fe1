"""What is found out about a sheet before it is opened, and how much of a file is believed."""

from dataclasses import dataclass, field

from shop.exhibitors.reading import BadFile

LARGEST = 10 * 2**20  # bytes of a file
LONGEST = 20_000  # rows with something in them, of all sheets
WIDEST = 256  # columns: what an old workbook may have
MOST_ELEMENTS = 2_000_000  # of one sheet, blank ones aside: a few seconds' work


@dataclass
class Facts:
    """Of one sheet, rows and columns from 0. `merged` is empty where the opener finds it out itself."""

    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    faulty: set[tuple[int, int]] = field(default_factory=set)

    def fits(self, row: int, column: int) -> None:
        """A cell with something in it stands here. Raises BadFile for one so far off that the sheet would fill the memory."""
        if row >= LONGEST * 2:
            raise BadFile("too_long", limit=LONGEST, row=row + 1)
        if column >= WIDEST:
            raise BadFile("too_wide", limit=WIDEST)
