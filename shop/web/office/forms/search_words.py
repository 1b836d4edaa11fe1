"""A concept of the words of the trade: its spellings, its English, what it takes in."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from shop.kernel.refusals import BadValue
from shop.search.trade_changes import BadWord
from shop.web.forms import Form, Lines

_LONG = _("“%(word)s” ยาวเกินไป ใส่คำละไม่เกิน 60 ตัวอักษร")
_MANY = _("คำมากเกินไป แบ่งเป็นหลายรายการ")
_UNREADABLE = _("“%(word)s” ไม่มีตัวอักษร")


class SearchWordForm(Form):
    refusals = {
        ("thai", "empty"): _("ใส่คำอย่างน้อยหนึ่งคำ"),
        ("thai", "says_nothing"): _("ใส่คำที่แปลว่าสิ่งเดียวกันอีกคำ คำภาษาอังกฤษ หรือคำที่แคบกว่า คำเดียวไม่ช่วยให้หาเจอมากขึ้น"),
        ("thai", "taken"): _("“%(word)s” เป็นของรายการ “%(owner)s” อยู่แล้ว แก้ที่รายการนั้น"),
        ("thai", "taken_out"): _("“%(word)s” มาพร้อมตลาดและถูกเอาออก เปิดรายการนั้นแล้วนำกลับมา"),
        ("thai", "too_many"): _("มีคำที่เพิ่มเองมากเกินไป เอาคำที่ไม่ใช้ออกก่อน"),
        ("kinds", "unknown"): _("ไม่มี “%(word)s” ในรายการคำ เพิ่มคำนั้นก่อน"),
        ("kinds", "circle"): _("“%(word)s” กว้างกว่าคำนี้หรือคือคำนี้เอง"),
        **{(field, "too_long"): _LONG for field in ("thai", "english", "kinds")},
        **{(field, "too_many_forms"): _MANY for field in ("thai", "english", "kinds")},
        **{(field, "unreadable"): _UNREADABLE for field in ("thai", "english", "kinds")},
    }

    thai = Lines(_("คำและคำที่แปลว่าสิ่งเดียวกัน"))
    english = Lines(_("ภาษาอังกฤษ"))
    kinds = Lines(_("คำที่แคบกว่า"))

    def refuse(self, refused: BadValue) -> None:
        words = self.refusals[refused.field, refused.reason]
        named = {"word": refused.word, "owner": refused.owner} if isinstance(refused, BadWord) else {}
        field = self[refused.field]
        field.errors = [*field.errors, gettext(words._args[0], **named) if named else str(words)]
