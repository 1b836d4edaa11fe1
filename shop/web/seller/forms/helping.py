"""What owners and volunteers fill in about help."""

from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField

from shop.web.forms import Lines, Text
from shop.web.helping_words import REFUSALS, Form, HelpForm


class GiveForm(HelpForm):
    """The owner lets somebody in by number or mail address."""

    refusals = {
        **REFUSALS,
        ("who", "empty"): _("ใส่เบอร์มือถือหรืออีเมลของอาสาสมัคร"),
        ("who", "unknown"): _("ไม่พบอาสาสมัครแรงงานที่ขึ้นทะเบียนด้วยเบอร์หรืออีเมลนี้ ถามเขาหรือสำนักงานแรงงานจังหวัด"),
        ("who", "works_here"): _("คนนี้อยู่ในกลุ่มแล้ว ไม่ต้องให้ความยินยอม"),
    }

    who = Text(_("เบอร์มือถือหรืออีเมลของอาสาสมัคร"))


class PaperForm(HelpForm):
    """What stands on the signed paper, and its photo."""

    photos = MultipleFileField(_("รูปใบยินยอมที่ลงชื่อแล้ว"))


class CodeForm(Form):
    refusals = {
        ("code", "wrong"): _("รหัสไม่ตรง ขอให้หัวหน้ากลุ่มอ่านอีกครั้ง"),
        ("code", "spent"): _("รหัสนี้ใช้ไม่ได้แล้ว ขอรหัสใหม่"),
    }

    code = Text(_("รหัส 6 ตัวที่หัวหน้ากลุ่มอ่านให้ฟัง"))


class VisitForm(Form):
    refusals = {("note", "too_long"): _("ยาวเกินไป ใส่ได้ไม่เกิน 500 ตัวอักษร")}

    note = Lines(_("จดสั้น ๆ"))
