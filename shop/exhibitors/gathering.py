"""Groups gathered from rows: which row goes on with which group, what of two rows is the same group, what is told twice."""

import re
from dataclasses import dataclass, field

from shop.exhibitors import whereabouts
from shop.exhibitors.listed import Reader, Said
from shop.exhibitors.reading import Cell, Gravity, Meaning, ReadGroup, ReadProduct
from shop.exhibitors.rows import Row
from shop.exhibitors.values import value_of
from shop.kernel import places
from shop.kernel.thai import normalise

_TELLING_APART = (Meaning.PHONE, Meaning.ENTERPRISE_NUMBER, Meaning.DISTRICT, Meaning.SUBDISTRICT)
_IDENTITY = (
    Meaning.PHONE,
    Meaning.BOOTH,
    Meaning.ENTERPRISE_NUMBER,
    Meaning.MEMBER_COUNT,
    Meaning.CONTACT_NAME,
    Meaning.LOCAL_AUTHORITY,
)
_PLACES = frozenset({Meaning.PROVINCE, Meaning.DISTRICT, Meaning.SUBDISTRICT})
_MANY_BOOTHS = re.compile(r"\s*(?:,|&|และ)\s*")


@dataclass
class Gathered:
    """A group while its rows are read. `said` holds each value with its cell."""

    cell: Cell
    name: str
    said: dict[Meaning, Said] = field(default_factory=dict)
    products: dict[tuple[str, int | None], ReadProduct] = field(default_factory=dict)

    def value(self, meaning: Meaning) -> str:
        return self.said[meaning].text if meaning in self.said else ""

    def as_read(self) -> ReadGroup:
        values = {meaning: said.text for meaning, said in self.said.items()}
        return ReadGroup(self.cell, self.name, values, tuple(self.products.values()))


class Gathering:
    """All groups of a file, in the order in which it names them."""

    def __init__(self, province: str) -> None:
        self.province = province
        self.groups: list[Gathered] = []
        self.product_rows = 0
        self._by_name: dict[str, list[Gathered]] = {}

    def add(self, reader: Reader, rows: list[Row]) -> None:
        """The rows of one table."""
        name_columns = reader.table.of(Meaning.GROUP_NAME)
        numbers_products = _numbers_products(reader, rows, name_columns)
        sheet_district = _district_of_sheet(reader.table.sheet.name, self.province)
        current: Gathered | None = None
        is_nameless = False
        for row in rows:
            said = self._said(reader, reader.without_formulas(row), sheet_district)
            if named := _name(reader, row, name_columns):
                current, is_nameless = self._group(*named, said, current), False
            elif not set(name_columns) & row.above.keys() and _begins_another(reader, row, said, current, numbers_products):
                cell = reader.cell(row, name_columns[0])
                reader.tell(cell, Meaning.GROUP_NAME, Gravity.REFUSED, "group_name_missing")
                current, is_nameless = None, True
            products = [] if row.heading else reader.products(row)
            self.product_rows += bool(products)
            if current:
                self._keep(reader, current, said)
                _keep_products(reader, current, products)
            elif products and not is_nameless and (name_columns or self.groups):
                at = name_columns[0] if name_columns else min(reader.table.meanings)
                reader.tell(reader.cell(row, at), Meaning.GROUP_NAME, Gravity.REFUSED, "no_group")

    def _group(self, cell: Cell, name: str, said: dict[Meaning, Said], current: Gathered | None) -> Gathered:
        """The group of that name that nothing in this row tells apart, else a new one."""
        same = self._by_name.setdefault(normalise(name), [])
        if current in same:
            same = [current, *same]
        for known in same:
            if all(_agree(known.value(meaning), said.get(meaning)) for meaning in _TELLING_APART):
                return known
        made = Gathered(cell, name)
        self._by_name[normalise(name)].append(made)
        self.groups.append(made)
        return made

    def _keep(self, reader: Reader, group: Gathered, said: dict[Meaning, Said]) -> None:
        for meaning, value in said.items():
            known = group.said.setdefault(meaning, value)
            if known.text != value.text and value.is_own and meaning in (Meaning.PHONE, Meaning.BOOTH):
                reader.tell(value.cell, meaning, Gravity.NOTED, f"{meaning}_second", text=value.text, kept=known.text)

    def _said(self, reader: Reader, row: Row, sheet_district: str) -> dict[Meaning, Said]:
        """What the row says of its group; places become codes, from its own cells or from what stands over it."""
        said = dict(reversed([*reader.of_group(row)]))  # of two columns alike, the first
        texts = {meaning: said.pop(meaning) for meaning in _PLACES if meaning in said}
        over = {
            meaning: Said(text, Cell(reader.table.sheet.name, row.number, "A"), False) for meaning, text in row.sections.items()
        }
        for meaning in (Meaning.ZONE, Meaning.LOCAL_AUTHORITY, Meaning.GROUP_KIND):
            if meaning in over and meaning not in said and (value := value_of(meaning, over[meaning].text)).text:
                said[meaning] = Said(value.text, over[meaning].cell, False)
        hints = [said[meaning] for meaning in (Meaning.ADDRESS, Meaning.LOCAL_AUTHORITY) if meaning in said]
        said |= _Places(reader, self.province, sheet_district).of(over | texts, [*texts.values(), *hints])
        return said


