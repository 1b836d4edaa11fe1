"""The list that goes with a day's parcels to whoever carries them: what each is, its barcode, the sums, a place to sign."""

from collections.abc import Callable
from datetime import date

from shop.groups.models import Group
from shop.kernel import barcodes, paper
from shop.kernel.identifiers import CARRIERS
from shop.kernel.money import format_amount
from shop.kernel.thai import format_date
from shop.orders import parcels
from shop.orders.models import Order, PaymentMethod
from shop.papers.labels import sender_of
from shop.papers.voice import Voice

LONGEST_BARCODE = 20  # letters: a longer one is finer than a reader sees in its column
Gettext = Callable[..., str]


def draw_handover(day: date, sent: list[Order], waiting: list[Order], group: Group, voice: Voice) -> bytes:
    """A PDF with a list for each carrier of `sent`, and one of `waiting`, whose numbers are filled in at the counter."""
    _ = voice.gettext
    by_carrier: dict[str, list[Order]] = {}
    for order in sent:
        by_carrier.setdefault(order.carrier or "", []).append(order)
    lists = [(CARRIERS[key].name(voice.locale) if key in CARRIERS else key, orders) for key, orders in by_carrier.items()]
    lists += [(_("ยังไม่มีเลขพัสดุ เขียนที่เคาน์เตอร์"), waiting)] if waiting else []
    return paper.draw(
        "handover",
        {
            "title": _("ใบนำส่งพัสดุ %(day)s", day=format_date(day, voice.locale)),
            "locale": voice.locale,
            "market": voice.market,
            "foot": voice.foot(voice.name_of(group)),
            "name": _("ใบนำส่งพัสดุ"),
            "day": format_date(day, voice.locale, "long"),
            "sender": sender_of(group) | {"name": paper.breakable(voice.name_of(group))},
            "columns": [_("ที่"), _("ผู้รับ"), _("ปลายทาง"), _("น้ำหนัก (กรัม)"), _("เก็บเงิน (บาท)"), _("เลขพัสดุ")],
            "signatures": [_("ผู้ส่ง"), _("เจ้าหน้าที่รับฝาก"), _("วันที่และเวลา")],
            "lists": [_list(name, orders, _) for name, orders in lists],
        },
    )


def _list(name: str, orders: list[Order], _: Gettext) -> dict:
    weights = [parcels.weight_grams(order) for order in orders]
    cash = sum(_cash(order) for order in orders)
    total = [
        _("รวม %(count)s ชิ้น", count=len(orders)),
        f"{sum(filter(None, weights)):,}" + ("" if all(weights) else " +"),
        format_amount(cash) if cash else "",
    ]
    rows = [_row(place, order, weight) for place, (order, weight) in enumerate(zip(orders, weights, strict=True), 1)]
    note = "" if all(weights) else _("บางชิ้นไม่รู้น้ำหนัก ยอดรวมนับเฉพาะที่รู้")
    return {"name": name, "rows": rows, "total": total, "note": note}


def _row(place: int, order: Order, weight: int | None) -> dict:
    number = order.tracking_number or ""
    cash = _cash(order)
    return {
        "place": str(place),
        "recipient": paper.breakable(order.recipient_name),
        "code": order.code,
        "where": [paper.breakable(order.province), order.postcode],
        "weight": f"{weight:,}" if weight else "",
        "cash": format_amount(cash) if cash else "",
        "number": paper.breakable(number),
        "barcode": barcodes.code128(number) if 0 < len(number) <= LONGEST_BARCODE else "",
    }


def _cash(order: Order) -> int:
    """What its bearer was to collect on that day, whether it has arrived since or not."""
    return order.due_satang if order.payment_method is PaymentMethod.COD else 0
