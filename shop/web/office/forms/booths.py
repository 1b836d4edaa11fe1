"""A booth, as a labour official gives it to a group: one, or a list pasted from a sheet."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from shop.web.forms import Form, Text

LINE_PROBLEMS = {
    "group_empty": _("ไม่มีชื่อกลุ่ม"),
    "group_several": _("มีหลายกลุ่มชื่อนี้ ใส่ # ตามด้วยเลขที่ของกลุ่มแทน"),
    "group_twice": _("กลุ่มนี้อยู่ในบรรทัดก่อนแล้ว"),
    "group_unknown": _("ไม่พบกลุ่มชื่อนี้ที่อนุมัติแล้ว"),
    "note_too_long": _("หมายเหตุยาวเกิน 200 ตัวอักษร"),
    "number_empty": _("ไม่มีเลขบูธ"),
    "number_taken": _("บูธนี้เป็นของกลุ่มอื่น"),
    "number_too_long": _("เลขบูธยาวเกิน 20 ตัวอักษร"),
    "number_twice": _("เลขบูธนี้อยู่ในบรรทัดก่อนแล้ว"),
    "zone_too_long": _("ชื่อโซนยาวเกิน 60 ตัวอักษร"),
}


class BoothForm(Form):
    refusals = {
        ("group", "empty"): _("ใส่ชื่อกลุ่ม"),
        ("group", "has_booth"): _("กลุ่มนี้มีบูธในงานนี้แล้ว แก้ที่รายการด้านล่าง"),
        ("group", "several"): LINE_PROBLEMS["group_several"],
        ("group", "unknown"): LINE_PROBLEMS["group_unknown"],
        ("note", "too_long"): LINE_PROBLEMS["note_too_long"],
        ("number", "empty"): _("ใส่เลขบูธ"),
        ("number", "taken"): _("บูธนี้มีกลุ่มอื่นแล้ว"),
        ("number", "too_long"): LINE_PROBLEMS["number_too_long"],
        ("zone", "too_long"): LINE_PROBLEMS["zone_too_long"],
    }

    number = Text(_("เลขบูธ"))
    group = Text(_("กลุ่ม"))
    zone = Text(_("โซน"))
    note = Text(_("หมายเหตุ"))

    def fill(self, booth: object) -> None:
        for name in ("number", "zone", "note"):
            self[name].data = getattr(booth, name)

    def values(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("number", "zone", "note")}


class PasteForm(Form):
    refusals = {
        ("lines", "empty"): _("ยังไม่มีบรรทัดให้เพิ่ม"),
        ("lines", "too_many"): _("วางได้ครั้งละไม่เกิน 500 บรรทัด"),
        ("lines", "no_room"): _("งานหนึ่งมีได้ไม่เกิน 2,000 บูธ"),
        ("lines", "bad_lines"): _("มีบรรทัดที่อ่านไม่ได้ ยังไม่ได้บันทึกอะไร แก้แล้ววางใหม่ทั้งหมด"),
    }

    lines = TextAreaField(_("วางหลายบูธ"))
