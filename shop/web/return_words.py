"""What every desk shows of a return: its reason and state in words, its steps so far, what its forms refuse."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from shop.kernel.identifiers import CARRIERS
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnAction, ReturnEvent, ReturnReason
from shop.orders.returns.states import ReturnStatus as S
from shop.payments.models import RefundStatus
from shop.web.language import locale
from shop.web.order_steps import StepShown

REASONS = {
    ReturnReason.DAMAGED: _l("ของชำรุด แตก เสีย หรือหมดอายุ"),
    ReturnReason.WRONG_ITEM: _l("ได้ของผิด หรือไม่ครบ"),
    ReturnReason.NOT_AS_DESCRIBED: _l("ของไม่ตรงกับที่บอกไว้"),
    ReturnReason.CHANGED_MIND: _l("เปลี่ยนใจ"),
    ReturnReason.NOT_ARRIVED: _l("ไม่ได้รับของ"),
}
STATUSES = {
    S.REQUESTED: _l("รอกลุ่มตอบ"),
    S.ACCEPTED: _l("กลุ่มรับคืน รอผู้ซื้อส่งของ"),
    S.SENT_BACK: _l("ผู้ซื้อส่งของคืนแล้ว"),
    S.REFUSED: _l("กลุ่มไม่รับคืน"),
    S.DISPUTED: _l("รอเจ้าหน้าที่ตัดสิน"),
    S.REFUNDED: _l("ให้คืนเงิน จบเรื่อง"),
    S.DECLINED: _l("เจ้าหน้าที่ตัดสินว่าไม่คืน"),
    S.LAPSED: _l("ปิดเพราะหมดเวลา"),
    S.WITHDRAWN: _l("ผู้ซื้อถอนเรื่อง"),
}
EVENTS = {
    ReturnEvent.OPEN: _l("ผู้ซื้อขอคืน"),
    ReturnAction.ACCEPT: _l("กลุ่มรับคืน"),
    ReturnAction.DECLINE: _l("ตัดสินว่าไม่คืน"),
    ReturnAction.DISPUTE: _l("ขอให้เจ้าหน้าที่ตัดสิน"),
    ReturnAction.ESCALATE: _l("ส่งให้เจ้าหน้าที่เพราะเลยเวลา"),
    ReturnAction.GRANT: _l("ตัดสินให้คืนเงิน"),
    ReturnAction.LAPSE: _l("ปิดเพราะหมดเวลา"),
    ReturnAction.REFUND: _l("กลุ่มคืนเงิน"),
    ReturnAction.REFUSE: _l("กลุ่มไม่รับคืน"),
    ReturnAction.SEND_BACK: _l("ผู้ซื้อส่งของคืน"),
    ReturnAction.WITHDRAW: _l("ผู้ซื้อถอนเรื่อง"),
}
REFUNDS = {
    RefundStatus.REQUESTED: _l("กำลังคืนเงิน"),
    RefundStatus.PENDING: _l("กำลังคืนเงิน"),
    RefundStatus.SUCCEEDED: _l("คืนเงินแล้ว"),
    RefundStatus.FAILED: _l("คืนเงินไม่สำเร็จ เจ้าหน้าที่กำลังจัดการ"),
    RefundStatus.OWED: _l("กลุ่มต้องคืนเงินให้ผู้ซื้อ"),
    RefundStatus.SETTLED: _l("คืนเงินแล้ว"),
}
REFUSALS = {
    ("pieces", "none"): _l("เลือกอย่างน้อย 1 ชิ้น"),
    ("pieces", "out_of_range"): _l("จำนวนต้องเป็นตัวเลข และไม่เกินที่มี"),
    ("resold", "out_of_range"): _l("จำนวนที่ขายต่อได้ต้องไม่เกินจำนวนที่คืน"),
    ("reason", "unknown"): _l("เลือกเหตุผล"),
    ("reason", "only_if_faulty"): _l("มีสินค้าที่คืนไม่ได้ เว้นแต่ชำรุด เลือกเหตุผลอื่นหรือเอาชิ้นนั้นออก"),
    ("words", "empty"): _l("เขียนให้อีกฝ่ายเข้าใจว่าเกิดอะไรขึ้น"),
    ("words", "too_long"): _l("ยาวเกินไป ใส่ได้ไม่เกิน 1,000 ตัวอักษร"),
    ("carrier", "unknown_carrier"): _l("เลือกว่าส่งกับใคร"),
    ("tracking_number", "form"): _l("เลขพัสดุไม่ตรงรูปแบบของขนส่งนี้ ของไปรษณีย์ไทยเป็นอักษร 2 ตัว ตัวเลข 9 ตัว แล้วตามด้วย TH"),
    ("tracking_number", "check_digit"): _l("เลขพัสดุมีตัวเลขผิดอย่างน้อย 1 ตัว ดูเทียบกับใบเสร็จอีกครั้ง"),
    ("photos", "too_many"): _l("ใส่รูปได้ไม่เกิน 4 รูป"),
}


def steps_of_return(asked: Return) -> list[StepShown]:
    """What has happened, when, in whose words; and what is waited for."""
    done = [
        (asked.requested_at, _("ผู้ซื้อขอคืน"), ""),
        (asked.accepted_at, _("กลุ่มรับคืน"), asked.answer if asked.accepted_at else ""),
        (asked.sent_back_at, _("ผู้ซื้อส่งของคืน"), parcel_back(asked)),
        (asked.refused_at, _("กลุ่มไม่รับคืน"), asked.answer if asked.refused_at else ""),
        (asked.disputed_at, _("ส่งเรื่องให้เจ้าหน้าที่"), asked.complaint),
    ]
    steps = [StepShown("done", name, at, note) for at, name, note in done if at]
    if asked.status is S.REFUNDED:
        return [*steps, StepShown("done", str(STATUSES[asked.status]), asked.ended_at, asked.decision)]
    if asked.ended_at:
        return [*steps, StepShown("stopped", str(STATUSES[asked.status]), asked.ended_at, asked.decision)]
    return [*steps, StepShown("now", waits_for(asked))]


def waits_for(asked: Return) -> str:
    return {
        S.REQUESTED: _("รอกลุ่มตอบ"),
        S.ACCEPTED: _("รอผู้ซื้อส่งของคืน"),
        S.SENT_BACK: _("รอกลุ่มยืนยันว่าของถึงแล้ว"),
        S.REFUSED: _("ผู้ซื้อขอให้เจ้าหน้าที่ตัดสินได้"),
        S.DISPUTED: _("รอเจ้าหน้าที่ตัดสิน"),
    }[asked.status]


def parcel_back(asked: Return) -> str:
    carrier = CARRIERS.get(asked.carrier or "")
    return " ".join(filter(None, (carrier.name(locale()) if carrier else "", asked.tracking_number or "")))
