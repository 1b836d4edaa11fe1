"""Cells of CSV files that spreadsheets open rightly, Thai included, and that run nothing."""

BOM = "\ufeff"  # tells Excel that the file is UTF-8
RUNS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is a formula to a spreadsheet


def cell(value: object) -> object:
    """Text that would be read as a formula gets an apostrophe, which spreadsheets do not show."""
    if isinstance(value, int | float):
        return value
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(RUNS) else text


def baht_number(satang: int) -> str:
    """For a sheet: `105.00`, no sign and no commas."""
    return f"{satang // 100}.{satang % 100:02}" if satang >= 0 else f"-{baht_number(-satang)}"
