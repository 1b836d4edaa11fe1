"""What an official fills in about a reported thing: a question to its group, and how the case ends."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from shop.reports.states import Outcome
from shop.web.forms import Form, Lines
from shop.web.review_words import REASONS
from shop.web.said import REFUSALS

WORDS = {("words", "empty"): REFUSALS["words", "empty"], ("words", "too_long"): REFUSALS["reason", "too_long"]}
DECISIONS = {
    Outcome.NO_FAULT: _("ไม่พบสิ่งที่ผิด ปล่อยไว้ตามเดิม"),
    Outcome.TAKEN_DOWN: _("เอาออกทันที ผู้ซื้อไม่เห็นอีก"),
    Outcome.SETTLED: _("แก้ไขเรียบร้อยแล้วด้วยวิธีอื่น"),
}


class AskGroupForm(Form):
    refusals = WORDS

    words = Lines(_("คำถามถึงกลุ่ม"))


class CloseForm(Form):
    """`seen`: how many voices were read; `refused_for` is of a review."""

    refusals = {
        **WORDS,
        ("outcome", "unknown"): _("เลือกว่าจะทำอย่างไร"),
        ("reason", "empty"): WORDS["words", "empty"],
        ("reason", "too_long"): WORDS["words", "too_long"],
        ("refused_for", "unknown"): _("เลือกเหตุผลที่ไม่ให้ขึ้น"),
    }

    outcome = RadioField(
        _("ตัดสิน"), choices=[SelectChoice(one.value, words) for one, words in DECISIONS.items()], validate_choice=False
    )
    refused_for = SelectField(
        _("เหตุผลที่ไม่ให้ขึ้น"),
        choices=[SelectChoice("", "–"), *(SelectChoice(one.value, words) for one, words in REASONS.items())],
        validate_choice=False,
    )
    words = Lines(_("บอกผลและเหตุผล"))
    seen = HiddenField()
