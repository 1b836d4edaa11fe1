"""Recalls in words, as several desks say them."""

from flask_babel import lazy_gettext as _

from shop.recalls.states import RecallAction, RecallStatus, ToDo

STATUSES = {
    RecallStatus.STANDING: _("เรียกคืนอยู่"),
    RecallStatus.CLOSED: _("จบแล้ว"),
    RecallStatus.REVERSED: _("แจ้งผิด ไม่มีปัญหา"),
}
TONES = {RecallStatus.STANDING: "bad", RecallStatus.CLOSED: "calm", RecallStatus.REVERSED: "good"}
TODO = {
    ToDo.STOP_USING: _("หยุดกินหรือหยุดใช้ทันที"),
    ToDo.KEEP_APART: _("เก็บแยกไว้ อย่าให้คนอื่นหยิบ"),
    ToDo.DISCARD: _("ทิ้งได้เลย ไม่ต้องส่งคืน"),
    ToDo.RETURN: _("ส่งคืนกลุ่ม"),
    ToDo.REFUND: _("ขอเงินคืนได้เต็มจำนวน ที่หน้าคำสั่งซื้อของคุณ"),
    ToDo.SEE_DOCTOR: _("ถ้ากินหรือใช้แล้วไม่สบาย ไปพบแพทย์"),
}
EVENTS = {
    RecallAction.ANSWER: _("กลุ่มเล่าเรื่องที่ถูกเรียกคืน"),
    RecallAction.CLOSE: _("ปิดเรื่องเรียกคืน"),
    RecallAction.RECORD: _("เรียกคืนสินค้า"),
    RecallAction.REVERSE: _("แก้เรื่องเรียกคืนที่แจ้งผิด"),
}
