"""What was read of an exhibitor list: lines with what they mean, problems by cell, and how the columns were understood."""

from dataclasses import dataclass, field
from enum import StrEnum


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
    values: dict[Meaning, str] = field(default_factory=dict)  # description, category, unit, stock, standard: normal forms


@dataclass(frozen=True)
class ReadGroup:
    """A group as named in the list, once however many lines or sheets it has."""

    cell: Cell
    name: str
    values: dict[Meaning, str]  # normal forms: phone in E.164, enterprise number as digits, booth as booths.number has it
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
