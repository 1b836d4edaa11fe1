"""A buyer's receipts: one for each receiver of a purchase's money, and what was given back of it since.

What the market collected through its provider is one receipt, for all the groups it collected for; money that a group took in
cash is that group's own.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shop.groups import queries as groups
from shop.groups.models import Group
from shop.kernel import paper
from shop.kernel.money import baht_words, format_amount
from shop.kernel.thai import format_date
from shop.orders.models import BOOTH, Order, OrderLine, PaymentMethod, Purchase
from shop.papers.voice import Voice
from shop.payments import queries as payments
from shop.payments.models import Payment, PaymentStatus, Refund, RefundCause, RefundStatus

Gettext = Callable[..., str]


@dataclass(frozen=True)
class Receipt:
    """`number`: the purchase's code; where a purchase has several receivers, with the place of this one, which never changes."""

    number: str
    payment: Payment
    orders: list[Order]

    @property
    def is_collected(self) -> bool:
        """The market took it for the groups; else the one group itself."""
        return self.payment.order_id is None

    @property
    def given_back_satang(self) -> int:
        return sum(refund.amount_satang for refund in self.payment.refunds)


def receipts_of(purchase: Purchase) -> list[Receipt]:
    """Only of what was paid; what is not paid yet has none. Empty where nothing was."""
    found = payments.payments_of_purchase(purchase.id)
    return [
        Receipt(purchase.code if len(found) == 1 else f"{purchase.code}-{place}", payment, _paid_by(payment, purchase))
        for place, payment in enumerate(found, 1)
        if payment.status is PaymentStatus.PAID
    ]


def _paid_by(payment: Payment, purchase: Purchase) -> list[Order]:
    if payment.order_id is None:
        return [order for order in purchase.orders if order.payment_method is PaymentMethod.STRIPE]
    return [order for order in purchase.orders if order.id == payment.order_id]


def draw_receipts(purchase: Purchase, receipts: list[Receipt], voice: Voice) -> bytes:
    """A PDF with a page for each receipt."""
    _ = voice.gettext
    sellers = groups.groups_by_id([order.group_id for order in purchase.orders])
    return paper.draw(
        "receipt",
        {
            "title": _("ใบเสร็จรับเงิน %(number)s", number=purchase.code),
            "locale": voice.locale,
            "market": voice.market,
            "foot": voice.foot(_("ใบเสร็จรับเงิน (ไม่ใช่ใบกำกับภาษี)")),
            "sheets": [_sheet(receipt, purchase, sellers, voice) for receipt in receipts],
        },
    )


def _sheet(receipt: Receipt, purchase: Purchase, sellers: dict[int, Group], voice: Voice) -> dict:
    _ = voice.gettext
    payment = receipt.payment
    received, back = payment.received_satang, receipt.given_back_satang
    if receipt.is_collected:
        receiver = _("%(market)s (รับเงินแทนกลุ่มผู้ขายด้านล่าง)", market=voice.market)
    else:
        receiver = voice.name_of(sellers[receipt.orders[0].group_id])
    return {
        "name": _("ใบเสร็จรับเงิน"),
        "apart": _("(ไม่ใช่ใบกำกับภาษี)"),
        "facts": [
            [_("เลขที่"), receipt.number],
            [_("วันที่รับเงิน"), format_date(payment.paid_at, voice.locale, "long")],
            [_("ผู้รับเงิน"), receiver],
            *([[_("ผู้ซื้อ"), purchase.name]] if purchase.name else []),
            *([[_("ที่อยู่"), address]] if (address := _address(receipt.orders)) else []),
            [_("ชำระโดย"), _how(payment, _)],
        ],
        "columns": [_("รายการสินค้า"), _("จำนวน"), _("ราคาต่อชิ้น"), _("จำนวนเงิน")],
        "parts": [_part(order, voice.name_of(sellers[order.group_id]), _) for order in receipt.orders],
        "totals": [_sum(_("รับเงินทั้งสิ้น (บาท)"), received, is_strong=True)],
        "words": baht_words(received, voice.locale),
        "refunds_heading": _("เงินที่คืนหลังจากนั้น"),
        "refunds_columns": [_("วันที่"), _("เหตุที่คืน"), _("จำนวนเงิน")],
        "refunds": [_refund(refund, receipt.orders, voice) for refund in payment.refunds],
        "refunds_totals": [_sum(_("คืนทั้งหมด"), -back), _sum(_("เหลือหลังคืนเงิน (บาท)"), received - back, is_strong=True)],
        "notes": _notes(receipt, _),
    }


