"""What was read of an exhibitor list: lines with what they mean, problems by cell, and how the columns were understood."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shop.kernel.refusals import Refusal

CellKey = tuple[str, int, str]  # sheet, row, column letter: how answers name a cell


class BadFile(Refusal):
    """A file that cannot be read at all. `fault` is a key that the desk and the command have words for; `params` fill them."""

    status = 422

    def __init__(self, fault: str, **params: object) -> None:
        super().__init__(fault)
        self.fault, self.params = fault, params


class Meaning(StrEnum):
    """What a column holds. `IGNORED` is a column that somebody said means nothing here."""

    RUNNING_NUMBER = "running_number"
    GROUP_NAME = "group_name"
    GROUP_KIND = "group_kind"
    LOCAL_AUTHORITY = "local_authority"
    SUBDISTRICT = "subdistrict"
    DISTRICT = "district"
    PROVINCE = "province"
    ADDRESS = "address"
    CONTACT_NAME = "contact_name"
    PHONE = "phone"
    EMAIL = "email"
    LINE_ID = "line_id"
    ENTERPRISE_NUMBER = "enterprise_number"
    MEMBER_COUNT = "member_count"
    BOOTH = "booth"
    ZONE = "zone"
    PRODUCT = "product"
    DESCRIPTION = "description"
    CATEGORY = "category"
    PRICE = "price"
    UNIT = "unit"
    STOCK = "stock"
    STANDARD = "standard"
    DATE = "date"
    NOTE = "note"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Cell:
    """Where something stands, as the sheet itself counts: rows from 1, columns by letter."""

    sheet: str
    row: int
    column: str

    @property
    def key(self) -> CellKey:
        return self.sheet, self.row, self.column


class Gravity(StrEnum):
    REFUSED = "refused"  # the list is not saved before this is put right
    ASKED = "asked"  # saved once somebody has answered: a price of `100-150`, a cell that may name several products
    NOTED = "noted"  # saved as it stands; somebody may want to know


@dataclass(frozen=True)
class Problem:
    """Of one cell. `reason` is a key that the desk and the command have words for; `params` fill them."""

    cell: Cell
    meaning: Meaning | None
    gravity: Gravity
    reason: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class ReadProduct:
    """A product as named in a cell: the title as written (white space aside), the price in satang or None where none is given."""

    cell: Cell
    title: str
    price_satang: int | None = None
    values: dict[Meaning, str] = field(default_factory=dict)  # description, category (a key), unit, stock, standard


@dataclass(frozen=True)
class ReadGroup:
    """A group as named in the list, once however many lines or sheets it has.

    `values` in normal forms: phone in E.164, enterprise number as `identifiers` write it, booth as `Booth.number` has it,
    kind a `GroupKind`, places their codes (2, 4, 6 digits), member count in digits, date as ISO. What the list does not say
    or says unreadably is not among them.
    """

    cell: Cell
    name: str
    values: dict[Meaning, str]
    products: tuple[ReadProduct, ...]


@dataclass(frozen=True)
class Column:
    """How one column was understood; `sample` is what stands in its first filled cells."""

    sheet: str
    letter: str
    header: str
    meaning: Meaning | None
    sample: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """All of a file. `product_rows` are the sheet's rows that name products; `products` may be more."""

    columns: tuple[Column, ...]
    groups: tuple[ReadGroup, ...]
    problems: tuple[Problem, ...]
    product_rows: int

    @property
    def refused(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.gravity is Gravity.REFUSED)


@dataclass(frozen=True)
class MarkingWords:
    """What the workbook that is given back says: the name of its first sheet, that sheet's five headings (sheet, row, column,
    how grave, what is wrong), how grave in words, and a problem in words."""

    title: str
    headings: Sequence[str]
    gravities: Mapping[Gravity, str]
    said_of: Callable[[Problem], str]
