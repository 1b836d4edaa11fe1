"""What one row says, with the place of each thing it says: values of the group, and products with their prices."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from shop.exhibitors import prices, titles
from shop.exhibitors.reading import Cell, CellKey, Gravity, Meaning, Problem, ReadProduct
from shop.exhibitors.rows import Row
from shop.exhibitors.tables import Table, letter
from shop.exhibitors.values import LONGEST, value_of
from shop.kernel.thai import tidy

OF_PRODUCTS = (Meaning.DESCRIPTION, Meaning.CATEGORY, Meaning.UNIT, Meaning.STOCK, Meaning.STANDARD)
NOT_OF_GROUPS = frozenset(
    {*OF_PRODUCTS, Meaning.PRODUCT, Meaning.PRICE, Meaning.GROUP_NAME, Meaning.RUNNING_NUMBER, Meaning.IGNORED}
)
_RUNS = re.compile(r"'?(?:=\s*[\w(+\-\"'@]|[=+\-@]\s*[A-Za-z_][\w.]*\s*[(|!]|@[A-Z]+\()")


@dataclass(frozen=True)
class Answers:
    """What people said of cells: whether one names several products, what a price is in satang (None: there is none)."""

    cut: Mapping[CellKey, bool] = field(default_factory=dict)
    prices: Mapping[CellKey, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """A value with the cell it stands in. `is_own` is false for what a merged cell or a heading brought from above."""

    text: str
    cell: Cell
    is_own: bool = True


class Reader:
    """Reads the rows of one table; what is wrong goes to `problems`, once for each cell and reason."""

    def __init__(self, table: Table, answers: Answers, problems: dict[tuple, Problem]) -> None:
        self.table, self.answers, self.problems = table, answers, problems
        products = table.of(Meaning.PRODUCT)
        self._beside = {
            at: {meaning: self._next_to(at, meaning, products) for meaning in (*OF_PRODUCTS, Meaning.PRICE)} for at in products
        }

    def cell(self, row: Row, column: int) -> Cell:
        return Cell(self.table.sheet.name, row.above.get(column, row.number), letter(column))

    def tell(self, cell: Cell, meaning: Meaning | None, gravity: Gravity, reason: str, **params: object) -> None:
        self.problems.setdefault((cell.key, reason), Problem(cell, meaning, gravity, reason, params))

    def without_formulas(self, row: Row) -> Row:
        """The row without cells that nobody has computed or that would run: each is told, none is read."""
        for at, meaning in self.table.meanings.items():
            if meaning is Meaning.IGNORED:
                continue
            if (row.number - 1, at) in self.table.sheet.faulty or runs(row.cells.get(at, "")):
                self.tell(self.cell(row, at), meaning, Gravity.REFUSED, "formula", text=row.cells.pop(at, "")[:60])
        return row

    def of_group(self, row: Row) -> Iterator[tuple[Meaning, Said]]:
        """The values of the group in this row, in their normal forms; places as they are written."""
        for at, meaning in self.table.meanings.items():
            text = row.cells.get(at)
            if text is None or meaning in NOT_OF_GROUPS:
                continue
            value = value_of(meaning, text)
            cell, is_own = self.cell(row, at), at not in row.above
            if value.gravity:
                self.tell(cell, meaning, value.gravity, value.reason, text=_short(text))
            if value.text:
                yield meaning, Said(value.text, cell, is_own)
            for other, told in (value.also or {}).items():
                yield other, Said(told, cell, False)

    def products(self, row: Row) -> list[ReadProduct]:
        return [product for at in self._beside if at in row.cells for product in self._of_cell(row, at)]

    def _next_to(self, product: int, meaning: Meaning, products: list[int]) -> int | None:
        """The column that says this of the products in that one: the next before another product, or the only one there is."""
        columns = self.table.of(meaning)
        following = next((at for at in products if at > product), None)
        between = [at for at in columns if at > product and (following is None or at < following)]
        if between:
            return between[0]
        return columns[0] if len(columns) == 1 or (columns and len(products) == 1) else None

    def _of_cell(self, row: Row, at: int) -> list[ReadProduct]:
        text, cell = row.cells[at], self.cell(row, at)
        lines = titles.cut(text)
        answer = self.answers.cut.get(cell.key)
        if answer:
            lines = [[part for title in line for part in titles.cut_further(title)] for line in lines]
        elif answer is None:
            self._ask_whether_several(cell, lines)
        priced = self._prices(row, at, lines)
        values = [self._values(row, at, number, len(lines)) for number in range(len(lines))]
        made = []
        for number, line in enumerate(lines):
            for title in line:
                price = next(priced)
                if self._is_title(cell, title):
                    unit = {Meaning.UNIT: price.unit} if price.unit else {}
                    made.append(ReadProduct(cell, title, price.satang, unit | values[number]))
        return made

    def _ask_whether_several(self, cell: Cell, lines: list[list[str]]) -> None:
        for line in lines:
            for title in line:
                if parts := titles.may_be_several(title):
                    self.tell(cell, Meaning.PRODUCT, Gravity.ASKED, "title_several", text=_short(title), parts=parts)

    def _is_title(self, cell: Cell, title: str) -> bool:
        if not re.search(r"[^\W\d_]", title):
            self.tell(cell, Meaning.PRODUCT, Gravity.REFUSED, "title_form", text=title)
            return False
        if len(title) > LONGEST[Meaning.PRODUCT]:
            self.tell(cell, Meaning.PRODUCT, Gravity.REFUSED, "title_long", text=_short(title), most=LONGEST[Meaning.PRODUCT])
            return False
        return True

    def _prices(self, row: Row, at: int, lines: list[list[str]]) -> Iterator[prices.Price]:
        """One for each title of these lines, in order."""
        count = sum(map(len, lines))
        column = self._beside[at][Meaning.PRICE]
        text = row.cells.get(column, "") if column is not None else ""
        if not text:
            return iter([prices.Price()] * count)
        cell = self.cell(row, column)
        if cell.key in self.answers.prices:
            return iter([prices.Price(self.answers.prices[cell.key])] * count)
        told = prices.prices_of(text)
        read = [prices.price_of(line) for line in told]
        for line, price in zip(told, read, strict=True):
            if price.gravity:
                self.tell(cell, Meaning.PRICE, price.gravity, price.reason, text=_short(line))
        if len(set(read)) == 1:
            return iter(read[:1] * count)
        if len(read) == len(lines):
            return iter([price for price, line in zip(read, lines, strict=True) for _title in line])
        if len(read) == count:
            return iter(read)
        self.tell(cell, Meaning.PRICE, Gravity.ASKED, "price_lines", text=_short(text), prices=len(read), products=count)
        return iter([prices.Price()] * count)

    def _values(self, row: Row, at: int, number: int, count: int) -> dict[Meaning, str]:
        """What else is said of the products of one line: the same line of the cell beside, or all of it where it has one."""
        found: dict[Meaning, str] = {}
        for meaning in OF_PRODUCTS:
            column = self._beside[at][meaning]
            if column is None or column not in row.cells:
                continue
            said = [line for line in tidy(row.cells[column], multiline=True).split("\n") if line.strip()]
            if len(said) == count > 1:
                text = said[number]
            elif len(said) == 1 or count == 1:
                text = " ".join(said)
            else:
                continue
            value = value_of(meaning, text)
            if value.gravity:
                self.tell(self.cell(row, column), meaning, value.gravity, value.reason, text=_short(text))
            if value.text:
                found[meaning] = value.text
        if Meaning.CATEGORY not in found and (
            category := value_of(Meaning.CATEGORY, row.sections.get(Meaning.CATEGORY, "")).text
        ):
            found[Meaning.CATEGORY] = category
        return found


def runs(text: str) -> bool:
    """Whether a spreadsheet that opens this text as a cell of CSV would compute or call something."""
    return bool(_RUNS.match(text))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
