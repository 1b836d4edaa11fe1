"""One row of a product list, checked: what it says becomes plain values, or a reason why it is refused."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from shop.bulk.sheet import Line
from shop.catalogue import stock
from shop.catalogue.categories import Category, category_of
from shop.catalogue.guess import guess
from shop.catalogue.prices import check_price
from shop.kernel import places
from shop.kernel.money import parse_baht
from shop.kernel.refusals import BadValue
from shop.kernel.thai import has_letter_or_digit, thai_digits_to_arabic, tidy

REQUIRED = {"product_name", "seller_name", "local_authority", "district", "province"}
LONGEST_NAME, LONGEST_DESCRIPTION = 200, 5000


class RowRefused(ValueError):
    """The words say why, to the person who keeps the list."""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as a list has it. None: the list does not say. Prices in satang, `pieces` that can be sold."""

    number: int
    title: str
    group_name: str
    province_code: str
    district_code: str
    category: Category | None
    subcategory: str | None
    price_satang: int | None
    pieces: int | None
    description: str | None
    unit: str = ""  # what the price buys

    @property
    def group_key(self) -> str:
        return _digest("group", self.group_name, self.district_code)

    @property
    def key(self) -> str:
        """The same in every list that names the same product of the same group in the same place."""
        return _digest("product", self.group_name, self.title, self.district_code)


def checked(line: Line) -> ProductRow:
    """Raises RowRefused."""
    if line.fault:
        raise RowRefused(line.fault)
    cells = {name: tidy(text) for name, text in line.cells.items() if name != "description"}
    title = _name("product_name", cells["product_name"])
    group_name = _name("seller_name", cells["seller_name"] or cells["local_authority"])
    district = _district(cells["province"], cells["district"])
    category, subcategory = _category(cells.get("category", ""))
    return ProductRow(
        number=line.number,
        title=title,
        group_name=group_name,
        province_code=district.province_code,
        district_code=district.code,
        category=category,
        subcategory=subcategory,
        price_satang=_price(cells.get("price_baht", "")),
        pieces=_pieces(cells.get("stock", "")),
        description=_description(line.cells.get("description", "")),
    )


def placed(row: ProductRow) -> dict[str, object]:
    """Its category: as the list says, else guessed by its name."""
    if row.category is not None and row.subcategory is not None:
        return {"category": row.category, "subcategory": row.subcategory}
    category, subcategory = guess(row.title)
    if row.category in (None, category):
        return {"category": category, "subcategory": subcategory}
    return {"category": row.category, "subcategory": None}


def _name(column: str, text: str) -> str:
    if not has_letter_or_digit(text):
        raise RowRefused(f"{column} is empty" if column != "seller_name" else "neither seller_name nor local_authority is given")
    if len(text) > LONGEST_NAME:
        raise RowRefused(f"{column} is longer than {LONGEST_NAME} characters")
    return text


@lru_cache(maxsize=2000)  # all there are, twice: a list names the same ones again and again
def _district(province: str, district: str) -> places.District:
    try:
        return places.resolve_district(province, district)
    except places.UnknownPlace as unknown:
        if unknown.field == "province":
            raise RowRefused(f"no province of Thailand is called {_shown(province)}") from unknown
        raise RowRefused(f"{_shown(province)} has no district {_shown(district)}") from unknown


def _category(text: str) -> tuple[Category | None, str | None]:
    """A category's key, or a sub-category's, which says both."""
    key = text.lower()
    if not key:
        return None, None
    if key in set(Category):
        return Category(key), None
    if category := category_of(key):
        return category, key
    raise RowRefused(f"category {_shown(text)} is not one of {', '.join(Category)} or a sub-category of theirs")


def _price(text: str) -> int | None:
    if not text:
        return None
    try:
        satang = parse_baht(text)
        check_price(satang)
    except BadValue as bad:
        raise RowRefused(f"price_baht {_shown(text)}: {bad.reason.replace('_', ' ')}") from bad
    return satang


def _pieces(text: str) -> int | None:
    if not text:
        return None
    digits = thai_digits_to_arabic(text).replace(",", "")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 9 or int(digits) > stock.MOST:
        raise RowRefused(f"stock {_shown(text)} is not a whole number from 0 to {stock.MOST:,}")
    return int(digits)


def _description(text: str) -> str | None:
    kept = tidy(text, multiline=True)
    if len(kept) > LONGEST_DESCRIPTION:
        raise RowRefused(f"description is longer than {LONGEST_DESCRIPTION} characters")
    return kept or None


def _shown(text: str) -> str:
    return f"'{text[:60]}{'…' if len(text) > 60 else ''}'"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
