"""What every desk shows of an order: its steps so far and those to come, the words of its buttons, where its parcel is."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from shop.groups.models import ShippingKind
from shop.kernel.identifiers import CARRIERS, tracking_url
from shop.kernel.places import UnknownPlace, format_place, resolve
from shop.orders.models import Order
from shop.orders.parcels import address_on_parcel
from shop.orders.states import OrderAction, OrderEvent
from shop.orders.states import OrderStatus as S
from shop.web.language import locale

CANCEL_REASONS = {
    "out_of_stock": _l("ของหมด"),
    "broken": _l("ของชำรุดหรือแตก"),
    "cannot_reach_buyer": _l("ติดต่อผู้ซื้อไม่ได้"),
    "buyer_asked": _l("ผู้ซื้อขอยกเลิก"),
    "cannot_deliver": _l("ส่งไปที่อยู่นี้ไม่ได้"),
    "voided": _l("บันทึกการขายผิด จึงยกเลิกรายการ"),
    "not_accepted": _l("กลุ่มไม่ได้กดรับภายในเวลาที่กำหนด ระบบจึงยกเลิกให้"),
    "money_did_not_come": _l("กลุ่มดูในแอปธนาคารแล้ว ไม่พบเงินก้อนนี้"),
}
SHIPPING_KINDS = {
    ShippingKind.FLAT: _l("ส่งถึงบ้าน"),
    ShippingKind.BY_WEIGHT: _l("ส่งถึงบ้าน (คิดตามน้ำหนัก)"),
    ShippingKind.COLLECT: _l("มารับเอง"),
}


ORDER_EVENTS = {
    OrderAction.SHOW_PAYMENT: _l("แจ้งชำระเงิน"),
    OrderAction.CONFIRM_PAYMENT: _l("ยืนยันการชำระเงิน"),
    OrderAction.ACCEPT: _l("รับคำสั่งซื้อ"),
    OrderAction.PACK: _l("แพ็กเสร็จ"),
    OrderAction.SHIP: _l("ส่งของ"),
    OrderAction.DELIVER: _l("ของถึงผู้ซื้อ"),
    OrderAction.CONFIRM_RECEIPT: _l("ยืนยันว่าได้รับของ"),
    OrderAction.CANCEL: _l("ยกเลิก"),
    OrderAction.EXPIRE: _l("หมดเวลา"),
    OrderAction.RETURN_TO_SENDER: _l("พัสดุถูกตีกลับ"),
    OrderAction.TAKE_AGAIN: _l("เงินมาช้า ของยังมี จึงรับต่อ"),
    OrderAction.TAKE_SLIP_AWAY: _l("สลิปเป็นของรายการอื่น กลับมารอโอน"),
    OrderAction.VOID: _l("ยกเลิกการขายที่บูธ"),
    OrderEvent.CALL_OFF: _l("ยกเลิกบางชิ้น"),
    OrderEvent.CORRECT_ADDRESS: _l("แก้ที่อยู่"),
    OrderEvent.PRINT_LABEL: _l("พิมพ์ใบปะหน้า"),
    OrderEvent.REMIND: _l("เตือนกลุ่ม"),
}


@dataclass(frozen=True)
class StepShown:
    """One line of the timeline component. `state`: done, now, next or stopped."""

    state: str
    name: str
    at: datetime | None = None
    note: str = ""
    mark: str = "clock"


def steps_of(order: Order) -> list[StepShown]:
    """From placed to received, the current one as what is being done; an order that ended on the way stops there."""
    is_collected = order.shipping_kind == ShippingKind.COLLECT
    is_unpaid = order.status in (S.AWAITING_PAYMENT, S.AWAITING_CONFIRMATION)
    packed, packing = _("แพ็กของเสร็จ"), _("กลุ่มกำลังแพ็กของ")
    arrived, arriving = _("ถึงปลายทาง"), _("ของกำลังเดินทาง")
    if is_collected:
        packed, packing = _("เตรียมของเสร็จ มารับได้"), _("กลุ่มกำลังเตรียมของ")
        arrived, arriving = _("รับของที่กลุ่มแล้ว"), _("รอผู้ซื้อมารับ")
    way = [
        (order.placed_at, _("สั่งซื้อ"), _("กำลังสั่งซื้อ"), "bell"),
        (order.accepted_at, _("กลุ่มรับคำสั่งซื้อ"), _unpaid_words(order) if is_unpaid else _("รอกลุ่มรับคำสั่งซื้อ"), "hand"),
        (order.packed_at, packed, packing, "box"),
        (order.shipped_at, _("ส่งออกแล้ว"), _("รอส่งออก"), "truck"),
        (order.delivered_at, arrived, arriving, "home"),
        (order.received_at, _("ผู้ซื้อได้รับของเรียบร้อย"), _("รอผู้ซื้อยืนยันว่าได้รับของ"), "check"),
    ]
    if is_collected:
        del way[3]
    steps = [StepShown("done", name, at, mark=mark) for at, name, _doing, mark in way if at]
    if order.status in ENDINGS:
        return [*steps, StepShown("stopped", ENDINGS[order.status](), order.ended_at, reason_of(order))]
    latest = max((place for place, (at, *_words) in enumerate(way) if at), default=-1)
    shown = []
    for place, (at, name, doing, mark) in enumerate(way):
        if at or place > latest:  # a step that was passed over, as packing may be, is not shown
            state = "done" if at else "now" if place == latest + 1 else "next"
            shown.append(
                StepShown(state, doing if state == "now" else name, at, parcel_of(order) if at and mark == "truck" else "", mark)
            )
    return shown


def _unpaid_words(order: Order) -> str:
    return _("รอกลุ่มดูว่าเงินเข้า") if order.status is S.AWAITING_CONFIRMATION else _("รอชำระเงิน")


ENDINGS = {
    S.CANCELLED: lambda: _("ยกเลิกแล้ว"),
    S.EXPIRED: lambda: _("หมดเวลาชำระเงิน"),
    S.RETURNED_TO_SENDER: lambda: _("ผู้รับไม่ได้รับของ พัสดุถูกตีกลับ"),
}


def reason_of(order: Order) -> str:
    """Why it was called off, in words."""
    return str(CANCEL_REASONS.get(order.cancel_reason, order.cancel_reason))


def parcel_of(order: Order) -> str:
    """Who carries it and its number: `ไปรษณีย์ไทย EY145587898TH`."""
    carrier = CARRIERS.get(order.carrier or "")
    return " ".join(filter(None, (carrier.name(locale()) if carrier else "", order.tracking_number or "")))


def parcel_url_of(order: Order) -> str | None:
    """The carrier's own page for it, where there is one."""
    return tracking_url(order.carrier or "", order.tracking_number or "")


def address_lines(order: Order) -> list[str]:
    """As the page's reader knows it; in English where the places are known by it."""
    if locale() != "th":
        with suppress(UnknownPlace):
            where = resolve(order.province, order.district, order.subdistrict, order.postcode)
            return [line for line in (order.line1, format_place(where, locale())) if line]
    return [line for line in (*address_on_parcel(order), order.postcode) if line]