class _Places:
    """Codes of the places that a row names."""

    def __init__(self, reader: Reader, province: str, sheet_district: str) -> None:
        self._reader, self._province, self._sheet_district = reader, province, sheet_district

    def of(self, texts: dict[Meaning, Said], hints: list[Said]) -> dict[Meaning, Said]:
        found: dict[Meaning, Said] = {}
        for meaning in (Meaning.PROVINCE, Meaning.DISTRICT, Meaning.SUBDISTRICT):
            said = texts.get(meaning) or _hinted(meaning, hints)
            code = self._code(meaning, said, found) if said else ""
            if code:
                found[meaning] = Said(code, said.cell, said.is_own)
        if Meaning.DISTRICT not in found and self._sheet_district and hints is not None:
            found[Meaning.DISTRICT] = Said(self._sheet_district, Cell(self._reader.table.sheet.name, 1, "A"), False)
        if Meaning.SUBDISTRICT not in found:
            self._from_authority(hints, found)
        return found

    def _code(self, meaning: Meaning, said: Said, found: dict[Meaning, Said]) -> str:
        province = found[Meaning.PROVINCE].text if Meaning.PROVINCE in found else self._province
        district = found[Meaning.DISTRICT].text if Meaning.DISTRICT in found else ""
        read = {
            Meaning.PROVINCE: lambda: whereabouts.province(said.text),
            Meaning.DISTRICT: lambda: whereabouts.district(said.text, province),
            Meaning.SUBDISTRICT: lambda: whereabouts.subdistrict(said.text, district, district[:2] or province),
        }[meaning]()
        if said.is_own and (read.guessed or not read.code):
            params = {"text": said.text[:60]} | ({"found": _name_of(read.code)} if read.code else {})
            self._reader.tell(said.cell, meaning, Gravity.NOTED, "place_guessed" if read.code else "place_unknown", **params)
        return read.code

    def _from_authority(self, hints: list[Said], found: dict[Meaning, Said]) -> None:
        district = found[Meaning.DISTRICT].text if Meaning.DISTRICT in found else ""
        for hint in hints:
            if code := whereabouts.of_authority(hint.text, district, district[:2] or self._province):
                found[Meaning.SUBDISTRICT] = Said(code, hint.cell, False)
                found.setdefault(Meaning.DISTRICT, Said(code[:4], hint.cell, False))
                return


def _hinted(meaning: Meaning, hints: list[Said]) -> Said | None:
    """From an address: `ต.คลองสาม อ.คลองหลวง` says more than the column it stands in."""
    for hint in hints:
        name = whereabouts.parts_of(hint.text).get(str(meaning))
        if name:
            return Said(name, hint.cell, False)
    return None


def _name_of(code: str) -> str:
    area = {2: places.province, 4: places.district, 6: places.subdistrict}[len(code)](code)
    return area.name_th


def _name(reader: Reader, row: Row, columns: list[int]) -> tuple[Cell, str] | None:
    at, text = row.heading or next(((at, row.cells[at]) for at in columns if at in row.cells and at not in row.above), (0, ""))
    value = value_of(Meaning.GROUP_NAME, text)
    if value.gravity:
        reader.tell(reader.cell(row, at), Meaning.GROUP_NAME, value.gravity, value.reason, text=f"{text[:59]}…")
    return (reader.cell(row, at), value.text) if value.text else None


def _agree(known: str, said: Said | None) -> bool:
    return not known or said is None or known == said.text


def _numbers_products(reader: Reader, rows: list[Row], names: list[int]) -> bool:
    """Whether the running numbers count products: then rows that go on with a group have them, too."""
    numbers = reader.table.of(Meaning.RUNNING_NUMBER)
    going_on = [row for row in rows if not set(names) & row.cells.keys()]
    numbered = sum(bool(set(numbers) & row.cells.keys()) for row in going_on)
    return bool(numbers) and numbered * 2 > len(going_on)


def _begins_another(
    reader: Reader, row: Row, said: dict[Meaning, Said], current: Gathered | None, numbers_products: bool
) -> bool:
    """Whether a row without a name is of a group whose name is missing, and not one more row of the group above."""
    if not (names := reader.table.of(Meaning.GROUP_NAME)):
        return False
    columns = [meaning for meaning in _IDENTITY if reader.table.of(meaning)]
    fresh = [m for m in columns if m in said and said[m].is_own and (not current or said[m].text != current.value(m))]
    numbers = reader.table.of(Meaning.RUNNING_NUMBER)
    told = len(fresh) + any(at in row.cells and at not in row.above for at in numbers) * (not numbers_products)
    of_all = len(columns) + (bool(numbers) and not numbers_products)
    return told > 1 or 0 < told == of_all or (told > 0 and names[0] in row.blank_blocks)


def _district_of_sheet(name: str, province: str) -> str:
    found = whereabouts.district(name, province)
    return "" if found.guessed else found.code


def _keep_products(reader: Reader, group: Gathered, products: list[ReadProduct]) -> None:
    for product in products:
        known = group.products.setdefault((normalise(product.title), product.price_satang), product)
        if known is not product:
            reader.tell(product.cell, Meaning.PRODUCT, Gravity.NOTED, "product_twice", text=product.title, row=known.cell.row)


def booths(text: str) -> list[str]:
    """The places that one cell gives a group: `A1, A2`."""
    return [place for place in _MANY_BOOTHS.split(text) if place]
