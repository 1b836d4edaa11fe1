"""A sheet for the table of a booth: what is sold there with its price, and boxes to tick a piece in, by how it was paid."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.catalogue.models import Product, Variant
from shop.fairs.models import Fair
from shop.kernel import paper
from shop.kernel.money import format_baht
from shop.kernel.thai import format_date


@dataclass(frozen=True)
class Sheet:
    """`goods`: as they stand on the page where the sheet is typed in, so that both are read side by side."""

    market: str
    group: str
    fair: Fair
    goods: Sequence[tuple[Product, Variant]]


def draw_sheet(sheet: Sheet) -> bytes:
    """A PDF, in Thai: it is written on by hand at the table."""
    fair = sheet.fair
    days = format_date(fair.starts_on, "th")
    days += f" – {format_date(fair.ends_on, 'th')}" if fair.ends_on > fair.starts_on else ""
    return paper.draw(
        "booth_sheet",
        {
            "title": f"ใบจดขายที่บูธ {fair.short_name or fair.title}",
            "locale": "th",
            "market": sheet.market,
            "foot": f"{sheet.market} · พิมพ์ยอดเข้าระบบทีหลังที่หน้า ขายที่บูธ → พิมพ์ยอดจากกระดาษ",
            "group": sheet.group,
            "fair": f"{fair.title} · {days}",
            "rows": [_row(number, product, variant) for number, (product, variant) in enumerate(sheet.goods, 1)],
        },
    )


def _row(number: int, product: Product, variant: Variant) -> dict:
    named = [variant.name, variant.unit] if variant.name != variant.unit else [variant.name]
    return {
        "number": str(number),
        "name": product.title,
        "option": " · ".join(filter(None, named)),
        "price": format_baht(variant.price_satang),
    }
