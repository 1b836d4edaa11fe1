"""Exhibitor lists in words: where a batch stands, and what is in the way of one that was read well. The rest: exhibitor_words."""

from flask_babel import lazy_gettext as _

from shop.exhibitors.models import BatchStatus, ImportBatch
from shop.exhibitors.reading import BadFile, Problem
from shop.exhibitors.service import BROKEN_OFF, MARKET_MOVED
from shop.exhibitors.undoing import Stays
from shop.web import exhibitor_words

STATUSES = {
    BatchStatus.READING: _("กำลังอ่าน"),
    BatchStatus.READY: _("รอตรวจและบันทึก"),
    BatchStatus.SAVING: _("กำลังบันทึก"),
    BatchStatus.SAVED: _("บันทึกแล้ว"),
    BatchStatus.UNDONE: _("ยกเลิกแล้ว"),
    BatchStatus.FAILED: _("อ่านไม่ได้"),
    BatchStatus.DISCARDED: _("เอาออกแล้ว"),
}

# What only shows beside what the market knows: the words for a file and its cells are in shop.web.exhibitor_words.
REASONS = {
    "same_group_twice": _("บอกว่าเป็นกลุ่มเดียวกับ “%(group)s” ซึ่งอยู่ในรายชื่อนี้แล้ว"),
    "number_of_another": _("ใช้เบอร์หรือเลขเดียวกับ “%(group)s” ในรายชื่อนี้ จึงนับเป็นกลุ่มใหม่"),
    "booth_taken_at_fair": _("บูธ %(booth)s ของงานนี้เป็นของ “%(group)s” แล้ว"),
    "too_many_booths": _("งานหนึ่งมีได้ไม่เกิน %(most)s บูธ"),
    "longer_than_kept": _("ยาวเกิน %(most)s ตัวอักษร"),
    "member_count": _("จำนวนสมาชิกต้องเป็น 1 ถึง %(most)s คน"),
    "price_too_small": _("ราคาต่ำกว่า 1 บาท"),
    "price_too_large": _("ราคาเกิน 1,000,000 บาท"),
}

FAULTS = {
    BROKEN_OFF: _("เครื่องทำงานไม่สำเร็จ ยังไม่มีอะไรถูกบันทึก ลองใหม่อีกครั้ง"),
    MARKET_MOVED: _("ระหว่างนั้นข้อมูลในตลาดเปลี่ยน จึงยังไม่ได้บันทึก ด้านล่างคือผลล่าสุด ตรวจแล้วกดบันทึกอีกครั้ง"),
}

LIKE_BY = {
    "list": _("รายชื่อของงานนี้เคยเพิ่มไว้"),
    "phone": _("เบอร์โทรตรงกัน"),
    "enterprise": _("เลขวิสาหกิจชุมชนตรงกัน"),
    "name": _("ชื่อคล้ายกัน"),
    "person": _("เจ้าหน้าที่ยืนยัน"),
}

STAYS = {
    Stays.CLAIMED: _("มีคนรับร้านแล้ว"),
    Stays.SENT: _("ส่งตรวจหรือตรวจแล้ว"),
    Stays.ELSEWHERE: _("อยู่ในรายชื่อหรืองานอื่นด้วย"),
    Stays.PRINTED: _("พิมพ์ QR ไปแล้ว"),
    Stays.WORKED_ON: _("กลุ่มแก้ร่างต่อแล้ว"),
}


def said_of(problem: Problem) -> str:
    """What is wrong with a cell, in the reader's language."""
    if problem.reason in REASONS:
        return str(REASONS[problem.reason]) % problem.params
    return exhibitor_words.said_of(problem)


def fault_of(batch: ImportBatch) -> str:
    """Why a list was not read, or not saved."""
    if batch.fault in FAULTS:
        return str(FAULTS[batch.fault])
    return exhibitor_words.fault_of(BadFile(batch.fault, **batch.fault_params))
