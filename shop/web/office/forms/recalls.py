"""A recall as an official writes it, and how it ends."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from shop.web.fields import ThaiDateField
from shop.web.forms import Form, Text
from shop.web.recall_words import TODO

_TOO_LONG = _("ยาวเกินไป ตัดให้สั้นลง")


class RecallForm(Form):
    refusals = {
        **{(name, "too_long"): _TOO_LONG for name in ("reason", "reason_en", "hazard", "hazard_en", "batch")},
        ("reason", "empty"): _("เขียนเหตุผล ทุกคนจะได้อ่าน"),
        ("sold_from", "empty"): _("ใส่วันแรกที่ขาย"),
        ("sold_until", "before_start"): _("วันสุดท้ายอยู่ก่อนวันแรก"),
        ("sold_until", "ahead"): _("วันสุดท้ายยังไม่มาถึง เว้นว่างไว้ หมายถึงวันนี้"),
        ("todo", "empty"): _("เลือกว่าผู้ซื้อต้องทำอะไร อย่างน้อยหนึ่งข้อ"),
        ("todo", "unknown"): _("เลือกจากรายการ"),
    }

    reason = Text(_("เหตุผลที่เรียกคืน"))
    reason_en = Text(_("เหตุผลที่เรียกคืน (อังกฤษ)"))
    hazard = Text(_("อันตรายอย่างไร"))
    hazard_en = Text(_("อันตรายอย่างไร (อังกฤษ)"))
    batch = Text(_("รุ่นผลิต"))
    sold_from = ThaiDateField(_("ขายตั้งแต่วันที่"))
    sold_until = ThaiDateField(_("ขายถึงวันที่"))
    todo = SelectMultipleField(
        _("ผู้ซื้อต้องทำอะไร"), choices=[SelectChoice(one.value, words) for one, words in TODO.items()], validate_choice=False
    )

    def values(self) -> dict:
        """What the service wants to be told."""
        texts = {name: self[name].data or "" for name in ("reason", "reason_en", "hazard", "hazard_en", "batch")}
        return {**texts, "sold_from": self.sold_from.value, "sold_until": self.sold_until.value, "todo": self.todo.data or []}


class EndForm(Form):
    """How a recall ended."""

    refusals = {
        ("outcome", "empty"): _("เขียนว่าเรื่องจบอย่างไร ทุกคนจะได้อ่าน"),
        ("outcome", "too_long"): _TOO_LONG,
        ("outcome_en", "too_long"): _TOO_LONG,
    }

    outcome = Text(_("เรื่องจบอย่างไร"))
    outcome_en = Text(_("เรื่องจบอย่างไร (อังกฤษ)"))
    back_on_sale = BooleanField(_("ให้กลับมาขายได้"))


class ReverseForm(Form):
    """That it was a mistake."""

    refusals = {
        ("correction", "empty"): _("เขียนคำชี้แจง ทุกคนจะได้อ่าน"),
        ("correction", "too_long"): _TOO_LONG,
        ("correction_en", "too_long"): _TOO_LONG,
    }

    correction = Text(_("คำชี้แจง"))
    correction_en = Text(_("คำชี้แจง (อังกฤษ)"))