def _part(order: Order, group_name: str, _: Gettext) -> dict:
    lines = [_line(line, _) for line in order.lines]
    if order.shipping_kind != BOOTH:
        lines.append(_row(_("ค่าส่ง"), order.shipping_satang, note=order.shipping_name))
    if order.called_off_satang:
        lines.append(_row(_("หักชิ้นที่ยกเลิกก่อนจ่ายเงิน"), -order.called_off_satang))
    return {
        "group": group_name,
        "code": _("คำสั่งซื้อ %(code)s", code=order.code),
        "lines": lines,
        "sum": {"label": _("รวมของกลุ่มนี้"), "amount": format_amount(order.due_satang)},
    }


def _line(line: OrderLine, _: Gettext) -> dict:
    notes = [
        line.variant_name,
        _("ยกเลิก %(count)s ชิ้น", count=line.cancelled_quantity) if line.cancelled_quantity else "",
        _("คืน %(count)s ชิ้น", count=line.returned_quantity) if line.returned_quantity else "",
    ]
    note = " · ".join(filter(None, notes))
    return _row(line.title, line.total_satang, f"{line.quantity:,}", format_amount(line.unit_price_satang), note)


def _row(name: str, satang: int, quantity: str = "", price: str = "", note: str = "") -> dict:
    return {"name": name, "note": note, "quantity": quantity, "price": price, "amount": format_amount(satang)}


def _sum(label: str, satang: int, is_strong: bool = False) -> dict:
    return {"label": label, "amount": format_amount(satang), "is_strong": is_strong}


def _refund(refund: Refund, orders: list[Order], voice: Voice) -> list[str]:
    """When it arrived, or since when it is on its way."""
    _ = voice.gettext
    causes = {
        RefundCause.CANCELLED: _("ยกเลิกทั้งคำสั่งซื้อ"),
        RefundCause.CALLED_OFF: _("ยกเลิกบางชิ้น"),
        RefundCause.RETURNED: _("คืนสินค้า"),
        RefundCause.RETURNED_TO_SENDER: _("พัสดุตีกลับ"),
        RefundCause.LATE: _("เงินมาหลังหมดเวลา ของหมดแล้ว"),
        RefundCause.MISMATCH: _("จำนวนเงินไม่ตรง"),
        RefundCause.OUTSIDE: _("คืนโดยผู้ให้บริการรับชำระเงิน"),
    }
    states = {RefundStatus.SUCCEEDED: _("คืนแล้ว"), RefundStatus.SETTLED: _("คืนแล้ว"), RefundStatus.OWED: _("รอกลุ่มคืนเงิน")}
    code = next((order.code for order in orders if order.id == refund.order_id), "")
    what = [causes.get(refund.cause, _("คืนเงิน")), code, states.get(refund.status, _("กำลังคืน"))]
    when = format_date(refund.settled_at or refund.requested_at, voice.locale)
    return [when, " · ".join(filter(None, what)), format_amount(-refund.amount_satang)]


def _how(payment: Payment, _: Gettext) -> str:
    if payment.method is PaymentMethod.STRIPE:
        return {"card": _("บัตร"), "promptpay": _("พร้อมเพย์")}.get(payment.instrument or "", _("บัตรหรือพร้อมเพย์"))
    return {
        PaymentMethod.CASH: _("เงินสด"),
        PaymentMethod.COD: _("เงินสดเมื่อได้รับของ"),
        PaymentMethod.PICKUP: _("เงินสดเมื่อมารับของ"),
        PaymentMethod.PROMPTPAY: _("พร้อมเพย์"),
    }[payment.method]


def _address(orders: list[Order]) -> str:
    sent = next((order for order in orders if order.line1), None)
    parts = (sent.line1, sent.subdistrict, sent.district, sent.province, sent.postcode) if sent else ()
    return " ".join(filter(None, parts))


def _notes(receipt: Receipt, _: Gettext) -> list[str]:
    notes = [_("ใบเสร็จรับเงินนี้ไม่ใช่ใบกำกับภาษี ใช้ขอคืนหรือหักภาษีซื้อไม่ได้")]
    if receipt.is_collected:
        notes.insert(0, _("ตลาดรับเงินนี้แทนกลุ่มผู้ขายแต่ละกลุ่ม และจ่ายให้กลุ่มหลังผู้ซื้อได้รับของ"))
    else:
        notes.insert(0, _("กลุ่มผู้ขายรับเงินนี้จากผู้ซื้อเอง ตลาดออกใบเสร็จให้ตามที่บันทึกไว้"))
    return notes
