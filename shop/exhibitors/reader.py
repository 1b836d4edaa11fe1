"""An exhibitor list read: bytes of a workbook become groups with their booths and products, and problems by cell."""

from collections.abc import Iterable, Mapping

from shop.exhibitors.gathering import Gathered, Gathering, booths
from shop.exhibitors.listed import Answers, Reader
from shop.exhibitors.opening import Sheet, open_sheets
from shop.exhibitors.reading import BadFile, Cell, CellKey, Gravity, Meaning, Problem, Reading
from shop.exhibitors.rows import rows_of
from shop.exhibitors.tables import Table, table_of

PATHUM_THANI = "13"


def read(
    data: bytes,
    filename: str,
    *,
    columns: Mapping[tuple[str, str], Meaning] | None = None,
    remembered: Mapping[str, Meaning] | None = None,
    cut: Mapping[CellKey, bool] | None = None,
    prices: Mapping[CellKey, int | None] | None = None,
    province: str = PATHUM_THANI,
) -> Reading:
    """All that a file says. Raises BadFile (see `opening.open_sheets`; and no_header).

    `columns`: what somebody said of (sheet, column letter); `remembered`: what this office said of a header, by its normal
    form. Answers to what was asked: `cut` says of a cell whether it names several products, `prices` what a cell's price is
    in satang, or None for no price. `province`: the code in which districts are looked for first.
    """
    problems: dict[tuple, Problem] = {}
    tables = _tables(open_sheets(data, filename), columns or {}, remembered or {}, problems)
    gathering = Gathering(province)
    for table in tables:
        reader = Reader(table, Answers(cut or {}, prices or {}), problems)
        rows = list(rows_of(table))
        _tell_of_table(reader, has_headings=any(row.heading for row in rows))
        gathering.add(reader, rows)
    _tell_of_groups(gathering.groups, problems)
    if any(table.of(Meaning.PRODUCT) for table in tables):
        _tell_of_nothing_to_sell(gathering.groups, problems)
    return Reading(
        columns=tuple(column for table in tables for column in table.columns),
        groups=tuple(group.as_read() for group in gathering.groups),
        problems=tuple(sorted(problems.values(), key=_in_order(tables))),
        product_rows=gathering.product_rows,
    )


def _tables(
    sheets: Iterable[Sheet],
    columns: Mapping[tuple[str, str], Meaning],
    remembered: Mapping[str, Meaning],
    problems: dict[tuple, Problem],
) -> list[Table]:
    """The lists in a workbook; sheets that hold none, or that are hidden, are left out and said so."""
    found = []
    for sheet in sheets:
        if not any(map(any, sheet.rows)):
            continue
        table = None if sheet.is_hidden else table_of(sheet, columns, remembered)
        if table:
            found.append(table)
        else:
            _note(problems, Cell(sheet.name, 1, "A"), None, "sheet_hidden" if sheet.is_hidden else "sheet_left_out")
    if not found:
        raise BadFile("no_header")
    return found


def _tell_of_table(reader: Reader, *, has_headings: bool) -> None:
    table = reader.table
    head = Cell(table.sheet.name, max(table.first, 1), "A")
    if not table.of(Meaning.GROUP_NAME) and not has_headings:
        reader.tell(head, Meaning.GROUP_NAME, Gravity.REFUSED, "no_group_column")
    if not table.of(Meaning.PRODUCT):
        reader.tell(head, Meaning.PRODUCT, Gravity.NOTED, "no_product_column")
    hidden = [
        at for at in sorted(table.sheet.hidden_rows) if table.first <= at < len(table.sheet.rows) and any(table.sheet.rows[at])
    ]
    if hidden:
        reader.tell(Cell(table.sheet.name, hidden[0] + 1, "A"), None, Gravity.NOTED, "row_hidden", rows=len(hidden))


def _tell_of_groups(groups: list[Gathered], problems: dict[tuple, Problem]) -> None:
    """What only shows when all are known: one place given twice, one number under two names."""
    holders: dict[str, Gathered] = {}
    callers: dict[str, Gathered] = {}
    for group in groups:
        for booth in booths(group.value(Meaning.BOOTH)):
            holder = holders.setdefault(booth, group)
            if holder is not group:
                cell = group.said[Meaning.BOOTH].cell
                params = {"booth": booth, "group": holder.name, "row": holder.said[Meaning.BOOTH].cell.row}
                problems[cell.key, "booth_taken"] = Problem(cell, Meaning.BOOTH, Gravity.REFUSED, "booth_taken", params)
        phone = group.value(Meaning.PHONE)
        if phone and callers.setdefault(phone, group) is not group:
            _note(problems, group.said[Meaning.PHONE].cell, Meaning.PHONE, "phone_shared", group=callers[phone].name)


def _tell_of_nothing_to_sell(groups: list[Gathered], problems: dict[tuple, Problem]) -> None:
    for group in groups:
        if not group.products:
            _note(problems, group.cell, Meaning.GROUP_NAME, "no_products", group=group.name)


def _note(problems: dict[tuple, Problem], cell: Cell, meaning: Meaning | None, reason: str, **params: object) -> None:
    problems.setdefault((cell.key, reason), Problem(cell, meaning, Gravity.NOTED, reason, params))


def _in_order(tables: list[Table]):
    sheets = {table.sheet.name: at for at, table in enumerate(tables)}
    return lambda problem: (
        sheets.get(problem.cell.sheet, len(sheets)),
        problem.cell.sheet,
        problem.cell.row,
        len(problem.cell.column),
        problem.cell.column,
    )
