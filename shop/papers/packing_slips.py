"""Packing slips: what goes into each parcel, to be ticked while it is packed, and a word of thanks to whoever opens it."""

from shop.groups.models import Group
from shop.kernel import barcodes, paper
from shop.kernel.identifiers import format_phone
from shop.kernel.money import format_baht
from shop.kernel.thai import format_datetime
from shop.orders import parcels
from shop.orders.models import Order, OrderLine
from shop.papers.voice import Voice


def draw_packing_slips(orders: list[Order], group: Group, voice: Voice, again_url: str) -> bytes:
    """A PDF with a slip for each order, in their order, several a page. `again_url`: where the buyer finds the group again."""
    _ = voice.gettext
    return paper.draw(
        "packing_slips",
        {
            "title": _("ใบจัดของ"),
            "locale": voice.locale,
            "market": voice.market,
            "foot": voice.foot(voice.name_of(group)),
            "group": voice.name_of(group),
            "name": _("ใบจัดของ"),
            "columns": [_("ใส่แล้ว"), _("สินค้า"), _("จำนวน")],
            "note_heading": _("ผู้ซื้อบอกว่า"),
            "thanks": _("ขอบคุณที่อุดหนุนงานของกลุ่มเรา"),
            "again": _("สแกนเพื่อดูของใหม่และสั่งอีกครั้ง"),
            "again_qr": barcodes.qr(again_url),
            "slips": [_slip(order, voice) for order in orders],
        },
    )


def _slip(order: Order, voice: Voice) -> dict:
    _ = voice.gettext
    is_sent, cash = parcels.is_sent(order), parcels.cash_to_collect(order)
    address = [*parcels.address_on_parcel(order), order.postcode] if is_sent else []
    return {
        "code": order.code,
        "when": _("สั่งเมื่อ %(when)s", when=format_datetime(order.placed_at, voice.locale)),
        "way": paper.breakable(order.shipping_name),
        "to": _("ผู้รับ") if is_sent else _("ผู้มารับ"),
        "recipient": paper.breakable(order.recipient_name),
        "address": paper.breakable(" ".join(filter(None, address))),
        "phone": _("โทร. %(phone)s", phone=format_phone(order.recipient_phone)),
        "cash": _("เก็บเงิน %(amount)s", amount=format_baht(cash)) if cash else "",
        "lines": [_line(line) for line in order.lines if line.sent_quantity],
        "note": paper.breakable(order.note),
    }


def _line(line: OrderLine) -> dict:
    note = " · ".join(filter(None, (line.variant_name, line.sku)))
    return {"name": paper.breakable(line.title), "note": paper.breakable(note), "quantity": f"{line.sent_quantity:,}"}
