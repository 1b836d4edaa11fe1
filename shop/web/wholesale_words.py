"""Requests for many pieces in words: their states, what was done, and how a state is shown."""

from flask_babel import lazy_gettext as _

from shop.wholesale.states import InvitationStatus, QuoteStatus, RequestStatus
from shop.wholesale.states import WholesaleAction as A

REQUESTS = {
    RequestStatus.OPEN: _("กำลังรอราคา"),
    RequestStatus.FILLED: _("ได้ครบแล้ว"),
    RequestStatus.CANCELLED: _("ยกเลิกคำขอแล้ว"),
    RequestStatus.EXPIRED: _("หมดเวลาแล้ว"),
}
INVITATIONS = {
    InvitationStatus.NEW: _("รอกลุ่มตอบ"),
    InvitationStatus.QUOTED: _("เสนอราคาแล้ว"),
    InvitationStatus.ACCEPTED: _("ผู้ซื้อตกลงแล้ว"),
    InvitationStatus.DECLINED: _("กลุ่มทำไม่ได้"),
    InvitationStatus.LOST: _("ไม่ได้รับเลือก"),
}
QUOTES = {
    QuoteStatus.OFFERED: _("เสนออยู่"),
    QuoteStatus.REPLACED: _("มีราคาใหม่แทนแล้ว"),
    QuoteStatus.WITHDRAWN: _("ถอนแล้ว"),
    QuoteStatus.EXPIRED: _("ราคาหมดอายุ"),
    QuoteStatus.ACCEPTED: _("ตกลงแล้ว"),
    QuoteStatus.LOST: _("ไม่ได้รับเลือก"),
}
TONES = {
    RequestStatus.OPEN: "wait",
    RequestStatus.FILLED: "good",
    InvitationStatus.NEW: "wait",
    InvitationStatus.QUOTED: "wait",
    InvitationStatus.ACCEPTED: "good",
}
ACTIONS = {
    A.ACCEPT: _("ตกลงซื้อตามราคาที่เสนอ"),
    A.ASK: _("ขอราคาสั่งจำนวนมาก"),
    A.CANCEL: _("ยกเลิกคำขอสั่งจำนวนมาก"),
    A.CLOSE: _("ปิดคำขอเพราะได้ของครบ"),
    A.DECLINE: _("ตอบว่าทำไม่ได้"),
    A.ERASE: _("ลบคำขอสั่งจำนวนมากตามคำขอ"),
    A.EXPIRE: _("คำขอสั่งจำนวนมากหมดเวลา"),
    A.EXPIRE_QUOTE: _("ราคาที่เสนอหมดอายุ"),
    A.QUOTE: _("เสนอราคา"),
    A.REOPEN: _("เปิดคำขอสั่งจำนวนมากอีกครั้ง"),
    A.WITHDRAW: _("ถอนราคาที่เสนอ"),
}
